"""How likely a contract is renewed once more: the shifted-beta-geometric model, and one rate for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln, digamma

from idic_lib.differentiate.contract.payments import Counts
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate, log_wald, wilson

Name: TypeAlias = Literal["sbg", "constant"]
SBG: Name = "sbg"
CONSTANT: Name = "constant"
_BOUND = 8.0
"""Parameters beyond exp(8) say that all customers leave alike: one rate then says the same with one number."""


@dataclass(frozen=True)
class Retention:
    """`theta` holds the model's parameters: alpha and beta of the sBG, or the one rate of renewal; `covariance` is of their logs.

    The sBG (Fader and Hardie, JIM 21(1), 2007): every customer leaves at each renewal with a probability of his own, and
    these are spread as Beta(alpha, beta); so those who stayed are those who tend to stay.
    """

    name: Name
    theta: Array
    covariance: Array
    loglik: float
    customers: int
    identified: bool = True

    def log_survival(self, renewals: Array, theta: Array | None = None) -> Array:
        """Return ln S(t), the chance of paying so many renewals, per row of `theta` (parameter draws; the estimate unless given)."""
        rows = np.atleast_2d(self.theta if theta is None else theta)
        return _SURVIVAL[self.name](rows, np.asarray(renewals, dtype=np.float64))

    def draws(self, n: int, rng: np.random.Generator) -> Array:
        """Draw parameters (n x parameters), normal on the log scale; a rate never exceeds one."""
        drawn = np.exp(rng.multivariate_normal(np.log(self.theta), self.covariance, size=n, method="cholesky"))
        return np.minimum(drawn, 1.0) if self.name == CONSTANT else drawn

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The parameters with their intervals."""
        pairs = zip(self.theta, np.sqrt(np.diag(self.covariance)), strict=True)
        return tuple(log_wald(float(v), float(sd), self.customers) for v, sd in pairs)


def _sbg_survival(theta: Array, t: Array) -> Array:
    alpha, beta = theta[:, :1], theta[:, 1:]
    logs: Array = betaln(alpha, beta + t) - betaln(alpha, beta)
    return logs


def _constant_survival(theta: Array, t: Array) -> Array:
    logs: Array = np.log(theta[:, :1]) * t
    return logs


_SURVIVAL = {SBG: _sbg_survival, CONSTANT: _constant_survival}


def fit_sbg(survived: Counts, lost: NDArray[np.bool_]) -> Retention:
    """Fit the sBG by maximum likelihood: `survived` renewals per customer, and whether the next one was not paid (`lost`).

    A customer lost after t renewals adds ln P(t + 1) = ln B(alpha + 1, beta + t) - ln B(alpha, beta), others ln S(t).
    Not identified where a parameter runs to its bound or the curvature is no peak.
    """
    left, stayed = _counts(survived, lost)
    best = minimize(_minus, np.zeros(2), args=(left, stayed), jac=True, method="L-BFGS-B", bounds=[(-_BOUND, _BOUND)] * 2)
    curvature = _curvature(best.x, left, stayed)
    peak = bool(np.all(np.abs(best.x) < _BOUND - 1e-3) and np.all(np.linalg.eigvalsh(curvature) > 1e-6))
    covariance = np.asarray(np.linalg.inv(curvature) if peak else np.zeros((2, 2)), dtype=np.float64)
    return Retention(SBG, np.exp(best.x), covariance, -float(best.fun), len(survived), identified=peak)


def constant_rate(survived: Counts, lost: NDArray[np.bool_]) -> Retention:
    """Give one rate of renewal to everybody: renewals paid over renewals due, whatever the tenure."""
    paid, gone = int(survived.sum()), int(np.sum(lost))
    of = wilson(paid, max(paid + gone, 1))
    rate = min(max(of.value, 1e-6), 1 - 1e-6)
    spread = np.log(max(of.hi, 1e-6) / max(of.lo, 1e-6)) / 3.92
    loglik = paid * np.log(rate) + gone * np.log(1 - rate)
    return Retention(CONSTANT, np.array([rate]), np.array([[spread**2]]), float(loglik), len(survived), identified=paid + gone > 0)


def _counts(survived: Counts, lost: NDArray[np.bool_]) -> tuple[Array, Array]:
    size = int(survived.max(initial=0)) + 1
    both = (np.bincount(survived[flags], minlength=size).astype(np.float64) for flags in (lost, ~lost))
    return next(both), next(both)


def _minus(logs: Array, left: Array, stayed: Array) -> tuple[float, Array]:
    """Return minus the log-likelihood and its gradient by ln alpha and ln beta."""
    (a, b), t = np.exp(logs), np.arange(len(left), dtype=np.float64)
    value = left @ betaln(a + 1, b + t) + stayed @ betaln(a, b + t) - (left.sum() + stayed.sum()) * betaln(a, b)
    both, start = digamma(a + b + t), digamma(a + b)
    by_a = left @ (digamma(a + 1) - digamma(a + b + t + 1)) + stayed @ (digamma(a) - both)
    by_b = left @ (digamma(b + t) - digamma(a + b + t + 1)) + stayed @ (digamma(b + t) - both)
    n = left.sum() + stayed.sum()
    slope = np.array([by_a - n * (digamma(a) - start), by_b - n * (digamma(b) - start)])
    return -float(value), -slope * np.array([a, b])


def _curvature(logs: Array, left: Array, stayed: Array) -> Array:
    """Differentiate the gradient by central differences: exact to about 1e-9 of its size."""
    step = 1e-5
    rows = [(_minus(logs + e, left, stayed)[1] - _minus(logs - e, left, stayed)[1]) / (2 * step) for e in np.eye(2) * step]
    matrix = np.array(rows)
    return (matrix + matrix.T) / 2
