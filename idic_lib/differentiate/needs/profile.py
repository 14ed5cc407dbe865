"""What each segment is like: how large, what it buys more of, how often it comes and what it brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.needs.segments import Segments, around
from idic_lib.inference.intervals import Z95, Estimate

Array = NDArray[np.float64]
_MORE = 1.1


@dataclass(frozen=True)
class Profile:
    """One segment: `lifts` by kind (times as often as the average buyer), the most telling first; `orders` per customer, `money_share` of all."""

    slug: str
    name: str
    share: Estimate
    lifts: tuple[tuple[str, Estimate, float], ...]
    """Kind, lift, and the kind's share of the segment's lines."""
    orders: Estimate
    money: Estimate
    money_share: Estimate


@dataclass(frozen=True)
class Profiles:
    """Segments, largest first; `draws` (draws x segments) is the money of each segment in bootstrap draws, in major units."""

    segments: tuple[Profile, ...]
    kinds: pd.DataFrame
    """One row per segment and kind: need, buyers (share with the need), kind, share of its lines with share_lo and share_hi, average (of all buyers), lift with lo and hi."""
    draws: Array
    by_contribution: bool
    customers: int


def needs_profiles(found: Segments, brought: pd.DataFrame, *, minor: int) -> Profiles:
    """Describe every segment.

    `brought`: one row per customer: customer_id, orders, amount (sales, minor units) and, where costs are known,
    contribution (minor units), which then stands for what the customer brings. Everybody counts by the chance of belonging.
    """
    by_contribution = "contribution" in brought.columns
    own = brought.set_index("customer_id").reindex(found.of.customers)
    values = np.column_stack(
        [own["orders"].fillna(0), own["contribution" if by_contribution else "amount"].fillna(0) / minor, np.ones(len(own))]
    )
    now, drawn = found.totals(values)
    shares, lifts, n = found.shares(), found.lifts(), len(own)
    parts = [
        Profile(found.slugs[k], found.names[k], shares[k], _lifts(found, k, lifts[k]),
                _ratio(now, drawn, (k, 0), n), _signed(now[k, 1], drawn[:, k, 1], n), _signed(now[k, 1] / now[:, 1].sum(), drawn[:, k, 1] / drawn[:, :, 1].sum(axis=1), n))
        for k in range(len(shares))
    ]  # fmt: skip
    return Profiles(tuple(parts), _kinds(found, lifts), drawn[:, :, 1], by_contribution, n)


def _lifts(found: Segments, k: int, lifts: Sequence[Estimate]) -> tuple[tuple[str, Estimate, float], ...]:
    """Keep the kinds that the segment certainly buys more of than others."""
    own = [(kind, lifts[j], float(found.mixture.mean[k, j])) for kind in found.leading[k] for j in [found.of.kinds.index(kind)]]
    return tuple(own[:1] + [o for o in own[1:] if o[1].lo > _MORE])


def _ratio(now: Array, drawn: Array, at: tuple[int, int], n: int) -> Estimate:
    segment, column = at
    return around(float(now[segment, column] / now[segment, 2]), drawn[:, segment, column] / drawn[:, segment, 2], n)


def _signed(value: float, draws: Array, n: int) -> Estimate:
    """Give an amount that may fall below 0 the normal interval of its draws."""
    half = Z95 * float(draws.std(ddof=1))
    return Estimate(float(value), float(value) - half, float(value) + half, n)


def _kinds(found: Segments, lifts: list[list[Estimate]]) -> pd.DataFrame:
    mean, drawn = found.mixture.mean, np.array([m.mean for m in found.drawn])
    buyers = [e.value for e in found.shares()]
    shares = [[around(float(mean[k, j]), drawn[:, k, j], 0, most=1.0) for j in range(mean.shape[1])] for k in range(len(mean))]
    rows = [
        {"need": found.names[k], "buyers": buyers[k], "kind": kind, "share": s.value, "share_lo": s.lo, "share_hi": s.hi, "average": float(found.overall[j]),
         "lift": lifts[k][j].value, "lo": lifts[k][j].lo, "hi": lifts[k][j].hi}
        for k, row in enumerate(shares)
        for j, (kind, s) in enumerate(zip(found.of.kinds, row, strict=True))
    ]  # fmt: skip
    return pd.DataFrame(rows)
