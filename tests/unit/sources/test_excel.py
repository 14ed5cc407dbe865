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


def book(folder: Path, *, merged: Sequence[str] = (), from_1904: bool = False, **sheets: Sequence[Sequence[object]]) -> Path:
    path = folder / "orders.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", "date_1904": from_1904}) as made:
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if cell is not None:
                        sheet.write(row, column, cell)
            for cells in merged:
                first = sheet.table[int(cells[1]) - 1][ord(cells[0]) - ord("A")]
                sheet.merge_range(cells, None)
                sheet.table[int(cells[1]) - 1][ord(cells[0]) - ord("A")] = first
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


@pytest.mark.parametrize("from_1904", [False, True])
def test_days_are_those_of_the_workbooks_own_calendar(tmp_path: Path, from_1904: bool) -> None:  # noqa: FBT001 - a table of cases
    """Two calendars, from 1900 and from 1904, give the same number to days four years apart; the first has a 29 February 1900."""
    days = [dt.date(2023, 3, 1), dt.date(2024, 2, 29), dt.datetime(2023, 1, 3, 23, 59)]  # noqa: DTZ001 - a cell knows no zone
    book(tmp_path, from_1904=from_1904, A=[HEAD, *([f"c{n}", day, 1] for n, day in enumerate(days))])
    assert [r[1] for r in Desk(case(tmp_path, source(file="orders.xlsx", format="excel"), as_of=dt.date(2025, 1, 1)), tmp_path / "t").kept()] == [
        "2023-03-01", "2024-02-29", "2023-01-03",
    ]  # fmt: skip


@pytest.mark.parametrize(("from_1904", "number"), [(False, 44928), (True, 43466)])
def test_a_number_without_a_date_format_is_a_day_only_where_the_case_says_so_and_as_the_workbook_counts(
    tmp_path: Path,
    from_1904: bool,  # noqa: FBT001 - a table of cases
    number: int,
) -> None:
    book(tmp_path, from_1904=from_1904, A=[HEAD, ["a", number, 1]])
    with pytest.raises(InputError, match=rf"row 2: ordered_on \(column 'date'\) '{number}' is not a date"):
        loaded(tmp_path)
    right, wrong = ("excel 1904", "excel") if from_1904 else ("excel", "excel 1904")
    assert loaded(tmp_path, date_format=right).kept() == [("a", "2023-01-02", 100)]
    with pytest.raises(InputError, match=f'this workbook counts days as "{right}", not as "{wrong}"'):
        loaded(tmp_path, date_format=wrong)


MERGED = [HEAD, ["a", dt.date(2023, 1, 2), 1], [None, None, 2], ["b", dt.date(2023, 1, 4), 4]]


def test_a_merged_cell_of_a_mapped_column_stops_until_the_case_says_what_it_means(tmp_path: Path) -> None:
    book(tmp_path, merged=["A2:A3", "B2:B3"], A=MERGED)
    with pytest.raises(
        InputError, match=r"orders\.xlsx, rows 2 to 3: the cells of column 'customer' are merged into one\..*merged = \[\"customer\"\]"
    ):
        loaded(tmp_path)
    with pytest.raises(InputError, match=r"rows 2 to 3: the cells of column 'date' are merged"):
        loaded(tmp_path, merged=["customer"])
    filled = loaded(tmp_path, merged=["customer", "date"])
    assert filled.kept() == [("a", "2023-01-02", 100), ("a", "2023-01-02", 200), ("b", "2023-01-04", 400)]


def test_an_empty_cell_that_is_not_merged_stays_empty(tmp_path: Path) -> None:
    """Nobody's sale below a customer's is nobody's."""
    book(tmp_path, merged=["B2:B3"], A=MERGED)
    found = loaded(tmp_path, merged=["customer", "date"])
    assert (len(found.kept()), found.aside()) == (2, {"no customer_id": (1, 200.0)})


def test_a_merged_amount_is_never_counted_for_each_row_in_silence(tmp_path: Path) -> None:
    book(tmp_path, merged=["C2:C3"], A=[HEAD, ["a", dt.date(2023, 1, 2), 1], ["b", dt.date(2023, 1, 2), None]])
    with pytest.raises(InputError, match="the cells of column 'amount' are merged"):
        loaded(tmp_path)


def test_merged_titles_headers_and_notes_do_no_harm(tmp_path: Path) -> None:
    lines = [
        ["Sales of the year", None, None, None],
        [],
        [*HEAD, "note"],
        ["a", dt.date(2023, 1, 2), 1, "both"],
        ["b", dt.date(2023, 1, 3), 2, None],
    ]
    book(tmp_path, merged=["A1:D2", "D4:D5"], A=lines)
    assert len(loaded(tmp_path, skip="auto").kept()) == 2


def test_the_header_is_found_below_titles_and_filters(tmp_path: Path) -> None:
    lines = [["Sales by customer"], ["from", dt.date(2023, 1, 1)], [], ["no", *HEAD], [1, "a", dt.date(2023, 1, 2), 1]]
    book(tmp_path, A=lines)
    assert loaded(tmp_path, skip="auto").kept(columns="order_id, customer_id, amount") == [("5", "a", 100)]
    book(tmp_path, A=[["no", "customer", "day"], [1, "a", dt.date(2023, 1, 2)]])
    with pytest.raises(InputError, match=r"there is no column 'date' for orders\.ordered_on; the file has no, customer, day"):
        loaded(tmp_path, skip="auto")


def test_an_id_of_which_the_spreadsheet_lost_digits_is_refused(tmp_path: Path) -> None:
    book(tmp_path, A=[HEAD, [84912345678, dt.date(2023, 1, 2), 1], [1234567890123456789, dt.date(2023, 1, 2), 1]])
    with pytest.raises(
        InputError, match=r"row 3: column 'customer' holds the number 1\.23456789012346e\+18, and a spreadsheet keeps only 15 digits"
    ):
        loaded(tmp_path)


def test_a_cell_in_error_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "orders.xlsx"), {"default_date_format": "dd/mm/yyyy"}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for row, result in enumerate((3, "#DIV/0!"), 1):
            sheet.write_row(row, 0, ["a", dt.date(2023, 1, 2)])
            sheet.write_formula(row, 2, "=6/B9", None, result)
    found = loaded(tmp_path)
    assert (found.kept(), found.aside()) == ([("a", "2023-01-02", 300)], {"no amount": (1, 0.0)})


def test_a_folder_of_workbooks_is_one_source(tmp_path: Path) -> None:
    for month in (1, 2):
        book(tmp_path, North=[HEAD, ["a", dt.date(2023, month, 2), month]]).rename(tmp_path / f"sales_{month}.xlsx")
    found = Desk(case(tmp_path, source(file="sales_*.xlsx", format="excel", sheet="North")), tmp_path / "tables")
    assert (found.loaded[0].source, found.kept(columns="order_id, amount")) == (
        "sales_*.xlsx, sheet North", [("sales_1.xlsx, sheet North:2", 100), ("sales_2.xlsx, sheet North:2", 200)],
    )  # fmt: skip
