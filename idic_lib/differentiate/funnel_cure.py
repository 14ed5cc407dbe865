"""How many leads will ever sign: a share that never does, and log-normal days to the contract of the rest (Maller and Zhou 1996)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_ndtr, logit, ndtr

from idic_lib.differentiate.funnel_chance import Flags
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Z95, Estimate

FEWEST, SEEN, WIDEST = 30, 0.8, 0.5
"""Contracts needed, the share of eventual contracts that leads followed long enough must have had time for, and the largest standard
error on the log-odds scale: beyond these the eventual rate is guessed from the shape alone."""
_Theta: TypeAlias = Array


@dataclass(frozen=True)
class Cure:
    """`eventual` share that ever signs with its 95 % interval; days to contract are exp(mu + sigma z); `seen` of them fit in the follow-up."""

    eventual: Estimate
    mu: float
    sigma: float
    seen: float

    @property
    def median_days(self) -> float:
        """Days to contract of the middle one of those who sign."""
        return float(np.exp(self.mu))


def cure(days: Array, won: Flags, *, followed: float) -> Cure | None:
    """Fit by maximum likelihood; None where too few signed or the follow-up is too short to tell slow from never.

    Args:
        days: to the contract where `won`, else to the last day seen; half a day is added, because days are whole.
        won: whether a contract was signed.
        followed: days for which enough leads were followed; `SEEN` of the fitted contracts must fall within them.

    """
    if won.sum() < FEWEST:
        return None
    logs, signed = np.log(days + 0.5), won.astype(np.float64)
    begin = np.array([logit(min(0.95, max(0.001, float(signed.mean()) * 1.3))), logs[won].mean(), np.log(max(logs[won].std(), 0.1))])
    fit = minimize(lambda t: -_log_likelihood(t, logs, signed), begin, method="BFGS", options={"gtol": 1e-4 * len(days) ** 0.5})
    se = _se(fit.x, logs, signed)
    mu, sigma = float(fit.x[1]), float(np.exp(fit.x[2]))
    seen = float(ndtr((np.log(followed + 0.5) - mu) / sigma))
    if not np.isfinite(se) or se > WIDEST or seen < SEEN:
        return None
    value, lo, hi = (float(expit(fit.x[0] + z * se)) for z in (0.0, -Z95, Z95))
    return Cure(Estimate(value, lo, hi, len(days)), mu, sigma, seen)


def _log_likelihood(theta: _Theta, logs: Array, signed: Array) -> float:
    odds, mu, sigma = float(theta[0]), float(theta[1]), float(np.exp(np.clip(theta[2], -5, 5)))
    z = (logs - mu) / sigma
    ever = -np.logaddexp(0, -odds)
    density = ever - 0.5 * z**2 - np.log(sigma)
    still = np.logaddexp(-np.logaddexp(0, odds), ever + log_ndtr(-z))
    return float(np.where(signed > 0, density, still).sum())


def _se(theta: _Theta, logs: Array, signed: Array) -> float:
    """Return the standard error of the log-odds of ever signing, from the curvature at the maximum."""
    step = 1e-3
    shifts = np.eye(3) * step
    curvature = np.array([[_mixed(theta, a, b, logs, signed) for b in shifts] for a in shifts]) / (4 * step**2)
    try:
        covariance = np.linalg.inv(-curvature)
    except np.linalg.LinAlgError:
        return float("nan")
    return float(np.sqrt(covariance[0, 0])) if covariance[0, 0] > 0 else float("nan")


def _mixed(theta: _Theta, a: Array, b: Array, logs: Array, signed: Array) -> float:
    return (
        _log_likelihood(theta + a + b, logs, signed) - _log_likelihood(theta + a - b, logs, signed)
        - _log_likelihood(theta - a + b, logs, signed) + _log_likelihood(theta - a - b, logs, signed)
    )  # fmt: skip
