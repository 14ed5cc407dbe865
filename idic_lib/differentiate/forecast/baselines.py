"""The naive rules that a model must beat, after Wübben and von Wangenheim (Journal of Marketing 72(3), 2008)."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from idic_lib.inference.bootstrap import Array

Baseline = Literal["zero", "same_rate", "last_next", "hiatus"]
BASELINES: tuple[Baseline, ...] = get_args(Baseline)
HIATUS_DAYS = 13 * 7


def baseline(name: Baseline, summary: pd.DataFrame, *, horizon_days: int) -> Array:
    """Predict purchases per customer in the next `horizon_days` from a summary whose `recent` counts the last `horizon_days`.

    zero: nobody comes back. same_rate: x / T goes on. last_next: the next `horizon_days` are as the last ones (repeat
    purchases only, the first one is no repeat). hiatus: the same rate for who bought within 13 weeks, nothing for others.
    """
    x, recency, age = (summary[c].to_numpy(np.float64) for c in ("frequency", "recency", "age"))
    rate = x / np.maximum(age, 1.0) * horizon_days
    answers: dict[Baseline, Array] = {
        "zero": np.zeros_like(x),
        "same_rate": rate,
        "last_next": summary["recent"].to_numpy(np.float64),
        "hiatus": np.where(age - recency <= HIATUS_DAYS, rate, 0.0),
    }
    return answers[name]
