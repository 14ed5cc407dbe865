"""Leads as the funnel reads them: where each came from, when it signed or was given up, and how long it was watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from idic_lib.differentiate.funnel_chance import Flags
from idic_lib.engine import Relation
from idic_lib.errors import InputError
from idic_lib.inference.bootstrap import Array
from idic_lib.text import N_, _
from idic_lib.text.letters import slug

_SEPARATOR = "\x1f"
_OPTIONAL = ("source", "customer_id", "referred_by")
MOST = 20
"""More sources than this are not compared one by one: the smallest are united."""
NO_SOURCE, OTHERS = N_("source not recorded"), N_("other sources")


@dataclass(frozen=True)
class Stages:
    """The client's words for the stage that is a contract and for those in which leads are given up."""

    won: str
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leads:
    """`table`: lead_id, customer_id, referred_by (the buyer who sent it), source (slug), name (the client's word), created_on, won_on, lost_on; what was known on the day before `until`."""

    table: pd.DataFrame
    until: date

    @property
    def last(self) -> pd.Timestamp:
        """The last day seen."""
        return pd.Timestamp(self.until - timedelta(days=1))

    @property
    def won(self) -> Flags:
        """Whether each lead has signed."""
        return _flags(self.table["won_on"].notna())

    @property
    def open(self) -> Flags:
        """Whether each lead has neither signed nor been given up."""
        return _flags(self.table["won_on"].isna() & self.table["lost_on"].isna())

    @property
    def days(self) -> Array:
        """Days from the first day to the contract, else to the last day seen; a contract dated before its lead counts as signed at once."""
        return _days(self.table["won_on"].fillna(self.last), self.table["created_on"])

    @property
    def age(self) -> Array:
        """Days from the first day to the last one seen."""
        return _days(pd.Series(self.last, index=self.table.index), self.table["created_on"])

    @property
    def names(self) -> dict[str, str]:
        """The client's word for each source, the source with most leads first."""
        counts = self.table["source"].value_counts(sort=False).rename_axis("source").reset_index(name="n")
        ordered = counts.sort_values(["n", "source"], ascending=[False, True])["source"]
        names = dict(zip(self.table["source"], self.table["name"], strict=True))
        return {str(s): str(names[s]) for s in ordered}

    def of(self, source: str) -> Flags:
        """Flag the leads of one source."""
        return _flags(self.table["source"] == source)


def leads_at(leads: Relation, stages: Stages, *, until: date) -> Leads:
    """Read the leads created before `until` and what had become of them; a `won` that no lead ever entered is an error that names the stages."""
    engine = leads.engine
    lost = _SEPARATOR + _SEPARATOR.join(stages.lost) + _SEPARATOR
    found = engine.query("lead_outcomes", as_of=until, won=stages.won.strip(), lost=lost, separator=_SEPARATOR)
    if len(found) and found["won_on"].isna().all():
        _check_stage(leads, stages)
    given = [c for c in _OPTIONAL if c in leads.columns]
    rest = engine.run(f"select {', '.join(['lead_id', *given])} from leads order by lead_id")  # noqa: S608 - the contract's own names
    table = found.merge(rest, on="lead_id", how="left", validate="one_to_one")
    for column in set(_OPTIONAL) - set(given):
        table[column] = pd.Series(None, index=table.index, dtype="str")
    table["customer_id"] = table["customer_id"].fillna(table["lead_id"])
    return Leads(_named(table), until)


def _check_stage(leads: Relation, stages: Stages) -> None:
    known = leads.engine.run("select distinct trim(stage) as stage from lead_stages order by stage")["stage"].astype("str").tolist()
    if stages.won.strip() not in known:
        raise InputError(
            f"differentiate.won_stage is {stages.won!r}, but no lead ever entered such a stage. The stages are: {', '.join(known)}."
        )


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """Give each source a slug for fact ids and its most frequent spelling for people; beyond `MOST` sources the smallest are united."""
    word = table["source"].astype("str").str.strip()
    word = word.where(word.notna() & (word != ""), NO_SOURCE)
    key = word.map({w: slug(w) for w in word.unique()})
    word = word.where(word != NO_SOURCE, _(NO_SOURCE))
    counts = key.value_counts().rename_axis("key").reset_index(name="n").sort_values(["n", "key"], ascending=[False, True])["key"]
    kept = set(counts if len(counts) <= MOST else counts.head(MOST - 1))
    word, key = word.where(key.isin(kept), _(OTHERS)), key.where(key.isin(kept), slug(OTHERS))
    spelt = pd.DataFrame({"key": key, "word": word}).value_counts().rename("n").reset_index()
    best = spelt.sort_values(["key", "n", "word"], ascending=[True, False, True]).drop_duplicates("key").set_index("key")["word"]
    return table.assign(source=key.astype("str"), name=key.map(best).astype("str"))


def _flags(values: pd.Series) -> Flags:
    flags: Flags = values.to_numpy(np.bool_)
    return flags


def _days(later: pd.Series, earlier: pd.Series) -> Array:
    days: Array = (later - earlier).dt.days.clip(lower=0).to_numpy(np.float64)
    return days
