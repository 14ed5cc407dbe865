"""Two rankings of the same customers, by what they brought and by what they are expected to bring, and which of them foresaw better."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.portfolio.base import Base
from idic_lib.differentiate.top import caught, inside
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate

FIFTH = 0.2


def disagreement(base: Base, *, seed: int) -> Estimate:
    """Return the share of the top fifth by what was brought so far that is not in the top fifth by what is expected."""
    so_far, expected = base.column("so_far"), base.column("expected")

    def left(weights: Array) -> Array:
        best = inside(weights, so_far, FIFTH) * weights
        gone: Array = 1 - (best * inside(weights, expected, FIFTH)).sum(axis=1) / best.sum(axis=1)
        return gone

    return bootstrap.estimate(left, len(so_far), seed=seed, draws=500)


def foresight_gain(base: Base, later: pd.DataFrame, *, seed: int) -> Estimate:
    """Return how much more of what came later the top fifth by expectation caught than the top fifth by what was brought before (points)."""
    joined = base.table[["customer_id"]].merge(later, on="customer_id", how="left", validate="one_to_one").fillna({"came": 0})
    came, scores = joined["came"].to_numpy(np.float64), (base.column("expected"), base.column("so_far"))
    return bootstrap.estimate(
        lambda w: caught(w, scores[0], came, FIFTH) - caught(w, scores[1], came, FIFTH), len(came), seed=seed, draws=500
    )
