"""Shares with their interval, from small tables of counts: of rows that stand alone, and of rows that belong together."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from idic_lib.inference.intervals import Z95, Estimate, wilson


def with_share(frame: pd.DataFrame, part: str, whole: str) -> pd.DataFrame:
    """Add `share, lo, hi`: `part` of `whole`, row by row, with Wilson's interval; empty where the whole is 0."""
    pairs = zip(frame[part].tolist(), frame[whole].tolist(), strict=True)
    found = [wilson(int(p), int(n)) if n else None for p, n in pairs]
    ends = [(e.value, e.lo, e.hi) if e else (np.nan,) * 3 for e in found]
    return frame.assign(**dict(zip(("share", "lo", "hi"), np.array(ends, dtype=float).reshape(-1, 3).T, strict=True)))


def error(part: ArrayLike, whole: ArrayLike, clusters: ArrayLike) -> tuple[float, float]:
    """Return sum(part) / sum(whole) and its standard error, where `clusters` clusters have these sums each.

    Rows of one cluster may depend on one another in any way (ratio estimator, linearised: Cochran 1977, eq. 6.13).
    """
    a, b, c = (np.asarray(v, dtype=float) for v in (part, whole, clusters))
    total, count = float(c @ b), float(c.sum())
    value = float(c @ a) / total
    spread = float(c @ (a - value * b) ** 2) * count / max(count - 1, 1)
    return value, sqrt(spread) / total


def clustered(part: ArrayLike, whole: ArrayLike, clusters: ArrayLike) -> Estimate:
    """Give a share of rows that belong together in clusters: Wilson's interval for the number of rows that would be as sure alone."""
    value, sd = error(part, whole, clusters)
    alone = value * (1 - value) / sd**2 if sd > 0 else float(np.sum(clusters))
    n = max(1, int(alone))
    bounds = wilson(round(value * n), n)
    rows = int(np.asarray(whole, dtype=float) @ np.asarray(clusters, dtype=float))
    return Estimate(value, min(bounds.lo, value), max(bounds.hi, value), rows)


def normal(value: float, sd: float, n: int) -> Estimate:
    """Give a difference or a mean its normal interval."""
    return Estimate(value, value - Z95 * sd, value + Z95 * sd, n)
