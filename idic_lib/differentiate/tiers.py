"""Value tiers: who is in which, what they bring, and what tiers formed in the past brought afterwards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.forecast.backtest import Backtest
from idic_lib.differentiate.forecast.learned import spend_per_purchase
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.top import standing
from idic_lib.errors import IdicError
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array

TIERS = ("top", "high", "middle", "low")
CUT_POINTS = (0.05, 0.20, 0.50)


def tier_of(score: Array, *, cut_points: Sequence[float] = CUT_POINTS, names: Sequence[str] = TIERS) -> pd.Series:
    """Name each customer's tier: the first `cut_points[0]` by score, largest first, and so on; equal scores share a tier."""
    if len(names) != len(cut_points) + 1 or list(cut_points) != sorted(set(cut_points)):
        raise IdicError(
            f"tiers: {len(names)} names {tuple(names)} for cut points {tuple(cut_points)}; give one name more than rising shares."
        )
    at = np.searchsorted(np.asarray(cut_points), standing(score), side="right")
    return pd.Series(np.asarray(names, dtype=object)[at], dtype="str", name="tier")


def value_tiers(value: pd.DataFrame, *, cut_points: Sequence[float] = CUT_POINTS, names: Sequence[str] = TIERS) -> pd.DataFrame:
    """Return customer_id, tier, amount (sales so far) and expected_amount, both in minor units; tiers go by expected_amount."""
    tier = tier_of(value["expected_amount"].to_numpy(np.float64), cut_points=cut_points, names=names)
    return (
        value[["customer_id", "amount", "expected_amount"]]
        .reset_index(drop=True)
        .assign(tier=tier)[["customer_id", "tier", "amount", "expected_amount"]]
    )


def tier_table(tiers: pd.DataFrame, *, names: Sequence[str] = TIERS, seed: int) -> pd.DataFrame:
    """Return one row per tier in the order of `names`: customers, amount, expected_amount (minor), sales_share with lo and hi."""
    amount, inside = tiers["amount"].to_numpy(np.float64), _membership(tiers["tier"], names)
    shares, _ = bootstrap.estimates(lambda w: (w @ (inside * amount[:, None])) / _or_one(w @ amount)[:, None], len(amount), seed=seed)
    return pd.DataFrame(
        {
            "tier": list(names),
            "customers": inside.sum(axis=0).astype(np.int64),
            "amount": (amount @ inside).astype(np.int64),
            "expected_amount": (tiers["expected_amount"].to_numpy(np.float64) @ inside).astype(np.int64),
            "sales_share": [s.value for s in shares],
            "lo": [s.lo for s in shares],
            "hi": [s.hi for s in shares],
        }
    )


def _or_one(total: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide by one where nothing was sold at all: every tier's share is then 0 (open leads have bought nothing yet)."""
    return np.where(total == 0, 1.0, total)


def realised_value(
    judged: Backtest | Refusal, *, seed: int, cut_points: Sequence[float] = CUT_POINTS, names: Sequence[str] = TIERS
) -> pd.DataFrame | Refusal:
    """Form tiers on the last day of the calibration by the chosen method's expected money, and read what they brought in the hold-out.

    One row per tier in the order of `names`: customers, realised (mean sales per customer in the hold-out, major units)
    with lo and hi, bootstrap over customers; expected, the same as it was forecast; realised_share, of all hold-out sales.
    """
    if isinstance(judged, Refusal):
        return judged
    score = judged.customers[judged.choice].to_numpy(np.float64) * spend_per_purchase(judged.fitted)
    came = judged.customers["actual_amount"].to_numpy(np.float64) / judged.fitted.minor
    inside = _membership(tier_of(score, cut_points=cut_points, names=names), names)
    with np.errstate(invalid="ignore"):
        means, _ = bootstrap.estimates(lambda w: (w @ (inside * came[:, None])) / (w @ inside), len(came), seed=seed)
        forecast = (score @ inside) / inside.sum(axis=0)
    ends = pd.DataFrame([{"realised": m.value, "lo": m.lo, "hi": m.hi} for m in means])
    return (
        pd.DataFrame({"tier": list(names), "customers": inside.sum(axis=0).astype(np.int64)})
        .join(ends)
        .assign(expected=forecast, realised_share=(came @ inside) / max(came.sum(), 1e-9))
    )


def _membership(tier: pd.Series, names: Sequence[str]) -> Array:
    return np.column_stack([(tier == name).to_numpy(np.float64) for name in names])


def tiers_by_sales(
    spend: pd.DataFrame, *, cut_points: Sequence[float] = CUT_POINTS, names: Sequence[str] = TIERS, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Form tiers by sales so far, for a case whose future cannot be forecast: the tiers and their table."""
    tiers = value_tiers(spend.assign(expected_amount=spend["amount"]), cut_points=cut_points, names=names)
    return tiers, tier_table(tiers, names=names, seed=seed)
