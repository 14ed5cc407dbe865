"""What the top share of customers brings, computed for all bootstrap draws at once, ties treated alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from idic_lib.inference.bootstrap import Array


def top_count(n: int, fraction: float) -> int:
    """Give how many customers the top `fraction` has: the nearest whole number, at least one."""
    return max(1, round(n * fraction))


def inside(weights: Array, score: Array, fraction: float) -> Array:
    """Return, per draw and customer, how far the customer is inside the top `fraction` by `score` of that draw (draws x customers).

    1 inside, 0 outside. Customers of equal score stand or fall together: where the edge cuts through a tie, each of them
    counts in part.
    """
    _, starts, level = np.unique(np.sort(-score), return_index=True, return_inverse=True)
    order = np.argsort(-score, kind="stable")
    size = np.add.reduceat(weights[:, order], starts, axis=1)
    need = top_count(len(score), fraction)
    before = np.cumsum(size, axis=1) - size
    part = np.clip(need - before, 0, size) / np.maximum(size, 1)
    each: Array = part[:, level[np.argsort(order, kind="stable")]]
    return each


def caught(weights: Array, score: Array, amounts: Array, fraction: float) -> Array:
    """Return, per draw, the share of `amounts` that falls to the top `fraction` of customers by `score` (draws,)."""
    top = (inside(weights, score, fraction) * weights) @ amounts
    share: Array = top / np.maximum(weights @ amounts, np.finfo(float).tiny)
    return share


def standing(amounts: Array) -> Array:
    """Give every customer's place from 0 (largest) to 1 (smallest), equal amounts sharing the middle of their places."""
    ascending = np.sort(amounts)
    n = len(amounts)
    above, at_least = n - np.searchsorted(ascending, amounts, side="right"), n - np.searchsorted(ascending, amounts, side="left")
    place: Array = (above + at_least) / (2 * n)
    return place


def fifths(amounts: Array) -> NDArray[np.int64]:
    """Give every customer's fifth by amount, 1 the top; equal amounts share a fifth, the one their middle lies in."""
    fifth: NDArray[np.int64] = np.floor(1 + 5 * standing(amounts)).astype(np.int64)
    return fifth


def top_flags(amounts: Array, fraction: float) -> NDArray[np.bool_]:
    """Flag the customers of the top `fraction`; customers who equal the last one of them are in as well."""
    edge = np.sort(amounts)[::-1][top_count(len(amounts), fraction) - 1]
    flags: NDArray[np.bool_] = amounts >= edge
    return flags
