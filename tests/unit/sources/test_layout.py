"""What parts the cells and where the header stands: declared, or looked for by the columns that the case maps."""

from __future__ import annotations

from pathlib import Path

import pytest

from idic_lib.errors import InputError
from tests.unit.sources.desk import ORDERS, desk

HEAD = "customer,date,amount\n"
ROWS = [("a", "2023-01-02", 150), ("b", "2023-01-03", 200)]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_found(tmp_path: Path, sign: str) -> None:
    text = (HEAD + "a,2023-01-02,1.5\nb,2023-01-03,2\n").replace(",", sign)
    assert desk(tmp_path, text, delimiter="auto").kept() == ROWS


def test_semicolons_with_decimal_commas_are_semicolons(tmp_path: Path) -> None:
    text = "customer;date;amount\na;2023-01-02;1,50\nb;2023-01-03;2,00\n"
    assert desk(tmp_path, text, delimiter="auto", decimal=",").kept() == ROWS


def test_commas_and_line_breaks_inside_quotes_part_nothing(tmp_path: Path) -> None:
    text = 'customer;date;amount\n"a, b;\nc";2023-01-02;1\n'
    assert desk(tmp_path, text, delimiter="auto").kept() == [("a, b;\nc", "2023-01-02", 100)]


def test_decimal_commas_between_commas_are_no_silent_third_cell(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"orders\.csv: the rows do not all have the same number of cells"):
        desk(tmp_path, HEAD + "a,2023-01-02,1,50\n", delimiter="auto", decimal=",")


TITLES = 'Báo cáo bán hàng\n"Từ ngày 1/1\nđến 31/1";;\n\nNgười lập: customer;;\n'


@pytest.mark.parametrize("more", [{"delimiter": ";"}, {"delimiter": "auto"}])
def test_the_header_is_the_first_line_with_all_mapped_columns(tmp_path: Path, more: dict[str, str]) -> None:
    text = TITLES + "no;amount;date;customer\n1;1.5;2023-01-02;a\n2;2;2023-01-03;b\n"
    found = desk(tmp_path, text, skip="auto", **more)
    assert found.kept() == ROWS
    assert found.kept(columns="order_id") == [("6",), ("7",)]


def test_a_header_that_lacks_a_column_is_named_with_what_it_has(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no column 'amount' for orders\.amount; the file has no, customer, date\. Correct"):
        desk(tmp_path, "Report\nno,customer,date\n1,a,2023-01-02\n", skip="auto")


def test_without_a_header_the_sign_that_splits_all_lines_alike_is_taken(tmp_path: Path) -> None:
    columns = {"customer_id": "column0", "ordered_on": "column1", "amount": "column2"}
    assert desk(tmp_path, "a;2023-01-02;1.5\nb;2023-01-03;2\n", delimiter="auto", header=False, columns=columns).kept() == ROWS


def test_what_excel_writes_on_top_to_name_the_sign_is_no_header(tmp_path: Path) -> None:
    text = "sep=;\ncustomer;date;amount\na;2023-01-02;1.5\nb;2023-01-03;2\n"
    assert desk(tmp_path, text, delimiter="auto", skip="auto", columns=ORDERS).kept() == ROWS
