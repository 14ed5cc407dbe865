"""Which problems the dissatisfied have, by customers and by their sales, from complaints and from words in surveys.

Who buys often complains often, so complaints are counted within classes of customers who buy alike, one customer one vote, and the
classes weighed by the dissatisfied customers (or their sales) in them, whether they spoke or not. Tickets that are about anything, those
of satisfied customers among them, are taken out by their expected part.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.satisfaction.coding import Problems, coded, without_word
from idic_lib.differentiate.satisfaction.votes import Votes, strays, votes
from idic_lib.inference import bootstrap
from idic_lib.inference.intervals import Z95, Estimate

Array = NDArray[np.float64]
FEWEST = 30
"""Below so many customers whose words could be coded nothing is ranked."""
_DRAWS = 1000


@dataclass(frozen=True)
class Ranking:
    """Shares by problem, the first, the chance that it is first, and how many more customers' words would settle it."""

    shares: dict[str, Estimate]
    first: str
    chance: float
    more: int


@dataclass(frozen=True)
class Pareto:
    """Problems by customers and by sales (minor units) of the dissatisfied, and what the reading of their words rests on.

    texts, uncoded (no problem named), several (more than one named): counts of texts. deciding: words without which another problem
    would be first in either ranking. speakers: customers whose words count.
    """

    by_count: Ranking
    by_value: Ranking
    dissatisfied: float
    sales: float
    speakers: int
    texts: int
    uncoded: int
    several: int
    deciding: tuple[str, ...]


def problem_pareto(people: pd.DataFrame, words: pd.DataFrame, problems: Problems, *, seed: int) -> Pareto | None:
    """Rank problems; None where fewer than 30 customers' words name one.

    people: customer_id, days, sales (minor units), chance (to be satisfied; 0 or 1 where the mark is known).
    words: customer_id, text, own (in a survey: who says there what is wrong is dissatisfied; a ticket may be anybody's).
    """
    read = votes(people, words, problems)
    if len(read.parts) < FEWEST:
        return None
    n = len(read.parts)
    drawn = bootstrap.replicate(_statistic(read, people, np.random.default_rng(seed)), n, seed=seed, draws=_DRAWS)
    shares = [_held(float(v), drawn[:, i], n) for i, v in enumerate(bootstrap.observed(_statistic(read, people), n))]
    k, names, codes = len(problems), list(problems), coded(words["text"], problems).map(len)
    unhappy = (1 - people["chance"]).to_numpy(dtype=float)
    first, second = _ranked(names, shares[:k], drawn[:, :k]), _ranked(names, shares[k:], drawn[:, k:])
    return Pareto(
        first, second, float(unhappy.sum()), float(unhappy @ people["sales"].to_numpy(dtype=float)), len(read.parts),
        len(words), int((codes == 0).sum()), int((codes > 1).sum()), _deciding(people, words, problems, (first.first, second.first)),
    )  # fmt: skip


def _held(value: float, drawn: Array, n: int) -> Estimate:
    lo, hi = bootstrap.interval(drawn)
    return Estimate(value, min(lo, value), max(hi, value), n)


def _statistic(of: Votes, people: pd.DataFrame, rng: np.random.Generator | None = None) -> bootstrap.Statistic:
    """Return the function of the draws' weights that gives shares by customers, then shares by sales.

    With `rng` the draws also vary in how many of those with a ticket are satisfied, and in what tickets about anything are about.
    """
    unhappy, size = (1 - people["chance"]).to_numpy(dtype=float), int(of.class_.max()) + 1
    all_ = np.minimum(np.searchsorted(of.edges, people["days"].to_numpy(dtype=float)), size - 1)
    sizes = [np.bincount(all_, unhappy * by, minlength=size).astype(np.float64) for by in (1.0, people["sales"].to_numpy(dtype=float))]
    cells = [_cells(of, by) for by in (np.ones(len(of.sales)), of.sales)]

    def shares(w: Array) -> Array:
        loose = _loose(w, of, rng)
        return np.hstack([_weighed(_straight(w, c, *loose), s) for c, s in zip(cells, sizes, strict=True)])

    return shares


def _cells(of: Votes, by: Array) -> tuple[Array, Array, Array]:
    """Return voters x (classes x problems) of votes, and voters x classes: tickets of the perhaps satisfied, and of the dissatisfied."""
    one = np.eye(int(of.class_.max()) + 1)[of.class_] * by[:, None]
    parts = (one[:, :, None] * of.parts[:, None, :]).reshape(len(one), -1)
    return parts, one * of.open_[:, None], one * (of.filed & ~of.open_)[:, None]


def _loose(w: Array, of: Votes, rng: np.random.Generator | None) -> tuple[Array, Array, Array]:
    """Return per draw the part of tickets that are about anything, of the perhaps satisfied and of the dissatisfied, and what those are about."""
    part, (yes, no) = strays(w, of), of.filers
    satisfied = np.full(len(w), yes / (yes + no)) if rng is None else rng.beta(yes, no, len(w))
    about = np.tile(of.stray / of.stray.sum(), (len(w), 1)) if rng is None else rng.dirichlet(of.stray, len(w))
    return satisfied + (1 - satisfied) * part, part, about


def _straight(w: Array, cells: tuple[Array, Array, Array], perhaps: Array, surely: Array, about: Array) -> Array:
    """Return draws x classes x problems: votes less the tickets that are about anything."""
    parts, open_, known = (w @ c for c in cells)
    loose = open_ * perhaps[:, None] + known * surely[:, None]
    table = parts.reshape(len(w), loose.shape[1], -1) - loose[:, :, None] * about[:, None, :]
    return np.asarray(table.clip(min=0.0), dtype=np.float64)


def _weighed(table: Array, sizes: Array) -> Array:
    """Return draws x problems: each class's shares, weighed by the class; a class that a draw left empty takes no part."""
    whole = table.sum(axis=2, keepdims=True)
    weights = np.where(whole[:, :, 0] > 0, sizes, 0.0)
    mixed = (table / np.where(whole > 0, whole, 1.0) * weights[:, :, None]).sum(axis=1)
    return np.asarray(mixed / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12), dtype=np.float64)


def _ranked(names: list[str], shares: list[Estimate], drawn: Array) -> Ranking:
    order = np.argsort([-s.value for s in shares], kind="stable")
    gap = drawn[:, order[0]] - drawn[:, order[1]]
    needed = shares[0].n * (Z95 * float(gap.std()) / max(shares[order[0]].value - shares[order[1]].value, 1e-3)) ** 2
    best = float((drawn.argmax(axis=1) == order[0]).mean())
    return Ranking({names[i]: shares[i] for i in order}, names[order[0]], best, max(ceil(needed) - shares[0].n, 0))


def _deciding(people: pd.DataFrame, words: pd.DataFrame, problems: Problems, first: tuple[str, str]) -> tuple[str, ...]:
    """Read all texts again without each word in turn, and name the words without which another problem comes first."""
    again = ((word, without_word(problems, name, word)) for name in set(first) for word in problems[name])
    return tuple(word for word, fewer in again if _firsts(people, words, fewer) != first)


def _firsts(people: pd.DataFrame, words: pd.DataFrame, problems: Problems) -> tuple[str, str]:
    read, names = votes(people, words, problems), list(problems)
    if len(read.parts) < FEWEST:
        return "", ""
    shares = bootstrap.observed(_statistic(read, people), len(read.parts))
    return names[int(shares[: len(names)].argmax())], names[int(shares[len(names) :].argmax())]
