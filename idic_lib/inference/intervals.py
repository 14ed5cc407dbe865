"""An estimate with its 95 % interval, and the intervals that have a formula."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt
from statistics import NormalDist

from idic_lib.errors import IdicError

Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Estimate:
    """A value, the ends of its 95 % interval and how many rows or customers it rests on."""

    value: float
    lo: float
    hi: float
    n: int

    def scaled(self, factor: float) -> Estimate:
        """Return the same estimate in another unit (`factor` > 0), such as dollars for cents."""
        return Estimate(self.value * factor, self.lo * factor, self.hi * factor, self.n)


def wilson(successes: int, n: int) -> Estimate:
    """Give the share successes/n with Wilson's score interval (Wilson, JASA 22, 1927): inside 0 to 1 also for 0 or n successes."""
    if not 0 <= successes <= n or n == 0:
        raise IdicError(
            f"a share needs 0 <= successes <= n and n > 0; found {successes} of {n}. Refuse the fact where nothing was counted."
        )
    p, z2 = successes / n, Z95**2
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Estimate(p, max(0.0, min(p, centre - half)), min(1.0, max(p, centre + half)), n)


def log_wald(value: float, log_sd: float, n: int) -> Estimate:
    """Give a positive estimate its normal interval on the log scale, where such likelihoods are closer to normal."""
    return Estimate(value, value * exp(-Z95 * log_sd), value * exp(Z95 * log_sd), n)
