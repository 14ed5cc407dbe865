"""How well a score parts two kinds of customers."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.criteria.candidates import Criterion
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.threads import one_thread

Flags = NDArray[np.bool_]


def parted(weights: Array, score: Array, flags: Flags) -> Array:
    """Return, per draw, the chance that a flagged customer scores above another (area under the ROC curve; ties count half) (draws,)."""
    order = np.argsort(score, kind="stable")
    _, starts = np.unique(score[order], return_index=True)
    flagged, others = weights * flags, weights * ~flags
    high = np.add.reduceat(flagged[:, order], starts, axis=1)
    low = np.add.reduceat(others[:, order], starts, axis=1)
    below = low.cumsum(axis=1) - low / 2
    area: Array = (high * below).sum(axis=1) / np.maximum(flagged.sum(axis=1) * others.sum(axis=1), np.finfo(float).tiny)
    return area


def held_out_chance(columns: pd.DataFrame, flags: Flags, *, seed: int) -> Array:
    """Return each customer's chance of being flagged, by a logistic regression with a ridge that never saw them (5 folds)."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_predict

    learner = GridSearchCV(
        LogisticRegression(solver="newton-cholesky"), {"C": (0.001, 0.01, 0.1)}, scoring="neg_log_loss",
        cv=StratifiedKFold(3, shuffle=True, random_state=seed),
    )  # fmt: skip
    deal = StratifiedKFold(5, shuffle=True, random_state=seed)
    with one_thread():
        chance: Array = cross_val_predict(learner, Criterion("", columns).matrix(), flags, cv=deal, method="predict_proba")[:, 1]
    return chance
