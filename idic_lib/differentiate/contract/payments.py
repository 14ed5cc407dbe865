"""Contracts as their payments show them: how often each was renewed, and which are lost because a payment is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.contract.rhythm import PERIODS
from idic_lib.engine import Relation
from idic_lib.inference.bootstrap import Array

GRACE = 0.5
"""A contract counts as lost once its payment is overdue by this part of a period, unless the case says how many days."""
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Contracts:
    """Every customer's contract as known on the day before `until`.

    `table`: customer_id, first_on, last_on, payments (days with one), amount (so far, minor units), renewals (paid so far),
    survived (renewals whose outcome is known and that were paid), lost. `late`: days between payment and next payment, sorted.
    """

    table: pd.DataFrame
    period: float
    grace_days: int
    until: date
    late: Array

    @property
    def lost(self) -> NDArray[np.bool_]:
        """Whether each customer's payment is overdue beyond the grace."""
        flags: NDArray[np.bool_] = self.table["lost"].to_numpy(np.bool_)
        return flags

    @property
    def survived(self) -> Counts:
        """Renewals paid, among those whose outcome is known."""
        counts: Counts = self.table["survived"].to_numpy(np.int64)
        return counts

    @property
    def each(self) -> Array:
        """Mean amount of a customer's payments in minor units."""
        mean: Array = (self.table["amount"] / self.table["payments"]).to_numpy(np.float64)
        return mean

    def later_than(self, days: Array) -> Array:
        """Return the share of payments that came more than so many days after the payment before them."""
        if not len(self.late):
            return np.ones_like(days)
        share: Array = 1 - np.searchsorted(self.late, days, side="right") / len(self.late)
        return share


def contracts(orders: Relation, *, until: date, rhythm: str, grace_days: int | None = None) -> Contracts:
    """Read the contracts from the payments before `until`.

    A renewal counts only once its grace has passed: else those who pay early would count as kept and those who have not
    paid yet as nothing. `rhythm` is month, quarter or year; `grace_days` is half a period unless given.
    """
    period = PERIODS[rhythm]
    grace = round(GRACE * period) if grace_days is None else grace_days
    seen = until - timedelta(days=1 + grace)
    table = orders.engine.query("contract_payments", as_of=until, seen=seen)
    gaps = orders.engine.query("contract_lateness", as_of=until, period=period)
    late = np.repeat(gaps["gap"].to_numpy(np.float64), gaps["gaps"].to_numpy(np.int64))
    return Contracts(_with_renewals(table, period, pd.Timestamp(seen)), period, grace, until, late)


def _with_renewals(table: pd.DataFrame, period: float, seen: pd.Timestamp) -> pd.DataFrame:
    """Count renewals by calendar, so that a payment in two parts is none and a payment skipped and made up for is one."""
    first, last, known = table["first_on"], table["last_on"], table["seen_on"].fillna(table["first_on"])
    renewals, until_seen = _periods(last - first, period), _periods(known - first, period)
    due = (known + pd.to_timedelta(round(period), unit="D")) <= seen
    lost = due & (last == known)
    return table.assign(renewals=renewals, survived=until_seen + (due & ~lost), lost=lost).drop(columns="seen_on")


def _periods(length: pd.Series, period: float) -> pd.Series:
    return (length.dt.days / period).round().astype(np.int64)
