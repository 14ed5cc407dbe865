"""Sheets of Excel files, as a spreadsheet program and a reporting tool write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from idic_lib.errors import InputError
from tests.unit.sources.desk import Desk, case, source

HEAD = ["customer", "date", "amount"]


def book(folder: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    path = folder / "orders.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as made:
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if cell is not None:
                        sheet.write(row, column, cell)
    return path


def loaded(folder: Path, **more: Any) -> Desk:  # noqa: ANN401 - settings of a source
    return Desk(case(folder, source(file="orders.xlsx", format="excel", **more), currency=more.pop("currency", "USD")), folder / "tables")


def test_days_are_days_and_whole_numbers_have_no_point(tmp_path: Path) -> None:
    book(tmp_path, A=[HEAD, [12345.0, dt.date(2023, 1, 2), 12.5], [84912345678.0, dt.datetime(2023, 1, 3, 23, 59), 7]])  # noqa: DTZ001 - a cell knows no zone
    assert loaded(tmp_path).kept() == [("12345", "2023-01-02", 1250), ("84912345678", "2023-01-03", 700)]


def test_texts_in_the_sheet_are_read_as_the_case_says_beside_typed_cells(tmp_path: Path) -> None:
    """Someone typed 2/1 and 1.250,5 as text into a column of dates and numbers."""
    book(tmp_path, A=[HEAD, ["a", dt.date(2023, 2, 1), 1250.5], ["b", "02/01/2023", "1.250,5"]])
    assert loaded(tmp_path, date_format="%d/%m/%Y", decimal=",").kept() == [("a", "2023-02-01", 125050), ("b", "2023-01-02", 125050)]


def test_rows_are_numbered_as_the_spreadsheet_numbers_them(tmp_path: Path) -> None:
    book(tmp_path, A=[["Sales of the year"], [], HEAD, ["a", dt.date(2023, 1, 2), 1], [], ["b", dt.date(2023, 1, 3), 2]])
    assert loaded(tmp_path, skip=2).kept(columns="order_id, customer_id") == [("4", "a"), ("6", "b")]
    book(tmp_path, A=[["Sales of the year"], [], HEAD, [], ["b", dt.date(2023, 1, 3), "two"]])
    with pytest.raises(InputError, match=r"orders\.xlsx, row 5: amount \(column 'amount'\) 'two' is not an amount"):
        loaded(tmp_path, skip=2)


def test_the_first_sheet_is_read_unless_another_is_named(tmp_path: Path) -> None:
    book(tmp_path, North=[HEAD, ["a", dt.date(2023, 1, 2), 1]], South=[HEAD, ["b", dt.date(2023, 1, 2), 2], [None, dt.date(2023, 1, 2), 4]])
    assert loaded(tmp_path).kept() == [("a", "2023-01-02", 100)]
    south = loaded(tmp_path, sheet="South")
    assert south.kept() == [("b", "2023-01-02", 200)]
    assert (south.loaded[0].source, south.loaded[0].rows) == ("orders.xlsx, sheet South", 2)


def test_two_sheets_of_one_file_are_two_exports(tmp_path: Path) -> None:
    book(tmp_path, North=[HEAD, ["a", dt.date(2023, 1, 2), 1]], South=[HEAD, ["a", dt.date(2023, 1, 2), 1]])
    sources = [source(file="orders.xlsx", format="excel", sheet=s) for s in ("North", "South")]
    found = Desk(case(tmp_path, *sources), tmp_path / "tables")
    assert found.kept() == [("a", "2023-01-02", 100)] * 2


def test_columns_without_a_name_or_named_twice_can_be_told_apart(tmp_path: Path) -> None:
    book(tmp_path, A=[["customer", None, "customer", "n"], ["a", dt.date(2023, 1, 2), "A", 1]])
    columns = {"customer_id": "customer_1", "ordered_on": "column1", "amount": "n"}
    assert loaded(tmp_path, columns=columns).kept() == [("A", "2023-01-02", 100)]


def test_without_a_header_columns_are_called_by_position(tmp_path: Path) -> None:
    book(tmp_path, A=[["a", dt.date(2023, 1, 2), 1]])
    columns = {"customer_id": "column0", "ordered_on": "column1", "amount": "column2"}
    assert loaded(tmp_path, header=False, columns=columns).kept(columns="order_id, customer_id") == [("1", "a")]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no such sheet": ({"sheet": "East"}, r"orders\.xlsx, sheet East: there is no sheet 'East'; the file has North, Empty\. Correct sheet"),
    "an empty sheet": ({"sheet": "Empty"}, r"sheet Empty: the sheet ends above row 1, where its columns are named\. Correct sheet or skip"),
    "a header too far below": ({"skip": 9}, r"orders\.xlsx: the sheet ends above row 10"),
    "a column that is not there": (
        {"columns": {"customer_id": "who", "ordered_on": "date", "amount": "amount"}}, r"orders\.xlsx: there is no column 'who' for orders\.customer_id; the file has customer, date, amount",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_in_the_file_is_a_sentence(name: str, tmp_path: Path) -> None:
    more, sentence = WRONG[name]
    book(tmp_path, North=[HEAD, ["a", dt.date(2023, 1, 2), 1]], Empty=[])
    with pytest.raises(InputError, match=sentence):
        loaded(tmp_path, **more)


@pytest.mark.parametrize("content", [b"customer,date,amount\n", b"PK\x03\x04 cut off", b""])
def test_a_file_that_is_no_excel_file_is_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "orders.xlsx").write_bytes(content)
    with pytest.raises(InputError, match=r"^orders\.xlsx(: the file is empty| cannot be read as Excel: .*Save it again as \.xlsx)"):
        loaded(tmp_path)
