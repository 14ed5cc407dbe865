"""Customer bases whose truth is known: drawn day by day with or without drop-out, to test what a fit says about them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from idic_lib.differentiate.repeat.rows import Rows


@dataclass(frozen=True)
class Base:
    """What a drawn base is like: buying rates from Gamma(r, alpha days), drop-out after a purchase from Beta(a, b), none for a = 0."""

    r: float
    alpha: float
    a: float
    b: float
    customers: int
    days: int
    arriving_days: int
    pause_days: int = 0
    """Half of the customers pause for so long, once, and come back: irregular buying without drop-out."""


def draw_base(base: Base, *, seed: int) -> Rows:
    """Draw the summary (x, t_x, T) of every customer at day grain: two purchases on one day are one, as in the orders."""
    rng = np.random.default_rng(seed)
    n, day = base.customers, np.arange(1, base.days + 1)
    age = base.days - rng.integers(0, base.arriving_days + 1, n)
    rate = rng.gamma(base.r, 1 / base.alpha, n)
    stays_for = rng.geometric(np.clip(rng.beta(base.a, base.b, n), 1e-12, 1)) if base.a > 0 else np.full(n, base.days + 1)
    bought = rng.random((n, base.days)) < -np.expm1(-rate)[:, None]
    bought &= day <= age[:, None]
    if base.pause_days:
        from_day = np.where(rng.random(n) < 0.5, rng.integers(0, base.days, n), base.days + 1)
        bought &= (day < from_day[:, None]) | (day >= from_day[:, None] + base.pause_days)
    bought &= np.cumsum(bought, axis=1) <= stays_for[:, None]
    x = bought.sum(axis=1)
    t_x = np.where(x > 0, base.days - np.argmax(bought[:, ::-1], axis=1), 0)
    return Rows.of(x.astype(np.float64), t_x.astype(np.float64), age.astype(np.float64))
