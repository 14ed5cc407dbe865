"""Writing an amount in any of the styles that people use and reading it back gives it; the fast way of a whole column reads the same."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.text.amounts import read_amount
from tests.unit.sources.desk import desk

BLANKS = st.sampled_from(["", " ", "\u00a0", "\u202f"])
WIDE = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")


def grouped(value: int, sign: str) -> str:
    return f"{value:,}".replace(",", sign)


def comma(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


STYLES: dict[str, Callable[[int, str], str]] = {
    "points": lambda v, b: f"{grouped(v, '.')}{b}đ",
    "commas": lambda v, b: f"{grouped(v, ',')}{b}VND",
    "thin": lambda v, _: grouped(v, "\u202f"),
    "bare": lambda v, b: f"{b}{v}{b}",
    "wide": lambda v, _: str(v).translate(WIDE),
    "currency first": lambda v, b: f"₫{b}{grouped(v, '.')}",
    "million": lambda v, b: f"{comma(Decimal(v) / 10**6)}{b}triệu" if v % 10**5 == 0 else f"{v}{b}đồng",
    "tr": lambda v, b: f"{v // 10**6}tr{v // 10**5 % 10}" if v % 10**5 == 0 and v >= 10**6 else f"{v}{b}d",
    "billion": lambda v, b: f"{v // 10**9}{b}tỷ{b}{v // 10**6 % 1000:03}" if v % 10**6 == 0 and v >= 10**9 else f"{v}",
    "half": lambda v, b: f"{v // 10**9} tỷ rưỡi" if v % 10**9 == 10**9 // 2 and v >= 10**9 else f"{v}{b}vnđ",
}
AMOUNTS = st.one_of(
    st.integers(0, 10**12),
    st.integers(0, 10**6).map(lambda n: n * 10**6),
    st.integers(1, 10**7).map(lambda n: n * 10**5),
    st.integers(1, 999).map(lambda n: n * 10**9 + 5 * 10**8),
)
SIGNS: list[Callable[[str], str]] = [lambda t: f"({t})", lambda t: f"-{t}", lambda t: f"{t}-", lambda t: f"\u2212 {t}"]


@st.composite
def written(draw: st.DrawFn) -> tuple[str, int]:
    value, text = draw(AMOUNTS), ""
    text = STYLES[draw(st.sampled_from(sorted(STYLES)))](value, draw(BLANKS))
    if value and draw(st.booleans()):
        return draw(st.sampled_from(SIGNS))(text), -value
    return text, value


@settings(max_examples=400, deadline=None)
@given(written())
def test_an_amount_written_in_any_style_is_read_back(case: tuple[str, int]) -> None:
    text, value = case
    assert read_amount(text, currency="VND").exact == value, text


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10**9), st.integers(1, 10**9), st.sampled_from(["{}-{} triệu", "từ {} đến {} triệu", "{} – {}tr"]))
def test_both_ends_of_a_range_are_read_back_and_never_one_in_between(a: int, b: int, style: str) -> None:
    lo, hi = sorted((a, b))
    found = read_amount(style.format(lo, hi), currency="VND")
    if lo == hi:
        assert found.exact is None
    else:
        assert (found.lo, found.hi, found.flags, found.exact) == (lo * 10**6, hi * 10**6, ("range",), None)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789.,'- ()ktrđUSD~ỷ+", max_size=12))
def test_any_text_is_an_amount_or_says_why_not(text: str) -> None:
    found = read_amount(text, currency="VND")
    assert (found.lo is None and found.hi is None) == bool(set(found.flags) & {"empty", "ambiguous", "unreadable"})
    assert found.lo is None or found.hi is None or found.lo <= found.hi


@settings(max_examples=15, deadline=None)  # each example writes and reads a file
@given(st.lists(written(), min_size=1, max_size=20))
def test_a_column_is_read_as_its_cells_are_one_by_one(cells: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = "".join(f'c{i:02};2023-01-02;"{text}"\n' for i, (text, _) in enumerate(cells))
        found = desk(Path(folder), "customer;date;amount\n" + rows + "z;2023-01-02;7\n", amounts="written", delimiter=";", currency="VND")
        assert [amount for *_, amount in found.kept()] == [*(value for _, value in cells), 7]
