"""Phones, e-mails and birthdays as they get written: another's, mistyped, in every format, or not at all (None)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.random import Generator

from idic_lib.worlds.vietnam import emails, phones
from idic_lib.worlds.vietnam.chance import changed, favourites, kinds
from idic_lib.worlds.vietnam.faults import RecordFaults
from idic_lib.worlds.vietnam.typos import with_typo

Texts = npt.NDArray[np.object_]
Kinds = npt.NDArray[np.int64]


def written_phones(rows: pd.DataFrame, *, faults: RecordFaults, by_clerk: bool, rng: Generator) -> Texts:
    """Return the phone of each row as typed."""
    size, f = len(rows), faults
    staff = f.phone_staff if by_clerk else 0.0
    kind = kinds((f.phone_missing, f.phone_placeholder, staff, f.phone_other), size, rng)
    family = (rows["person_id"] != rows["household_id"]).to_numpy() & (kind == 4) & (rng.random(size) < f.phone_family)
    own = rows["phone"].to_numpy(dtype=object)
    other = phones.other_phones(rows["person_id"].to_numpy(), rows["had_old_form"].to_numpy())
    number = np.where(family, rows["family_phone"].to_numpy(dtype=object), np.where(kind == 3, other, own))
    number = _mistyped(number, f.phone_mistyped, rng)
    number = changed(number, rng.random(size) < f.phone_old_form, phones.old_form)
    text = _formats(number, np.where(kind == 3, own, other), f, by_clerk=by_clerk, rng=rng)
    text[kind == 0] = None
    text[kind == 1] = favourites(phones.PLACEHOLDERS, int((kind == 1).sum()), rng)
    text[kind == 2] = favourites(phones.staff_phones(f.staff_phones), int((kind == 2).sum()), rng) if staff else None
    return text


def _mistyped(number: Texts, share: float, rng: Generator) -> Texts:
    wrong, at, step = rng.random(len(number)) < share, rng.random(len(number)), rng.integers(1, 10, len(number))
    return np.array([phones.mistyped(*row) if w else row[0] for w, *row in zip(wrong, number, at, step, strict=True)], dtype=object)


def _formats(number: Texts, other: Texts, faults: RecordFaults, *, by_clerk: bool, rng: Generator) -> Texts:
    """Write each number in one of the formats; a spreadsheet stands only between a clerk and his record."""
    sheet = (faults.phone_no_zero, faults.phone_scientific) if by_clerk else (0.0, 0.0)
    kind = kinds((*sheet, faults.phone_two, faults.phone_international, faults.phone_parted), len(number), rng)
    style = rng.random(len(number))
    rows = zip(number, other, kind, style, strict=True)
    return np.array([_format(*row) for row in rows], dtype=object)


def _format(number: str, other: str, kind: int, style: float) -> str:
    match kind:
        case 0:
            return number[1:]
        case 1:
            return phones.scientific(number)
        case 2:
            return f"{number}{(' / ', ', ', ' - ', ';')[int(style * 4)]}{other}"
        case 3:
            return phones.international(number, int(style * phones.INTERNATIONAL))
        case 4:
            return phones.parted(number, int(style * phones.PARTED))
    return number


def written_emails(rows: pd.DataFrame, phone: Texts, *, faults: RecordFaults, by_clerk: bool, rng: Generator) -> Texts:
    """Return the e-mail address of each row as typed; `phone` is the phone typed before it."""
    size, f = len(rows), faults
    card = f.email_card if by_clerk else 0.0
    kind = kinds((f.email_missing, f.email_placeholder, card, f.email_other), size, rng)
    kind[(rng.random(size) < f.card_with_staff) & np.isin(phone, phones.staff_phones(f.staff_phones))] = 2
    family = (rows["person_id"] != rows["household_id"]).to_numpy() & (kind == 4) & (rng.random(size) < f.email_family)
    address = np.where(family, rows["family_email"].to_numpy(dtype=object), rows["email"].to_numpy(dtype=object))
    address = np.where((kind == 3) & (address != ""), _other_addresses(rows, rng), address)
    text = _misspelt(address, f, rng)
    text[(kind == 0) | (text == "")] = None
    text[kind == 1] = favourites(emails.PLACEHOLDERS, int((kind == 1).sum()), rng)
    text[kind == 2] = favourites(emails.card_addresses(f.card_emails), int((kind == 2).sum()), rng) if (kind == 2).any() else None
    return text


def _other_addresses(rows: pd.DataFrame, rng: Generator) -> Texts:
    surname, middle, given = (rows[c].to_numpy(dtype=object) for c in ("surname", "middle", "given"))
    return emails.addresses((surname, middle, given), rows["born"].to_numpy(), rng)


def _misspelt(address: Texts, faults: RecordFaults, rng: Generator) -> Texts:
    size = len(address)
    there, which = address != "", rng.random(size)
    domain = there & (rng.random(size) < faults.email_domain_typo)
    address = np.array([emails.mistyped_domain(a, w) if d else a for a, w, d in zip(address, which, domain, strict=True)], dtype=object)
    local = there & (rng.random(size) < faults.email_typo)
    parts = [a.partition("@") for a in address[local]]
    address[local] = [f"{wrong}@{rest}" for wrong, (_, _, rest) in zip(with_typo([p[0] for p in parts], rng), parts, strict=True)]
    kind = np.where(there, kinds((faults.email_upper / 2, faults.email_upper / 2), size, rng), 2)
    return changed(changed(address, kind == 0, str.upper), kind == 1, lambda a: f" {a} ")


def written_births(born: pd.Series, *, faults: RecordFaults, rng: Generator) -> Texts:
    """Return each birthday as typed, dd/mm/yyyy."""
    f, style = faults, rng.random(len(born))
    kind = kinds((f.dob_missing, f.dob_placeholder, f.dob_swapped, f.dob_year_typo), len(born), rng)
    parts = (born.dt.day.to_numpy(), born.dt.month.to_numpy(), born.dt.year.to_numpy())
    return np.array([_birth(*row) for row in zip(*parts, kind, style, strict=True)], dtype=object)


def _birth(day: int, month: int, year: int, kind: int, style: float) -> str | None:
    if kind == 0:
        return None
    if kind == 1:
        return "01/01/1970" if style < 0.6 else "01/01/1900"
    if kind == 2 and day <= 12:
        day, month = month, day
    if kind == 3:
        year, day = _wrong_year(year, style), day if month != 2 else min(day, 28)
    return f"{day:02d}/{month:02d}/{year}"


def _wrong_year(year: int, style: float) -> int:
    swapped = year // 100 * 100 + year % 10 * 10 + year // 10 % 10
    options = [y for y in (year - 1, year + 1, year - 10, year + 10, swapped) if y != year and 1900 < y <= 2015]
    return options[int(style * len(options))]
