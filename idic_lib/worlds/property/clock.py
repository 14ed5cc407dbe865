"""Days of the world counted from its start, the slower clock of the rate shock, and when leads arrive."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

if TYPE_CHECKING:
    from idic_lib.worlds.property.sections import Source
    from idic_lib.worlds.property.settings import PropertySettings

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
YEAR = 365.25
"""Days of a year."""
FAR = 1e6
"""A day that nothing reaches."""


def month_start(settings: PropertySettings, month: int) -> int:
    """Return the day, from the start, on which a month begins."""
    start = settings.world.start
    years, at = divmod(start.month - 1 + month, 12)
    return (date(start.year + years, at + 1, 1) - start).days


def days_until_as_of(settings: PropertySettings) -> int:
    """Return the number of days that the exports cover."""
    return month_start(settings, settings.world.months)


def _marks(settings: PropertySettings) -> tuple[Floats, Floats]:
    shock = settings.shock
    begin, end = month_start(settings, shock.month), month_start(settings, shock.month + shock.months)
    days = np.array([0, begin, end, FAR], dtype=float)
    return days, np.concatenate([[0], np.cumsum(np.diff(days) * [1, shock.speed, 1])])


def effective(settings: PropertySettings, day: npt.ArrayLike) -> Floats:
    """Return how much time towards a contract has passed since the start."""
    days, passed = _marks(settings)
    return np.asarray(np.interp(np.asarray(day, dtype=float), days, passed))


def calendar(settings: PropertySettings, passed: npt.ArrayLike) -> Floats:
    """Return the day on which so much time has passed; the way back from `effective`."""
    days, marks = _marks(settings)
    return np.asarray(np.interp(np.asarray(passed, dtype=float), marks, days))


def months_of_days(settings: PropertySettings) -> npt.NDArray[np.int64]:
    """Return the month of each day of the exports."""
    starts = [month_start(settings, m) for m in range(settings.world.months + 1)]
    return np.repeat(np.arange(settings.world.months), np.diff(starts))


def fair_days(settings: PropertySettings) -> npt.NDArray[np.bool_]:
    """Return which days have a sales event: the given weekday in the given weeks of a month."""
    own = settings.world
    days = [settings.world.start + timedelta(days=d) for d in range(days_until_as_of(settings))]
    return np.array([d.weekday() == own.fair_weekday and (d.day - 1) // 7 + 1 in own.fair_weeks for d in days])


def arrivals(settings: PropertySettings, source: Source) -> Floats:
    """Return the share of a source's first enquiries that comes on each day of the exports."""
    month, wave = months_of_days(settings), settings.waves.months
    weight = source.level * (1 + source.growth) ** month
    for project, lift in source.lift.items():
        since = month - (settings.projects[project].launch_month - 1)
        weight = weight + lift * np.where((since >= 0) & (since < wave), 1 - since / wave, 0)
    weight = weight * (fair_days(settings) if source.fairs else 1)
    shares: Floats = weight / weight.sum()
    return shares


def mean_hour(settings: PropertySettings) -> float:
    """Return the mean time of day of an enquiry, as a part of a day."""
    return sum(settings.world.visit_hours) / 48


def signed_by(settings: PropertySettings, source: Source, day: float) -> Floats:
    """Return, per day of arrival, the chance that a lead which ever signs has signed before `day` (log-normal on the slower clock)."""
    arrived = np.arange(days_until_as_of(settings)) + mean_hour(settings)
    passed = effective(settings, day) - effective(settings, arrived)
    chance: Floats = np.where(passed > 0, norm.cdf(np.log(np.maximum(passed, 1e-9) / source.days) / source.spread), 0)
    return chance


def timestamps(settings: PropertySettings, days: npt.ArrayLike) -> npt.NDArray[np.datetime64]:
    """Return days from the start as moments, to the minute."""
    minutes = np.floor(np.asarray(days, dtype=float) * 1440).astype("timedelta64[m]")
    return np.asarray((np.datetime64(settings.world.start, "m") + minutes).astype("datetime64[us]"))


def dates(settings: PropertySettings, days: npt.ArrayLike) -> npt.NDArray[np.datetime64]:
    """Return days from the start as dates."""
    return timestamps(settings, np.floor(np.asarray(days, dtype=float)))
