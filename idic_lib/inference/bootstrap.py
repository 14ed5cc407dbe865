"""The bootstrap over customers: whole customers are drawn again, all draws at once, from a seed (Efron 1979)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from idic_lib.inference.intervals import Estimate

Array = NDArray[np.float64]
Statistic = Callable[[Array], Array]
"""Takes weights (draws x customers: how often each was drawn), returns draws, or draws x statistics."""

DRAWS = 2000
_CELLS = 2_500_000
_MOST_CELLS = 20_000_000
_FEWEST_DRAWS = 200


def draws_for(n: int, draws: int = DRAWS) -> int:
    """Give how many draws are made: all that were asked for, fewer (at least 200) above 10,000 customers, where intervals are narrow."""
    return min(draws, max(_FEWEST_DRAWS, _MOST_CELLS // max(n, 1)))


def weights(n: int, *, seed: int, draws: int = DRAWS) -> Iterator[Array]:
    """Yield multinomial weights in chunks (some draws x n) that keep memory flat; every row sums to n."""
    rng, left = np.random.default_rng(seed), draws_for(n, draws)
    while left:
        rows = min(left, max(1, _CELLS // n))
        drawn = rng.integers(0, n, size=(rows, n), dtype=np.int64)
        drawn += np.arange(rows)[:, None] * n
        yield np.bincount(drawn.ravel(), minlength=rows * n).reshape(rows, n).astype(np.float64)
        left -= rows


def replicate(statistic: Statistic, n: int, *, seed: int, draws: int = DRAWS) -> Array:
    """Return the statistic of every draw; statistics computed in one call share their draws and may be subtracted (paired)."""
    return np.concatenate([statistic(w) for w in weights(n, seed=seed, draws=draws)])


def observed(statistic: Statistic, n: int) -> Array:
    """Return the statistic of the customers as they are."""
    value: Array = statistic(np.ones((1, n)))[0]
    return value


def interval(replicates: Array) -> tuple[float, float]:
    """Return the 2.5 and 97.5 percentiles of the draws in which the statistic exists; (nan, nan) when it never does."""
    kept = replicates[np.isfinite(replicates)]
    lo, hi = np.quantile(kept, (0.025, 0.975)) if kept.size else (np.nan, np.nan)
    return float(lo), float(hi)


def estimate(statistic: Statistic, n: int, *, seed: int, draws: int = DRAWS) -> Estimate:
    """Give one statistic with its percentile interval; the interval always holds the value that was observed."""
    value = float(observed(statistic, n))
    lo, hi = interval(replicate(statistic, n, seed=seed, draws=draws))
    return Estimate(value, min(lo, value), max(hi, value), n)


def estimates(statistic: Statistic, n: int, *, seed: int, draws: int = DRAWS) -> tuple[list[Estimate], Array]:
    """Give several statistics that share their draws, and the draws (draws x statistics) for joint statements."""
    values, drawn = observed(statistic, n), replicate(statistic, n, seed=seed, draws=draws)
    bounds = [interval(drawn[:, k]) for k in range(drawn.shape[1])]
    return [Estimate(float(v), min(lo, float(v)), max(hi, float(v)), n) for v, (lo, hi) in zip(values, bounds, strict=True)], drawn


def mean(values: Array, *, seed: int, draws: int = DRAWS) -> Estimate:
    """Give the mean over customers."""
    return ratio(values, np.ones_like(values), seed=seed, draws=draws)


def share(flags: NDArray[np.bool_], *, seed: int, draws: int = DRAWS) -> Estimate:
    """Give the share of customers for whom the flag is true."""
    return mean(flags.astype(np.float64), seed=seed, draws=draws)


def ratio(above: Array, below: Array, *, seed: int, draws: int = DRAWS) -> Estimate:
    """Give sum(above) / sum(below) over customers, such as one tier's share of sales."""
    return estimate(lambda w: (w @ above) / (w @ below), len(above), seed=seed, draws=draws)
