"""How many kinds of needs there are: what holds in bootstrap samples, foresees other customers' baskets, and is not one crowd cut in pieces.

Three tests, all to be passed. Stability: two bootstrap samples, segmented each by itself, put all
customers together alike (adjusted Rand index; Dolnicar and Leisch, Marketing Letters 21, 2010).
Gain: customers who were not drawn are likelier under k segments than under fewer, one over-dispersed
crowd included; two pieces of one crowd are often stable, and fail here. Valley: on the line that
tells two segments apart fewer customers stand half-way than around either middle; otherwise they are
the ends of one scale, however well a mixture fits it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from idic_lib.differentiate.needs.baskets import Baskets, distinct
from idic_lib.differentiate.needs.mixture import MOST_STEPS, Cells, Mixture, fitted, posterior, refitted
from idic_lib.text import N_

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

SAMPLES = 20
MOST_CUSTOMERS = 4000
MOST_SEGMENTS = 9
STABLE = 0.8
SMALLEST = 0.03
VALLEY = 0.8
LINES = 10
_NEAR = 1 / 3
_LITTLE = 0.05
HOLDS = N_("holds")
ONE = N_("one crowd, the yardstick")
_SURE = 2.576  # two-sided 99 %: several numbers are tried


@dataclass(frozen=True)
class _Fits:
    """`labels` (samples x customers): where each sample's mixture puts everybody; `unseen` (customers): mean log-likelihood when not drawn."""

    mixtures: list[Mixture]
    labels: Ints
    unseen: Array


@dataclass(frozen=True)
class Tried:
    """`table`: one row per number of segments tried; `mixtures`: the fit to the whole sample, by number."""

    table: pd.DataFrame
    mixtures: dict[int, Mixture]

    @property
    def chosen(self) -> int:
        """The largest number that passed every test; 0 where none did."""
        holds = self.table.loc[self.table["verdict"] == HOLDS, "segments"]
        return int(holds.max()) if len(holds) else 0


def tried_numbers(of: Baskets, *, seed: int) -> Tried:
    """Try 1, 2, ... segments; one row per number, the first test it failed in `verdict`.

    Columns: segments; stability with stability_lo, stability_hi (median adjusted Rand index of pairs of bootstrap
    samples, and the range of 95 % of them); gain with gain_lo, gain_hi (log-likelihood per customer not drawn, over the
    best smaller number; 99 % interval over customers); smallest (share of the smallest segment); between (customers
    half-way between the closest two, per customer around the thinner middle; upper end); verdict (`HOLDS`, or the test it failed). It stops after two numbers in a row that foresee hardly better.
    """
    counts, row = _sampled(of, np.random.default_rng([seed, 1]))
    cells, rows, best = Cells(counts), [], None
    mixtures: dict[int, Mixture] = {}
    for segments in range(1, MOST_SEGMENTS + 1):
        fits = _bootstrapped(cells, row, segments, seed)
        mixtures[segments] = whole = _whole(cells, _weights(row, cells), fits)
        rows.append(
            {
                "segments": segments,
                **_stability(fits),
                **_gain(fits.unseen, best),
                "smallest": whole.share.min(),
                "between": between(cells, row, whole),
            }
        )
        best = fits.unseen if best is None or np.nanmean(fits.unseen) > np.nanmean(best) else best
        if segments > 2 and all(r["gain_lo"] <= _LITTLE * sum(max(o["gain"], 0.0) for o in rows[1:]) for r in rows[-2:]):
            break
    table = pd.DataFrame(rows)
    return Tried(table.assign(verdict=_verdicts(table)), mixtures)


def _whole(cells: Cells, weights: Array, fits: _Fits) -> Mixture:
    """Fit the whole sample from the bootstrap fit that is likeliest on it: as many starts as there were in all samples."""
    near = max(fits.mixtures, key=lambda m: float(weights @ posterior(cells.loglik(m))[1]))
    return refitted(cells, weights, near, MOST_STEPS)


def between(cells: Cells, row: Ints, of: Mixture) -> float:
    """Return the customers half-way between the closest two segments per customer around the thinner middle; 0 for one segment.

    Only customers with `LINES` lines or more count: short baskets are half-way between everything. The
    number half-way is raised by two standard errors, so that a valley is shown, not hoped for.
    """
    best = posterior(cells.loglik(of))[0].argmax(axis=1)
    weights = _weights(row, cells) * (cells.counts.sum(axis=1) >= LINES)
    return max(
        (
            _between(cells, np.where(best == a, weights, 0.0), np.where(best == b, weights, 0.0), of.mean[[a, b]])
            for a, b in combinations(range(len(of.share)), 2)
        ),
        default=0.0,
    )


def _between(cells: Cells, first: Array, second: Array, mean: Array) -> float:
    """Put every basket on the line between two mixes, at 1 and -1: the mean log-ratio of what it holds."""
    score = np.log(mean[0]) - np.log(mean[1])
    ends = mean @ score
    at = 2 * ((cells.counts @ score) / cells.counts.sum(axis=1) - ends.mean()) / (ends[0] - ends[1])
    half_way, *middles = (float((first + second)[np.abs(at - place) < _NEAR].sum()) for place in (0, 1, -1))
    return (half_way + 2 * sqrt(half_way + 1)) / max(min(middles), 1.0)


def _sampled(of: Baskets, rng: np.random.Generator) -> tuple[Ints, Ints]:
    if len(of.row) <= MOST_CUSTOMERS:
        return of.counts, of.row
    taken = rng.choice(len(of.row), MOST_CUSTOMERS, replace=False)
    return distinct(of.counts[of.row[np.sort(taken)]])


def _weights(row: Ints, cells: Cells) -> Array:
    return np.bincount(row, minlength=cells.rows).astype(np.float64)


def _bootstrapped(cells: Cells, row: Ints, segments: int, seed: int) -> _Fits:
    """Fit every sample from its own starts; the samples are the same for every number of segments."""
    mixtures, labels, total, times = [], [], np.zeros(len(row)), np.zeros(len(row))
    for sample in range(SAMPLES):
        drawn = np.random.default_rng([seed, 2, sample]).integers(0, len(row), len(row))
        mixture = fitted(cells, _weights(row[drawn], cells), segments, np.random.default_rng([seed, 4, sample, segments]))
        chance, each = posterior(cells.loglik(mixture))
        out = np.bincount(drawn, minlength=len(row)) == 0
        mixtures.append(mixture)
        labels.append(chance.argmax(axis=1)[row])
        total, times = total + np.where(out, each[row], 0.0), times + out
    return _Fits(mixtures, np.array(labels), np.where(times > 0, total / np.maximum(times, 1), np.nan))


def _stability(fits: _Fits) -> dict[str, float]:
    """Compare every sample with the next, the last with the first."""
    index = [adjusted_rand_score(a, b) for a, b in zip(fits.labels, np.roll(fits.labels, -1, axis=0), strict=True)]
    lo, middle, hi = np.quantile(index, (0.025, 0.5, 0.975))
    return {"stability": float(middle), "stability_lo": float(lo), "stability_hi": float(hi)}


def _gain(unseen: Array, best: Array | None) -> dict[str, float]:
    if best is None:
        return {"gain": 0.0, "gain_lo": 0.0, "gain_hi": 0.0}
    more = (unseen - best)[np.isfinite(unseen)]
    half = _SURE * more.std(ddof=1) / np.sqrt(len(more))
    return {"gain": float(more.mean()), "gain_lo": float(more.mean() - half), "gain_hi": float(more.mean() + half)}


def _verdicts(tried: pd.DataFrame) -> list[str]:
    """Name the first test that each number failed."""
    failed = [
        (tried["segments"] == 1, ONE),
        (tried["stability"] < STABLE, N_("not found again")),
        (tried["gain_lo"] <= 0, N_("foresees no better")),
        (tried["smallest"] < SMALLEST, N_("one segment is too small")),
        (tried["between"] >= VALLEY, N_("no gap between them")),
    ]
    words = np.select([f.to_numpy() for f, _ in failed], [word for _, word in failed], HOLDS)
    return [str(w) for w in words]
