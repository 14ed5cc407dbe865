"""Numbers as the report writes them: Babel decides separators and units, this page decides digits and signs."""

from __future__ import annotations

from datetime import date
from math import floor, isfinite, log10

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal, format_scientific, get_currency_precision, get_currency_symbol

from idic_lib.text import LOCALES, _, language

MINUS = "\N{MINUS SIGN}"
_COUNTED = frozenset({"rows", "customers", "orders", "products", "campaigns", "tables", "place"})


def _locale() -> str:
    return LOCALES[language()]


def decimal(value: float, digits: int = 0) -> str:
    """Write a number with exactly `digits` decimals, a true minus and grouped thousands; from 10^15 on as 1.2E30."""
    if abs(value) >= 1e15:  # such as a parameter that a fit did not bound
        return format_scientific(value, format="0.0E0", locale=_locale()).replace("-", MINUS)
    value = round(value, digits) + 0.0  # no negative zero
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=_locale()).replace("-", MINUS)


def percent(value: float, digits: int = 0) -> str:
    """Write 0.546 as 55% (or 54.6% with one digit)."""
    return decimal(100 * value, digits) + "%"


def signed(value: float, digits: int = 1) -> str:
    """Write 0.064 as +6.4%; the sign is always there."""
    sign = "+" if round(100 * value, digits) >= 0 else ""
    return sign + percent(value, digits)


def chance(value: float) -> str:
    """Write a probability: 17%, and below one in a thousand 'under 0.1%'."""
    if value < 0.001:
        return _("under 0.1%")
    return _("over 99.9%") if value > 0.999 else percent(value, 1 if value < 0.01 or value > 0.99 else 0)


def points(value: float, digits: int = 1) -> str:
    """Write a difference of shares, 0.022, as 2.2 points."""
    return _("{points} points").format(points=decimal(100 * value, digits))


def significant(value: float, figures: int) -> float:
    """Round to so many significant figures."""
    if not value or not isfinite(value):
        return value
    return round(value, figures - 1 - floor(log10(abs(value))))


def _sign(currency: str) -> str:
    return "VND " if (currency, language()) == ("VND", "en") else get_currency_symbol(currency, locale=_locale())


def money(value: float, currency: str, *, figures: int = 3) -> str:
    """Write an amount in major units: US$16,000, US$2.51m, 1,25 tỷ ₫; `figures` significant digits, minor units below ten."""
    return _with_sign(_amount(abs(value), currency, figures), currency, below_zero=value < 0)


def _amount(size: float, currency: str, figures: int = 3) -> str:
    rounded = significant(size, figures)
    if rounded >= 1e6:
        return _large(rounded, figures)
    return decimal(rounded, get_currency_precision(currency) if 0 < rounded < 10 else 0)


def _with_sign(amount: str, currency: str, *, below_zero: bool) -> str:
    """Put the currency's sign where the language has it, the minus first; an amount that reads zero has none."""
    minus = MINUS if below_zero and set(amount) - set("0.,") else ""
    return f"{minus}{amount} {_sign(currency)}" if language() == "vi" else f"{minus}{_sign(currency)}{amount}"


def _large(amount: float, figures: int) -> str:
    """Write millions and more: 2.51m, 1.25bn; 2,51 triệu, 1,25 tỷ."""
    if language() == "vi":
        return format_compact_decimal(amount, format_type="long", locale=_locale(), fraction_digits=2)
    size, letter = next((s, t) for s, t in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")) if amount >= s)
    return decimal(amount / size, max(0, figures - 1 - floor(log10(amount / size)))) + letter


def money_exact(value: float, currency: str) -> str:
    """Write an amount to its last minor unit, for sums that reconcile."""
    return _with_sign(decimal(abs(value), get_currency_precision(currency)), currency, below_zero=value < 0)


def day(value: date) -> str:
    """Write a date: 30 October 2017, 30/10/2017."""
    return format_date(value, format="d MMMM y" if language() == "en" else "dd/MM/y", locale=_locale())


def quantity(value: float | str, unit: str, *, fine: bool = False) -> str:
    """Write a fact's value in its unit; `fine` gives the digits of the fact table."""
    if unit == "date":
        return day(date.fromisoformat(str(value)))
    return value if isinstance(value, str) else _measured(value, unit, fine=fine)


def _measured(value: float, unit: str, *, fine: bool) -> str:
    if _is_currency(unit):
        return money_exact(value, unit) if fine else money(value, unit)
    if unit == "share":
        return percent(value, 1 if fine or abs(round(value, 3)) < 0.1 or 0.99 < value < 1 else 0)
    if unit in {"change", "points"}:
        return signed(value) if unit == "change" else points(value)
    return decimal(value, 0 if unit in _COUNTED or isinstance(value, int) else _digits(value, fine=fine))


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def _digits(value: float, *, fine: bool) -> int:
    """Two significant figures in prose, four decimals at most."""
    size = abs(value)
    if fine and size < 100:
        return 4 if size < 10 else 2
    if size >= 1 or not value:
        return 0 if size >= 100 else 1 if value else 2
    return min(4, max(2, 1 - floor(log10(size))))


def ends(lo: float, hi: float, unit: str, *, fine: bool = False) -> tuple[str, str]:
    """Write the two ends of an interval, the unit once: 54 and 56%, +2.6 and +10.2%, US$12,000 and 16,000."""
    low, high = quantity(lo, unit, fine=fine), quantity(hi, unit, fine=fine)
    if unit in {"share", "change"}:
        return low.removesuffix("%"), high
    if unit == "points":
        return decimal(100 * lo, 1), high
    if not _is_currency(unit):
        return low, high
    return (low.removesuffix(f" {_sign(unit)}"), high) if language() == "vi" else (low, high.replace(_sign(unit), "", 1))


def bounds(lo: float, hi: float, unit: str, *, fine: bool = False) -> str:
    """Write an interval, the unit once: 54 to 56%, +2.6 to +10.2%."""
    low, high = ends(lo, hi, unit, fine=fine)
    return _("{lo} to {hi}").format(lo=low, hi=high)
