"""Amounts as people write them: read, told apart, or refused with a sentence; never guessed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from idic_lib.errors import InputError
from idic_lib.text.amounts import read_amount
from tests.unit.sources.desk import desk

HEAD = "customer;date;amount\n"
WRITTEN = {"amounts": "written", "delimiter": ";", "currency": "VND"}


@pytest.mark.parametrize(
    ("text", "dong"),
    [
        ("1.250.000 đ", 1_250_000), ("1.250.000 VND", 1_250_000), ("1.250.000VNĐ", 1_250_000), ("₫1.250.000", 1_250_000), ("2,500,000", 2_500_000),
        ("1,5 triệu", 1_500_000), ("1.5tr", 1_500_000), ("2tr5", 2_500_000), ("1tr250", 1_250_000), ("500k", 500_000), ("500 nghìn đồng", 500_000),
        ("3.5ty", 3_500_000_000), ("3,5 tỉ", 3_500_000_000), ("2 tỷ rưỡi", 2_500_000_000), ("3 tỷ 500", 3_500_000_000), ("1 tỷ 200 triệu", 1_200_000_000),
        ("3 tỏi", 3_000_000_000), ("(1.000.000)", -1_000_000), ("(1.000.000) đ", -1_000_000), ("1.000.000-", -1_000_000), ("−5 triệu", -5_000_000),
        ("1\u00a0250\u202f000", 1_250_000), ("1\u2009250\u2009000", 1_250_000), ("１２５．０００", 125_000), ("1'250'000", 1_250_000), ("1.250", 1_250),
        ("1.250.000,50", Decimal("1250000.5")), ("1,250,000.50", Decimal("1250000.5")), ("0", 0), ("+7", 7), ("1e6", 1_000_000), ("1,5 trie\u0323\u0302u", 1_500_000),
    ],
)  # fmt: skip
def test_one_amount_is_read_however_it_is_written(text: str, dong: int | Decimal) -> None:
    assert read_amount(text, currency="VND").exact == dong


@pytest.mark.parametrize(
    ("text", "lo", "hi", "currency", "flags"),
    [
        ("3-4 tỷ", 3e9, 4e9, None, ("range",)), ("từ 3 đến 4 tỷ", 3e9, 4e9, None, ("range",)), ("3 tới 4 tỷ", 3e9, 4e9, None, ("range",)),
        ("800 triệu - 1,2 tỷ", 8e8, 1.2e9, None, ("range",)), ("~150k USD", 150e3, 150e3, "USD", ("about",)), ("khoảng 9,9 tỷ", 9.9e9, 9.9e9, None, ("about",)),
        ("dưới 13 tỷ", None, 13e9, None, ("at most",)), ("trên 5 tỷ", 5e9, None, None, ("at least",)), ("5 tỷ+", 5e9, None, None, ("at least",)),
        ("từ 5 tỷ trở lên", 5e9, None, None, ("at least",)), ("khoảng 3-4 tỏi", 3e9, 4e9, None, ("range", "about", "slang")),
    ],
)  # fmt: skip
def test_what_is_no_single_amount_keeps_both_of_its_ends(
    text: str, lo: float | None, hi: float | None, currency: str | None, flags: tuple[str, ...]
) -> None:
    found = read_amount(text, currency="VND")
    assert (found.lo, found.hi, found.currency, found.flags, found.exact) == (lo, hi, currency, flags, None)


@pytest.mark.parametrize(
    ("text", "currency", "why"),
    [
        ("1.250", "USD", "ambiguous"), ("1,250", "USD", "ambiguous"), ("$1.250", "VND", "ambiguous"), ("1.250 tỷ", "VND", "ambiguous"), ("3 tỷ 50", "VND", "ambiguous"),
        ("", "VND", "empty"), ("abc", "VND", "unreadable"), ("12 50", "VND", "unreadable"), ("1.2.3", "VND", "unreadable"), ("1,25,000.0.0", "VND", "unreadable"),
        ("--5", "VND", "unreadable"), ("-(5)", "VND", "unreadable"), ("5 VND USD", "VND", "unreadable"), ("4-3 tỷ", "VND", "unreadable"), ("1-2-3 tỷ", "VND", "unreadable"),
        ("1,5 tỷ rưỡi", "VND", "unreadable"), ("3 triệu 5 tỷ", "VND", "unreadable"), ("giá 5tr", "VND", "unreadable"), ("١٢", "VND", "unreadable"), ("inf", "VND", "unreadable"),
    ],
)  # fmt: skip
def test_what_could_be_two_amounts_or_none_is_not_guessed(text: str, currency: str, why: str) -> None:
    found = read_amount(text, currency=currency)
    assert (found.lo, found.hi, found.flags) == (None, None, (why,))


@pytest.mark.parametrize(("decimal", "value"), [(".", Decimal("1.250")), (",", Decimal(1250))])
def test_a_declared_decimal_sign_settles_the_doubt(decimal: Any, value: Decimal) -> None:  # noqa: ANN401 - one of two signs
    assert read_amount("1.250", currency="USD", decimal=decimal).exact == value


def test_a_source_of_written_amounts_is_read_to_the_dong(tmp_path: Path) -> None:
    cells = {
        "1.250.000 đ": 1_250_000,
        "2,500,000": 2_500_000,
        "1,5 triệu": 1_500_000,
        "2tr5": 2_500_000,
        "(500.000)": -500_000,
        "750.000": 750_000,
        "12": 12,
    }
    rows = "".join(f"c{i:02};2023-01-02;{cell}\n" for i, cell in enumerate(cells))
    found = desk(tmp_path, HEAD + rows + "c99;2023-01-02;\n", **WRITTEN)
    assert [amount for _, _, amount in found.kept()] == list(cells.values())
    assert found.aside() == {"no amount": (1, 0.0)}


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("3-4 tỷ", "is a range, not one amount"), ("~1,5 triệu", "is an estimate"), ("trên 5 tỷ", "is a limit"), ("150k USD", "is in USD, not in VND; it is not converted here"),
        ("1.250 tỷ", "may be read in two ways"), ("nhiều", "is not an amount"),
    ],
)  # fmt: skip
def test_sales_are_never_guessed_but_stop_with_a_sentence(tmp_path: Path, cell: str, why: str) -> None:
    with pytest.raises(InputError) as error:
        desk(tmp_path, f"{HEAD}a;2023-01-02;5 triệu\nb;2023-01-02;{cell}\n", **WRITTEN)
    assert str(error.value).startswith(f"orders.csv, row 3: amount (column 'amount') '{cell}' {why}")


@pytest.mark.parametrize(("decimal", "cents"), [(".", 125), (",", 125000)])
def test_dollars_with_three_digits_need_a_declared_sign(tmp_path: Path, decimal: str, cents: int) -> None:
    more = {**WRITTEN, "currency": "USD"}
    with pytest.raises(InputError, match=r"'1\.250' may be read in two ways.* say decimal"):
        desk(tmp_path, f"{HEAD}a;2023-01-02;1.250\n", **more)
    assert desk(tmp_path, f"{HEAD}a;2023-01-02;1.250\n", decimal=decimal, **more).kept()[0][2] == cents


def test_a_plain_export_of_dong_does_not_take_a_point_for_a_decimal_in_silence(tmp_path: Path) -> None:
    """Read with a decimal point, 1.250 dong would be 1 dong: a thousandth, and nobody would see it."""
    text = f"{HEAD}a;2023-01-02;1.250\n"
    with pytest.raises(InputError, match=r"row 2: amount .*'1\.250' may mean thousands or decimals\. VND has no decimals"):
        desk(tmp_path, text, delimiter=";", currency="VND")
    assert desk(tmp_path, text, delimiter=";", currency="VND", decimal=",").kept()[0][2] == 1250
    assert desk(tmp_path, text, delimiter=";", currency="VND", decimal=".").kept()[0][2] == 1


def test_missing_words_and_other_columns_stay_as_they_are(tmp_path: Path) -> None:
    found = desk(tmp_path, f"{HEAD}3-4 tỷ;2023-01-02;1 triệu\nb;2023-01-02;chưa rõ\n", missing=("", "chưa rõ"), **WRITTEN)
    assert found.kept() == [("3-4 tỷ", "2023-01-02", 1_000_000)]
    assert found.aside() == {"no amount": (1, 0.0)}
