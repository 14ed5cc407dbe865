from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from idic_lib.case import read_case
from idic_lib.errors import InputError
from idic_lib.sources import load_case
from idic_lib.sources.names import fit, plain
from idic_lib.sources.newcase import Wishes, new_case
from idic_lib.sources.propose import Ask
from tests.unit.sources.desk import Desk
from tests.unit.sources.test_encoding import windows_1258

PLAIN = "customer,date,amount\n7,2024-01-31,12.50\n7,2024-02-13,8.00\n8,2024-03-01,1.25\n"


def never(question: str, choices: Sequence[str]) -> str:
    raise AssertionError(f"asked: {question} {choices}")


def made(folder: Path, text: str | bytes, *, ask: Ask | None = never, **wishes: Any) -> dict[str, Any]:  # noqa: ANN401 - wishes of every type
    """Write an export, propose a case, and return the case as written."""
    export = folder / "orders.csv"
    folder.mkdir(exist_ok=True)
    export.write_bytes(text.encode() if isinstance(text, str) else text)
    case = new_case("acme", export, parent=folder / "cases", wishes=Wishes(**wishes), ask=ask)
    return tomllib.loads(case.file.read_text(encoding="utf-8"))


def source(folder: Path, text: str | bytes, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    written: dict[str, Any] = made(folder, text, **more)["sources"][0]
    return written


def test_three_plain_columns_make_a_case_that_reads_back(tmp_path: Path) -> None:
    case = made(tmp_path, PLAIN)
    assert case["case"]["as_of"] == date(2024, 3, 2)
    assert case["sources"][0]["columns"] == {"customer_id": "customer", "ordered_on": "date", "amount": "amount"}
    assert case["sources"][0]["date_format"] == "%Y-%m-%d"
    assert read_case(tmp_path / "cases" / "acme").as_of == date(2024, 3, 2)
    assert (tmp_path / "cases/acme/raw/orders.csv").read_text(encoding="utf-8") == PLAIN


def test_half_of_the_period_before_as_of_is_proposed_for_the_back_test(tmp_path: Path) -> None:
    assert made(tmp_path, PLAIN)["case"]["calibration_end"] == date(2024, 2, 15)
    assert made(tmp_path / "early", PLAIN, as_of=date(2024, 2, 4))["case"]["calibration_end"] == date(2024, 2, 1)


def test_what_was_said_on_the_command_line_is_written(tmp_path: Path) -> None:
    case = made(tmp_path, PLAIN, currency="EUR", company='Smith "&" Sons', as_of=date(2024, 2, 20))["case"]
    assert (case["currency"], case["company"], case["as_of"]) == ("EUR", 'Smith "&" Sons', date(2024, 2, 20))


VIETNAMESE = "khách hàng;ngày;thành tiền\nNguyễn Thị Minh;31/01/2024;1.250.000\nTrần Văn Đức;13/02/2024;800.000\n"


@pytest.mark.parametrize(
    ("written", "encoding"),
    [(VIETNAMESE.encode("utf-16"), "utf-16-le"), (VIETNAMESE.encode("utf-16-be"), "utf-16-be"), (windows_1258(VIETNAMESE), "windows-1258")],
    ids=["utf-16", "utf-16-be without a mark", "windows-1258"],
)  # fmt: skip
def test_an_export_that_is_not_in_utf8_makes_a_case_that_loads(tmp_path: Path, written: bytes, encoding: str) -> None:
    found = source(tmp_path, written, currency="VND")
    assert (found["encoding"], found["delimiter"], found["decimal"], found["date_format"]) == (encoding, ";", ",", "%d/%m/%Y")
    assert found["columns"] == {"customer_id": "khách hàng", "ordered_on": "ngày", "amount": "thành tiền"}
    assert [x.kept for x in load_case(read_case(tmp_path / "cases" / "acme"), tmp_path)] == [2]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_any_usual_delimiter_is_found_with_and_without_a_byte_order_mark(tmp_path: Path, delimiter: str, bom: bytes) -> None:
    found = source(tmp_path, bom + PLAIN.replace(",", delimiter).encode())
    assert found["delimiter"] == delimiter
    assert found["columns"]["customer_id"] == "customer"


def test_vietnamese_names_and_quoted_fields_are_understood(tmp_path: Path) -> None:
    text = 'Mã KH;Họ tên;Ngày mua;Thành tiền\nKH1;"Lê; An";31/12/2023;"1.250.000"\nKH2;"Trần";01/02/2024;"75.000"\n'
    found = source(tmp_path, text, currency="VND")
    assert found["columns"] == {"customer_id": "Mã KH", "ordered_on": "Ngày mua", "amount": "Thành tiền"}
    assert (found["decimal"], found["date_format"]) == (",", "%d/%m/%Y")


def test_a_day_above_twelve_settles_the_order_of_day_and_month(tmp_path: Path) -> None:
    rows = "".join(f"1,0{m}/01/2024,5.00\n" for m in range(1, 10))
    assert source(tmp_path, f"customer,date,amount\n{rows}1,01/13/2024,5.00\n")["date_format"] == "%m/%d/%Y"


AMBIGUOUS = "customer,date,amount\n1,03/04/2024,5.00\n2,05/06/2024,6.00\n"


def test_an_open_date_order_is_never_guessed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"row 2: '03/04/2024'.*3 April 2024.*4 March 2024.*--date-format '%d/%m/%Y'") as error:
        made(tmp_path, AMBIGUOUS, ask=None)
    assert error.value.exit_code == 2
    assert not (tmp_path / "cases").exists()


def test_an_open_date_order_is_asked_where_somebody_can_answer(tmp_path: Path) -> None:
    asked = []

    def ask(question: str, choices: Sequence[str]) -> str:
        asked.append(question)
        return choices[1]

    assert source(tmp_path, AMBIGUOUS, ask=ask)["date_format"] == "%m/%d/%Y"
    assert len(asked) == 1


def test_a_date_format_that_was_given_is_taken_without_asking(tmp_path: Path) -> None:
    assert source(tmp_path, AMBIGUOUS, date_format="%d/%m/%Y")["date_format"] == "%d/%m/%Y"


def test_equal_days_and_months_read_alike_are_no_open_question(tmp_path: Path) -> None:
    assert source(tmp_path, "customer,date,amount\n1,03/03/2024,5.00\n2,05/05/2024,6.00\n")["date_format"] == "%d/%m/%Y"


@pytest.mark.parametrize(
    ("written", "date_format"),
    [
        ("19970131", "%Y%m%d"),
        ("2024-01-31 08:05:00", "%Y-%m-%d %H:%M:%S"),
        ("31.01.2024", "%d.%m.%Y"),
        ("1/31/2024 8:26", "%m/%d/%Y %H:%M"),
        ("31 Jan 2024", "%d %b %Y"),
    ],
)
def test_dates_are_recognised_as_exports_write_them(tmp_path: Path, written: str, date_format: str) -> None:
    assert source(tmp_path, f"customer;date;amount\n1;{written};5.00\n")["date_format"] == date_format


@pytest.mark.parametrize(
    ("amounts", "decimal"),
    [
        (("1.234,50", "7"), ","),
        (("1,234.50", "7"), "."),
        (("12,5", "7"), ","),
        (("12.5", "1.234"), "."),
        (("1.234.567", "1.234"), ","),
        (("5", "7"), "."),
    ],
)
def test_the_decimal_sign_is_read_from_the_amounts(tmp_path: Path, amounts: tuple[str, str], decimal: str) -> None:
    rows = "".join(f"1;2024-01-0{i};{a}\n" for i, a in enumerate(amounts, 1))
    assert source(tmp_path, f"customer;date;amount\n{rows}")["decimal"] == decimal


@pytest.mark.parametrize(("amounts", "kept"), [(("$12.50", "(3)"), [-300, 1250]), (("1,250.00-", "$7"), [-125000, 700])])
def test_amounts_as_people_write_them_are_proposed_as_such(tmp_path: Path, amounts: tuple[str, str], kept: list[int]) -> None:
    rows = "".join(f"{n};2024-01-0{n};{a}\n" for n, a in enumerate(amounts, 1))
    found = source(tmp_path, f"customer;date;amount\n{rows}")
    assert found["amounts"] == "written"
    assert "decimal" not in found
    desk = Desk(read_case(tmp_path / "cases" / "acme"), tmp_path / "tables")
    assert sorted(int(str(a)) for *_, a in desk.kept()) == kept


REFUSED = {
    "an amount in another currency": (
        PLAIN.replace("12.50", "€12.50"),
        "row 2: '€12.50' in column 'amount' is in EUR, not in USD.*plain numbers",
    ),
    "an estimate": (PLAIN.replace("12.50", "~12.50"), "row 2: '~12.50' in column 'amount' is an estimate.*plain numbers"),
    "words among amounts": (PLAIN.replace("12.50", "$1.250"), "row 2: .*may be read in two ways.*plain numbers"),
    "amounts in two ways": (
        "customer;date;amount\n1;2024-01-01;1,50\n1;2024-01-02;2.75\n",
        "in two ways: '1,50' in row 2 and '2.75' in row 3",
    ),
    "thousands or decimals": ("customer;date;amount\n1;2024-01-01;1.234\n", "--decimal"),
    "no amount": ("customer,date,city\n1,2024-01-01,Hue\n", "clearly the amount.*--amount COLUMN"),
    "a price is no amount": ("CustomerID,InvoiceDate,UnitPrice,Quantity\n1,2024-01-31,5.00,2\n", "clearly the amount"),
    "no date": ("customer,city,amount\n1,Hue,5.00\n", "clearly the date"),
    "no header": ("1,2024-01-01,5.00\n2,2024-01-02,6.00\n", "no header.*customer,date,amount"),
    "no rows": ("customer,date,amount\n", "no row below"),
    "empty": ("", "empty"),
    "two columns": ("customer,amount\n1,5.00\n", "customer, date and amount"),
    "letters of two readings": ("customer,date,amount\nJoão,2024-01-01,5.00\n".encode("cp1252"), "cannot be told.*CSV UTF-8"),
    "a spreadsheet": (b"PK\x03\x04\x00\x00\x00,,,\n", "not"),
    "a row too long": ("customer,date,amount\n" + "1,2024-01-01,5.00\n" * 9 + "1,2024-01-01,5.00,9,9\n", "the same number of cells"),
    "one bad day": ("customer,date,amount\n" + "1,2024-01-31,5.00\n" * 19 + "1,soon,5.00\n", "row 21: 'soon'.*%Y-%m-%d"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_refused_with_a_sentence_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    text, sentence = REFUSED[name]
    with pytest.raises(InputError, match=sentence):
        made(tmp_path, text, ask=None)
    assert not (tmp_path / "cases").exists()


def test_a_missing_file_a_wrong_name_and_a_wrong_currency_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        new_case("acme", tmp_path / "no.csv", parent=tmp_path, wishes=Wishes())
    with pytest.raises(InputError, match="cannot name a case"):
        new_case("../acme", tmp_path / "no.csv", parent=tmp_path, wishes=Wishes())
    with pytest.raises(InputError, match="no ISO 4217 code"):
        made(tmp_path, PLAIN, currency="US")


def test_an_existing_case_is_never_overwritten(tmp_path: Path) -> None:
    made(tmp_path, PLAIN)
    before = (tmp_path / "cases/acme/case.toml").read_bytes()
    with pytest.raises(InputError, match="there already"):
        made(tmp_path, PLAIN, company="Other")
    assert (tmp_path / "cases/acme/case.toml").read_bytes() == before


def test_a_column_that_was_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no column 'who'.*customer, date, amount"):
        made(tmp_path, PLAIN, customer="who")


def test_a_unique_order_number_becomes_the_order(tmp_path: Path) -> None:
    found = source(tmp_path, "order_id,customer,date,amount\nA1,7,2024-01-31,5.00\nA2,7,2024-02-01,6.00\n")
    assert (found["table"], found["columns"]["order_id"]) == ("orders", "order_id")


def test_lines_of_orders_are_proposed_as_lines(tmp_path: Path) -> None:
    text = "InvoiceNo,StockCode,Quantity,InvoiceDate,Total,CustomerID\nA1,x,2,2024-01-31,5.00,7\nA1,y,1,2024-01-31,6.00,7\n"
    found = source(tmp_path, text)
    assert found["table"] == "order_lines"
    assert found["columns"] == {
        "customer_id": "CustomerID",
        "ordered_on": "InvoiceDate",
        "amount": "Total",
        "order_id": "InvoiceNo",
        "product_id": "StockCode",
        "quantity": "Quantity",
    }


def test_words_for_not_known_are_listed_as_missing(tmp_path: Path) -> None:
    rows = "".join(f"{i},2024-01-31,5.00\n" for i in range(30))
    assert source(tmp_path, f"customer,date,amount\n{rows}9,NA,5.00\n9,2024-01-31,\n")["missing"] == ["", "NA"]


@pytest.mark.parametrize(
    ("name", "words"), [("Ngày mua", "ngay mua"), ("CustomerID", "customer id"), ("Đơn_giá", "don gia"), (" Order-Date ", "order date")]
)
def test_names_are_compared_as_plain_words(name: str, words: str) -> None:
    assert plain(name) == words


def test_a_better_name_scores_higher() -> None:
    assert (
        fit("customer_id", "customer")
        > fit("customer", "customer")
        > fit("old customer", "customer")
        > fit("customer_name", "customer")
        == 0
    )
    assert fit("Ngày sinh", "date") == fit("unit_price", "amount") == 0
