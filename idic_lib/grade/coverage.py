"""How often the intervals of a sweep hold their truth, and whether that is what was agreed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import stats

FEW = 10
"""With fewer seeds than this a share below the agreed one may be chance."""
SLACK = 0.05
"""How far below the agreed share chance may excuse, whatever the interval says."""


@dataclass(frozen=True)
class Coverage:
    """Intervals that hold their truth and intervals stated, for each seed, and the share agreed.

    A sweep passes where the pooled share is the agreed one or more. With fewer than ten seeds it also passes where the agreed share lies
    inside the pooled share's 95 % interval and the pooled share is at most 0.05 below it.

    Why. The facts of one world are counted from the same persons and orders, so they hold or miss their truth together: 72 intervals of
    two worlds are not 72 trials, and a binomial bound on them says nothing. The seeds are independent, so they are the clusters. But the
    interval of two clusters is so wide (t with one degree of freedom) that alone it would excuse nearly anything: hence the floor.
    With ten seeds or more no excuse is needed: the intervals are stated at 95 %, the agreed share is lower, and with some 18
    intervals a world the standard error of the pooled share is below 0.02, so that intervals which are what they say stay above it.
    """

    seeds: tuple[tuple[int, int], ...]
    agreed: float

    @property
    def inside(self) -> int:
        """Intervals that hold their truth, over all facts and worlds."""
        return sum(inside for inside, _ in self.seeds)

    @property
    def stated(self) -> int:
        """Intervals stated, over all facts and worlds."""
        return sum(stated for _, stated in self.seeds)

    @property
    def share(self) -> float | None:
        """Share of intervals that hold their truth; None where none was stated."""
        return self.inside / self.stated if self.stated else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % interval of the share, clustered by seed; None with one seed, which says nothing about others.

        Linearised variance of a ratio of cluster totals, k / (k - 1) * sum((x_i - p n_i)^2) / n^2, and t with k - 1 degrees of freedom
        (Cochran, Sampling Techniques, 3rd ed., eq. 6.13 and 2.46). Never narrower than independent intervals would have it: a few
        clusters that happen to agree do not make the share certain.
        """
        share, clusters = self.share, len(self.seeds)
        if share is None or clusters < 2:
            return None
        spread = sum((inside - share * stated) ** 2 for inside, stated in self.seeds)
        clustered = clusters / (clusters - 1) * spread / self.stated**2
        half = float(stats.t.ppf(0.975, clusters - 1)) * math.sqrt(max(clustered, share * (1 - share) / self.stated))
        return max(0.0, share - half), min(1.0, share + half)

    @property
    def holds(self) -> bool:
        """Whether the share is what was agreed, as the class says; not so where no interval was stated."""
        if self.share is None:
            return False
        within = self.interval is not None and self.interval[0] <= self.agreed <= self.interval[1]
        return self.share >= self.agreed or (within and len(self.seeds) < FEW and self.share >= self.agreed - SLACK)

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        counts = {"inside": self.inside, "intervals": self.stated, "seeds": len(self.seeds)}
        return {**counts, "share": self.share, "interval": self.interval, "agreed": self.agreed, "holds": self.holds}
