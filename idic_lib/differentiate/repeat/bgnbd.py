"""The BG/NBD repeat-purchase model (Fader, Hardie and Lee, Marketing Science 24(2), 2005), in a form that the MBG/NBD shares.

In both a customer may leave after each purchase. In the MBG/NBD the first one counts too: b + 1 stands where the BG/NBD has b,
save in the normalising constant. `LEAVES_AT_ONCE` is that 1 or 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from scipy.special import expit, gammaln, hyp2f1, psi

from idic_lib.differentiate.repeat.fitted import Name, Parameters, in_weeks, pace
from idic_lib.differentiate.repeat.maximum import Space, maximum
from idic_lib.differentiate.repeat.rows import DAYS_PER_WEEK, Rows, grouped
from idic_lib.inference.bootstrap import Array

NAMES = ("r", "alpha", "a", "b")
BOUNDS = ((-7.0, 5.0), (-4.0, 14.0), (-12.0, 7.0), (-7.0, 12.0))
"""Of log r, log alpha (days), log a, log b: wide enough for one purchase in seven years and for buying every day."""


@dataclass(frozen=True)
class BgNbd(Parameters):
    """A fitted BG/NBD: rates from Gamma(r, alpha), the chance to leave after a repeat purchase from Beta(a, b)."""

    SPACE: ClassVar[Space] = Space(NAMES, BOUNDS, (1.0, DAYS_PER_WEEK, 1.0, 1.0))
    LEAVES_AT_ONCE: ClassVar[float] = 0.0

    @property
    def name(self) -> Name:
        """Which model it is."""
        return "mbgnbd" if self.LEAVES_AT_ONCE else "bgnbd"

    @classmethod
    def fit(cls, rows: Rows, *, prior: bool = False) -> Self:
        """Maximise the likelihood inside wide bounds, from a start with and one without drop-out; name the bounds that were hit."""
        starts = [(0.0, pace(rows), a, 1.0) for a in (0.0, -3.0)]
        peak = maximum(lambda at, some: log_likelihood(at, some, cls.LEAVES_AT_ONCE), rows, cls.SPACE, starts, prior=prior)
        return cls(np.exp(peak.at), in_weeks(peak, rows), peak.curvature, peak.on_bound, int(rows.customers))

    def alive(self, rows: Rows) -> Array:
        """Give P(alive) per row; in the BG/NBD it is 1 for x = 0, so it is no flag of activity."""
        return probability_alive(self.theta, rows, self.LEAVES_AT_ONCE)

    def active(self, rows: Rows, horizon_days: float) -> Array:
        """Give P(at least one purchase in the horizon): alive, and not waiting longer than it (a customer leaves only when buying)."""
        r, alpha, _, _ = self.theta.tolist()
        soon: Array = -np.expm1(-(r + rows.x) * np.log1p(horizon_days / (alpha + rows.T)))
        return soon * self.alive(rows)

    def expected(self, rows: Rows, horizon_days: float) -> Array:
        """Expect repeat purchase days per row (equation 10); its hypergeometric part is evaluated once per distinct (x, T)."""
        (x, age), _, at = grouped(rows.x, rows.T)
        return self._if_alive(x, age, horizon_days)[at] * self.alive(rows)

    def _if_alive(self, x: Array, age: Array, horizon_days: float) -> Array:
        """Equation 10, or Euler's transformation of it: whichever has the smaller power, so that no factor overflows."""
        r, alpha, a, b = self.theta.tolist()
        a, b = a if abs(a - 1) > 1e-6 else 1 + 1e-6, b + self.LEAVES_AT_ONCE + x
        c, end, power = a + b - 1, alpha + age + horizon_days, np.minimum(r + x, a - 1)
        c = np.where(np.abs(c) > 1e-6, c, 1e-6)
        euler = power < r + x
        with np.errstate(over="ignore", invalid="ignore"):
            series = hyp2f1(np.where(euler, c - r - x, r + x), np.where(euler, a - 1, b), c, horizon_days / end)
            left = np.nan_to_num(((alpha + age) / end) ** power * series, nan=0.0, posinf=0.0)
        expected: Array = np.maximum(c / (a - 1) * (1 - left), 0.0)
        return expected

    def _alive_by_draw(self, theta: Array, rows: Rows) -> Array:
        return probability_alive(theta, rows, self.LEAVES_AT_ONCE)

    def _purchases(self, theta: Array, x: Array, age: Array, horizon_days: float, rng: np.random.Generator) -> Array:
        """Until the horizon ends, or drop-out after a purchase, its chance from Beta(a, b + x), whichever comes first."""
        r, alpha, a, b = theta
        bought = rng.poisson(rng.standard_gamma(r + x) / (alpha + age) * horizon_days)
        some = np.flatnonzero(bought)
        leaving = rng.beta(a[some], b[some] + self.LEAVES_AT_ONCE + x[some])
        bought[some] = np.minimum(bought[some], rng.geometric(np.clip(leaving, 1e-12, 1.0)))
        counted: Array = bought.astype(np.float64)
        return counted


def log_likelihood(log_theta: Array, rows: Rows, leaves_at_once: float = 0.0) -> tuple[float, Array]:
    """Sum the log-likelihood (equation 6 of the paper, time in days) and its gradient by the log parameters.

    One formula with one gradient: it is left in one piece. gammaln and psi are evaluated once per distinct x.
    """
    r, alpha, a, b = np.exp(log_theta)
    x, w, may_be_gone = rows.x, rows.weight, rows.x + leaves_at_once > 0
    log_age, log_last = np.log(alpha + rows.T), np.log(alpha + rows.t_x)
    before = np.where(may_be_gone, b + x + leaves_at_once - 1, 1.0)
    odds = np.where(may_be_gone, np.log(a / before) + (r + x) * (log_age - log_last), -np.inf)
    small = np.exp(-np.abs(odds))
    p, q = np.where(odds > 0, small, 1.0) / (1 + small), np.where(odds > 0, 1.0, small) / (1 + small)
    either = np.maximum(odds, 0.0) + np.log(1 + small) - (r + x) * log_age
    k, at = rows.by_x
    m = k + leaves_at_once
    base = gammaln(r + k) - gammaln(r) + gammaln(b + m) - gammaln(b) + gammaln(a + b) - gammaln(a + b + m)
    shared = (psi(a + b) - psi(a + b + m))[at]
    d_r = (psi(r + k) - psi(r))[at] + np.log(alpha) - p * log_age - q * log_last
    d_alpha = r / alpha - (r + x) * (p / (alpha + rows.T) + q / (alpha + rows.t_x))
    d_b = (psi(b + m) - psi(b))[at] + shared - q / before
    gradient = np.array([w @ d_r * r, w @ d_alpha * alpha, w @ (shared + q / a) * a, w @ d_b * b])
    return float(w @ (base[at] + r * np.log(alpha) + either)), gradient


def probability_alive(theta: Array, rows: Rows, leaves_at_once: float = 0.0) -> Array:
    """Give P(alive | x, t_x, T) per row for parameters `theta` (... x 4, alpha in days); without `leaves_at_once` it is 1 for x = 0."""
    r, alpha, a, b = (theta[..., [k]] for k in range(4))
    x, may_be_gone = rows.x, rows.x + leaves_at_once > 0
    before = np.where(may_be_gone, b + x + leaves_at_once - 1, 1.0)
    odds = np.log(a) - np.log(before) + (r + x) * (np.log(alpha + rows.T) - np.log(alpha + rows.t_x))
    alive: Array = expit(-np.where(may_be_gone, odds, -np.inf))
    return alive
