"""Potential value: what comparable customers are expected to bring at their best, and how much of it each customer brings.

Peppers and Rogers (Managing Customer Relationships, chapter 5) read a customer's potential from the range of lifetime values among similar
customers. Comparable are customers of the same kind (need segment, region: what the caller hands in), who came in the same third of the
time, have bought once or more than once, and are likely to come again or not: to win back who has left is another task than to grow who is
there. Nothing finer: among customers who buy equally often today everybody would be at the potential.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.portfolio.base import Base
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate

UPPER = 0.9
THIRDS = 3
LIKELY = 0.5
_DRAWS = 500


@dataclass(frozen=True)
class Potential:
    """`table`: customer_id, peers (how many are comparable), sales (potential sales), potential and unrealised (as Base.expected), share, at_best.

    `share` is the customer's expected over its potential sales; at_best says that the customer is already expected to bring what the best
    tenth of its peers do, so that its potential is its own expectation. `sales` holds draws x customers: the quantile over peers drawn
    again, never below what the draw has the customer buy. Money in major units.
    """

    table: pd.DataFrame
    sales: Array
    best: Array
    """The same draws of the quantile, never below what the customer is expected to buy: what is there to grow up to."""
    room: NDArray[np.bool_]
    """Whether in each draw the best of the peers are above the customer's own expectation, so that there is something to grow (draws x customers)."""
    at: NDArray[np.int64]
    """Which group of peers each customer is in."""
    kept: Array
    """The weight that each group's own quantile keeps."""

    def column(self, name: str) -> Array:
        """Return one column of the table as numbers."""
        values: Array = self.table[name].to_numpy(np.float64)
        return values


def peers(base: Base, summary: pd.DataFrame, kinds: pd.DataFrame | None = None) -> pd.Series:
    """Name each customer's peers: third of the time of the first purchase, bought once or again, likely to come or not, and the kinds handed in.

    `summary` has customer_id, first_on and frequency (repeat purchase days), `kinds` customer_id and columns of text. A customer whose kind is
    not known has its peers among the others who are not known.
    """
    own = base.table[["customer_id", "active"]].merge(summary, on="customer_id", how="left", validate="one_to_one")
    third = np.ceil(own["first_on"].rank(method="average", pct=True).to_numpy(np.float64) * THIRDS).astype(np.int64)
    parts = [pd.Series(third).astype("str"), pd.Series(np.where(own["frequency"] > 0, "again", "once"))]
    parts.append(pd.Series(np.where(own["active"] >= LIKELY, "likely", "unlikely")))
    if kinds is not None:
        known = own[["customer_id"]].merge(kinds, on="customer_id", how="left", validate="one_to_one").drop(columns="customer_id")
        parts += [known[c].astype("str").where(known[c].notna(), "unknown") for c in known]
    return parts[0].str.cat([p.astype("str") for p in parts[1:]], sep=" / ")


def potential(base: Base, peers: pd.Series, *, seed: int, upper: float = UPPER) -> Potential:
    """Give every customer the upper quantile of its peers' expected sales, drawn towards that of all customers where peers are few.

    The quantile of n peers keeps the weight n / (n + k); k is the variance within groups of peers over the variance between them, so
    the base itself says how many peers it takes. Potential sales are never below the customer's own expected sales (see at_best).
    """
    expected = base.column("expected_sales")
    at, names = pd.factorize(peers, sort=True)
    groups = [np.sort(expected[at == k]) for k in range(len(names))]
    level, drawn, kept = upper_levels(groups, upper=upper, draws=len(base.sales), rng=np.random.default_rng(seed))
    sales = np.maximum(level[at], expected)
    rate = base.column("rate")
    top = np.where(rate >= 0, sales, expected) * rate  # who loses money on each sale does not gain by more of them
    table = base.table[["customer_id"]].assign(
        peers=np.bincount(at)[at],
        sales=sales,
        potential=top,
        unrealised=top - base.column("expected"),
        share=np.divide(expected, sales, out=np.ones(len(expected)), where=sales > 0),
        at_best=expected >= level[at],
    )
    again = drawn[:, at]
    return Potential(table, np.maximum(again, base.sales), np.maximum(again, expected), again > expected, at, kept)


def potential_totals(base: Base, of: Potential, *, seed: int, upper: float = UPPER) -> tuple[list[Estimate], Array]:
    """Return total potential, total unrealised potential and the share of customer, and their draws; customers are drawn again and with them the quantiles."""
    expected, rate, places = base.column("expected_sales"), base.column("rate"), range(len(of.kept))
    members = [np.flatnonzero(of.at == k) for k in places]
    gains = rate >= 0

    def totals(weights: Array) -> Array:
        whole = _weighted(weights, expected, upper)
        level = np.column_stack(
            [k * _weighted(weights[:, m], expected[m], upper, whole) + (1 - k) * whole for k, m in zip(of.kept, members, strict=True)]
        )
        sales = np.maximum(level[:, of.at], expected)
        top = (weights * np.where(gains, sales, expected) * rate).sum(axis=1)
        return np.column_stack([top, top - weights @ (expected * rate), weights @ expected / (weights * sales).sum(axis=1)])

    return bootstrap.estimates(totals, len(expected), seed=seed, draws=_DRAWS)


def _weighted(weights: Array, values: Array, upper: float, empty: Array | None = None) -> Array:
    """Return the upper quantile of each draw; a draw that holds none of the customers takes `empty`."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[:, order], axis=1)
    place = (reached < upper * reached[:, [-1]]).sum(axis=1)
    level: Array = values[order][place.clip(max=len(values) - 1)]
    return level if empty is None else np.where(reached[:, -1] > 0, level, empty)


def upper_levels(groups: list[Array], *, upper: float, draws: int, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Return each group's shrunken quantile, its bootstrap draws (draws x groups) and the weights kept; `groups` are sorted ascending.

    The k-th of n values drawn again with replacement is the value at place ceil(n B), B from Beta(k, n - k + 1): exact, nothing is sorted.
    """
    everybody = np.sort(np.concatenate(groups))
    own, sizes = np.array([_at(g, upper) for g in groups]), np.array([len(g) for g in groups])
    again = np.column_stack([_again(g, upper, draws, rng) for g in groups])
    weight = _weights(own - _at(everybody, upper), again.var(axis=0), sizes)
    level: Array = weight * own + (1 - weight) * _at(everybody, upper)
    drawn: Array = weight * again + (1 - weight) * _again(everybody, upper, draws, rng)[:, None]
    return level, drawn, weight


def _place(n: int, upper: float) -> int:
    return max(1, int(np.ceil(n * upper)))


def _at(values: Array, upper: float) -> float:
    return float(values[_place(len(values), upper) - 1])


def _again(values: Array, upper: float, draws: int, rng: np.random.Generator) -> Array:
    n, k = len(values), _place(len(values), upper)
    place: NDArray[np.int64] = np.ceil(n * rng.beta(k, n - k + 1, draws)).astype(np.int64)
    drawn: Array = values[place.clip(1, n) - 1]
    return drawn


def _weights(off: Array, variance: Array, sizes: NDArray[np.int64]) -> Array:
    """Give n / (n + k), k the variance within over that between groups; 0 where the groups differ by no more than chance."""
    of = sizes / sizes.sum()
    within = float(of @ (variance * sizes))
    between = max(0.0, float(of @ off**2 - of @ variance))
    weight: Array = sizes / (sizes + within / between) if between > 0 else np.zeros(len(sizes))
    return weight
