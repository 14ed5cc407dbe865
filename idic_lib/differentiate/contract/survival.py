"""Who is still there after so many renewals, as counted: no model, contracts that still run count as open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.contract.payments import Contracts
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Z95

FEWEST = 20
"""Renewals that fewer contracts reached are not shown."""


def kaplan_meier(found: Contracts) -> pd.DataFrame:
    """Return `renewal, at_risk, kept, lo, hi`: the share of contracts that paid so many renewals, from 0 (Kaplan and Meier 1958).

    A contract lost after t renewals leaves at the next; one that still runs is open from its last known one on. Intervals
    on the scale of log(-log) (Kalbfleisch and Prentice 1980); before the first loss the ends are the share itself.
    """
    size = int(found.survived.max(initial=0)) + 2
    left = np.bincount(found.survived[found.lost] + 1, minlength=size).astype(np.float64)
    risk = (found.survived + found.lost)[:, None] >= np.arange(size)
    at_risk = risk.sum(axis=0).astype(np.float64)
    shown = at_risk >= FEWEST
    left, at_risk = left[shown], at_risk[shown]
    kept = np.cumprod(1 - left / at_risk)
    lo, hi = _ends(kept, np.cumsum(left / (at_risk * np.maximum(at_risk - left, 1))))
    return pd.DataFrame({"renewal": np.flatnonzero(shown), "at_risk": at_risk.astype(np.int64), "kept": kept, "lo": lo, "hi": hi})


def _ends(kept: Array, greenwood: Array) -> tuple[Array, Array]:
    inside = (kept > 0) & (kept < 1)
    logs = np.log(np.where(inside, kept, 0.5))
    wide = Z95 * np.sqrt(greenwood) / logs
    lo, hi = (np.where(inside, np.exp(logs * np.exp(sign * wide)), kept) for sign in (-1, 1))
    return np.minimum(lo, hi), np.maximum(lo, hi)
