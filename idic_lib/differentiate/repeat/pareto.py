"""The Pareto/NBD model (Schmittlein, Morrison and Colombo, Management Science 33(1), 1987; Fader and Hardie's note of 2005).

A customer buys at a rate from Gamma(r, alpha) and leaves at some moment, at a rate from Gamma(s, beta). The likelihood is

    Gamma(r + x) / Gamma(r) alpha^r beta^s [ (alpha + T)^-(r + x) (beta + T)^-s
                                             + s int_{t_x}^{T} (alpha + t)^-(r + x) (beta + t)^-(s + 1) dt ],

alive at T, or gone at some t since the last purchase. The note gives the integral as a difference of two hypergeometric
functions, which loses digits and has no simple gradient. Here it is taken by Gauss and Legendre's rule in log(c + t), c the
smaller of alpha and beta, over the part that counts; the gradient then is a mean of simple terms over the same nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import expit, gammaln, psi

from idic_lib.differentiate.repeat.fitted import Name, Parameters, in_weeks, pace
from idic_lib.differentiate.repeat.maximum import Space, maximum
from idic_lib.differentiate.repeat.rows import DAYS_PER_WEEK, Rows
from idic_lib.inference.bootstrap import Array

BOUNDS = ((-7.0, 5.0), (-4.0, 14.0), (-12.0, 7.0), (-4.0, 14.0))
"""Of log r, log alpha (days), log s, log beta (days)."""
NODES = 24
_NEGLIGIBLE = 38.0
"""The integrand is followed until it has fallen by e to the power of so much."""


@dataclass(frozen=True)
class ParetoNbd(Parameters):
    """A fitted Pareto/NBD; the parameters of drop-out are s and beta."""

    SPACE: ClassVar[Space] = Space(("r", "alpha", "s", "beta"), BOUNDS, (1.0, DAYS_PER_WEEK, 1.0, DAYS_PER_WEEK))

    @property
    def name(self) -> Name:
        """Which model it is."""
        return "pareto"

    @classmethod
    def fit(cls, rows: Rows, *, prior: bool = False) -> ParetoNbd:
        """Maximise the likelihood inside wide bounds, from a start with and one without drop-out; name the bounds that were hit."""
        starts = [(0.0, pace(rows), s, pace(rows) + more) for s, more in ((-0.5, 0.0), (-3.0, 3.0))]
        peak = maximum(log_likelihood, rows, cls.SPACE, starts, prior=prior)
        return cls(np.exp(peak.at), in_weeks(peak, rows), peak.curvature, peak.on_bound, int(rows.customers))

    def alive(self, rows: Rows) -> Array:
        """Give P(alive) per row."""
        return probability_alive(self.theta, rows)

    def active(self, rows: Rows, horizon_days: float) -> Array:
        """Give P(at least one purchase in the horizon): alive, and not silent through it, which has the likelihood of one who never returns."""
        r, alpha, s, beta = self.theta.tolist()
        later = (r + rows.x, alpha + rows.T, s, beta + rows.T)
        here, nobody = np.zeros_like(rows.T), np.zeros_like(rows.T)
        stay = later[0] * np.log1p(horizon_days / later[1]) + s * np.log1p(horizon_days / later[3])
        left = gone(later, nobody, here, here + horizon_days).log + later[0] * np.log(later[1]) + s * np.log(later[3])
        bought: Array = np.clip(1 - np.exp(-stay) - np.exp(left), 0.0, 1.0)
        return bought * self.alive(rows)

    def expected(self, rows: Rows, horizon_days: float) -> Array:
        """Expect repeat purchase days per row (equation 41 of the note); s = 1 is no special case."""
        r, alpha, s, beta = self.theta.tolist()
        s = s if abs(s - 1) > 1e-9 else 1 + 1e-9
        stays = -np.expm1(-(s - 1) * np.log1p(horizon_days / (beta + rows.T))) / (s - 1) * (beta + rows.T)
        expected: Array = (r + rows.x) / (alpha + rows.T) * stays * self.alive(rows)
        return expected

    def _alive_by_draw(self, theta: Array, rows: Rows) -> Array:
        return probability_alive(theta, rows, nodes=NODES // 2)

    def _purchases(self, theta: Array, x: Array, age: Array, horizon_days: float, rng: np.random.Generator) -> Array:
        """Until the horizon ends, or the customer leaves, at a rate from Gamma(s, beta + T)."""
        r, alpha, s, beta = theta
        rate, leaving = rng.standard_gamma(r + x) / (alpha + age), rng.standard_gamma(s) / (beta + age)
        stays = np.minimum(rng.standard_exponential(len(x)) / np.maximum(leaving * horizon_days, 1e-300), 1.0)
        counted: Array = rng.poisson(rate * horizon_days * stays).astype(np.float64)
        return counted


class Gone(NamedTuple):
    """Log of s times the integral, and means over its integrand: of log(alpha + t), log(beta + t), 1 / (alpha + t), 1 / (beta + t)."""

    log: Array
    log_alpha: Array
    log_beta: Array
    per_alpha: Array
    per_beta: Array


def gone(theta: tuple[Array, ...], x: Array, t_x: Array, age: Array, nodes: int = NODES) -> Gone:
    """Integrate over when the customer may have left, since the last purchase (arrays that broadcast; -inf where none has passed)."""
    r, alpha, s, beta = theta
    n, slow, gap = r + x, np.minimum(alpha, beta), np.abs(alpha - beta)
    power_slow, power_fast = np.where(beta < alpha, s + 1, n), np.where(beta < alpha, n, s + 1)
    reach = np.minimum(age - t_x, _until(alpha + t_x, n))
    width = np.log1p(np.minimum(reach, _until(beta + t_x, s)) / (slow + t_x))
    first, last = np.log(slow + t_x), np.log(slow + gap + t_x)
    total = log_slow = log_fast = per_slow = per_fast = np.zeros(np.broadcast_shapes(np.shape(width), np.shape(power_slow)))
    for at, weight in zip(*_rule(nodes), strict=True):
        u = width * at
        here = (slow + t_x) * np.exp(u)
        beyond = np.log(here + gap)
        f = weight * np.exp((1 - power_slow) * u - power_fast * (beyond - last))
        total, log_slow, log_fast = total + f, log_slow + f * (first + u), log_fast + f * beyond
        per_slow, per_fast = per_slow + f / here, per_fast + f / (here + gap)
    log = np.log(s) + _log(width * total) + (1 - power_slow) * first - power_fast * last
    slower, faster = (log_slow / total, per_slow / total), (log_fast / total, per_fast / total)
    by_beta = beta < alpha
    means = [
        np.where(by_beta, a, b) for a, b in ((faster[0], slower[0]), (slower[0], faster[0]), (faster[1], slower[1]), (slower[1], faster[1]))
    ]
    return Gone(log, *means)


def _until(start: Array, power: Array) -> Array:
    """How far t runs until (start + t) to `power` has grown by e to 38."""
    far: Array = start * np.expm1(np.minimum(_NEGLIGIBLE / power, 100.0))
    return far


def _rule(nodes: int) -> tuple[Array, Array]:
    at, weight = np.polynomial.legendre.leggauss(nodes)
    return (at + 1) / 2, weight / 2


def _log(value: Array) -> Array:
    found: Array = np.log(value, out=np.full(np.shape(value), -np.inf), where=value > 0)
    return found


def log_likelihood(log_theta: Array, rows: Rows) -> tuple[float, Array]:
    """Sum the log-likelihood (time in days) and its gradient by the log parameters; gammaln and psi once per distinct x."""
    r, alpha, s, beta = np.exp(log_theta)
    x, w = rows.x, rows.weight
    log_a, log_b = np.log(alpha + rows.T), np.log(beta + rows.T)
    stayed, left = -(r + x) * log_a - s * log_b, gone((r, alpha, s, beta), x, rows.t_x, rows.T)
    either, q = np.logaddexp(stayed, left.log), expit(left.log - stayed)
    k, at = rows.by_x
    base = (gammaln(r + k) - gammaln(r))[at] + r * np.log(alpha) + s * np.log(beta)
    d_r = (psi(r + k) - psi(r))[at] + np.log(alpha) - (1 - q) * log_a - q * left.log_alpha
    d_alpha = r / alpha - (r + x) * ((1 - q) / (alpha + rows.T) + q * left.per_alpha)
    d_s = np.log(beta) - (1 - q) * log_b + q * (1 / s - left.log_beta)
    d_beta = s / beta - (1 - q) * s / (beta + rows.T) - q * (s + 1) * left.per_beta
    return float(w @ (base + either)), np.array([w @ d_r * r, w @ d_alpha * alpha, w @ d_s * s, w @ d_beta * beta])


def probability_alive(theta: Array, rows: Rows, nodes: int = NODES) -> Array:
    """Give P(alive | x, t_x, T) per row for parameters `theta` (... x 4, times in days)."""
    r, alpha, s, beta = (theta[..., [k]] for k in range(4))
    stayed = -(r + rows.x) * np.log(alpha + rows.T) - s * np.log(beta + rows.T)
    alive: Array = expit(stayed - gone((r, alpha, s, beta), rows.x, rows.t_x, rows.T, nodes).log)
    return alive
