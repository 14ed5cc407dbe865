"""Everybody who could have been asked, with what is known of each of them whether they answered or not."""

from __future__ import annotations

from datetime import date
from itertools import chain

import numpy as np
import pandas as pd

from idic_lib.differentiate.satisfaction.answers import Answers
from idic_lib.engine import Engine

MOST_KINDS = 12
"""A trait with more different values than this tells too few people apart to be used."""
SYSTEM = "system: "
_NOT_KNOWN = frozenset({"customer_id", "order_id", "handed_on", "first_on", "last_on", "satisfied", "learn", "answered"})


def everybody(traits: pd.DataFrame | None, engine: Engine, *, as_of: date) -> pd.DataFrame:
    """Return one row per customer: traits, days, first_on, last_on, sales (minor units), recency_days, tickets, and a flag per system.

    traits: customer_id and traits as text (table `traits`), buyers or not; without them everybody who bought is a customer.
    """
    bought = _buying(engine, as_of=as_of)
    table = bought if traits is None else traits.drop_duplicates("customer_id").merge(bought, on="customer_id", how="left")
    table = table.merge(_tickets(engine, as_of=as_of), on="customer_id", how="left").merge(_systems(engine), on="customer_id", how="left")
    counts = [c for c in table if c in {"days", "sales", "tickets"} or str(c).startswith(SYSTEM)]
    return table.assign(**{str(c): table[c].fillna(0) for c in counts})


def handed_over(people: pd.DataFrame, engine: Engine, answers: Answers, *, as_of: date) -> pd.DataFrame | None:
    """Return one row per handover, with the buyer's traits and the order's amount as sales, where the marks are about handovers; None where they are not.

    They are when 19 in 20 marks come from customers after a handover of theirs.
    """
    if not engine.has("handovers") or answers.attitude.empty:
        return None
    rows = engine.query("satisfaction_handovers", as_of=as_of)
    first = answers.attitude["customer_id"].map(rows.groupby("customer_id")["handed_on"].min())
    if (first <= answers.attitude["answered_on"]).mean() < 0.95:
        return None
    return rows.merge(people.drop(columns="sales"), on="customer_id", how="left")


def features(table: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of every row as numbers (rows x features); a missing number becomes -1, a trait one column per value."""
    known = table[[c for c in table if c not in _NOT_KNOWN]]
    numbers = known.select_dtypes("number").astype(float).fillna(-1.0)
    texts = known.select_dtypes(exclude="number").astype("object")
    few = [c for c in texts if texts[c].nunique() <= MOST_KINDS]
    kinds = (
        pd.get_dummies(texts[few].fillna("").astype(str), prefix=few, prefix_sep="=", dtype=float)
        if few
        else pd.DataFrame(index=table.index)
    )
    return pd.concat([numbers, kinds], axis=1)


def _buying(engine: Engine, *, as_of: date) -> pd.DataFrame:
    rows = engine.query("satisfaction_buying", as_of=as_of)
    return rows.assign(recency_days=(pd.Timestamp(as_of) - rows["last_on"]).dt.days)


def _tickets(engine: Engine, *, as_of: date) -> pd.DataFrame:
    if not engine.has("tickets"):
        return pd.DataFrame({"customer_id": pd.Series(dtype=object)})
    rows = engine.query("satisfaction_tickets", as_of=as_of)
    return rows.groupby("customer_id").size().rename("tickets").reset_index()


def _systems(engine: Engine) -> pd.DataFrame:
    if not engine.has("links"):
        return pd.DataFrame({"customer_id": pd.Series(dtype=object)})
    rows = engine.query("satisfaction_systems")
    flags = pd.crosstab(rows["customer_id"], rows["system"]).clip(upper=1)
    return flags.add_prefix(SYSTEM).rename_axis(columns=None).reset_index()


def with_marks(table: pd.DataFrame, attitude: pd.DataFrame) -> pd.DataFrame:
    """Add to each row of everybody its mark: the one of those drawn at random before another, the latest before an older.

    Where rows are handovers, a mark belongs to the customer's handover before it. Adds mark, drawn, volunteered
    (has a mark that was not drawn), each empty or False where nobody answered.
    """
    marks = _to_handovers(attitude, table) if "handed_on" in table else attitude
    key = ["customer_id", "order_id"] if "handed_on" in table else ["customer_id"]
    best = marks.sort_values(["drawn", "answered_on"], kind="stable").drop_duplicates(key, keep="last")[[*key, "mark", "drawn"]]
    own = marks[~marks["drawn"]].drop_duplicates(key)[key].assign(volunteered=True)
    made = table.merge(best, on=key, how="left").merge(own, on=key, how="left")
    return made.assign(**{c: made[c].notna() & made[c].eq(True) for c in ("drawn", "volunteered")})  # noqa: FBT003 - pandas compares with a value


def _to_handovers(attitude: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Lay each mark to the handover before it; a mark after several handovers of one customer may mean any of them, and is left out."""
    pairs = attitude.reset_index().merge(table[["customer_id", "order_id", "handed_on"]], on="customer_id")
    before = pairs[pairs["handed_on"] <= pairs["answered_on"]]
    return before[~before["index"].duplicated(keep=False)].drop(columns="index")


def text_columns(table: pd.DataFrame) -> list[str]:
    """Return the columns of `features` that say what somebody is (systems, traits), not how much."""
    numbers = features(table)
    return [str(c) for c in chain(numbers) if set(np.unique(numbers[c])) <= {0.0, 1.0}]
