"""The one search for a maximum that all models here share: bounded, from several starts, with a weak prior where asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from idic_lib.differentiate.repeat.rows import Rows
from idic_lib.inference.bootstrap import Array

Score = Callable[[Array, Rows], tuple[float, Array]]
"""Log-likelihood of log parameters (times in days), and its gradient."""
_Whole = Callable[[Array], tuple[float, Array]]
Starts = Sequence[Sequence[float]]

PRIOR = 0.1
"""Precision of the weak log-normal prior: .05 times the sum of squared logs is taken from the log-likelihood, in total, not per customer."""
_MANY = 60_000
_SAMPLE = 30_000
_NEAR = 1e-3
_STEP = 1e-4
_SEARCH = {"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-9}


@dataclass(frozen=True)
class Space:
    """The log parameters: their names, bounds (times in days), and the unit in which each is published: a week for times, else 1."""

    names: tuple[str, ...]
    bounds: tuple[tuple[float, float], ...]
    units: tuple[float, ...]

    @property
    def middle(self) -> Array:
        """Where the weak prior has its middle: at one, in the published unit."""
        return np.log(self.units)


@dataclass(frozen=True)
class Peak:
    """The maximum: log parameters, log-likelihood there (without the prior), minus the Hessian (with it), and the bounds that were hit."""

    at: Array
    loglik: float
    curvature: Array
    on_bound: tuple[str, ...]


def maximum(score: Score, rows: Rows, space: Space, starts: Starts, *, prior: bool = False) -> Peak:
    """Maximise the log-likelihood inside the bounds; many rows are searched from the maximum of a sample, where that is off the bounds."""
    weight = PRIOR if prior else 0.0
    if len(rows.x) > _MANY and not (few := maximum(score, rows.sample(_SAMPLE), space, starts, prior=prior)).on_bound:
        starts = [few.at.tolist()]
    whole = _in_blocks(score, rows)
    tries = [_search(whole, max(rows.customers, 1.0), space, weight, start) for start in starts]
    at = max(tries, key=lambda t: t[0])[1]
    hit = tuple(name for name, v, (lo, hi) in zip(space.names, at, space.bounds, strict=True) if not lo + _NEAR < v < hi - _NEAR)
    return Peak(at, whole(at)[0], _curvature(whole, at) + weight * np.eye(len(at)), hit)


def _in_blocks(score: Score, rows: Rows) -> _Whole:
    blocks = rows.blocks()

    def whole(at: Array) -> tuple[float, Array]:
        parts = [score(at, block) for block in blocks]
        return sum(value for value, _ in parts), np.sum([np.zeros(len(at)), *(gradient for _, gradient in parts)], axis=0)

    return whole


def _search(whole: _Whole, n: float, space: Space, weight: float, start: Sequence[float]) -> tuple[float, Array]:
    def loss(at: Array) -> tuple[float, Array]:
        value, gradient = whole(at)
        off = at - space.middle
        return (weight / 2 * float(off @ off) - value) / n, (weight * off - gradient) / n

    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=space.bounds, options=_SEARCH)
    return -float(found.fun), np.asarray(found.x, dtype=np.float64)


def _curvature(whole: _Whole, at: Array) -> Array:
    """Minus the Hessian by the log parameters, from differences of the closed gradient."""
    slopes = [whole(at + e)[1] - whole(at - e)[1] for e in np.eye(len(at)) * _STEP]
    hessian = np.array(slopes) / (2 * _STEP)
    minus: Array = -(hessian + hessian.T) / 2
    return minus
