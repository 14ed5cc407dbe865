"""The invented people of a world: who they are in truth, before any clerk writes them down."""

from __future__ import annotations

from typing import Annotated, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import AfterValidator, Field, model_validator

from idic_lib.worlds.pieces import Piece
from idic_lib.worlds.settings import Settings, Share, adds_to_one
from idic_lib.worlds.vietnam.chance import drawn
from idic_lib.worlds.vietnam.emails import addresses
from idic_lib.worlds.vietnam.homes import dwellings
from idic_lib.worlds.vietnam.names import MIDDLE, SURNAMES, given_weights
from idic_lib.worlds.vietnam.phones import LAST_OLD, phones

Positive = Annotated[float, Field(gt=0)]
MOST: Final = 10_000_000
"""Persons for whom there are phone numbers that nobody can have."""

Texts = npt.NDArray[np.object_]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]


def _households(sizes: dict[str, float]) -> dict[str, float]:
    adds_to_one(sizes)
    for size in sizes:
        if not size.isdigit() or int(size) < 1:
            raise ValueError(f"a household of '{size}' persons: there cannot be more households than persons; sizes are 1, 2, 3 ...")
    return sizes


class Ages(Settings):
    """How old people are.

    parents, others: shape of the years of birth between the earliest and the latest (a and b of a beta distribution).
    parents_older: years before the latest in which no parent is born. spouse_spread: standard deviation between spouses, years.
    child_from, child_to: years between the household's first person and a child.
    """

    others: Annotated[tuple[Positive, Positive], Field(strict=False)] = (2.4, 1.9)
    parents: Annotated[tuple[Positive, Positive], Field(strict=False)] = (2.4, 1.6)
    parents_older: Annotated[int, Field(ge=0)] = 22
    spouse_spread: Annotated[float, Field(ge=0)] = 3.5
    child_from: Annotated[int, Field(ge=12)] = 20
    child_to: Annotated[int, Field(ge=13)] = 38

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.child_from >= self.child_to:
            raise ValueError(f"child_from = {self.child_from} is not below child_to = {self.child_to}")
        return self


class PeopleSettings(Settings):
    """The planted numbers of the people themselves.

    women: share of women. born_from, born_to: years of birth. household_sizes: share of households by number of persons.
    spouse: share of households of two or more whose second person is married to the first (other later persons are children).
    own_email: share of persons who have an e-mail address. had_old_phone: share of persons whose number had eleven digits before
    September 2018. ages: see there.
    """

    women: Share
    born_from: Annotated[int, Field(ge=1900, le=2010)]
    born_to: Annotated[int, Field(ge=1900, le=2010)]
    household_sizes: Annotated[dict[str, Share], AfterValidator(_households)]
    spouse: Share
    own_email: Share
    had_old_phone: Share
    ages: Ages = Ages()

    @model_validator(mode="after")
    def _years_in_order(self) -> Self:
        if self.born_from > self.born_to:
            raise ValueError(f"people.born_from = {self.born_from} is later than people.born_to = {self.born_to}")
        return self


def persons(piece: Piece, settings: PeopleSettings) -> pd.DataFrame:
    """Return one row per person of the piece, the same whatever else is drawn.

    Columns: person_id, household_id (the id of its first person), surname, middle, given (with accents; middle may be ""), gender
    "Nam"/"Nữ", born, phone (today's ten digits, no two alike), had_old_form, email ("" = none), province (34 since 1 July 2025),
    province_before (63), district_before, ward, street; family_phone and family_email, those of the household's first person.
    Raises ValueError beyond ten million persons.
    """
    if piece.first + piece.size > MOST:
        raise ValueError(f"{piece.first + piece.size:,} persons: there are phone numbers for {MOST:,}")
    rng = piece.rng("people")
    head, place = _in_households(piece.size, settings.household_sizes, rng)
    spouse = (place == 1) & (rng.random(piece.size) < settings.spouse)
    woman = _women(head, spouse, settings.women, rng)
    born = _born(head, place, spouse, settings, rng)
    surname, middle, given = _names(head, place, spouse, woman, rng)
    ids = np.arange(piece.first, piece.first + piece.size, dtype=np.int64)
    old = (rng.random(piece.size) < settings.had_old_phone) & (ids < LAST_OLD)
    phone = phones(ids, old)
    email = np.where(rng.random(piece.size) < settings.own_email, addresses((surname, middle, given), born, rng), "")
    frame = pd.DataFrame({
        "person_id": ids, "household_id": ids[head], "surname": surname, "middle": middle, "given": given,
        "gender": np.where(woman, "Nữ", "Nam"), "born": born.astype("datetime64[us]"), "phone": phone, "had_old_form": old, "email": email,
    })  # fmt: skip
    homes = dwellings(piece.size, rng).take(head).reset_index(drop=True)
    return frame.join(homes).assign(family_phone=phone[head], family_email=email[head])


def full_name(persons: pd.DataFrame) -> pd.Series:
    """Return the names as Vietnamese write them: surname, middle name, given name."""
    middle = persons["middle"].where(persons["middle"] == "", " " + persons["middle"])
    return (persons["surname"] + middle + " " + persons["given"]).rename("full_name")


def _in_households(size: int, sizes: dict[str, float], rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return for each person the row of the household's first person, and the place (0, 1, 2 ...) in the household."""
    drawn_sizes = drawn(sizes, size, rng).astype(np.int64)
    head = np.repeat(np.cumsum(drawn_sizes) - drawn_sizes, drawn_sizes)[:size]
    return head, np.arange(size) - head


def _women(head: Ints, spouse: Flags, share: float, rng: np.random.Generator) -> Flags:
    woman: Flags = rng.random(len(head)) < share
    return np.where(spouse, ~woman[head], woman)


def _born(head: Ints, place: Ints, spouse: Flags, settings: PeopleSettings, rng: np.random.Generator) -> Days:
    """Draw birthdays over all days; a spouse within some years of the other, a child some decades after the household's first."""
    span, ages = settings.born_to - settings.born_from, settings.ages
    year = settings.born_from + span * rng.beta(*ages.others, len(head))
    parents = np.zeros(len(head), dtype=bool)
    child = (place > 0) & ~spouse
    parents[head[child]] = True
    year = np.where(parents, settings.born_from + max(span - ages.parents_older, 1) * rng.beta(*ages.parents, len(head)), year)
    year = np.where(spouse, year[head] + rng.normal(0, ages.spouse_spread, len(head)), year)
    year = np.where(child, year[head] + rng.uniform(ages.child_from, ages.child_to, len(head)), year)
    year = np.clip(year, settings.born_from, settings.born_to + 0.999)
    whole = np.floor(year).astype(np.int64)
    born: Days = (whole - 1970).astype("datetime64[Y]").astype("datetime64[D]") + rng.integers(0, 365, len(head)).astype("timedelta64[D]")
    return born


def _names(head: Ints, place: Ints, spouse: Flags, woman: Flags, rng: np.random.Generator) -> tuple[Texts, Texts, Texts]:
    """Draw names: a child has the father's surname, a wife keeps her own."""
    size = len(head)
    surname, middle, given = drawn(SURNAMES, size, rng), np.empty(size, dtype=object), np.empty(size, dtype=object)
    for gender, one in (("Nam", ~woman), ("Nữ", woman)):
        middle[one] = drawn(MIDDLE[gender], int(one.sum()), rng)
        given[one] = drawn(given_weights(gender), int(one.sum()), rng)
    second = np.minimum(head + 1, size - 1)
    father = np.where(woman[head] & spouse[second] & (second > head), second, head)
    surname = np.where((place > 0) & ~spouse, surname[father], surname)
    return surname, middle, given
