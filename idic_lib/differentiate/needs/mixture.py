"""Kinds of customers by what they buy: a finite mixture of Dirichlet-multinomial distributions, fitted by EM on distinct baskets.

A customer of segment k buys kind j with shares drawn from a Dirichlet distribution of mean m_kj and
spread rho_k (the 1 / sum of alpha of Holmes, Harris and Quince, PLoS ONE 7(2), 2012); rho = 0 is the
multinomial. One segment with its own spread is the yardstick: a crowd whose members merely differ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

STARTS = 4
FIRST_STEPS = 10
MOST_STEPS = 150
SLACK = 3e-6
MOST_SPREAD = 20.0


@dataclass(frozen=True)
class Mixture:
    """`share` (k), `mean` (k x kinds, rows sum to 1), `spread` rho (k), `loglik` of the weighted baskets it was fitted to."""

    share: Array
    mean: Array
    spread: Array
    loglik: float = -np.inf


class Cells:
    """Baskets written as cells (kind, number of lines), so that one sparse product gives every likelihood and every tail count."""

    def __init__(self, counts: Ints) -> None:
        """Lay out a table of counts (baskets x kinds)."""
        self.rows, self.kinds = counts.shape
        self.depth = int(counts.sum(axis=1).max(initial=1))
        row, kind = np.nonzero(counts)
        at = kind * self.depth + counts[row, kind] - 1
        total = self.kinds * self.depth + counts.sum(axis=1) - 1
        ones = np.ones(len(row) + self.rows)
        self.matrix = csr_matrix(
            (ones, (np.r_[row, np.arange(self.rows)], np.r_[at, total])), shape=(self.rows, (self.kinds + 1) * self.depth)
        )
        self.across = self.matrix.T.tocsr()
        self.counts = counts.astype(np.float64)

    def loglik(self, of: Mixture) -> Array:
        """Return baskets x segments: log of share times the chance of the basket, up to a constant of the basket."""
        below = np.arange(self.depth)
        steps = np.log(of.mean[:, :, None] + below * of.spread[:, None, None])
        table = np.concatenate([steps, -np.log1p(below * of.spread[:, None])[:, None, :]], axis=1).cumsum(axis=2)
        likely: Array = self.matrix @ table.reshape(len(of.share), -1).T + np.log(of.share)
        return likely

    def tails(self, weights: Array) -> Array:
        """Return segments x (kinds, then the total) x depth: the weight of baskets with more than r lines."""
        there = (self.across @ weights).T.reshape(weights.shape[1], self.kinds + 1, self.depth)
        tails: Array = there[:, :, ::-1].cumsum(axis=2)[:, :, ::-1]
        return tails


def posterior(likely: Array) -> tuple[Array, Array]:
    """Return each basket's chances of belonging to the segments, and its log-likelihood."""
    top = likely.max(axis=1, keepdims=True)
    part = np.exp(likely - top)
    whole = part.sum(axis=1, keepdims=True)
    return part / whole, (top + np.log(whole)).ravel()


def fitted(cells: Cells, weights: Array, segments: int, rng: np.random.Generator) -> Mixture:
    """Fit by EM from `STARTS` starts of a few steps each, the best of them to its end."""
    begun = [_climbed(cells, weights, _start(cells, weights, segments, rng), FIRST_STEPS) for _ in range(STARTS if segments > 1 else 1)]
    return _climbed(cells, weights, max(begun, key=lambda m: m.loglik), MOST_STEPS)


def in_order(of: Mixture) -> Mixture:
    """Return the mixture with its largest segment first."""
    which = np.argsort(-of.share, kind="stable")
    return Mixture(of.share[which], of.mean[which], of.spread[which], of.loglik)


def refitted(cells: Cells, weights: Array, near: Mixture, steps: int) -> Mixture:
    """Fit to other weights from a mixture that is near, its segments in the same order."""
    return _climbed(cells, weights, near, steps)


def _climbed(cells: Cells, weights: Array, at: Mixture, steps: int) -> Mixture:
    """Take EM steps until a step adds less than `SLACK` per customer."""
    overall = _overall(cells, weights)
    for _ in range(steps):
        chance, each = posterior(cells.loglik(at))
        value = float(weights @ each)
        done = value - at.loglik < SLACK * weights.sum()
        at = _step(cells, chance * weights[:, None], at, overall)
        at = Mixture(at.share, at.mean, at.spread, value)
        if done:
            break
    return at


def _step(cells: Cells, part: Array, at: Mixture, overall: Array) -> Mixture:
    """Give shares, means and spreads that fit better, given who belongs where.

    One line bought at the average mix is added to every segment, so that a kind nobody in it bought is rare there, not impossible.
    """
    tails, below = cells.tails(part), np.arange(cells.depth)
    steps = at.mean[:, :, None] + below * at.spread[:, None, None]
    mean = (tails[:, :-1] * at.mean[:, :, None] / steps).sum(axis=2) + overall
    mean /= mean.sum(axis=1, keepdims=True)
    share = part.sum(axis=0) + 1.0
    return Mixture(share / share.sum(), mean, _spread(tails, mean, at.spread))


def _spread(tails: Array, mean: Array, spread: Array) -> Array:
    """Take one Newton step towards the spread under which the baskets of each segment are likeliest; never below 0."""
    below = np.arange(tails.shape[2])
    of_kinds = below / (mean[:, :, None] + below * spread[:, None, None])
    of_total = below / (1 + below * spread[:, None])
    slope = (tails[:, :-1] * of_kinds).sum(axis=(1, 2)) - (tails[:, -1] * of_total).sum(axis=1)
    bend = -(tails[:, :-1] * of_kinds**2).sum(axis=(1, 2)) + (tails[:, -1] * of_total**2).sum(axis=1)
    step = np.where(bend < 0, -slope / np.where(bend < 0, bend, -1.0), np.sign(slope) * (0.5 * spread + 1e-3))
    moved: Array = np.clip(spread + np.clip(step, -0.5 * spread - 1e-3, spread + 0.05), 0.0, MOST_SPREAD)
    return moved


def _start(cells: Cells, weights: Array, segments: int, rng: np.random.Generator) -> Mixture:
    """Start from baskets drawn far from one another (k-means++ on shares), longer baskets first."""
    lines = cells.counts.sum(axis=1)
    mix = (cells.counts + _overall(cells, weights)) / (lines + 1)[:, None]
    heavy = weights * np.minimum(lines, 10.0)
    chosen = [int(rng.choice(len(mix), p=heavy / heavy.sum()))]
    for _ in range(segments - 1):
        far = np.min([((mix - mix[c]) ** 2).sum(axis=1) for c in chosen], axis=0) * heavy
        far = far if far.sum() > 0 else heavy  # all baskets alike
        chosen.append(int(rng.choice(len(mix), p=far / far.sum())))
    mean = 0.7 * mix[chosen] + 0.3 * _overall(cells, weights)
    return Mixture(np.full(segments, 1 / segments), mean, np.full(segments, 0.05))


def _overall(cells: Cells, weights: Array) -> Array:
    total = weights @ cells.counts
    smooth: Array = (total + 1) / (total + 1).sum()
    return smooth
