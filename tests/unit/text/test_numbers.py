"""LOOK, section 6: how numbers are written, word for word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from idic_lib.text import Language, use
from idic_lib.text.numbers import bounds, chance, day, decimal, ends, money, money_exact, percent, points, quantity, signed, significant

Write = Callable[[], str]


@pytest.mark.parametrize(
    ("write", "english", "vietnamese"),
    [
        (lambda: quantity(0.546, "share"), "55%", "55%"),
        (lambda: quantity(0.546, "share", fine=True), "54.6%", "54,6%"),
        (lambda: quantity(0.064, "change"), "+6.4%", "+6,4%"),
        (lambda: quantity(-0.02, "change"), "−2.0%", "−2,0%"),
        (lambda: money(16_000, "USD"), "US$16,000", "16.000 US$"),
        (lambda: money(2_510_000, "USD"), "US$2.51m", "2,51 triệu US$"),
        (lambda: money(1_250_000_000, "VND"), "VND 1.25bn", "1,25 tỷ ₫"),
        (lambda: money(340_000_000, "VND"), "VND 340m", "340 triệu ₫"),
        (lambda: money(95_000, "VND"), "VND 95,000", "95.000 ₫"),
        (lambda: quantity(2469, "customers"), "2,469", "2.469"),
        (lambda: day(date(2017, 10, 30)), "30 October 2017", "30/10/2017"),
        (lambda: quantity("2017-10-30", "date"), "30 October 2017", "30/10/2017"),
        # beyond the table: signs, sizes and zeros
        (lambda: money(-1500, "USD"), "−US$1,500", "−1.500 US$"),
        (lambda: money(-2_510_000, "USD"), "−US$2.51m", "−2,51 triệu US$"),
        (lambda: money(0, "USD"), "US$0", "0 US$"),
        (lambda: money(-0.001, "USD"), "US$0.00", "0,00 US$"),
        (lambda: money(4.27, "USD"), "US$4.27", "4,27 US$"),
        (lambda: money(35.98, "USD"), "US$36", "36 US$"),
        (lambda: money(4.27, "VND"), "VND 4", "4 ₫"),
        (lambda: money(999_999, "USD"), "US$1.00m", "1 triệu US$"),
        (lambda: money(999_600_000, "USD"), "US$1.00bn", "1 tỷ US$"),
        (lambda: money(12_340_000, "USD"), "US$12.3m", "12,3 triệu US$"),
        (lambda: money(1.25e12, "VND"), "VND 1.25tn", "1,25 nghìn tỷ ₫"),
        (lambda: money_exact(4_596_039.58, "USD"), "US$4,596,039.58", "4.596.039,58 US$"),
        (lambda: money_exact(-3.5, "USD"), "−US$3.50", "−3,50 US$"),
        (lambda: money_exact(-0.001, "USD"), "US$0.00", "0,00 US$"),
        (lambda: money_exact(95_000, "VND"), "VND 95,000", "95.000 ₫"),
        (lambda: decimal(-0.2), "0", "0"),
        (lambda: decimal(-0.0, 1), "0.0", "0,0"),
        (lambda: decimal(-1234.5, 1), "−1,234.5", "−1.234,5"),
        (lambda: decimal(-1.24e30, 2), "−1.2E30", "−1,2E30"),
        (lambda: quantity(1e200, "number", fine=True), "1.0E200", "1,0E200"),
        (lambda: signed(0), "+0.0%", "+0,0%"),
        (lambda: signed(-0.0001), "+0.0%", "+0,0%"),
        (lambda: percent(-0.055, 1), "−5.5%", "−5,5%"),
        (lambda: quantity(0.0966, "share"), "9.7%", "9,7%"),
        (lambda: quantity(0.0996, "share"), "10%", "10%"),
        (lambda: quantity(12.34, "number"), "12.3", "12,3"),
        (lambda: quantity(123.4, "days"), "123", "123"),
        (lambda: quantity(0.0044, "number"), "0.0044", "0,0044"),
        (lambda: quantity(0.0, "number"), "0.00", "0,00"),
        (lambda: quantity(0.2426, "number", fine=True), "0.2426", "0,2426"),
        (lambda: quantity("18", "campaigns"), "18", "18"),
        (lambda: chance(0.17), "17%", "17%"),
    ],
)
def test_a_number_is_written_as_the_look_says(write: Write, english: str, vietnamese: str) -> None:
    use("en")
    assert write() == english
    use("vi")
    assert write() == vietnamese
    use("en")


@pytest.mark.parametrize(
    ("lo", "hi", "unit", "english", "vietnamese"),
    [
        (0.032, 0.095, "change", ("+3.2", "+9.5%"), ("+3,2", "+9,5%")),
        (-0.02, 0.079, "change", ("−2.0", "+7.9%"), ("−2,0", "+7,9%")),
        (0.54, 0.56, "share", ("54", "56%"), ("54", "56%")),
        (33_000, 75_000, "USD", ("US$33,000", "75,000"), ("33.000", "75.000 US$")),
        (-11_000, 42_000, "USD", ("−US$11,000", "42,000"), ("−11.000", "42.000 US$")),
        (950_000, 1_200_000, "USD", ("US$950,000", "1.20m"), ("950.000", "1,2 triệu US$")),
        (340e6, 1.25e9, "VND", ("VND 340m", "1.25bn"), ("340 triệu", "1,25 tỷ ₫")),
        (1.5, 2.5, "weeks", ("1.5", "2.5"), ("1,5", "2,5")),
        (1200, 1300, "customers", ("1,200", "1,300"), ("1.200", "1.300")),
    ],
)
def test_the_unit_of_an_interval_stands_once(
    lo: float, hi: float, unit: str, english: tuple[str, str], vietnamese: tuple[str, str]
) -> None:
    use("vi")
    assert ends(lo, hi, unit) == vietnamese
    use("en")
    assert ends(lo, hi, unit) == english
    assert bounds(lo, hi, unit) == f"{english[0]} to {english[1]}"


@pytest.mark.parametrize(("share", "written"), [(0.994, "99.4%"), (0.9989, "99.9%"), (0.985, "98%"), (1.0, "100%")])
def test_nearly_all_is_never_written_as_all(share: float, written: str) -> None:
    assert quantity(share, "share") == written


def test_a_difference_of_shares_is_in_points() -> None:
    use("en")
    assert (points(0.022), quantity(-0.022, "points"), bounds(-0.01, 0.03, "points")) == ("2.2 points", "−2.2 points", "−1.0 to 3.0 points")


@pytest.mark.parametrize(
    ("value", "written"), [(0.0009, "under 0.1%"), (0.0, "under 0.1%"), (0.001, "0.1%"), (0.9995, "over 99.9%"), (0.5, "50%")]
)
def test_a_chance_is_never_written_as_none_or_all(value: float, written: str) -> None:
    use("en")
    assert chance(value) == written


@pytest.mark.parametrize(("language", "points_"), [("en", "2.2 points"), ("vi", "2,2 điểm phần trăm")])
def test_points_are_translated(language: Language, points_: str) -> None:
    use(language)
    assert points(0.022) == points_
    use("en")


def test_the_vietnamese_interval_begins_with_its_word() -> None:
    use("vi")
    assert bounds(0.032, 0.095, "change") == "từ +3,2 đến +9,5%"
    use("en")


@pytest.mark.parametrize(
    ("value", "figures", "rounded"),
    [(12345, 3, 12300), (0.012345, 2, 0.012), (-999.6, 3, -1000), (0, 3, 0), (float("inf"), 2, float("inf"))],
)
def test_significant_figures(value: float, figures: int, rounded: float) -> None:
    assert significant(value, figures) == pytest.approx(rounded)
