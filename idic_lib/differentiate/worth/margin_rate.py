"""Contribution per sales of each customer for looking ahead: a few orders tell little, so it is drawn towards the rate of all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.worth.below_zero import with_cause

_STEPS = 10.0 ** np.linspace(-3, 3, 61)


def margin_rate(table: pd.DataFrame, *, credit: float) -> pd.Series:
    """Return the rate per customer_id: (contribution + credit x rate of all) / (sales + credit); `credit` in minor units of sales."""
    rate = _shrunk(table, credit)
    return pd.Series(rate, index=pd.Index(table["customer_id"]), name="margin_rate")


def rates_of(table: pd.DataFrame, first: pd.DataFrame, second: pd.DataFrame) -> pd.Series:
    """Return the rate per customer_id for looking ahead, believed as far as the first half foretold the second (`halves`)."""
    return margin_rate(table, credit=rate_credit(first, second))


def contribution_table(table: pd.DataFrame, first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return `contribution` as it is kept for later stages: with `cause` (empty at zero and above) and `margin_rate` for looking ahead."""
    rate = margin_rate(table, credit=rate_credit(first, second))
    return with_cause(table.assign(margin_rate=rate.to_numpy()))


def rate_credit(first: pd.DataFrame, second: pd.DataFrame) -> float:
    """Return with how many sales at the rate of all a customer's own rate foretells the second half best (least squares per sales).

    `first` and `second` are `contribution` of the two halves. Infinite where nobody ordered in both: then all have the rate of all.
    """
    both = first.merge(second[["customer_id", "sales", "contribution"]], on="customer_id", suffixes=("", "_later"))
    both = both[(both["sales"] > 0) & (both["sales_later"] > 0)]
    if both.empty:
        return float("inf")
    later, left = both["sales_later"].to_numpy(np.float64), both["contribution_later"].to_numpy(np.float64)
    tried = float(both["sales"].median()) * _STEPS
    misses = [float((((left - _shrunk(both, credit) * later) ** 2) / later).mean()) for credit in tried]
    return float(tried[int(np.argmin(misses))])


def _shrunk(table: pd.DataFrame, credit: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    sales, left = table["sales"].clip(lower=0).to_numpy(np.float64), table["contribution"].to_numpy(np.float64)
    of_all = left.sum() / max(sales.sum(), 1.0)
    if not np.isfinite(credit):
        return np.full(len(table), of_all)
    rate: np.ndarray[tuple[int], np.dtype[np.float64]] = (left + credit * of_all) / np.maximum(sales + credit, 1.0)
    return rate
