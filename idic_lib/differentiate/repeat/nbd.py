"""The NBD model of steady buyers (Ehrenberg 1959): the models here without drop-out, against which drop-out is tested."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln, psi

from idic_lib.differentiate.repeat.bgnbd import BOUNDS
from idic_lib.differentiate.repeat.fitted import in_weeks, pace
from idic_lib.differentiate.repeat.maximum import Space, maximum
from idic_lib.differentiate.repeat.rows import DAYS_PER_WEEK, Rows, grouped
from idic_lib.inference.bootstrap import Array

SPACE = Space(("r", "alpha"), BOUNDS[:2], (1.0, DAYS_PER_WEEK))


def log_likelihood(log_theta: Array, rows: Rows) -> tuple[float, Array]:
    """Sum the log-likelihood (time in days) and its gradient by (log r, log alpha): equation 6 of the BG/NBD paper with a = 0."""
    r, alpha = np.exp(log_theta)
    x, w, log_age = rows.x, rows.weight, np.log(alpha + rows.T)
    value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * log_age
    d_r = psi(r + x) - psi(r) + np.log(alpha) - log_age
    d_alpha = r / alpha - (r + x) / (alpha + rows.T)
    return float(w @ value), np.array([w @ d_r * r, w @ d_alpha * alpha])


def maximum_log_likelihood(rows: Rows) -> float:
    """Return the best log-likelihood without drop-out, for time in weeks (comparable with `RepeatModel.loglik`)."""
    (x, age), _, at = grouped(rows.x, rows.T)  # when the last purchase was says nothing where nobody leaves
    weight = np.bincount(at, weights=rows.weight, minlength=len(x)).astype(np.float64)
    fewer = Rows(x, np.zeros_like(x), age, weight, at)
    return in_weeks(maximum(log_likelihood, fewer, SPACE, [(0.0, pace(rows))]), rows)
