"""The Gamma-Gamma model of spend per purchase (Fader and Hardie 2013, note 025), with the guards that lifetimes lacks."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, psi

from idic_lib.errors import IdicError
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Z95

_LEAST_CUSTOMERS = 10
_LEAST_Q = 1.05
_MOST_OFF = 2.0
_LIKE_ONE_PURCHASE = 1.0


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
    mean: float
    """What the repeat buyers who were fitted spend on average, to hold the model's mean against."""

    @property
    def population(self) -> float:
        """Spend per purchase of a customer of whom nothing is known; infinite where it does not exist."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else float("inf")

    @property
    def refused(self) -> bool:
        """Whether the tail is so heavy that the mean of a new customer does not exist, or is over twice what customers really spend.

        The lower end of q's 95 % interval must be above 1 too: at q = 1 the mean is infinite.
        """
        variance = float(self.covariance[1, 1])
        lowest = self.q * exp(-Z95 * sqrt(variance)) if variance > 0 else 0.0
        return not (self.q > _LEAST_Q and lowest > 1 and self.population < _MOST_OFF * self.mean)

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
    k, at = np.unique(x, return_inverse=True)
    base = gammaln(p * k + q) - gammaln(p * k) - gammaln(q) + q * np.log(v) + p * k * np.log(k)
    slope = psi(p * k + q)
    value = base[at] + (p * x - 1) * np.log(m) - (p * x + q) * both
    d_p = x * ((slope - psi(p * k) + np.log(k))[at] + np.log(m) - both)
    d_q = (slope - psi(q))[at] + np.log(v) - both
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
    return GammaGamma(p, q, v, covariance, related, len(n), int(repeat.sum() - kept.sum()), float(m.mean()))


def spend_per_purchase(model: GammaGamma | None, x: Array, mean_spend: Array, own_mean: Array) -> Array:
    """Expect spend per purchase, finite and never negative: by the model where it may be used, else by the customer's shrunken own mean.

    `mean_spend` is the mean of the x repeat purchases, `own_mean` that of all x + 1 (all in major units).
    """
    if model is None or model.refused:
        return shrunken_mean(x + 1, own_mean)
    return model.expected_spend(x, mean_spend)


def shrunken_mean(purchases: Array, own_mean: Array) -> Array:
    """Give each customer's mean as if one purchase more had been made, at the mean of all customers."""
    everybody = float(own_mean.mean()) if len(own_mean) else 0.0
    shrunken: Array = (purchases * own_mean + _LIKE_ONE_PURCHASE * everybody) / (purchases + _LIKE_ONE_PURCHASE)
    return np.maximum(shrunken, 0.0)
