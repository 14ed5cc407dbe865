from __future__ import annotations

from pathlib import Path

import pytest

from idic_lib.errors import InputError
from tests.unit.sources.desk import Desk, case, desk, source

HEAD = "customer;date;amount\n"


def amount(folder: Path, cell: str, **more: str) -> int:
    [(_customer, _day, found), _other] = desk(folder, f"{HEAD}a;2023-01-02;{cell}\nz;2023-01-02;7\n", delimiter=";", **more).kept()
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("12.5", 1250), ("12", 1200), ("-12.50", -1250), ("+3", 300), (".5", 50), ("5.", 500), ("0", 0), ("-0.00", 0),
        ("1,234.50", 123450), ("1,234,567", 123456700), ("12,34,567.00", 123456700), ("1 234.50", 123450), ("1\u00a0234.50", 123450),
        ("1\u202f234.50", 123450), (" 7.25 ", 725), ("0.005", 1), ("0.0049", 0), ("19.999", 2000), ("1e3", 100000), ("-0.005", -1),
    ],
)  # fmt: skip
def test_an_amount_is_read_to_its_minor_unit(tmp_path: Path, cell: str, minor: int) -> None:
    assert amount(tmp_path, cell) == minor


@pytest.mark.parametrize(
    ("cell", "minor"), [("12,5", 1250), ("1.234,50", 123450), ("-1.234.567,00", -123456700), ("1 234,5", 123450), ("1.234", 123400)]
)
def test_a_decimal_comma_is_read_where_the_case_says_so(tmp_path: Path, cell: str, minor: int) -> None:
    assert amount(tmp_path, cell, decimal=",") == minor


@pytest.mark.parametrize(("currency", "minor"), [("VND", 95000), ("USD", 9500000), ("KWD", 95000000)])
def test_minor_units_follow_the_currency(tmp_path: Path, currency: str, minor: int) -> None:
    assert amount(tmp_path, "95000", currency=currency) == minor


@pytest.mark.parametrize(
    "cell",
    [
        "12,50",
        "1,2",
        "1,2345",
        "1,234,5",
        ",5",
        "1.2.3",
        "$5",
        "5 USD",
        "(5.00)",
        "5-",
        "--5",
        "N/A",
        ".",
        "inf",
        "nan",
        "1_000",
        "0x1F",
        "١٢",
    ],
)
def test_what_is_no_amount_stops_with_row_finding_and_remedy(tmp_path: Path, cell: str) -> None:
    """12,50 under a decimal point would be 1250: a hundred times too much, and nobody would see it."""
    with pytest.raises(InputError) as error:
        amount(tmp_path, cell)
    said = str(error.value)
    assert said.startswith(f"orders.csv, row 2: amount (column 'amount') '{cell}' is not an amount.")
    assert "Add it to the source's missing list in case.toml, or fix the export." in said


def test_the_first_bad_row_is_named_and_the_others_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"a;2023-01-02;{v}\n" for v in ("1", "?", "2", "??", "?"))
    with pytest.raises(InputError, match=r"row 3: amount \(column 'amount'\) '\?' is not an amount\. 2 rows like it\."):
        desk(tmp_path, HEAD + rows, delimiter=";")


def test_words_for_not_known_are_set_aside_where_the_case_names_them(tmp_path: Path) -> None:
    found = desk(
        tmp_path, HEAD + "a;2023-01-02;N/A\nN/A;2023-01-02;3\nb;N/A;4\nb;2023-01-02; \nc;2023-01-02;5\n", delimiter=";", missing=("", "N/A")
    )
    assert found.kept() == [("c", "2023-01-02", 500)]
    assert {k: v[0] for k, v in found.aside().items()} == {"no amount": 2, "no customer_id": 1, "no ordered_on": 1}


@pytest.mark.parametrize(
    ("cell", "date_format", "day"),
    [
        ("31/12/2023", "%d/%m/%Y", "2023-12-31"),
        ("12/31/2023 23:59", "%m/%d/%Y %H:%M", "2023-12-31"),
        ("20231231", "%Y%m%d", "2023-12-31"),
        ("31 Dec 2023", "%d %b %Y", "2023-12-31"),
    ],
)
def test_days_are_read_as_the_case_writes_them(tmp_path: Path, cell: str, date_format: str, day: str) -> None:
    assert desk(tmp_path, f"{HEAD}a;{cell};1\n", delimiter=";", date_format=date_format).kept()[0][1] == day


@pytest.mark.parametrize("cell", ["2023-13-01", "2023-02-29", "01/02/2023", "2023-01-02x", "today"])
def test_what_is_no_day_is_named_with_the_format(tmp_path: Path, cell: str) -> None:
    with pytest.raises(InputError, match=rf"row 2: ordered_on \(column 'date'\) '{cell}' is not a date written as %Y-%m-%d\."):
        desk(tmp_path, f"{HEAD}a;{cell};1\n", delimiter=";")


@pytest.mark.parametrize("cell", ["1979-12-31", "2100-01-01", "0001-01-01", "9999-12-31"])
def test_days_that_are_typing_errors_are_named_with_the_range(tmp_path: Path, cell: str) -> None:
    with pytest.raises(InputError, match=rf"'{cell}' is out of range \(1980-01-01 to 2100-01-01\)"):
        desk(tmp_path, f"{HEAD}a;{cell};1\n", delimiter=";")


def test_a_format_that_the_reader_does_not_know_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"orders\.csv cannot be read: .*%Q"):
        desk(tmp_path, f"{HEAD}a;2023-01-02;1\n", delimiter=";", date_format="%Q")


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"orders\.csv: there is no column 'customer' for orders\.customer_id; the file has client, date, amount\."
    ):
        desk(tmp_path, "client,date,amount\na,2023-01-02,1\n")


def test_column_names_and_cells_with_quotes_are_only_text(tmp_path: Path) -> None:
    columns = {"customer_id": 'the "customer"', "ordered_on": "day's", "amount": "amount"}
    found = desk(tmp_path, '"the ""customer""",day\'s,amount\n"a\'; drop table x; --",2023-01-02,1\n', columns=columns)
    assert found.kept() == [("a'; drop table x; --", "2023-01-02", 100)]


def test_an_amount_below_half_a_minor_unit_is_marked(tmp_path: Path) -> None:
    text = (
        "order_id,customer_id,product_id,ordered_on,quantity,amount\n1,a,x,2023-01-02,1,0.004\n2,a,x,2023-01-02,1,0\n3,a,x,2023-01-02,1,1\n"
    )
    (tmp_path / "lines.csv").write_text(text, encoding="utf-8")
    found = Desk(case(tmp_path, source("order_lines", "lines.csv")), tmp_path / "tables")
    assert found.engine.run("select order_id from order_lines_raw where _below_minor").order_id.tolist() == ["1"]
