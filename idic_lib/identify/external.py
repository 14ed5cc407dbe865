"""Tables from outside joined with customers: how many find their row, which words match nothing, and by which right it is done."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from idic_lib.errors import InputError
from idic_lib.external import External
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference.intervals import Estimate, wilson
from idic_lib.text import N_
from idic_lib.text.letters import without_accents


@dataclass(frozen=True)
class Joined:
    """Customers with the columns from outside (`customer_id`, the field joined by, and the columns), and how well that went.

    `matched` is the share of customers whose field is in the table (None without customers); `unmatched` lists words that are not:
    `key, customers`, the empty word (None) for those whose field is not known; `unused` lists keys of the table that no customer has.
    """

    external: External
    customers: pd.DataFrame
    matched: Estimate | None
    unmatched: pd.DataFrame
    unused: tuple[str, ...]


def join_external(customers: pd.DataFrame, table: pd.DataFrame, external: External) -> Joined | None:
    """Join a table with customers (`customer_id` and the field `external.joins`, a row each) by words without accents, case and outer blanks.

    None where the case declares no licence or no legal basis: then nothing from outside is put beside a person. What the
    columns say is true of the place or group, not of each person in it. InputError for a key that stands twice.
    """
    if external.undeclared:
        return None
    rows, field = table.assign(_key=_bare(table[external.key])), customers[external.joins]
    _check_once(external, rows)
    own = customers[["customer_id", external.joins]].assign(_key=_bare(field))
    found = own["_key"].isin(rows["_key"].dropna())
    joined = own.merge(rows.dropna(subset="_key")[["_key", *external.columns]], on="_key", how="left").drop(columns="_key")
    unmatched = field[~found].value_counts(dropna=False).rename_axis("key").reset_index(name="customers")
    unused = sorted(rows.loc[~rows["_key"].isin(own["_key"]), external.key].dropna())
    return Joined(external, joined, wilson(int(found.sum()), len(found)) if len(found) else None, _ordered(unmatched), tuple(unused))


def _bare(words: pd.Series) -> pd.Series:
    """Write words in small bare letters; the empty ones are not known."""
    plain = {w: " ".join(without_accents(str(w)).lower().split()) or None for w in words.dropna().unique()}
    return words.map(plain)


def _check_once(external: External, rows: pd.DataFrame) -> None:
    twice = rows.loc[rows["_key"].duplicated() & rows["_key"].notna(), external.key]
    if len(twice):
        raise InputError(
            f"{external.file}: '{twice.iloc[0]}' stands twice in column '{external.key}', so that it cannot be said which row holds. Keep one row of it."
        )


def _ordered(unmatched: pd.DataFrame) -> pd.DataFrame:
    return unmatched.sort_values(["customers", "key"], ascending=[False, True], na_position="last", ignore_index=True)


def enrichment(external: External, joined: Joined | None) -> pd.DataFrame:
    """Lay out the terms of one table as a row: `table, source, date, licence, legal_basis, joined, columns, matched, lo, hi, unmatched_keys, unused_keys`."""
    share = joined.matched if joined else None
    return pd.DataFrame([{
        "table": external.name, "source": external.source, "date": external.date,
        "licence": external.licence, "legal_basis": external.legal_basis, "joined": joined is not None,
        "columns": ", ".join(external.columns),
        "matched": share.value if share else None, "lo": share.lo if share else None, "hi": share.hi if share else None,
        "unmatched_keys": int(joined.unmatched["key"].notna().sum()) if joined else None,
        "unused_keys": len(joined.unused) if joined else None,
    }])  # fmt: skip


_REFUSED = {
    "licence": N_("The table {detail} from outside is not joined with customers: say in case.toml under which licence it may be used."),
    "legal_basis": N_(
        "The table {detail} from outside is not joined with customers: say in case.toml on which legal basis it is put beside personal data."
    ),
}


def external_facts(external: External, joined: Joined | None) -> list[Fact]:
    """State the share of customers that found their row, `identify.external.<name>.matched`, and the words that match nothing, or refuse."""
    matched = f"identify.external.{external.name}.matched"
    if joined is None:
        return [refused(matched, unit="share", reason=_REFUSED[external.undeclared[0]])]
    if joined.matched is None:
        return [refused(matched, unit="share", reason=N_("There is no customer yet with whom the table {detail} could be joined."))]
    e = joined.matched
    says = N_("The table {detail} from outside says something of {value} of customers ({lo} to {hi}).")
    unread = N_("{value} words of customers stand for nothing in the table {detail} from outside.")
    return [
        Fact(id=matched, value=e.value, lo=e.lo, hi=e.hi, unit="share", n=e.n, method=N_("share of customers whose word stands in the table, Wilson interval"), says=says),
        counted(f"identify.external.{external.name}.unmatched_keys", int(joined.unmatched["key"].notna().sum()), unit="number", method=N_("count of distinct words of customers that the table lacks"), says=unread),
    ]  # fmt: skip
