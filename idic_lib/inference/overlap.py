"""Could the customers who were sent something be compared with those who were not? Propensity and the gate before any effect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST = 30
"""Fewer sent, or fewer not sent, than this are not compared: nine covariates then separate any two groups."""
LEAST_EFFECTIVE, MOST_IMBALANCE, MOST_BEYOND = 0.15, 0.15, 0.10
_SMALL, _DRAWS, _BY_CHANCE = 150, 99, 0.05
_EDGE = 1e-9


@dataclass(frozen=True)
class Gate:
    """Whether customers not sent could stand for those sent, and the three figures that decide.

    `effective` is the effective number of comparison customers per customer sent (Kish), once they are weighted to look like those
    sent; `imbalance` the largest standardised difference of a covariate that remains; `beyond` the share of those sent whose
    propensity lies above the 99.5 % point of the rest. `by_chance` says that a figure missed its bound no further than a random
    draw of so few customers would.
    """

    passed: bool
    effective: float
    imbalance: float
    beyond: float
    by_chance: bool = False

    @property
    def score(self) -> float:
        """Return the worst figure as a multiple of its bound; at most 1 passes."""
        effective = LEAST_EFFECTIVE / self.effective if self.effective > 0 else np.inf
        return max(effective, self.imbalance / MOST_IMBALANCE, self.beyond / MOST_BEYOND)


def propensity(columns: Array, treated: Flags) -> Array:
    """Return each customer's chance of having been chosen, given standardised covariates: logistic regression.

    The ridge of scikit-learn (C = 1 on standardised columns) leaves the balance as good as exact and keeps the fit finite when a
    rule of choice separates the groups; the ends are cut at 1e-9.
    """
    model = LogisticRegression(solver="newton-cholesky", tol=1e-8)  # second order: a few milliseconds for nine columns
    chance: Array = model.fit(columns, treated).predict_proba(columns)[:, 1]
    return np.clip(chance, _EDGE, 1 - _EDGE)


def overlap_gate(columns: Array, treated: Flags, *, chance: Array | None = None, seed: int = 0) -> Gate:
    """Decide whether those sent have comparable customers among the rest.

    The bounds are effective > .15 per customer sent, imbalance < .15, beyond < .10. They are read on weights for those sent (ATT),
    because the overlap weights of the estimate balance by construction and could never fail. Below 150 customers in a group the
    figures miss their bounds by chance alone; there a miss is forgiven when more than 5 % of 99 random draws of as many customers
    score as badly. By exchangeability a random assignment passes in at least 95 % of cases at any size.
    """
    figures = _figures(columns, treated, propensity(columns, treated) if chance is None else chance)
    if figures.passed or min(treated.sum(), (~treated).sum()) >= _SMALL:
        return figures
    forgiven = _share_as_bad(columns, treated, figures.score, np.random.default_rng(seed)) > _BY_CHANCE
    return Gate(forgiven, figures.effective, figures.imbalance, figures.beyond, by_chance=forgiven)


def _share_as_bad(columns: Array, treated: Flags, score: float, rng: np.random.Generator) -> float:
    """Return the share of random assignments, the real one among them, that score at least as badly."""
    drawn = (rng.permutation(treated) for _ in range(_DRAWS))
    worse = sum(_figures(columns, t, propensity(columns, t)).score >= score for t in drawn)
    return (1 + worse) / (1 + _DRAWS)


def _figures(columns: Array, treated: Flags, chance: Array) -> Gate:
    odds = chance[~treated] / (1 - chance[~treated])
    effective = float(odds.sum() ** 2 / (odds**2).sum() / treated.sum())
    imbalance = _imbalance(columns[treated], columns[~treated], odds)
    beyond = float((chance[treated] > np.quantile(chance[~treated], 0.995)).mean())
    passed = effective > LEAST_EFFECTIVE and imbalance < MOST_IMBALANCE and beyond < MOST_BEYOND
    return Gate(passed, effective, imbalance, beyond)


def _imbalance(sent: Array, rest: Array, weights: Array) -> float:
    gap = np.abs(sent.mean(axis=0) - np.average(rest, axis=0, weights=weights))
    spread = sent.std(axis=0)
    return float((gap / np.where(spread > 0, spread, 1.0)).max())
