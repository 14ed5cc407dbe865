"""The bad inputs that were measured on peers before this was built, as they come in files: the right value, or a flag, or a sentence; none silently wrong."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from idic_lib.errors import InputError
from tests.unit.sources.desk import ORDERS, Desk, case, desk, source
from tests.unit.sources.test_encoding import windows_1258

NAME = "Nguyễn Thị Đào"
ROW = f"customer,date,amount\n{NAME},2025-04-03,1\n"
AS_OF = dt.date(2025, 12, 31)

LETTERS: dict[str, tuple[bytes, dict[str, Any]]] = {
    "UTF-8": (ROW.encode(), {}),
    "UTF-8 with a byte order mark": (ROW.encode("utf-8-sig"), {}),
    "UTF-16 (pandas: UnicodeDecodeError)": (ROW.encode("utf-16"), {"encoding": "auto"}),
    "UTF-16-LE (pandas: UnicodeDecodeError)": (ROW.encode("utf-16-le"), {"encoding": "auto"}),
    "windows-1258 (pandas: UnicodeDecodeError)": (windows_1258(ROW), {"encoding": "auto"}),
    "accents beside their letters (NFD)": (unicodedata.normalize("NFD", ROW).encode(), {}),
    "mojibake of windows-1252": (ROW.encode().decode("sloppy-windows-1252").encode(), {}),
    "mojibake of latin-1": (ROW.encode().decode("latin-1").encode(), {}),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_vietnamese_name_is_the_same_name_however_its_letters_are_written(tmp_path: Path, name: str) -> None:
    text, more = LETTERS[name]
    found = desk(tmp_path, text, as_of=AS_OF, **more)
    assert found.kept() == [(NAME, "2025-04-03", 100)]
    assert ("repaired" in found.loaded[0].notes) == name.startswith("mojibake")  # what was changed is never silent


AMOUNTS: dict[str, tuple[int | None, str]] = {
    "1.250.000 đ": (1_250_000, ""), "2,500,000": (2_500_000, ""), "1,5 triệu": (1_500_000, ""), "(1.000.000)": (-1_000_000, ""),
    "3-4 tỷ": (None, "range"), "N/A": (None, "amount"),
}  # fmt: skip


@pytest.mark.parametrize("written", AMOUNTS)
def test_an_amount_as_people_write_it_is_read_to_the_dong_or_stops_with_a_sentence(tmp_path: Path, written: str) -> None:
    """pandas.to_numeric(errors="coerce") makes NaN of all of them."""
    value, sentence = AMOUNTS[written]
    text = f'customer,date,amount\na,2025-04-03,"{written}"\n'
    if value is not None:
        assert desk(tmp_path, text, currency="VND", amounts="written", as_of=AS_OF).kept() == [("a", "2025-04-03", value)]
        return
    with pytest.raises(InputError, match=rf"orders\.csv, row 2: amount .*{sentence}"):
        desk(tmp_path, text, currency="VND", amounts="written", as_of=AS_OF)


def days(folder: Path, *written: str, **more: Any) -> list[object]:  # noqa: ANN401 - settings of a source
    text = "customer,date,amount\n" + "".join(f"c{n},{day},1\n" for n, day in enumerate(written))
    return [r[1] for r in desk(folder, text, as_of=AS_OF, **more).kept()]


def test_a_day_is_read_as_declared_and_never_as_the_other_way_round(tmp_path: Path) -> None:
    """pandas reads 03/04/2025 as 4 March unless told, and 2025-04-03 as 4 March when told dayfirst and "mixed"."""
    assert days(tmp_path, "03/04/2025", date_format="%d/%m/%Y") == ["2025-04-03"]
    assert days(tmp_path, "2025-04-03", "03/04/2025", date_format=["%Y-%m-%d", "%d/%m/%Y"]) == ["2025-04-03", "2025-04-03"]
    with pytest.raises(InputError, match=r"row 2: ordered_on \(column 'date'\) '03/04/2025' is not a date written as %Y-%m-%d"):
        days(tmp_path, "03/04/2025")
    with pytest.raises(InputError, match=r"row 2: .*'03/04/2025' is 2025-04-03 as %d/%m/%Y and 2025-03-04 as %m/%d/%Y"):
        days(tmp_path, "03/04/2025", date_format=["%d/%m/%Y", "%m/%d/%Y"])


def test_an_old_vietnamese_font_is_a_sentence(tmp_path: Path) -> None:
    """TCVN3, of before Unicode, has its own letters where windows-1252 has signs."""
    text = "customer,date,amount\nNguyÔn V¨n Th¾ng,2025-04-03,1\nTrÇn ThÞ H\xad¬ng,2025-04-03,1\n"
    with pytest.raises(InputError, match=r"orders\.csv: how its letters are written cannot be told"):
        desk(tmp_path, text.encode("cp1252"), encoding="auto", as_of=AS_OF)


@pytest.mark.parametrize("from_1904", [False, True])
def test_an_excel_day_is_the_day_that_the_workbook_shows(tmp_path: Path, from_1904: bool) -> None:  # noqa: FBT001 - a table of cases
    with xlsxwriter.Workbook(str(tmp_path / "o.xlsx"), {"default_date_format": "dd/mm/yyyy", "date_1904": from_1904}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, list(ORDERS.values()))
        sheet.write_row(1, 0, [NAME, dt.date(2025, 4, 3), 1])
    found = Desk(case(tmp_path, source(file="o.xlsx", format="excel"), as_of=AS_OF), tmp_path / "tables")
    assert found.kept() == [(NAME, "2025-04-03", 100)]


def test_merged_excel_cells_stop_until_the_case_says_what_they_mean(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "o.xlsx"), {"default_date_format": "dd/mm/yyyy"}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, list(ORDERS.values()))
        for row in (1, 2):
            sheet.write_row(row, 1, [dt.date(2025, 4, 3), row])
        sheet.merge_range("A2:A3", NAME)
    exported = source(file="o.xlsx", format="excel")
    with pytest.raises(InputError, match="rows 2 to 3: the cells of column 'customer' are merged into one"):
        Desk(case(tmp_path, exported, as_of=AS_OF), tmp_path / "tables")
    found = Desk(case(tmp_path, exported.model_copy(update={"merged": ("customer",)}), as_of=AS_OF), tmp_path / "tables")
    assert found.kept() == [(NAME, "2025-04-03", 100), (NAME, "2025-04-03", 200)]
