"""How far the systems are connected: which identifiers each holds, what reaches another system, and what reaches none (a silo)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from idic_lib.engine import Engine, Relation
from idic_lib.facts import Fact, counted, refused
from idic_lib.identify.shares import with_share
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

MOST_NAMES = 5
"""A phone or e-mail under more names than this is no person's and no household's own: of ten households one has more than five people."""
SILO = 0.1
"""A system of whose rows fewer than one in ten reach another is a silo: whatever is joined to it speaks of too few to act on."""
_ROWS = ("orders", "tickets", "events", "surveys", "touches", "redemptions", "consents")


def identifiers(made: Relation) -> pd.DataFrame:
    """Of each system and identifier: `system, identifier, records, usable, found, share, lo, hi, found_share`.

    Identifiers are record_number, phone, email, name_and_birth. `share` is of records whose identifier can be used (Wilson),
    `found_share` of records whose identifier another system holds too.
    """
    found = made.engine.query("integration_identifiers", most_names=MOST_NAMES)
    return with_share(found, "usable", "records").assign(found_share=found["found"] / found["records"])


def identifier_matrix(table: pd.DataFrame, value: str = "share") -> pd.DataFrame:
    """Lay out a matrix: `system`, then one column per identifier with the share usable (or, with `found_share`, found elsewhere)."""
    return table.pivot_table(index="system", columns="identifier", values=value).reset_index().rename_axis(columns=None)


def reach(records: Relation, names: Mapping[int, str] | None = None) -> pd.DataFrame:
    """Of every system: `system, kind, rows, linked, share, lo, hi, found_from, persons, met` (Wilson), the least connected last.

    For systems with records (kind "records") a record is linked where the person has one in another system; people who use one
    system only count as not linked. `found_from` is the largest share of another system's persons who have a record here. For tables of what happened (kind "rows") a row is linked where its number is a known
    record's, and persons, of whom `met` have a record in another system, are not counted; `names` gives their sources names, by place in case.toml.
    """
    engine = records.engine
    held = engine.query("integration_reach").assign(kind="records")
    parts = [_rows(engine, t, names or {}) for t in _ROWS if engine.has(f"{t}_raw") and engine.has(t)]
    table = with_share(pd.concat([held, *parts], ignore_index=True), "linked", "rows")
    columns = ["system", "kind", "rows", "linked", "share", "lo", "hi", "found_from", "persons", "met"]
    return table[columns].sort_values("share", ascending=False, ignore_index=True)


def _rows(engine: Engine, table: str, names: Mapping[int, str]) -> pd.DataFrame:
    """Count a table's rows by source; a row set aside for another reason than a missing number is none."""
    columns = engine.columns(f"{table}_raw")
    if "_source" not in columns or "customer_id" not in columns:
        return pd.DataFrame()
    found = engine.run(_LINKED.format(table=table))
    return found.assign(
        system=[names.get(int(s), f"{table} {s}") for s in found["source"]], kind="rows", found_from=0.0, persons=0, met=0
    ).drop(columns="source")


_LINKED = """
    select t._source as source, count(*) as "rows", count(*) filter (where k.record_id is not null) as linked
    from "{table}_raw" as t
    left join (select distinct record_id from links) as k on k.record_id = t.customer_id
    where t._reason is null or t._reason = 'no customer_id'
    group by 1 order by 1"""


def only_here(by_system: pd.DataFrame) -> pd.DataFrame:
    """Fields that one system alone fills, though there are several: `field, system, usable`; who lacks that system's data lacks them."""
    alone = by_system.groupby("field")["system"].transform("nunique").eq(1) & (len(by_system["system"].unique()) > 1)
    return by_system.loc[alone, ["field", "system", "usable"]].reset_index(drop=True)


def silos(reached: pd.DataFrame, fields: pd.DataFrame) -> pd.DataFrame:
    """List systems that reach no other: `system, rows, share, lo, hi, fields` (those that it alone fills).

    Nearly none of its rows reach another system (the whole interval lies under a tenth), and nearly none of another's persons are found in it.
    """
    cut = reached[(reached["hi"] < SILO) & (reached["found_from"] < SILO)].reset_index(drop=True)
    own = fields.groupby("system")["field"].agg(", ".join)
    return cut[["system", "rows", "share", "lo", "hi"]].assign(
        fields=cut["system"].map(own).astype("str").where(cut["system"].isin(own.index), "")
    )


def score(reached: pd.DataFrame) -> Estimate:
    """The integration score: the mean over systems with records of the share of persons whom another knows, each system weighing the same.

    Systems know the same persons, so their errors may go together: the ends are the means of the systems' own (Wilson over persons).
    """
    found = with_share(reached[reached["kind"] == "records"], "met", "persons")
    value, lo, hi = (float(found[c].mean()) for c in ("share", "lo", "hi"))
    return Estimate(value, lo, hi, int(found["persons"].sum()))


_SILOS = N_("Systems of whose rows fewer than one in ten reach another: {value}.")
_SCORE = N_(
    "On average {value} of the persons in a system's records have a record in another ({lo} to {hi}). People who use one system only count as not found, so 100% is not the goal."
)
_ONE = N_("All records come from one system, so nothing can be connected. The exports of a second system would answer it.")


def integration_facts(reached: pd.DataFrame, isolated: pd.DataFrame) -> list[Fact]:
    """State the silos and the integration score; refused for one system, the score for one system with records."""
    silo = counted(
        "identify.silos",
        len(isolated),
        unit="number",
        method=N_("count of systems whose rows reach no other"),
        says=_SILOS,
        table="contacts",
    )
    if reached["kind"].eq("records").sum() < 2:
        first = silo if len(reached) > 1 else refused("identify.silos", unit="number", reason=_ONE)
        return [first, refused("identify.integration.score", unit="share", reason=_ONE)]
    mean = score(reached)
    return [
        silo,
        Fact(id="identify.integration.score", value=mean.value, lo=mean.lo, hi=mean.hi, unit="share", n=mean.n, grade="C", table="contacts", says=_SCORE,
             method=N_("mean over systems of the share of persons with a record in another; mean of the systems' Wilson intervals")),
    ]  # fmt: skip
