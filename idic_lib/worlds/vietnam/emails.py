"""E-mail addresses made from names, years, words and digits, all in domains under .example, which belong to nobody (RFC 2606)."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from idic_lib.text.letters import without_accents
from idic_lib.worlds.vietnam.chance import drawn, words

DOMAINS: Final = {
    "thumail.example": 62,
    "hopthu.example": 14,
    "vnbox.example": 10,
    "buuta.example": 6,
    "guithu.example": 5,
    "thugon.example": 3,
}
"""Providers by their share."""
TYPOS: Final = {
    "thumail.example": ["thumial.example", "thumai.example", "tumail.example", "thumaill.example", "thumail.co.example"],
    "hopthu.example": ["hoptu.example", "hopthhu.example", "hoptthu.example"],
    "vnbox.example": ["vnbx.example", "vmbox.example"],
    "buuta.example": ["buta.example", "buutaa.example"],
    "guithu.example": ["guitu.example", "giuthu.example"],
    "thugon.example": ["thugo.example", "thugonn.example"],
}
"""Domains as they get mistyped."""
PLACEHOLDERS: Final = (
    "khongco@thumail.example",
    "noemail@noemail.example",
    "test@test.example",
    "abc@abc.example",
    "khachle@banle.example",
)
"""What is typed where an address is demanded and there is none."""
WORDS: Final = words("""hoa may gio nang mua sao bien song nui dong lua trang suong cau vong que nho xua moi vui cuoi yeu thuong binhyen happy sunny lovely
    cute sweet moon star sky ocean river forest smile dream lucky angel honey candy coffee trasua banhmi phobo buncha caphe meo cun tho gau soc chim
    ca tom hoasen hoamai hoadao hoahong huongduong saigon hanoi mientay caonguyen dalat cualo hue shop store family home office work team mail
    contact info real official number1 pro vip best top""")

Texts = npt.NDArray[np.object_]


def addresses(names: tuple[Texts, Texts, Texts], born: npt.NDArray[np.datetime64], rng: np.random.Generator) -> Texts:
    """Return an address for each person of these surnames, middle and given names. Two persons meet only by chance, a few in 10,000."""
    size = len(born)
    surname, middle, given = ([without_accents(n).lower().replace(" ", "") for n in part] for part in names)
    date = np.datetime_as_string(born, unit="D")
    pattern, number, short = rng.integers(0, 8, size), rng.integers(1000, 1_000_000, size), rng.integers(10, 1000, size)
    word, domain = np.array(WORDS, dtype=object)[rng.integers(0, len(WORDS), size)], drawn(DOMAINS, size, rng)
    rows = zip(pattern, surname, middle, given, date, number, short, word, strict=True)
    return np.array([f"{_local(*row)}@{at}" for row, at in zip(rows, domain, strict=True)], dtype=object)


def _local(  # noqa: PLR0913, PLR0917 - one row of columns
    pattern: int, surname: str, middle: str, given: str, date: str, number: int, short: int, word: str
) -> str:
    year, month, day = date[:4], date[5:7], date[8:]
    return (
        f"{surname}{middle}{given}{day}{month}{year[2:]}",
        f"{given}{surname}.{day}{month}{year}",
        f"{surname}.{middle}.{given}{number % 100_000}",
        f"{given}.{surname}{number}",
        f"{given}{word}{year}{short}",
        f"{word}{given}{number}",
        f"{surname[0]}{middle[:1]}{given}{year}.{short}{word[:3]}",
        f"{middle}{given}{word}{number % 10_000}",
    )[pattern]


def mistyped_domain(address: str, at: float) -> str:
    """Return an address whose domain is mistyped; `at` within 0..1 chooses how."""
    local, _, domain = address.partition("@")
    options = TYPOS.get(domain, [domain])
    return f"{local}@{options[int(at * len(options))]}"


def card_addresses(count: int) -> Texts:
    """Return the addresses that shops type for customers who name none."""
    return np.array([f"cuahang{k:02d}@thekhach.example" for k in range(1, count + 1)], dtype=object)
