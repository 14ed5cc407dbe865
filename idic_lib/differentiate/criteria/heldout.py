"""What one criterion tells of customers it has not seen.

Every criterion gets the same learner, a Poisson regression with a ridge: its deviance is a proper score of a mean
(Gneiting 2011, JASA 106), and large amounts do not rule it as they rule squared error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from idic_lib.differentiate.criteria.candidates import Criterion
from idic_lib.differentiate.top import inside
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.threads import one_thread

FOLDS, TIMES, MANY = 5, 2, 4000
"""Fewer than `MANY` customers are dealt into folds twice, and the two are averaged: of some hundred, one deal moves a gain by a point."""
RIDGES = (0.003, 0.03, 0.3, 3.0)
TOP = 0.2
"""The part of customers whom a criterion would have served best."""


@dataclass(frozen=True)
class Told:
    """Per customer: `expected` to bring (minor units), `chosen` (how far in the fifth put first, 0 to 1) and `loss` (Poisson deviance, halved)."""

    key: str
    expected: Array
    chosen: Array
    loss: Array


def held_out(criterion: Criterion, came: Array, *, seed: int) -> Told:
    """Expect each customer's next period by models that never saw them; the ridge is chosen inside each fold.

    What a fold learns is how customers differ, not the level of its own: that is high where the held-out one's is low. For the same
    reason customers compete for the first fifth with those of their own fold only.
    """
    from sklearn.linear_model import PoissonRegressor
    from sklearn.model_selection import GridSearchCV, KFold

    ridge = PoissonRegressor(solver="newton-cholesky", max_iter=300)
    learner = GridSearchCV(ridge, {"alpha": RIDGES}, scoring="neg_mean_poisson_deviance", cv=KFold(3, shuffle=True, random_state=seed))
    columns, expected, chosen = criterion.matrix(), np.zeros(len(came)), np.zeros(len(came))
    times = TIMES if len(came) < MANY else 1
    for time in range(times):
        for seen, unseen in KFold(FOLDS, shuffle=True, random_state=seed + time).split(columns):
            with one_thread():
                told = learner.fit(columns[seen], came[seen] / came[seen].mean()).predict(columns[unseen])
            expected[unseen] += told * came.mean() / times
            chosen[unseen] += inside(np.ones((1, len(unseen))), told, TOP)[0] / times
    return Told(criterion.key, expected, chosen, deviance(came, expected))


def deviance(came: Array, expected: Array) -> Array:
    """Return each customer's Poisson deviance, halved."""
    from scipy.special import xlogy

    loss: Array = xlogy(came, came) - xlogy(came, expected) - came + expected
    return loss
