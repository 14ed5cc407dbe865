"""Contracts whose truth is known: everybody leaves at each renewal with a probability of his own, spread as Beta(alpha, beta)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from idic_lib.engine import Engine, Relation

AS_OF = date(2026, 7, 1)
PERIOD = {"month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}


@dataclass(frozen=True)
class World:
    """`orders` holds what is known before AS_OF; `payments` is everything, the future too: customer_id, ordered_on, amount."""

    orders: Relation
    payments: pd.DataFrame

    def ahead(self, weeks: int) -> pd.DataFrame:
        """Payments of the horizon by customers who had paid before it."""
        start, end = pd.Timestamp(AS_OF), pd.Timestamp(AS_OF + timedelta(weeks=weeks))
        known = self.payments.loc[self.payments["ordered_on"] < start, "customer_id"].unique()
        rows = self.payments[self.payments["customer_id"].isin(known)]
        return rows[(rows["ordered_on"] >= start) & (rows["ordered_on"] < end)]


def world(
    customers: int = 2000, *, seed: int = 1, alpha: float = 0.6, beta: float = 8.0, periods: int = 36, rhythm: str = "month", scale: int = 1
) -> World:
    """Draw contracts that began over the latest `periods`; payments come 0 to 5 days late, one in thirty ten days."""
    rng = np.random.default_rng(seed)
    began = np.sort(rng.random(customers)) * periods
    stays = rng.geometric(np.clip(rng.beta(alpha, beta, customers), 1e-9, 1)).clip(max=3 * periods)
    each = np.rint(rng.lognormal(np.log(20_000), 0.5, customers)).astype(np.int64) * scale
    who = np.repeat(np.arange(customers), stays)
    k = np.arange(len(who)) - np.repeat(np.cumsum(stays) - stays, stays)
    late = np.where(rng.random(len(who)) < 1 / 30, 10, rng.integers(0, 6, len(who)))
    day = np.floor((began[who] - periods + k) * PERIOD[rhythm] + late)
    frame = pd.DataFrame({
        "customer_id": [f"c{w:05d}" for w in who], "ordered_on": pd.Timestamp(AS_OF) + pd.to_timedelta(day, unit="D"), "amount": each[who],
    })  # fmt: skip
    frame = frame[frame["ordered_on"] < pd.Timestamp(AS_OF) + pd.DateOffset(years=3)]
    frame.insert(0, "order_id", [f"o{i:07d}" for i in range(len(frame))])
    known = frame[frame["ordered_on"] < pd.Timestamp(AS_OF)]
    return World(Engine.of(orders=known).relation("orders"), frame)
