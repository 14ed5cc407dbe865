"""Phone numbers that nobody can have: a prefix of a closed network and blocks that were never issued, and the ways they get written.

Today's numbers have ten digits. Most begin with 095, the prefix of a network that closed. Those of persons who had an eleven-digit number
before September 2018 are 059 and one of 0, 1, 4, 5, 6, 7, once 0199 and the same digit: blocks that the operator of 0199 never issued.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

NOBODYS: Final = re.compile(r"095\d{7}|059[014567]\d{6}|0199[014567]\d{6}")
"""Every number of these worlds, today's or old; apart from `PLACEHOLDERS`."""
PLACEHOLDERS: Final = ("0900000000", "0000000000", "0123456789", "0")
"""What is typed where a number is demanded and there is none."""
LAST_OLD: Final = 5_990_000
"""Persons from this id on have no eleven-digit number: those that are left belong to shops."""

Ids = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]


def _scattered(ids: Ids, rows: int, columns: int, key: int) -> Ids:
    """Permute 0 .. rows * columns - 1: each half is shifted by a function of the other, so no two ids meet and neighbours part."""
    high, low = np.divmod(ids, columns)
    for turn in (1, 2, 3):
        low = (low + (high * high * 7919 + high * 104729 * turn + key)) % columns
        high = (high + (low * low * 6151 + low * 15485863 * turn + key)) % rows
    return high * columns + low


def new_numbers(ids: Ids) -> Texts:
    """Return 095x xxx xxx of each person, one of ten million."""
    return np.array([f"095{n:07d}" for n in _scattered(ids % 10_000_000, 2_500, 4_000, 17)], dtype=object)


def once_old_numbers(ids: Ids) -> Texts:
    """Return today's form 059[014567]xxxxxx of each number that once had eleven digits, one of six million."""
    first, rest = np.divmod(_scattered(ids % 6_000_000, 2_000, 3_000, 29), 1_000_000)
    return np.array([f"059{'014567'[f]}{r:06d}" for f, r in zip(first, rest, strict=True)], dtype=object)


def phones(ids: Ids, had_old_form: npt.NDArray[np.bool_]) -> Texts:
    """Return today's number of each person."""
    return np.where(had_old_form, once_old_numbers(ids), new_numbers(ids))


def other_phones(ids: Ids, had_old_form: npt.NDArray[np.bool_]) -> Texts:
    """Return each person's second number, from the block that the first one is not of."""
    return phones(ids, ~had_old_form & (ids < LAST_OLD))


def staff_phones(count: int) -> Texts:
    """Return the numbers of shops and their staff: no person's."""
    return once_old_numbers(np.arange(LAST_OLD, LAST_OLD + count, dtype=np.int64))


def old_form(phone: str) -> str:
    """Return the eleven digits that a number had before September 2018, or the number where it had none."""
    return "0199" + phone[3:] if phone.startswith("059") else phone


def mistyped(phone: str, at: float, step: int) -> str:
    """Change one digit, never one of those that keep the number nobody's; `at` within 0..1, `step` 1..9."""
    place = 4 + int(at * (len(phone) - 4))
    return phone[:place] + str((int(phone[place]) + step) % 10) + phone[place + 1 :]


def international(phone: str, style: int) -> str:
    """Write a number with the country's code, in one of `INTERNATIONAL` styles."""
    bare = phone[1:]
    return (f"+84{bare}", f"84{bare}", f"+84 {bare[:2]} {bare[2:5]} {bare[5:]}", f"(+84){bare}", f"0084{bare}")[style]


INTERNATIONAL: Final = 5
_CUTS: Final = ((4, 7), (3, 6), (4, 6, 8), (2, 6))


def parted(phone: str, style: int) -> str:
    """Write a number in groups, in one of `PARTED` styles: three marks, each in four groupings."""
    mark, cuts = " .-"[style // 4], (0, *_CUTS[style % 4], len(phone))
    return mark.join(phone[a:b] for a, b in pairwise(cuts))


PARTED: Final = 12


def scientific(phone: str) -> str:
    """Write a number as a spreadsheet shows it in a narrow column: digits are lost for good."""
    return f"{float(phone):.2E}"
