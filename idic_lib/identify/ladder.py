"""From rows to customers one can count on, where records were linked: what each step counts, on what it rests, and how sure it is.

Where a case names no persons, `completeness.count_ladder` is the ladder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor
from typing import TypeAlias

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted, refused
from idic_lib.text import N_, _
from idic_lib.text.numbers import decimal, percent

Ends: TypeAlias = tuple[float, float, float]
"""An estimate and the ends of its 95 % interval."""

_NOBODY = N_("No record names a customer, so no persons can be counted. Supply the records of customers with their numbers.")
_IN_PROPORTION = N_("persons with such an order, by the links of records; interval of the persons, in proportion")


@dataclass(frozen=True)
class LadderCounts:
    """What the ladder counts: rows about customers, their numbers, persons as linked, persons with an order, persons active since."""

    rows: int
    numbers: int
    clusters: int
    with_order: int
    active: int
    not_on_file: int
    """Customer numbers with an order that no record knows; they are in no step."""
    weeks: int
    """Who ordered in so many weeks before `as_of` is active."""


def ladder_counts(orders: Relation, records: Relation, *, as_of: date, weeks: int) -> LadderCounts:
    """Count the steps; reads `links`, by which an order's `customer_id` (a record's number) leads to its person."""
    rows = int(records.engine.run(f'select count(*) as n from "{records.name}"')["n"].iloc[0])  # noqa: S608 - the contract's own name, quoted
    found = orders.engine.query("person_ladder", as_of=as_of, active_since=as_of - timedelta(weeks=weeks)).iloc[0]
    counts = {name: int(found[name]) for name in ("numbers", "clusters", "with_order", "active", "not_on_file")}
    return LadderCounts(rows=rows, weeks=weeks, **counts)


def person_ladder(counts: LadderCounts, *, persons: Ends, households: Ends | None = None) -> pd.DataFrame:
    """Lay out the steps: `step, count, lo, hi, rests_on`; the index names them (rows, numbers, persons, households, with_order, active).

    Rows and numbers are counted and have no interval. Households count something else than persons: no step lies within them.
    """
    with_order, active = (_in_proportion(n, counts, persons) for n in (counts.with_order, counts.active))
    steps: dict[str, tuple[str, Ends | int | None, str]] = {
        "rows": (_("rows about customers"), counts.rows, _("counted in the exports")),
        "numbers": (_("customer numbers"), counts.numbers, _("counted; one person may have several")),
        "persons": (_("persons"), persons, _("records linked by what they say of a person")),
        "households": (_("their households"), households, _("persons grouped by what a household shares")),
        "with_order": (_("persons with an order"), with_order, _("orders counted by person, through the links")),
        "active": (_("persons with an order in the last {n} weeks").format(n=decimal(counts.weeks)), active, _("as above, by day of the last order")),
    }  # fmt: skip
    rows = {key: _step(*step) for key, step in steps.items() if step[1] is not None}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["step", "count", "lo", "hi", "rests_on"])


def _step(step: str, value: Ends | int | None, rests_on: str) -> tuple[str, int, int | None, int | None, str]:
    if isinstance(value, tuple):
        middle, lo, hi = value
        return step, round(middle), round(lo), round(hi), rests_on
    return step, value or 0, None, None, rests_on


def _in_proportion(count: int, counts: LadderCounts, persons: Ends) -> Ends:
    """Give a count of persons as linked the estimate of all persons, in proportion, in whole persons."""
    value, lo, hi = (count * p / max(counts.clusters, 1) for p in persons)
    return round(value), floor(lo), ceil(hi)


def overcount(counts: LadderCounts, persons: Ends) -> Ends:
    """Give the share by which customer numbers exceed persons, with the interval of the persons."""
    value, hi, lo = (max(counts.numbers / p - 1, 0.0) for p in persons)
    return value, lo, hi


def ladder_facts(counts: LadderCounts, *, persons: Ends) -> list[Fact]:
    """State the persons with an order and those active, by how much customer numbers exceed persons, and orders of nobody on file."""
    ids = {name: f"identify.persons.{name}" for name in ("with_order", "active", "overcount")}
    if not counts.clusters or min(persons) <= 0:
        return [refused(i, unit="share" if name == "overcount" else "customers", reason=_NOBODY) for name, i in ids.items()]
    return [
        _persons(ids["with_order"], _in_proportion(counts.with_order, counts, persons), counts, N_("{value} persons ({lo} to {hi}) have an order.")),
        _persons(ids["active"], _in_proportion(counts.active, counts, persons), counts, N_("{value} persons ({lo} to {hi}) ordered in the last weeks.")),
        _overcount(ids["overcount"], counts, persons),
        counted("identify.persons.not_on_file", counts.not_on_file, unit="customers", table="orders", method=N_("count of customer numbers with an order that no record knows"),
                says=N_("{value} customer numbers have an order and no record.")),
    ]  # fmt: skip


def _persons(id_: str, of: Ends, counts: LadderCounts, says: str) -> Fact:
    value, lo, hi = of
    return Fact(
        id=id_, value=value, lo=lo, hi=hi, unit="customers", n=counts.clusters, grade="C", table="links", method=_IN_PROPORTION, says=says
    )


def _overcount(id_: str, counts: LadderCounts, persons: Ends) -> Fact:
    value, lo, hi = overcount(counts, persons)
    return Fact(
        id=id_, value=value, lo=lo, hi=hi, unit="share", n=counts.numbers, grade="C", table="links",
        method=N_("customer numbers over persons, less one; interval of the persons"),
        says=N_("Counting customer numbers overstates persons by {value} ({lo} to {hi})."),
    )  # fmt: skip


def ladder_words(counts: LadderCounts, *, persons: Ends) -> str:
    """Say below the ladder by how much numbers exceed persons and what is in no step."""
    over = _("Customer numbers exceed persons by {share}.").format(share=percent(overcount(counts, persons)[0]))
    strange = _("Customer numbers with an order that stand in no record and in no step: {n}.").format(n=decimal(counts.not_on_file))
    return f"{over} {strange}" if counts.not_on_file else over
