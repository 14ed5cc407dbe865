"""Three lists per customer: what they keep buying, what is due by their own rhythm, what is new to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.customize.history import RECENT_DAYS, best_sellers
from idic_lib.text import N_

LENGTH = 10
CHUNK = 4000
"""Customers handled at once where a customer-by-item matrix is needed, so that memory stays flat."""

REASONS = {
    "repeat": N_("bought often and lately"),
    "due": N_("due by the customer's own rhythm"),
    "discover": N_("popular in the last four weeks and never bought by this customer"),
}
"""Why an item stands on a list; messages of the catalogue."""

COLUMNS = ["customer_id", "list", "rank", "item", "score", "reason", "purchases", "last_on"]


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """When an item counts as due: so many purchases, and time since the last one in this many personal median gaps."""

    purchases: int = 3
    pace_from: float = 0.5
    pace_to: float = 2.0
    fresh_days: int = 3
    """An item bought within so many days is not due, whatever its rhythm."""


def top_of_each(scored: pd.DataFrame, popular: pd.DataFrame, *, length: int = LENGTH) -> pd.DataFrame:
    """Rank each customer's items by score, then by how many others buy them, then by name; keep the first `length`."""
    buyers = scored["item"].map(popular.set_index("item")["buyers"]).astype("float64").fillna(0.0)
    ordered = scored.assign(buyers=buyers, item=scored["item"].astype("str"), customer_id=scored["customer_id"].astype("str"))
    ordered = ordered.sort_values(["customer_id", "score", "buyers", "item"], ascending=[True, False, False, True])
    ordered["rank"] = ordered.groupby("customer_id").cumcount() + 1
    return ordered[ordered["rank"] <= length].drop(columns="buyers").reset_index(drop=True)


def repeat_list(history: pd.DataFrame, popular: pd.DataFrame, *, length: int = LENGTH) -> pd.DataFrame:
    """Rank what a customer buys by decayed frequency, the baseline that is hard to beat (Li et al., TOIS 2023, arXiv 2109.14233)."""
    return _listed("repeat", top_of_each(history.assign(score=history["weight"]), popular, length=length))


def due_list(
    history: pd.DataFrame, popular: pd.DataFrame, *, until: date, rhythm: Rhythm | None = None, length: int = LENGTH
) -> pd.DataFrame:
    """Rank what is due at `until` by the customer's own rhythm, the most frequent first.

    The pace is days since the last purchase over the customer's median gap for that item; due means a pace inside `rhythm`.
    """
    rule = rhythm or Rhythm()
    elapsed = (pd.Timestamp(until) - history["last_on"]).dt.days
    pace = elapsed / history["gap_days"]
    due = (history["purchases"] >= rule.purchases) & pace.between(rule.pace_from, rule.pace_to) & (elapsed > rule.fresh_days)
    return _listed("due", top_of_each(history.assign(score=history["weight"])[due], popular, length=length))


def discover_list(history: pd.DataFrame, popular: pd.DataFrame, *, length: int = LENGTH) -> pd.DataFrame:
    """Rank the best sellers that a customer never bought; the score is their number of buyers."""
    parts = [_first_unbought(customers, owned, popular, length) for customers, owned in owned_by_chunk(history, popular)]
    return _listed("discover", pd.concat(parts, ignore_index=True) if parts else _none())


def owned_by_chunk(history: pd.DataFrame, popular: pd.DataFrame) -> Iterator[tuple[pd.Index, NDArray[np.bool_]]]:
    """Yield customers (in order of id) with a matrix customers x popular items, true where bought before."""
    codes, customers = pd.factorize(history["customer_id"].astype("str"), sort=True)
    column = pd.Index(popular["item"]).get_indexer(pd.Index(history["item"].astype("str")))
    for start in range(0, len(customers), CHUNK):
        inside = (codes >= start) & (codes < start + CHUNK) & (column >= 0)
        owned = np.zeros((min(CHUNK, len(customers) - start), len(popular)), dtype=bool)
        owned[codes[inside] - start, column[inside]] = True
        yield pd.Index(customers[start : start + CHUNK]), owned


def _first_unbought(customers: pd.Index, owned: NDArray[np.bool_], popular: pd.DataFrame, length: int) -> pd.DataFrame:
    rank = np.cumsum(~owned, axis=1, dtype=np.int64)
    rows, columns = np.nonzero(~owned & (rank <= length))
    chosen = popular.iloc[columns]
    return pd.DataFrame({
        "customer_id": customers[rows], "item": chosen["item"].to_numpy(), "rank": rank[rows, columns],
        "score": chosen["buyers"].to_numpy(dtype=np.float64),
    })  # fmt: skip


def _none() -> pd.DataFrame:
    empty = {"customer_id": "str", "item": "str", "rank": "int64", "score": "float64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in empty.items()})


def _listed(name: str, ranked: pd.DataFrame) -> pd.DataFrame:
    """Bring a ranked frame to the columns of the contract `offers`; an item never bought has no last day."""
    filled = (
        ranked if "last_on" in ranked else ranked.assign(purchases=0, last_on=pd.Series(pd.NaT, index=ranked.index, dtype="datetime64[us]"))
    )
    out = filled.assign(list=name, reason=REASONS[name])[COLUMNS].astype({"rank": "int64", "purchases": "int64", "score": "float64"})
    return out.astype({"customer_id": "str", "list": "str", "item": "str", "reason": "str"}).reset_index(drop=True)


def offers(
    history: pd.DataFrame, *, until: date, rhythm: Rhythm | None = None, length: int = LENGTH, recent_days: int = RECENT_DAYS
) -> pd.DataFrame:
    """Return the three lists of every customer under the contract `offers`, as they stand on the morning of `until`."""
    popular = best_sellers(history, until=until, days=recent_days)
    lists = [
        repeat_list(history, popular, length=length),
        due_list(history, popular, until=until, rhythm=rhythm, length=length),
        discover_list(history, popular, length=length),
    ]
    return pd.concat(lists, ignore_index=True)
