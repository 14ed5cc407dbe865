"""The ledger: what a notebook found (facts) and what it advises (decisions), each traceable to rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from math import isfinite
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from idic_lib.text import N_, _
from idic_lib.text.heads import spoken
from idic_lib.text.numbers import decimal, ends, quantity

Grade = Literal["A", "B", "C", "D"]
"""A randomised, B controlled, C observed, D asserted or unreliable."""

EXACT = ("count of ", "sum of ", "date of ", "name of ")
"""A fact without an interval must be a count or a sum of rows, or a date or name read from one: its method begins so."""

UNITS = frozenset({
    "rows", "customers", "orders", "products", "campaigns", "tables", "date",  # counted
    "share", "change", "points",  # 0.546 is 54.6 %; change carries a sign; points are differences of shares
    "number", "days", "weeks", "purchases", "per customer", "of 10", "place",
})  # fmt: skip
"""Units a fact may have, beside a currency's ISO 4217 code (amounts are in major units)."""


class Verdict(StrEnum):
    """What may be said of an effect: four fixed phrases, word for word."""

    SHOWN = "shown"
    SUGGESTED = "suggested"
    NO_EFFECT_SEEN = "no effect seen"
    NOT_IDENTIFIABLE = "not identifiable"


class _Shown(dict[str, str]):
    """Placeholders of a sentence; one that the fact cannot fill stays visible, so that a test finds it."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class Fact(BaseModel):
    """One finding of one notebook.

    `id` is `stage.thing[.detail...]`; `lo` and `hi` bound the 95 % interval. A fact without a value
    is a refusal: `says` gives the reason and what to collect. `says` is a message of the catalogue;
    it may hold {value}, {lo}, {hi}, {n}, {detail} (the third part of the id) and {last} (its last part). An id knows small
    letters only; `name` is what the client calls the thing that its third part stands for, where that is another word.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    value: float | int | str | None
    lo: float | None = None
    hi: float | None = None
    unit: str
    n: int | None = None
    method: str
    grade: Grade | None = None
    verdict: Verdict | None = None
    says: str
    table: str | None = None
    rows_sha: str | None = None
    name: str | None = None

    @field_validator("id")
    @classmethod
    def _id_has_stage_and_thing(cls, v: str) -> str:
        if not re.fullmatch(r"[a-z]+(\.[a-z0-9_]+)+", v):
            raise ValueError(f"fact id {v!r} is not stage.thing[.detail], in small letters")
        return v

    @field_validator("unit")
    @classmethod
    def _unit_is_known(cls, v: str) -> str:
        if v not in UNITS and not re.fullmatch(r"[A-Z]{3}", v):
            raise ValueError(f"unit {v!r} is none of {sorted(UNITS)} and no currency code")
        return v

    @field_validator("value", "lo", "hi")
    @classmethod
    def _number_is_finite(cls, v: float | str | None) -> float | str | None:
        if isinstance(v, float) and not isfinite(v):
            raise ValueError(f"{v} is no number that can be stated; refuse the fact with its reason")
        return v

    @model_validator(mode="after")
    def _exact_or_with_interval(self) -> Self:
        if (self.lo is None) != (self.hi is None):
            raise ValueError(f"{self.id}: an interval has two ends")
        if self.value is None and self.lo is not None:
            raise ValueError(f"{self.id}: a refusal has no interval")
        if self.value is not None and self.lo is None and not self.method.startswith(EXACT):
            raise ValueError(f"{self.id}: only counts and sums of rows go without an interval; method is {self.method!r}")
        return self

    @model_validator(mode="after")
    def _interval_holds_its_value(self) -> Self:
        if self.lo is None or self.hi is None:
            return self
        if isinstance(self.value, str) or self.value is None or not self.lo <= self.value <= self.hi:
            raise ValueError(f"{self.id}: the interval {self.lo} to {self.hi} does not hold the value {self.value}")
        return self

    @property
    def refused(self) -> bool:
        """Whether this fact says why there is no answer."""
        return self.value is None

    def sentence(self) -> str:
        """Say the fact in the language of the run, its numbers formatted for its unit."""
        last = self.id.rpartition(".")[2]
        shown = {"n": "" if self.n is None else decimal(self.n), "detail": self.name or spoken(self.detail), "last": spoken(last)}
        if self.value is not None:
            shown["value"] = quantity(self.value, self.unit)
        if self.lo is not None and self.hi is not None:
            shown["lo"], shown["hi"] = ends(self.lo, self.hi, self.unit)
        return _(self.says).format_map(_Shown(shown))

    @property
    def detail(self) -> str:
        """The third part of the id: which campaign, which tier."""
        return [*self.id.split("."), "", ""][2]


class Option(BaseModel):
    """One way to decide: what it brings, with its 95 % interval; `unit` as of a fact."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    value: float | None
    lo: float | None = None
    hi: float | None = None
    unit: str


class Decision(BaseModel):
    """A question with priced options.

    `p_wrong` is the share of joint draws in which another option is better, `money_at_stake` the mean
    loss in those draws in the case's currency; both are None, with the reason in `what_would_change_it`,
    where nothing was drawn or no money may be stated. `measure` is the heading over what the options bring: share of what, money when.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    options: tuple[Option, ...]
    choice: str
    p_wrong: float | None
    money_at_stake: float | None
    what_would_change_it: str
    measure: str = N_("Brings")

    @model_validator(mode="after")
    def _choice_is_an_option(self) -> Self:
        if self.choice not in [o.name for o in self.options]:
            raise ValueError(f"{self.id}: choice {self.choice!r} is none of the options")
        return self


def counted(id: str, value: float | str, *, unit: str, method: str, says: str, table: str | None = None, n: int | None = None) -> Fact:  # noqa: A002, PLR0913 - the ledger's own keys
    """State a count or a sum of rows; `method` begins with 'count of' or 'sum of'."""
    return Fact(id=id, value=value, unit=unit, method=method, says=says, table=table, n=n)


def refused(id: str, *, unit: str, reason: str, method: str = N_("not computed"), grade: Grade | None = None) -> Fact:  # noqa: A002 - the ledger's own key
    """Say why there is no answer, and what to collect to have one."""
    return Fact(id=id, value=None, unit=unit, method=method, says=reason, grade=grade)


def called(name: str, *facts: Fact) -> list[Fact]:
    """Give facts the client's own word for the thing that their ids stand for."""
    return [f.model_copy(update={"name": name}) for f in facts]


class Ledger:
    """Facts in the order they were stated; an id is stated once."""

    def __init__(self, facts: tuple[Fact, ...] = ()) -> None:
        """Start from the facts of earlier stages."""
        self._facts: dict[str, Fact] = {}
        self.add(*facts)

    def add(self, *facts: Fact) -> None:
        """State facts; stating one id twice is a defect of the notebook."""
        for fact in facts:
            if fact.id in self._facts:
                raise ValueError(f"fact {fact.id} was stated before")
            self._facts[fact.id] = fact

    def get(self, id: str) -> Fact | None:  # noqa: A002 - the ledger's own key
        """Return the fact of that id, or None."""
        return self._facts.get(id)

    def __getitem__(self, id: str) -> Fact:  # noqa: A002 - the ledger's own key
        return self._facts[id]

    def __contains__(self, id: object) -> bool:  # noqa: A002 - the ledger's own key
        return id in self._facts

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._facts.values())

    def __len__(self) -> int:
        return len(self._facts)
