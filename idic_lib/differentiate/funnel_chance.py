"""The chance of a contract by the age of a lead, with leads too young to have closed counted as open (Kaplan and Meier 1958)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Z95, Estimate, wilson

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Incidence:
    """The share of leads with a contract by each day on which one was signed, rising; 0 before the first.

    `greenwood` is the sum in Greenwood's formula up to that day, `times` the days every lead was followed, in order.
    """

    days: Array
    chance: Array
    greenwood: Array
    times: Array

    def at_risk(self, day: float) -> int:
        """Count the leads followed for at least so many days without a contract before."""
        return int(len(self.times) - np.searchsorted(self.times, day, side="left"))

    def at(self, day: float) -> Estimate:
        """Give the chance of a contract within `day` days with its log-log interval (Kalbfleisch and Prentice 1980, 1.15).

        Where nobody or everybody signed the interval is Wilson's, for nobody over the leads followed so long.
        """
        value, n = self.value(day), len(self.times)
        if not 0 < value < 1:
            return replace(wilson(round(value) * n, n) if value else wilson(0, max(self.at_risk(day), 1)), n=n)
        middle, se = self.log_log(day)
        lo, hi = (float(-np.expm1(-np.exp(middle + z * se))) for z in (-Z95, Z95))
        return Estimate(value, min(lo, value), max(hi, value), n)

    def value(self, day: float) -> float:
        """Return the chance within `day` days."""
        k = int(np.searchsorted(self.days, day, side="right"))
        return float(self.chance[k - 1]) if k else 0.0

    def log_log(self, day: float) -> tuple[float, float]:
        """Return log(-log S) and its standard error, where something was signed and something is open."""
        k = int(np.searchsorted(self.days, day, side="right")) - 1
        logarithm = float(np.log1p(-self.chance[k]))
        return float(np.log(-logarithm)), float(np.sqrt(self.greenwood[k]) / abs(logarithm))

    def draws(self, day: float, draws: int, rng: np.random.Generator) -> Array:
        """Draw the chance within `day` days as its interval says; without a contract from Jeffreys' posterior over leads followed so long."""
        if not 0 < self.value(day) < 1:
            return rng.beta(0.5 + self.value(day) * len(self.times), 0.5 + (1 - self.value(day)) * self.at_risk(day), draws)
        middle, se = self.log_log(day)
        drawn: Array = -np.expm1(-np.exp(middle + se * rng.standard_normal(draws)))
        return drawn


def incidence(days: Array, won: Flags) -> Incidence:
    """Estimate the curve from each lead's days: to the contract where `won`, else to the last day it was seen.

    A lead given up stays in the count to the last day seen, so that the curve is of all leads and not of those still hoped for.
    """
    order = np.sort(days)
    signed, counts = np.unique(days[won], return_counts=True)
    at_risk = len(days) - np.searchsorted(order, signed, side="left")
    stays: Array = np.cumprod(1 - counts / at_risk, dtype=np.float64)
    with np.errstate(divide="ignore"):
        greenwood: Array = np.cumsum(counts / (at_risk * (at_risk - counts)), dtype=np.float64)
    return Incidence(signed, 1 - stays, greenwood, order)
