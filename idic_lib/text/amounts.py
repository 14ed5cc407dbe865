"""Amounts as people write and say them: '1.250.000 đ', '1,5 triệu', '2tr5', '3-4 tỷ', '~150k USD', '(1.000.000)'; never a guess."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NoReturn

from babel.numbers import get_currency_precision

from idic_lib.text.letters import without_accents

Sign = Literal[".", ","]
"""The sign between whole and broken units, where the client declares it."""

EMPTY, UNREADABLE, AMBIGUOUS = "empty", "unreadable", "ambiguous"
RANGE, ABOUT, AT_MOST, AT_LEAST, SLANG = "range", "about", "at most", "at least", "slang"


@dataclass(frozen=True)
class Amount:
    """What a text says: from `lo` to `hi` major units (None: that end is open, or nothing can be read), and in which currency, if it says one."""

    lo: Decimal | None
    hi: Decimal | None
    currency: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def exact(self) -> Decimal | None:
        """The one amount that the text states; None for a range, an estimate, or what cannot be read."""
        return self.lo if self.lo == self.hi and set(self.flags) <= {SLANG} else None


class _NoAmountError(Exception):
    """Carries the flag that says why a text is no amount."""


@dataclass(frozen=True)
class _Reading:
    """How the client writes: its own currency, and its decimal sign where that is known."""

    currency: str
    decimal: Sign | None

    def within(self, found: str | None) -> _Reading:
        """Return the same for a text that names another currency."""
        return _Reading(found or self.currency, self.decimal)

    @property
    def groups(self) -> bool:
        """Whether three digits behind a lone sign can only be thousands: nobody writes parts of a dong."""
        return self.decimal is None and not get_currency_precision(self.currency)


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_CURRENCIES = {
    "vnd": "VND", "dong": "VND", "d": "VND", "₫": "VND", "usd": "USD", "us$": "USD", "$": "USD", "do la": "USD", "do": "USD", "dollars": "USD",
    "eur": "EUR", "euro": "EUR", "€": "EUR", "gbp": "GBP", "£": "GBP", "jpy": "JPY", "¥": "JPY", "cny": "CNY", "rmb": "CNY", "sgd": "SGD",
    "thb": "THB", "krw": "KRW", "aud": "AUD",
}  # fmt: skip
_UNITS = {
    "nghin": 3, "ngan": 3, "k": 3, "thousand": 3, "trieu": 6, "tr": 6, "million": 6, "mio": 6, "mn": 6,
    "ty": 9, "ti": 9, "toi": 9, "billion": 9, "bn": 9,
}  # fmt: skip
_PREFIXES = {
    ABOUT: r"~|≈|khoang|tam|co|gan|xap xi|chung|about|approx\.?|circa|ca\.?",
    AT_MOST: r"<=?|≤|duoi|toi da|khong qua|under|up to|max",
    AT_LEAST: r">=?|≥|tren|hon|it nhat|toi thieu|tu|over|from|min",
}
_SUFFIXES = {AT_LEAST: r"\+|tro len", AT_MOST: r"tro xuong"}
_NUMBER = r"[0-9]+(?:[.,' ][0-9]+)*"
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_MONEY = re.compile(rf"(?<![a-z])(?:{'|'.join(re.escape(c) for c in sorted(_CURRENCIES, key=len, reverse=True))})(?![a-z])")
_TERM = re.compile(rf"({_NUMBER}) ?(?:({_UNIT})(?![a-z])(?: ?(ruoi)| ?({_NUMBER})(?: ?({_UNIT})(?![a-z]))?)?)?")
_BETWEEN = re.compile(r" ?(?:-|~|\bden\b|\bto\b|\btoi(?= ?[0-9])) ?")
_SLANG = re.compile(r"(?<![a-z])toi(?![a-z])")
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?e[+-]?[0-9]{1,2}")


def read_amount(text: str, *, currency: str, decimal: Sign | None = None) -> Amount:
    """Read one text; `currency` is that of the client, in whose whole units '1.250' has no other meaning than 1250.

    `decimal` settles what else could be either, as '1.250' dollars; without it such a text is flagged "ambiguous".
    "rưỡi" is a half of the unit before it, '2tr5' 2.5 million, '3 tỷ 500' 3.5 billion; 'tỏi' is slang for tỷ. Another currency is told, not converted.
    """
    try:
        return _read(_plain(text), _Reading(currency, decimal))
    except _NoAmountError as error:
        return Amount(None, None, None, (str(error),))


def _plain(text: str) -> str:
    """Write a text in small bare letters and plain digits, dashes and blanks."""
    small = unicodedata.normalize("NFKC", text).translate(_DASHES).lower().replace("tới", "den")
    return " ".join(without_accents(small).split())


def _read(text: str, reading: _Reading) -> Amount:
    if not text:
        _no(EMPTY)
    found, text = _currency(text)
    flag, text = _qualified(text)
    negative, text = _signed(text)
    lo, hi = _ends(text, reading.within(found))
    if negative and (flag or lo != hi):
        _no(UNREADABLE)
    lo, hi = (-hi, -lo) if negative else (lo, hi)
    flags = [f for f, holds in ((RANGE, lo != hi), (flag, flag), (SLANG, _SLANG.search(text))) if f and holds]
    return Amount(None if flag == AT_MOST else lo, None if flag == AT_LEAST else hi, found, tuple(flags))


def _no(why: str) -> NoReturn:
    raise _NoAmountError(why)


def _currency(text: str) -> tuple[str | None, str]:
    """Take the words for a currency out of a text; two different ones are none."""
    found = {_CURRENCIES[word] for word in _MONEY.findall(text)}
    if len(found) > 1:
        _no(UNREADABLE)
    return next(iter(found), None), " ".join(_MONEY.sub(" ", text).split())


def _qualified(text: str) -> tuple[str | None, str]:
    """Take 'about', 'below' and 'from ... on' off a text; 'từ ... đến ...' is only a range."""
    for flag, words in _SUFFIXES.items():
        if found := re.search(rf" ?(?:{words})$", text):
            text = text[: found.start()]
            return flag, re.sub(r"^tu ", "", text)
    for flag, words in _PREFIXES.items():
        if found := re.match(rf"(?:{words})(?![a-z]) ?", text):
            rest = text[found.end() :]
            return (None if text.startswith("tu ") and _BETWEEN.search(rest) else flag), rest
    return None, text


def _signed(text: str) -> tuple[bool, str]:
    """Take one sign off a text: brackets, or a minus before or behind it."""
    for form in (r"\( ?([^()]+?) ?\)", r"- ?(.+)", r"(.+?) ?-"):
        if found := re.fullmatch(form, text):
            return True, found[1]
    return False, re.sub(r"^\+ ?", "", text)


def _ends(text: str, reading: _Reading) -> tuple[Decimal, Decimal]:
    """Read one amount, or two with a dash between; a unit behind the second holds for both."""
    if _SCIENTIFIC.fullmatch(text):
        return (value := Decimal(text.replace(",", "."))), value
    parts = [_TERM.fullmatch(part) for part in _BETWEEN.split(text)]
    if len(parts) > 2 or not (last := parts[-1]) or not (first := parts[0]):
        _no(UNREADABLE)
    lo, hi = _term(first, first[2] or last[2], reading), _term(last, last[2], reading)
    if len(parts) == 2 and lo >= hi:
        _no(UNREADABLE)
    return lo, hi


def _term(found: re.Match[str], unit: str | None, reading: _Reading) -> Decimal:
    """Read a number with its unit, and what stands behind it: a half, a smaller unit, or bare digits."""
    if unit is None:
        return _number(found[1], reading, groups=reading.groups)
    size, value = Decimal(10) ** _UNITS[unit], _number(found[1], reading, groups=False)
    half, more, lesser = found[3], found[4], found[5]
    if (half or more) and value % 1:
        _no(UNREADABLE)
    if half:
        return (value + Decimal("0.5")) * size
    if more and lesser:
        return value * size + _below(_number(more, reading, groups=False) * Decimal(10) ** _UNITS[lesser], size)
    return (value + _spoken(more)) * size if more else value * size


def _below(value: Decimal, size: Decimal) -> Decimal:
    return value if value < size else _no(UNREADABLE)


def _spoken(digits: str) -> Decimal:
    """Read bare digits behind a unit: '3 tỷ 5' and '3 tỷ 500' are 3.5 billion; '3 tỷ 50' is 3.05 to some and 3.5 to others."""
    if not digits.isdigit() or len(digits) > 3:
        _no(UNREADABLE)
    return Decimal(f"0.{digits}") if len(digits) != 2 else _no(AMBIGUOUS)


def _number(text: str, reading: _Reading, *, groups: bool) -> Decimal:
    """Read digits with their signs: one that comes twice, or before the other, groups thousands; a lone one before three digits is settled or refused."""
    signs = re.findall(r"[^0-9]", text)
    kinds = list(dict.fromkeys(signs))
    if not signs:
        return Decimal(text)
    last = kinds[-1]
    broken = len(signs) == signs.index(last) + 1 and last in ".," and (len(kinds) == 2 or _is_broken(text, last, reading, groups=groups))
    whole, _, part = text.rpartition(last) if broken else (text, "", "")
    if len(kinds) > 1 + broken or (len(kinds) == 2 and len(set(re.findall(r"[^0-9]", whole))) != 1) or not _grouped(whole):
        _no(UNREADABLE)
    return Decimal(f"{re.sub('[^0-9]', '', whole)}.{part or 0}")


def _is_broken(text: str, sign: str, reading: _Reading, *, groups: bool) -> bool:
    """Whether the lone sign in a number parts whole from broken units."""
    whole, _, part = text.partition(sign)
    if len(part) != 3 or len(whole) > 3 or whole.startswith("0"):
        return True
    if reading.decimal is None and not groups:
        _no(AMBIGUOUS)
    return reading.decimal == sign


def _grouped(whole: str) -> bool:
    """Whether thousands stand apart as thousands do: three by three, or in twos as in India."""
    return re.fullmatch(r"[0-9]+|[0-9]{1,3}(?:[.,' ][0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}", whole) is not None
