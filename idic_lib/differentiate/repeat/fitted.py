"""What every fitted model of repeat purchases has in common: parameters, how well they are known, and draws of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

import numpy as np

from idic_lib.differentiate.repeat.maximum import PRIOR, Peak, Space
from idic_lib.differentiate.repeat.rows import DAYS_PER_WEEK, Rows
from idic_lib.inference.bootstrap import Array

Name = Literal["bgnbd", "mbgnbd", "pareto"]
_DRAWS_AT_A_TIME = 40
WEEK = float(np.log(DAYS_PER_WEEK))


class RepeatModel(Protocol):
    """What callers may ask of any of the three models. `theta` has times in days; `loglik` is for time in weeks, comparable across models."""

    @property
    def name(self) -> Name: ...  # noqa: D102
    @property
    def theta(self) -> Array: ...  # noqa: D102
    @property
    def loglik(self) -> float: ...  # noqa: D102
    @property
    def curvature(self) -> Array: ...  # noqa: D102
    @property
    def covariance(self) -> Array: ...  # noqa: D102
    @property
    def parameters(self) -> dict[str, float]: ...  # noqa: D102
    @property
    def on_bound(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def customers(self) -> int: ...  # noqa: D102

    def draws(self, n: int, rng: np.random.Generator) -> Array:
        """Draw n parameter vectors (n x 4, times in days)."""
        ...

    def expected(self, rows: Rows, horizon_days: float) -> Array:
        """Expect repeat purchase days per row in the next `horizon_days`."""
        ...

    def active(self, rows: Rows, horizon_days: float) -> Array:
        """Give P(at least one purchase in the next `horizon_days`) per row: the flag of activity that may be shown."""
        ...

    def alive(self, rows: Rows) -> Array:
        """Give P(alive) per row. BG/NBD holds everybody who bought once for alive: never show it as a flag of activity."""
        ...

    def simulate(self, theta_draws: Array, rows: Rows, horizon_days: float, rng: np.random.Generator) -> Array:
        """Draw each row's purchases in the horizon, one draw per parameter vector: draws x rows."""
        ...


@dataclass(frozen=True)
class Parameters(ABC):
    """A fitted model; `theta` has times in days, `loglik` is for time in weeks, `curvature` is minus the Hessian on the log scale."""

    theta: Array
    loglik: float
    curvature: Array
    on_bound: tuple[str, ...]
    customers: int

    SPACE: ClassVar[Space]

    @property
    def covariance(self) -> Array:
        """Of the log parameters: the inverse curvature. No direction is held for less known than the weak prior alone would have it."""
        values, vectors = np.linalg.eigh(self.curvature)
        inverse: Array = (vectors / np.maximum(values, PRIOR)) @ vectors.T
        return inverse

    @property
    def parameters(self) -> dict[str, float]:
        """By name, times in weeks, as they are published."""
        scaled = self.theta / np.array(self.SPACE.units)
        return dict(zip(self.SPACE.names, scaled.tolist(), strict=True))

    def draws(self, n: int, rng: np.random.Generator) -> Array:
        """Draw n parameter vectors (n x 4, times in days), correlated as fitted, positive, and inside the bounds of the fit."""
        drawn = rng.multivariate_normal(np.log(self.theta), self.covariance, size=n, method="eigh")
        lo, hi = np.array(self.SPACE.bounds).T
        inside: Array = np.exp(np.clip(drawn, lo, hi))
        return inside

    def simulate(self, theta_draws: Array, rows: Rows, horizon_days: float, rng: np.random.Generator) -> Array:
        """Draw each row's purchases in the horizon, one draw per parameter vector, exactly given the parameters: draws x rows.

        First who is alive; then, for those, purchases at a rate from Gamma(r + x, alpha + T) until they leave or the horizon
        ends. Some draws at a time, so that the work stays in the processor's cache.
        """
        once, drawn = Rows.of(rows.x, rows.t_x, rows.T), np.zeros((len(theta_draws), len(rows.x)))
        for start in range(0, len(theta_draws), _DRAWS_AT_A_TIME):
            theta, part = theta_draws[start : start + _DRAWS_AT_A_TIME], drawn[start : start + _DRAWS_AT_A_TIME]
            draw, row = np.nonzero(rng.random(part.shape) < self._alive_by_draw(theta, once)[:, once.at])
            part[draw, row] = self._purchases(theta[draw].T, rows.x[row], rows.T[row], horizon_days, rng)
        return drawn

    @abstractmethod
    def _alive_by_draw(self, theta: Array, rows: Rows) -> Array:
        """P(alive), draws x rows."""

    @abstractmethod
    def _purchases(self, theta: Array, x: Array, age: Array, horizon_days: float, rng: np.random.Generator) -> Array:
        """Purchases of customers who are alive, each with parameters of its own (4 x customers)."""


def in_weeks(peak: Peak, rows: Rows) -> float:
    """Log-likelihood for time in weeks, as published: each of the x purchases is a density per week."""
    return peak.loglik + float(rows.weight @ rows.x) * WEEK


def pace(rows: Rows) -> float:
    """Log of an ordinary time between purchases in days, to start the search from."""
    return float(np.log(max(rows.T.mean() / 4, 1.0))) if len(rows.T) else 0.0
