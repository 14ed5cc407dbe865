"""The Gamma-Gamma model of spend per purchase (Fader and Hardie 2013, note 025), with the guards that lifetimes lacks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, psi

from idic_lib.errors import IdicError
from idic_lib.inference.bootstrap import Array

_LEAST_CUSTOMERS = 10
_LEAST_Q = 1.05


@dataclass(frozen=True)
class GammaGamma:
    """A fitted model, `v` in major units; `correlation` of repeat purchases with their mean spend, which the model takes as 0."""

    p: float
    q: float
    v: float
    covariance: Array
    correlation: float
    customers: int
    left_out: int
    """Repeat buyers whose mean spend was zero or negative."""

    @property
    def refused(self) -> bool:
        """Whether the tail is so heavy (q near or below 1) that the mean of a new customer does not exist."""
        return not self.q > _LEAST_Q

    def expected_spend(self, x: Array, mean_spend: Array) -> Array:
        """Expect spend per purchase (major units): the customer's own mean, shrunk to the population's (equation 5)."""
        if self.refused:
            raise IdicError(f"spend per purchase: q is {self.q:.2f}; a mean exists only for q > 1. Use each customer's own mean instead.")
        weight = np.where(mean_spend > 0, self.p * x, 0.0)
        expected: Array = (self.p * self.v + weight * mean_spend) / (weight + self.q - 1)
        return expected


def _log_likelihood(log_theta: Array, x: Array, m: Array) -> tuple[float, Array]:
    p, q, v = np.exp(log_theta)
    both = np.log(v + x * m)
    value = (
        gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v) + (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * both
    )
    d_p = x * (psi(p * x + q) - psi(p * x) + np.log(m) + np.log(x) - both)
    d_q = psi(p * x + q) - psi(q) + np.log(v) - both
    d_v = q / v - (p * x + q) / (v + x * m)
    return float(value.sum()), np.array([d_p.sum() * p, d_q.sum() * q, d_v.sum() * v])


def fit(x: Array, mean_spend: Array) -> GammaGamma | None:
    """Fit to repeat buyers (x > 0) with a positive mean spend per repeat purchase in major units; None below ten of them."""
    repeat = x > 0
    kept = repeat & (mean_spend > 0)
    n, m = x[kept], mean_spend[kept]
    if len(n) < _LEAST_CUSTOMERS or np.ptp(m) == 0:
        return None

    def loss(log_theta: Array) -> tuple[float, Array]:
        value, gradient = _log_likelihood(log_theta, n, m)
        return -value / len(n), -gradient / len(n)

    bounds = [(-7.0, 12.0), (-7.0, 12.0), (-12.0, 25.0)]
    best = minimize(
        loss, (0.0, 1.0, float(np.log(m.mean()))), jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-15, "gtol": 1e-9}
    )
    slopes = [_log_likelihood(best.x + e, n, m)[1] - _log_likelihood(best.x - e, n, m)[1] for e in np.eye(3) * 1e-4]
    hessian = np.array(slopes) / 2e-4
    p, q, v = np.exp(best.x).tolist()
    related = float(np.corrcoef(n, m)[0, 1]) if np.ptp(n) > 0 else 0.0
    covariance = np.asarray(np.linalg.pinv(-(hessian + hessian.T) / 2, hermitian=True), dtype=np.float64)
    return GammaGamma(p, q, v, covariance, related, len(n), int(repeat.sum() - kept.sum()))
