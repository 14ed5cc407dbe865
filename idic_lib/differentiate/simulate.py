"""What the BG/NBD says may happen, drawn: parameters from their covariance, then each customer's purchases (1,000 draws by custom)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from idic_lib.differentiate.bgnbd import BgNbd, Rows, probability_alive
from idic_lib.inference.bootstrap import Array

_BLOCK = 2500
_MOST_CELLS = 40_000_000
_FEWEST_DRAWS = 200


@dataclass(frozen=True)
class Outlook:
    """How far ahead to look, and how.

    `misfit` is the standard deviation of the log ratio of actual to expected totals, of purchases and of money, that the
    method showed in its own past.
    """

    days: int
    misfit: tuple[float, float]
    draws: int
    seed: int


@dataclass(frozen=True)
class Simulated:
    """Per customer the ends of the 95 % interval of purchases; per draw the totals of purchases and of money."""

    lo: Array
    hi: Array
    purchases: Array
    money: Array


def simulate_purchases(theta: Array, rows: Rows, *, horizon_days: float, rng: np.random.Generator) -> Array:
    """Draw each row's repeat purchases in the horizon, one draw per parameter vector in `theta` (draws x 4): draws x rows.

    Exact given the parameters: alive as the model says, then a rate from Gamma(r + x, alpha + T), a drop-out probability
    from Beta(a, b + x), and purchases that end with the horizon or with drop-out, whichever comes first.
    """
    r, alpha, a, b = (theta[:, [k]] for k in range(4))
    alive = rng.random((len(theta), len(rows.x))) < probability_alive(theta, rows)
    rate = rng.standard_gamma(r + rows.x) / (alpha + rows.T)
    until_gone = rng.geometric(np.clip(rng.beta(a, b + rows.x), 1e-12, 1.0))
    drawn: Array = np.where(alive, np.minimum(rng.poisson(rate * horizon_days), until_gone), 0).astype(np.float64)
    return drawn


def draws_for(customers: int, draws: int) -> int:
    """Give how many draws are made: fewer (at least 200) above 40,000 customers."""
    return min(draws, max(_FEWEST_DRAWS, _MOST_CELLS // max(customers, 1)))


def simulate(model: BgNbd, customers: Rows, *, spend: Array, outlook: Outlook) -> Simulated:
    """Draw the future of every customer (`customers` and `spend` hold one row each), block by block, so that memory stays flat.

    Each draw is multiplied by one error of the size of the past misfit, the same for everybody.
    """
    rng = np.random.default_rng(outlook.seed)
    theta = model.draws(draws_for(len(spend), outlook.draws), rng)
    off = np.exp(rng.standard_normal(len(theta))[:, None] * np.array(outlook.misfit))
    ends, purchases, money = [np.zeros((2, 0))], np.zeros(len(theta)), np.zeros(len(theta))
    for start in range(0, len(spend), _BLOCK):
        block = slice(start, start + _BLOCK)
        part = Rows(customers.x[block], customers.t_x[block], customers.T[block], customers.weight[block], customers.at[block])
        drawn = simulate_purchases(theta, part, horizon_days=outlook.days, rng=rng)
        ends.append(np.quantile(drawn * off[:, [0]], (0.025, 0.975), axis=0))
        purchases += drawn.sum(axis=1) * off[:, 0]
        money += drawn @ spend[block] * off[:, 1]
    lo, hi = np.concatenate(ends, axis=1)
    return Simulated(lo, hi, purchases, money)
