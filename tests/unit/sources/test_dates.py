"""Days per declared format: several only where no cell fits two with different days, day numbers only where declared."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from idic_lib.case import Case, Engagement
from idic_lib.errors import InputError
from tests.unit.sources.desk import AS_OF, Desk, case, desk, source

HEAD = "customer,date,amount\n"


def days(folder: Path, *texts: str, **more: Any) -> list[object]:  # noqa: ANN401 - settings of a source
    rows = "".join(f"{i:02},{text},1\n" for i, text in enumerate(texts))
    return [day for _, day, _ in desk(folder, HEAD + rows, **more).kept()]


def test_formats_are_tried_in_the_order_given(tmp_path: Path) -> None:
    found = days(tmp_path, "2023-01-31", "31/01/2023", "31.01.2023 23:59", date_format=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y %H:%M"])
    assert found == ["2023-01-31"] * 3


def test_a_cell_that_two_formats_read_as_different_days_is_refused_with_both(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        days(tmp_path, "31/01/2023", "03/04/2023", "04/03/2023", date_format=["%d/%m/%Y", "%m/%d/%Y"])
    assert str(error.value) == (
        "orders.csv, row 3: ordered_on (column 'date') '03/04/2023' is 2023-04-03 as %d/%m/%Y and 2023-03-04 as %m/%d/%Y. 1 rows like it. "
        "Name the one format that holds, or export days in one way."
    )


def test_a_cell_that_two_formats_read_as_one_day_is_no_doubt(tmp_path: Path) -> None:
    assert days(tmp_path, "05/05/2023", "31/01/2023", "01/31/2023", date_format=["%d/%m/%Y", "%m/%d/%Y"]) == [
        "2023-05-05",
        "2023-01-31",
        "2023-01-31",
    ]


@pytest.mark.parametrize(("cell", "day"), [("01/02/23", "2023-02-01"), ("01/02/99", "1999-02-01"), ("01/02/80", "1980-02-01")])
def test_years_of_two_digits_are_read_where_declared(tmp_path: Path, cell: str, day: str) -> None:
    assert days(tmp_path, cell, date_format="%d/%m/%y") == [day]


def test_years_of_two_digits_reach_from_1969_to_2068_and_no_further(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'01/02/69' is out of range"):
        days(tmp_path, "01/02/69", date_format="%d/%m/%y")
    with pytest.raises(InputError, match="the first order is of 2068-12-31"):
        days(tmp_path, "31/12/68", date_format="%d/%m/%y")


def test_two_and_four_digits_of_a_year_may_stand_together(tmp_path: Path) -> None:
    """A format of four digits reads '23' as the year 23: out of range, so no second reading."""
    assert days(tmp_path, "01/02/2023", "01/02/23", date_format=["%d/%m/%Y", "%d/%m/%y"]) == ["2023-02-01"] * 2


@pytest.mark.parametrize(
    ("date_format", "cell", "day"),
    [
        ("excel", "44927", "2023-01-01"),
        ("excel", "44927.99", "2023-01-01"),
        ("excel", "29221", "1980-01-01"),
        ("excel 1904", "43465", "2023-01-01"),
    ],
)
def test_day_numbers_are_read_where_they_are_declared(tmp_path: Path, date_format: str, cell: str, day: str) -> None:
    assert days(tmp_path, cell, date_format=date_format) == [day]


def test_day_numbers_are_no_days_where_they_are_not_declared(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'44927' is not a date written as %d/%m/%Y\."):
        days(tmp_path, "44927", date_format="%d/%m/%Y")
    assert days(tmp_path, "44927", "31/01/2023", date_format=["%d/%m/%Y", "excel"]) == ["2023-01-01", "2023-01-31"]


@pytest.mark.parametrize("cell", ["mixed", "44927", "1,2", "-5", "12345678"])
def test_what_is_no_day_is_named_with_all_formats(tmp_path: Path, cell: str) -> None:
    with pytest.raises(InputError, match=r"is not a date written as %d/%m/%Y or %Y-%m-%d\."):
        days(tmp_path, f'"{cell}"', date_format=["%d/%m/%Y", "%Y-%m-%d"])


@pytest.mark.parametrize(
    ("date_format", "sentence"),
    [
        ("mixed", "date_format 'mixed' is no format"), ([], "date_format is an empty list"), (["%d/%m/%Y", "any"], "date_format 'any' is no format"),
        (["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d"], "with and without %z"),
    ],
)  # fmt: skip
def test_formats_that_nobody_can_read_by_are_refused(date_format: Any, sentence: str) -> None:  # noqa: ANN401 - of every type
    with pytest.raises(ValueError, match=sentence):
        source(date_format=date_format)


def test_moments_elsewhere_are_brought_home_by_each_format(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(f"{HEAD}a,2023-01-31 18:00,1\nb,31/01/2023 16:00,1\n", encoding="utf-8")
    engagement = Engagement(name="acme", company="Acme", currency="USD", as_of=AS_OF, timezone="Asia/Ho_Chi_Minh")
    home = Case(folder=tmp_path, case=engagement, sources=(source(date_format=["%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"], timezone="UTC"),))
    assert [day for _, day, _ in Desk(home, tmp_path / "tables").kept()] == ["2023-02-01", "2023-01-31"]


@pytest.mark.parametrize("date_format", ["excel", ["excel", "%d/%m/%Y"], "%d/%m/%Y"])
def test_typed_days_of_a_spreadsheet_come_through_every_declared_way(tmp_path: Path, date_format: Any) -> None:  # noqa: ANN401 - a text or a list
    with xlsxwriter.Workbook(str(tmp_path / "orders.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["customer", "date", "amount"])
        sheet.write_row(1, 0, ["a", "", 5])
        sheet.write_datetime(1, 1, date(2023, 1, 31), book.add_format({"num_format": "dd/mm/yyyy"}))
        if date_format != "%d/%m/%Y":
            sheet.write_row(2, 0, ["b", (date(2023, 2, 1) - date(1899, 12, 30)).days, 5])
    found = Desk(case(tmp_path, source(file="orders.xlsx", format="excel", date_format=date_format)), tmp_path / "tables").kept()
    assert [day for _, day, _ in found] == ["2023-01-31", "2023-02-01"][: len(found)]
    assert len(found) == (1 if date_format == "%d/%m/%Y" else 2)
