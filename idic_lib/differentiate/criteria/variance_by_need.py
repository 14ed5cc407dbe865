"""How much of what customers pay per order do their needs explain, where a need is only probable?

Two errors would hide in the plain answer. Who is put into a wrong segment makes needs look less telling: so each customer counts by
the chance of each need, and the means of the needs come from a regression on the chances (Berkson 1950, JASA 45: with calibrated
chances it is not diluted). And a dear basket makes both the need and the amount: so the need is read from every other order, and what
was paid from the orders between.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from idic_lib.differentiate.criteria.variance import LEAST, logged, normal, paid_per_order, variance
from idic_lib.differentiate.needs.mixture import Cells, posterior
from idic_lib.differentiate.needs.segments import Segments
from idic_lib.engine import Relation
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate

_HALVES = (0, 1)


def explained_by_need(orders: Relation, found: Segments, *, as_of: date, kind: str, seed: int) -> Estimate | None:
    """Return the share of the variance of the log average paid per order between needs; None for fewer than two needs or 30 customers a half.

    `found` are the segments of the needs, `kind` the column of products they were found in.
    """
    whole = paid_per_order(orders, as_of=as_of)
    halves = _halves(orders, found, as_of=as_of, kind=kind)
    if len(found.slugs) < 2 or min(len(half) for half in halves) < LEAST:
        return None
    value = (whole["paid"] - whole["paid"].mean()).to_numpy(np.float64)
    parts = [_aligned(whole["customer_id"], half) for half in halves]
    return normal(lambda w: np.mean([_between(w, *part) for part in parts], axis=0) / variance(w, value), len(value), seed=seed)


def _halves(orders: Relation, found: Segments, *, as_of: date, kind: str) -> list[pd.DataFrame]:
    """Return, for each half of the orders, customer_id, `paid` in it and the chance of each need (columns 0, 1, ...) from the other half."""
    lines = orders.engine.query("criteria_half_lines", as_of=as_of, kind=kind)
    spend = orders.engine.query("criteria_half_paid", as_of=as_of)
    chances = [_chances(lines[lines["half"] == half], found) for half in _HALVES]
    return [logged(spend[spend["half"] == half]).merge(chances[1 - half], on="customer_id") for half in _HALVES]


def _chances(lines: pd.DataFrame, found: Segments) -> pd.DataFrame:
    counts = lines.pivot_table(index="customer_id", columns="kind", values="lines", fill_value=0)
    counts = counts.reindex(columns=list(found.of.kinds), fill_value=0)
    counts = counts[counts.sum(axis=1) > 0]
    chance = posterior(Cells(counts.to_numpy(np.int64)).loglik(found.mixture))[0]
    return pd.DataFrame(chance, index=counts.index).reset_index()


def _aligned(customers: pd.Series, half: pd.DataFrame) -> tuple[Array, Array]:
    """Return `paid` and chances in the order of `customers`, with chances of 0 for those who are not in this half."""
    own = half.set_index("customer_id").reindex(customers).fillna(0.0)
    return own["paid"].to_numpy(np.float64), own.drop(columns="paid").to_numpy(np.float64)


def _between(weights: Array, value: Array, chances: Array) -> Array:
    """Return, per draw, the variance between the means that a regression of `value` on the chances finds (draws,)."""
    products = (chances[:, :, None] * chances[:, None, :]).reshape(len(value), -1)
    k, sums = chances.shape[1], weights @ chances
    means = np.linalg.solve((weights @ products).reshape(-1, k, k), (weights @ (chances * value[:, None]))[:, :, None])[:, :, 0]
    shares = sums / sums.sum(axis=1, keepdims=True)
    between: Array = (shares * means**2).sum(axis=1) - (shares * means).sum(axis=1) ** 2
    return between
