"""The clock of sales: days weigh more before Tết, at weekends and as the firm grows; in this time everybody buys at an even pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.settings import DairySettings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MONTH = 365.25 / 12


@dataclass(frozen=True)
class Clock:
    """Days from the start of the exports to the end of the simulated future, and the time that sales run by.

    `ends[d]` is the sales time at the end of day d, in months of the first month's ordinary pace.
    """

    starts_on: pd.Timestamp
    ends: Floats
    today: int

    @property
    def now(self) -> float:
        """Sales time at `as_of`."""
        return self.at(self.today)

    @property
    def horizon(self) -> float:
        """Sales time at the end of the simulated future."""
        return float(self.ends[-1])

    def at(self, day: int) -> float:
        """Return the sales time at which a day begins."""
        return float(self.ends[day - 1]) if day > 0 else 0.0

    def day(self, on: date) -> int:
        """Return the day's number."""
        return int((pd.Timestamp(on) - self.starts_on).days)

    def days(self, times: Floats) -> Ints:
        """Return the day of each sales time."""
        return np.minimum(np.searchsorted(self.ends, times, side="right"), len(self.ends) - 1)


def clock(settings: DairySettings) -> Clock:
    """Lay out the days of a world."""
    starts_on = pd.Timestamp(settings.span.starts_on)
    today = int((pd.Timestamp(settings.span.as_of) - starts_on).days)
    days = pd.date_range(starts_on, periods=today + 7 * settings.span.future_weeks)
    return Clock(starts_on, np.cumsum(_weights(settings, days)), today)


def _weights(settings: DairySettings, days: pd.DatetimeIndex) -> Floats:
    season = settings.season
    surge = np.where(days.month.isin(season.tet_months), 1 + season.tet_surge, 1.0)
    trend = (1 + season.trend_per_month) ** (np.arange(len(days)) / MONTH)
    week = np.array([1.0] * 5 + [1 + season.saturday, 1 + season.sunday])
    pace: Floats = surge * trend * (week / week.mean())[days.day_of_week] / MONTH
    return pace
