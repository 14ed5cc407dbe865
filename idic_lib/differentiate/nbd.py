"""The NBD model of steady buyers (Ehrenberg 1959): the BG/NBD without drop-out, against which drop-out is tested."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, psi

from idic_lib.differentiate.bgnbd import BOUNDS, DAYS_PER_WEEK, Rows
from idic_lib.inference.bootstrap import Array


def log_likelihood(log_theta: Array, rows: Rows) -> tuple[float, Array]:
    """Sum the log-likelihood (time in days) and its gradient by (log r, log alpha): equation 6 of the BG/NBD paper with a = 0."""
    r, alpha = np.exp(log_theta)
    x, w, log_age = rows.x, rows.weight, np.log(alpha + rows.T)
    value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * log_age
    d_r = psi(r + x) - psi(r) + np.log(alpha) - log_age
    d_alpha = r / alpha - (r + x) / (alpha + rows.T)
    return float(w @ value), np.array([w @ d_r * r, w @ d_alpha * alpha])


def maximum_log_likelihood(rows: Rows) -> float:
    """Return the best log-likelihood without drop-out, for time in weeks (comparable with `BgNbd.loglik`)."""
    n = float(rows.weight.sum())

    def loss(log_theta: Array) -> tuple[float, Array]:
        value, gradient = log_likelihood(log_theta, rows)
        return -value / n, -gradient / n

    start = (0.0, float(np.log(max(rows.T.mean() / 4, 1.0))))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=BOUNDS[:2], options={"ftol": 1e-15, "gtol": 1e-9})
    return -float(best.fun) * n + float(rows.weight @ rows.x) * float(np.log(DAYS_PER_WEEK))
