"""Whose words say what is wrong: one vote a customer, and how far a ticket strays from what its customer is dissatisfied with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.satisfaction.coding import Problems, coded

Array = NDArray[np.float64]
CLASSES = 5
_FEWEST_BOTH, _FEWEST_FILERS = 20, 20
_EVENLY = 10.0
"""What tickets about anything are about is taken to be even, as strongly as by so many tickets on each problem."""


@dataclass(frozen=True)
class Votes:
    """One row per voter: parts (voters x problems, each row adds to 1), sales, class_ (of purchase days, cut at edges).

    filed: the vote is a ticket's, not the voter's own words in a survey. open_: filed, and nobody knows whether the voter is satisfied.
    agree: part of the voter's tickets about what the own words say (empty where not both are known); likely: the same, were the tickets
    about anything. stray: per problem, how often satisfied customers' tickets are about it. filers: satisfied and dissatisfied customers
    among those with a ticket whose mark is known.
    """

    parts: Array
    sales: Array
    class_: NDArray[np.int64]
    edges: Array
    filed: NDArray[np.bool_]
    open_: NDArray[np.bool_]
    agree: Array
    likely: Array
    stray: Array
    filers: tuple[float, float]


def votes(people: pd.DataFrame, words: pd.DataFrame, problems: Problems) -> Votes:
    """Read who says what: a customer's own words in surveys before the customer's tickets; the known satisfied have no vote.

    people: customer_id, days, sales, chance (to be satisfied; 0 or 1 where known), learn (the mark is known, and of customers to learn
    from). words: customer_id, text, own (in a survey, not a ticket).
    """
    names, known = list(problems), people.set_index("customer_id")[["days", "sales", "chance", "learn"]]
    said, tickets = (_parts(words[words["own"] == own], problems) for own in (True, False))
    satisfied = tickets.index.isin(known.index[known["chance"] == 1])
    stray = tickets.loc[satisfied, names].sum().to_numpy(dtype=float) + _EVENLY
    filed = tickets[~satisfied]
    table = (
        pd.concat([said.assign(filed=False), filed[~filed.index.isin(said.index)].assign(filed=True)]).join(known, how="inner").sort_index()
    )
    edges = np.unique(np.quantile(table["days"], np.linspace(0, 1, CLASSES + 1)[1:-1])) if len(table) else np.empty(0)
    mine = ((table[names] > 0).to_numpy()) & ~table["filed"].to_numpy(dtype=bool)[:, None]
    return Votes(
        parts=table[names].to_numpy(dtype=float), sales=table["sales"].to_numpy(dtype=float),
        class_=np.searchsorted(edges, table["days"]).astype(np.int64), edges=edges, filed=table["filed"].to_numpy(dtype=bool),
        open_=(table["filed"].astype(bool) & (table["chance"] > 0)).to_numpy(), stray=stray, filers=_filers(known, tickets),
        agree=(filed[names].reindex(table.index) * mine).sum(axis=1, min_count=1).to_numpy(dtype=float), likely=mine @ (stray / stray.sum()),
    )  # fmt: skip


def _parts(words: pd.DataFrame, problems: Problems) -> pd.DataFrame:
    """Return customers x problems: each customer's one vote, split over their texts and over what each text names."""
    codes = coded(words["text"], problems)
    kept = codes.map(len) > 0
    split = pd.DataFrame({n: [(n in c) / len(c) for c in codes[kept]] for n in problems}, index=words.loc[kept, "customer_id"], dtype=float)
    return split.groupby(level=0).mean()


def _filers(known: pd.DataFrame, tickets: pd.DataFrame) -> tuple[float, float]:
    """Count the satisfied and the dissatisfied of those with a ticket and a known mark; where they are few, what is expected of all with a ticket."""
    filed = known[known.index.isin(tickets.index)]
    alike = filed.loc[filed["learn"].astype(bool), "chance"]
    chance = alike if len(alike) >= _FEWEST_FILERS else filed["chance"]
    n = max(len(alike), _FEWEST_FILERS)
    share = float(chance.mean()) if len(chance) else 0.5
    return n * share + 0.5, n * (1 - share) + 0.5


def strays(w: Array, of: Votes) -> Array:
    """Return per draw the part of a dissatisfied customer's tickets that are about anything, from those who also said it in their words.

    agree = (1 - part) + part x likely, solved for the part; 0 where fewer than 20 customers did both.
    """
    both = ~np.isnan(of.agree) & ~of.filed
    if both.sum() < _FEWEST_BOTH:
        return np.zeros(len(w))
    weight = np.maximum(w[:, both].sum(axis=1), 1e-9)
    agree, likely = w[:, both] @ of.agree[both] / weight, w[:, both] @ of.likely[both] / weight
    return np.asarray(np.clip((1 - agree) / np.maximum(1 - likely, 0.1), 0.0, 0.9), dtype=np.float64)
