"""Completeness: how many cells are filled and usable, by field, system and fifth of spend. Whether they are right is another score."""

from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Relation, sql_text
from idic_lib.facts import Fact, refused
from idic_lib.identify.shares import clustered, with_share
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

FIELDS = ("full_name", "phone", "email", "birth_date", "gender", "address", "ward", "province", "created_on")
"""Fields of a record that are judged, in the order in which tables name them."""


def cells(records: Relation) -> Relation:
    """Make `record_cells` from the engine's records, record_flags and links: one row per record and field, and return it.

    record_no, record_id, customer_id (the person), system, source, created_on, field, filled, usable, mended, value.
    """
    return records.engine.keep("record_cells", sql_text("record_cells"))


def completeness_by_system(made: Relation) -> pd.DataFrame:
    """Of each field in each system: `system, field, records, filled, usable, mended, share, lo, hi`; a field that a system never filled is left out.

    The share is of usable cells among all records of the system, with Wilson's interval.
    """
    table = made.engine.query("quality_by_system")
    return _in_order(with_share(table[table["filled"] > 0], "usable", "records"))


def completeness_by_field(by_system: pd.DataFrame) -> pd.DataFrame:
    """The same over the systems that ask the field: `field, records, filled, usable, mended, share, lo, hi`."""
    counts = by_system.groupby("field", sort=False)[["records", "filled", "usable", "mended"]].sum().reset_index()
    return _in_order(with_share(counts, "usable", "records"))


def completeness_of_fifths(made: Relation, *, as_of: date) -> pd.DataFrame:
    """Of persons with an order, by fifth of spend (1 the highest): `field, fifth, persons, known, amount, known_amount, share, lo, hi`.

    A field is known where any record of the person has a usable value. Amounts are sales in minor units. Empty without `orders`.
    """
    found = made.engine.query("quality_by_fifth", as_of=as_of) if made.engine.has("orders") else pd.DataFrame(columns=_FIFTHS)
    return _in_order(with_share(found, "known", "persons"))


_FIFTHS = ["field", "fifth", "persons", "known", "amount", "known_amount"]


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    place = {f: i for i, f in enumerate(FIELDS)}
    keys = [c for c in ("system", "field", "fifth") if c in table]
    return table.sort_values(keys, key=lambda k: k.map(place) if k.name == "field" else k, ignore_index=True)


def fifths_matrix(of_fifths: pd.DataFrame) -> pd.DataFrame:
    """Lay out the shares by fifth as a matrix: `field`, then one column per fifth."""
    wide = of_fifths.pivot_table(index="field", columns="fifth", values="share", sort=False)
    wide.columns = [f"fifth {c}" for c in wide.columns]
    return wide.reset_index()


def completeness_of_cells(made: Relation) -> Estimate | None:
    """The share of cells that can be used, of those their system asks for: clustered by record; None without records."""
    full = made.engine.query("quality_records")
    return clustered(full["usable"], full["asked"], full["records"]) if len(full) else None


_NONE = N_(
    "The exports name no person, so how complete, fresh and connected the records are cannot be seen. A list of customers with name, phone or e-mail would show it."
)
_WITHOUT = ("quality.completeness", "number_conflicts", "stale.share", "integration.score", "call_test")


def quality_facts(made: Relation) -> list[Fact]:
    """State how complete the records are."""
    share = completeness_of_cells(made)
    if share is None:
        return no_records()[:1]
    return [
        Fact(
            id="identify.quality.completeness", value=share.value, lo=share.lo, hi=share.hi, unit="share", n=share.n, grade="C", table="contacts",
            method=N_("cells filled and usable, of all cells that the record's system asks for; Wilson, clustered by record"),
            says=N_("{value} of the cells that a system asks for are filled and can be used. This says nothing of whether they are right."),
        )
    ]  # fmt: skip


def no_records() -> list[Fact]:
    """Refuse, for one reason, whatever records of persons would answer: said once where no export names a person."""
    return [refused(f"identify.{name}", unit="share", reason=_NONE) for name in _WITHOUT]
