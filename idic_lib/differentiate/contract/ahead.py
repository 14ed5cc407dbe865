"""Payments to come of the contracts that still run: how likely each is, given the tenure and the days it is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.contract.payments import Contracts
from idic_lib.differentiate.contract.retention import Retention
from idic_lib.inference.bootstrap import Array


@dataclass(frozen=True)
class Ahead:
    """Contracts alike in renewals paid, payments due in the horizon and days overdue; `group` is each customer's, -1 for the lost."""

    renewals: Array
    dues: Array
    overdue: Array
    group: NDArray[np.int64]

    def chances(self, model: Retention, found: Contracts, theta: Array) -> Array:
        """Return P(at least j payments) for j = 1, 2, ...: draws x groups x dues, 0 beyond the payments due.

        Who has not paid yet although the day has come is less likely to pay than before it: q of the payers pay later than
        that, so the chance falls from r to r q / (r q + 1 - r).
        """
        j = np.arange(1, int(self.dues.max(initial=0)) + 1)
        at = np.maximum(self.renewals[:, None] + j, 0).ravel()
        logs = model.log_survival(at, theta).reshape(len(theta), len(self.renewals), len(j))
        kept = np.exp(logs - model.log_survival(self.renewals, theta)[:, :, None]) * (j <= self.dues[:, None])
        first = np.maximum(kept[:, :, :1], 1e-12)
        q = np.where(self.overdue > 0, found.later_than(found.period + self.overdue), 1.0)[:, None]
        answer: Array = kept * q / (first * q + 1 - first)
        return answer


def ahead(found: Contracts, horizon_days: int) -> Ahead:
    """Group the contracts that still run by what matters for their next payments."""
    last = found.table["last_on"]
    to_end = (pd.Timestamp(found.until + timedelta(days=horizon_days)) - last).dt.days.to_numpy(np.float64)
    dues = np.ceil(to_end / found.period) - 1
    since = (pd.Timestamp(found.until) - last).dt.days.to_numpy(np.float64)
    overdue = np.maximum(np.round(since - found.period), 0)
    rows = np.column_stack([found.table["renewals"].to_numpy(np.float64), np.maximum(dues, 0), overdue])
    live = ~found.lost
    groups, at = np.unique(rows[live], axis=0, return_inverse=True)
    where = np.full(len(rows), -1, dtype=np.int64)
    where[live] = at.ravel()
    return Ahead(groups[:, 0], groups[:, 1], groups[:, 2], where)


def expected_payments(model: Retention, found: Contracts, *, horizon_days: int) -> Array:
    """Expect payments per customer in the `horizon_days` from `found.until`, 0 for the lost."""
    to_come = ahead(found, horizon_days)
    each = to_come.chances(model, found, model.theta[None])[0].sum(axis=1)
    expected: Array = np.append(each, 0.0)[to_come.group]
    return expected
