"""The BG/NBD repeat-purchase model: fit, covariance and expectations (Fader, Hardie and Lee, Marketing Science 24(2), 2005)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, gammaln, hyp2f1, psi

from idic_lib.inference.bootstrap import Array

DAYS_PER_WEEK = 7.0
NAMES = ("r", "alpha", "a", "b")
BOUNDS = ((-7.0, 5.0), (-4.0, 14.0), (-12.0, 7.0), (-7.0, 12.0))
"""Of log r, log alpha (days), log a, log b: wide enough for one purchase in seven years and for buying every day."""


@dataclass(frozen=True)
class Rows:
    """Identical customers once, with how many there are: x repeat purchase days, t_x and T in days."""

    x: Array
    t_x: Array
    T: Array
    weight: Array
    at: NDArray[np.intp]
    """The row of each customer."""

    @classmethod
    def of(cls, x: Array, t_x: Array, T: Array) -> Rows:  # noqa: N803 - the paper's notation
        """Group equal (x, t_x, T): whole days make rows collide, and the likelihood stays exactly the same."""
        table = np.column_stack([x, t_x, T]).astype(np.int64)
        radix = table.max(axis=0, initial=0) + 1
        key = (table[:, 0] * radix[1] + table[:, 1]) * radix[2] + table[:, 2]
        _, first, at, counts = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
        once = table[first].astype(np.float64)
        return cls(once[:, 0], once[:, 1], once[:, 2], counts.astype(np.float64), at)


@dataclass(frozen=True)
class BgNbd:
    """A fitted model; `alpha` in weeks and `loglik` for time in weeks, as published; `curvature` is minus the Hessian on the log scale."""

    r: float
    alpha: float
    a: float
    b: float
    loglik: float
    curvature: Array
    on_bound: tuple[str, ...]
    customers: int

    @property
    def theta(self) -> Array:
        """(r, alpha, a, b) with alpha in days, the unit that the fit works in."""
        return np.array([self.r, self.alpha * DAYS_PER_WEEK, self.a, self.b])

    @property
    def covariance(self) -> Array:
        """Of (log r, log alpha, log a, log b): the inverse curvature (pseudo-inverse where a parameter is not identified)."""
        return np.asarray(np.linalg.pinv(self.curvature, hermitian=True), dtype=np.float64)

    def draws(self, n: int, rng: np.random.Generator) -> Array:
        """Draw n parameter vectors (n x 4, alpha in days), correlated as fitted and always positive."""
        drawn: Array = np.exp(rng.multivariate_normal(np.log(self.theta), self.covariance, size=n, method="eigh"))
        return drawn


def log_likelihood(log_theta: Array, rows: Rows) -> tuple[float, Array]:
    """Sum the log-likelihood (equation 6 of the paper, time in days) and its gradient by the log parameters.

    One formula with one gradient: it is left in one piece. gammaln and psi are evaluated once per distinct x.
    """
    r, alpha, a, b = np.exp(log_theta)
    x, w, repeat = rows.x, rows.weight, rows.x > 0
    log_age, log_last, before = np.log(alpha + rows.T), np.log(alpha + rows.t_x), np.where(repeat, b + x - 1, 1.0)
    alive = -(r + x) * log_age
    gone = np.where(repeat, np.log(a) - np.log(before) - (r + x) * log_last, -np.inf)
    either = np.logaddexp(alive, gone)
    p, q = np.exp(alive - either), np.exp(gone - either)
    k, at = np.unique(x, return_inverse=True)
    base = gammaln(r + k) - gammaln(r) + gammaln(b + k) - gammaln(b) + gammaln(a + b) - gammaln(a + b + k)
    shared = (psi(a + b) - psi(a + b + k))[at]
    d_r = (psi(r + k) - psi(r))[at] + np.log(alpha) - p * log_age - q * log_last
    d_alpha = r / alpha - (r + x) * (p / (alpha + rows.T) + q / (alpha + rows.t_x))
    d_b = (psi(b + k) - psi(b))[at] + shared - q / before
    gradient = np.array([w @ d_r * r, w @ d_alpha * alpha, w @ (shared + q / a) * a, w @ d_b * b])
    return float(w @ (base[at] + r * np.log(alpha) + either)), gradient


def _curvature(log_theta: Array, rows: Rows, step: float = 1e-4) -> Array:
    slopes = [log_likelihood(log_theta + e, rows)[1] - log_likelihood(log_theta - e, rows)[1] for e in np.eye(4) * step]
    hessian = np.array(slopes) / (2 * step)
    return -(hessian + hessian.T) / 2


def fit(rows: Rows) -> BgNbd:
    """Maximise the likelihood inside wide bounds, from a start with and one without drop-out; name the bounds that were hit."""
    n = float(rows.weight.sum())

    def loss(log_theta: Array) -> tuple[float, Array]:
        value, gradient = log_likelihood(log_theta, rows)
        return -value / n, -gradient / n

    pace = float(np.log(max(rows.T.mean() / 4, 1.0)))
    options = {"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-9}
    tries = [
        minimize(loss, (0.0, pace, a, b), jac=True, method="L-BFGS-B", bounds=BOUNDS, options=options) for a, b in ((0.0, 1.0), (-3.0, 1.0))
    ]
    best = min(tries, key=lambda t: float(t.fun))
    hit = tuple(name for name, v, (lo, hi) in zip(NAMES, best.x, BOUNDS, strict=True) if not lo + 1e-3 < v < hi - 1e-3)
    r, alpha, a, b = np.exp(best.x).tolist()
    loglik = -float(best.fun) * n + float(rows.weight @ rows.x) * np.log(DAYS_PER_WEEK)
    return BgNbd(r, alpha / DAYS_PER_WEEK, a, b, float(loglik), _curvature(best.x, rows), hit, int(n))


def probability_alive(theta: Array, rows: Rows) -> Array:
    """Give P(alive | x, t_x, T) per row for parameters `theta` (... x 4, alpha in days); it is 1 for x = 0, so it is no activity flag."""
    r, alpha, a, b = (theta[..., [k]] for k in range(4))
    x = rows.x
    odds = np.log(a) - np.log(np.where(x > 0, b + x - 1, 1.0)) + (r + x) * (np.log(alpha + rows.T) - np.log(alpha + rows.t_x))
    alive: Array = expit(-np.where(x > 0, odds, -np.inf))
    return alive


def expected_purchases(model: BgNbd, rows: Rows, horizon_days: float) -> Array:
    """Expect repeat purchase days per row in the next `horizon_days` (equation 10 of the paper)."""
    r, alpha, a, b = model.theta.tolist()
    a = a if abs(a - 1) > 1e-6 else 1 + 1e-6
    x, end = rows.x, alpha + rows.T + horizon_days
    left = ((alpha + rows.T) / end) ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, horizon_days / end)
    expected: Array = (a + b + x - 1) / (a - 1) * (1 - left) * probability_alive(model.theta, rows)
    return expected
