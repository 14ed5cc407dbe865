"""The whale curve and how far the best by sales are the best by contribution (Kaplan and Narayanan 2001)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.top import fifths, inside
from idic_lib.inference.bootstrap import Array

TOP = 0.1


def whale(table: pd.DataFrame, *, points: int = 100) -> pd.DataFrame:
    """Return the curve, best customers first: cumulative shares `customers` and `contribution` (of the total), from (0, 0) to (1, 1).

    Thinned to some `points` steps, its peak always among them. Empty where the total is not above zero.
    """
    left = np.sort(table["contribution"].to_numpy(np.float64))[::-1]
    if left.sum() <= 0:
        return pd.DataFrame({"customers": [], "contribution": []})
    n, curve = len(left), np.concatenate([[0.0], np.cumsum(left)]) / left.sum()
    steps = np.rint(np.linspace(0, n, min(points, n) + 1)).astype(np.int64)
    at = np.unique(np.append(steps, int((left > 0).sum())))
    return pd.DataFrame({"customers": at / n, "contribution": curve[at]})


def standing_shares(weights: Array, sales: Array, left: Array) -> Array:
    """Return per draw (`weights` is draws x customers): total, rate of sales, overlap of the two top tenths, peak of the whale curve.

    The peak is the sum of all that is above zero over the total; NaN where the total is not above zero.
    """
    total, paid = weights @ left, weights @ sales
    by_sales, by_left = inside(weights, sales, TOP), inside(weights, left, TOP)
    overlap = (weights * np.minimum(by_sales, by_left)).sum(axis=1) / (weights * by_sales).sum(axis=1)
    above = weights @ np.maximum(left, 0)
    return np.column_stack([total, _over(total, paid), overlap, _over(above, total)])


def _over(part: Array, whole: Array) -> Array:
    positive = whole > 0
    share: Array = np.where(positive, part / np.where(positive, whole, 1.0), np.nan)
    return share


def rank_moves(table: pd.DataFrame) -> pd.DataFrame:
    """Return fifth by sales (rows, 1 the top) x fifth by contribution (columns): share of the row's customers."""
    by_sales, by_left = (pd.Series(fifths(table[c].to_numpy(np.float64)), name=c) for c in ("sales", "contribution"))
    counts = pd.crosstab(by_sales, by_left).reindex(index=range(1, 6), columns=range(1, 6), fill_value=0)
    shares: pd.DataFrame = counts.div(counts.sum(axis=1).clip(lower=1), axis=0)
    return shares


def moved(table: pd.DataFrame) -> Array:
    """Flag with 1 the customers whose fifth by contribution is another than by sales."""
    fifth = [fifths(table[c].to_numpy(np.float64)) for c in ("sales", "contribution")]
    flags: Array = (fifth[0] != fifth[1]).astype(np.float64)
    return flags
