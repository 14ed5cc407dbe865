"""How many there are, where each is found only with a chance: what was found, and what was missed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from idic_lib.inference.intervals import Z95, Estimate

Ints = NDArray[np.int64]


def missed(found: int, chance: Estimate, *, draws: int, seed: int) -> Ints:
    """Draw how many were missed when `found` were found, each with the chance: negative binomial, the chance drawn within its interval."""
    rng = np.random.default_rng(seed)
    chances = np.clip(rng.normal(chance.value, (chance.hi - chance.lo) / (2 * Z95), draws), 1e-3, 1.0)
    drawn: Ints = rng.negative_binomial(found + 0.5, chances)
    return drawn


def total(found: int, chance: Estimate, *, draws: int, seed: int) -> Estimate:
    """Return how many there are: at least those found, at most the 97.5 percentile with those missed; n is what was found."""
    hidden = missed(found, chance, draws=draws, seed=seed)
    value = found / chance.value
    hi = np.quantile(found + hidden, 0.975)
    return Estimate(value, float(found), max(float(hi), value), found)
