"""How far customers were from a forecast in its own past: the chance that a rule, the feature model or a blend does not state itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from idic_lib.inference.bootstrap import Array

GROUPS = 10
_FEWEST = 40
_SHAPE = (0.02, 1e3)


@dataclass(frozen=True)
class Spread:
    """By group of similar forecasts (edges in purchases a day): actual over foreseen, purchases a day, and the gamma shape."""

    edges: Array
    ratio: Array
    level: Array
    shape: Array

    def around(self, expected: Array, days: float) -> tuple[Array, Array]:
        """Return each customer's mean and gamma shape: purchases are Poisson, their rate gamma about the mean.

        The means add to the forecast's own total, so that the spread says how customers differ and not how the total was off.
        Where nothing was foreseen, similar customers' actual pace stands in.
        """
        at = np.searchsorted(self.edges, expected / days, side="left")
        mean = np.where(expected > 0, expected * self.ratio[at], self.level[at] * days)
        total = expected.sum()
        return mean * (total / mean.sum() if total > 0 else 1.0), self.shape[at]


def learn_spread(expected: Array, actual: Array, days: Array) -> Spread:
    """Learn from past forecasts, one element a customer and trial: up to ten groups by forecast pace.

    The shape k of a group solves sum of squared errors = sum of means + sum of squared means / k (negative binomial).
    """
    pace = expected / days
    edges = np.unique(np.quantile(pace, np.linspace(0, 1, GROUPS + 1)[1:-1]))
    group = np.searchsorted(edges, pace, side="left")
    whole = _group(expected, actual, days)
    found = [
        _group(*(v[group == k] for v in (expected, actual, days))) if (group == k).sum() >= _FEWEST else whole
        for k in range(len(edges) + 1)
    ]
    ratio, level, shape = np.array(found).T
    return Spread(edges, ratio, level, shape)


def _group(expected: Array, actual: Array, days: Array) -> tuple[float, float, float]:
    ratio, level = (actual.sum() + 1) / (expected.sum() + 1), (actual.sum() + 0.5) / max(days.sum(), 1.0)
    mean = np.where(expected > 0, expected * ratio, level * days)
    beyond = ((actual - mean) ** 2).sum() - mean.sum()
    shape = (mean**2).sum() / beyond if beyond > 0 else _SHAPE[1]
    return float(ratio), float(level), float(np.clip(shape, *_SHAPE))
