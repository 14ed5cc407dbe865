"""Needs read from behaviour: customers in segments, each with its chance, or the fact that there are none that hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.needs.baskets import Baskets, baskets, distinct
from idic_lib.differentiate.needs.mixture import MOST_STEPS, Cells, Mixture, in_order, posterior, refitted
from idic_lib.differentiate.needs.number import tried_numbers
from idic_lib.engine import Relation
from idic_lib.inference.intervals import Z95, Estimate
from idic_lib.text.letters import slug

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

CERTAIN = 0.8
UNKNOWN = "unknown"
DRAWS = 100
_STEPS = 12  # of a refit that starts at the whole sample's fit
_MOST_FITTED = 20_000
_TAKEN = frozenset({"agreement", "cost", "not_served", "number", "stability", "stated", "unknown"})


@dataclass(frozen=True)
class NoSegments:
    """No number of segments passed every test: `tried` has the numbers. An answer, not a failure."""

    of: Baskets
    tried: pd.DataFrame


@dataclass(frozen=True)
class Segments:
    """Segments, largest first: `chance` (distinct baskets x segments), `drawn` refits to bootstrap samples of the customers `fitted_on`."""

    of: Baskets
    tried: pd.DataFrame
    mixture: Mixture
    chance: Array
    fitted_on: Ints
    drawn: tuple[Mixture, ...]
    refits_say: Array
    """Draws x segments: the share of the fitted customers by each refit."""
    seed: int

    @property
    def overall(self) -> Array:
        """What the average buyer's lines are of, by kind; sums to 1."""
        mix: Array = self.mixture.share @ self.mixture.mean
        return mix

    @property
    def leading(self) -> list[list[str]]:
        """Kinds of each segment by how much they tell it from the average buyer, the most telling first; only kinds it buys more of."""
        tells = self.mixture.mean * np.log(self.mixture.mean / self.overall)
        order = np.argsort(-tells, axis=1, kind="stable")
        return [[self.of.kinds[j] for j in row if tells[k, j] > 0.0] for k, row in enumerate(order)]

    @property
    def slugs(self) -> list[str]:
        """Name each segment for ids by its leading kind; by two or more where a larger segment has that name."""
        names: list[str] = []
        for kinds in self.leading:
            ways = (slug(" ".join(kinds[:n])) for n in range(1, len(kinds) + 1))
            names.append(next((w for w in ways if w not in {*names, *_TAKEN}), f"segment_{len(names) + 1}"))
        return names

    @property
    def names(self) -> list[str]:
        """Name each segment for people: its leading kind, and the second where that tells nearly as much."""
        tells = -np.sort(-self.mixture.mean * np.log(self.mixture.mean / self.overall), axis=1)
        return [" + ".join(kinds[: 1 + (len(kinds) > 1 and row[1] > 0.5 * row[0])]) for kinds, row in zip(self.leading, tells, strict=True)]

    def shares(self, known: int | None = None) -> list[Estimate]:
        """Give each segment's share of the customers, those of unknown need included by their chances.

        The interval holds what is unknown of these buyers, not which buyers there happen to be: the mixture (refits) and
        who belongs where, given the mixture. Of `known` customers, buyers or not, those without a basket may differ by chance.
        """
        n, weights = len(self.of.row), self.of.weights
        value, chance = weights @ self.chance / n, weights @ (self.chance * (1 - self.chance)) / n**2
        rest = value * (1 - value) / n * (1 - n / max(known or n, n))
        spread = np.sqrt(self.refits_say.var(axis=0, ddof=1) + chance + rest)
        return [
            Estimate(v, max(0.0, v - Z95 * sd), min(1.0, v + Z95 * sd), n) for v, sd in zip(value.tolist(), spread.tolist(), strict=True)
        ]

    def lifts(self) -> list[list[Estimate]]:
        """Give, by segment and kind, how many times as often as the average buyer its members take the kind."""
        drawn = np.array([m.mean / (m.share @ m.mean) for m in self.drawn])
        now = self.mixture.mean / self.overall
        n = len(self.of.row)
        return [[around(float(now[k, j]), drawn[:, k, j], n) for j in range(now.shape[1])] for k in range(len(now))]

    def totals(self, values: Array) -> tuple[Array, Array]:
        """Sum values (customers x columns) over each segment's members, each counted by its chance: segments x columns, and the draws of it.

        Draws come from the customers that were fitted, scaled to all.
        """
        width = (values.shape[1], self.chance.shape[0])
        now = _by_row(self.of.row, values, np.ones(len(self.of.row)), width) @ self.chance
        scale, own = len(self.of.row) / len(self.fitted_on), values[self.fitted_on]
        counts, row = distinct(self.of.counts[self.of.row[self.fitted_on]])
        cells, draws, width = Cells(counts), [], (values.shape[1], len(counts))
        for times, mixture in zip(_redrawn(len(row), self.seed), self.drawn, strict=True):
            draws.append(scale * (_by_row(row, own, times, width) @ posterior(cells.loglik(mixture))[0]).T)
        return now.T, np.array(draws)


def _by_row(row: Ints, values: Array, times: Array, width: tuple[int, int]) -> Array:
    return np.array([np.bincount(row, values[:, c] * times, minlength=width[1]) for c in range(width[0])])


def around(value: float, draws: Array, n: int, *, most: float = np.inf) -> Estimate:
    """Give a value that cannot fall below 0 the normal interval of its bootstrap draws."""
    half = Z95 * float(draws.std(ddof=1))
    return Estimate(value, max(0.0, value - half), min(most, value + half), n)


def needs_segments(lines: Relation, *, as_of: date, kind: str, seed: int) -> Segments | NoSegments | Refusal:
    """Find segments of customers whose baskets differ in kind: `lines` are order lines, `kind` a column of `products`."""
    of = baskets(lines, as_of=as_of, kind=kind)
    return of if isinstance(of, Refusal) else segmented(of, seed=seed)


def segmented(of: Baskets, *, seed: int) -> Segments | NoSegments:
    """Find the number of segments that holds, and fit them to (at most 20,000 of) the customers."""
    tried = tried_numbers(of, seed=seed)
    if not tried.chosen:
        return NoSegments(of, tried.table)
    taken = _taken(len(of.row), seed)
    counts, row = distinct(of.counts[of.row[taken]])
    cells = Cells(counts)
    near, weights = tried.mixtures[tried.chosen], np.bincount(row, minlength=cells.rows).astype(np.float64)
    mixture = in_order(refitted(cells, weights, near, MOST_STEPS))
    drawn = tuple(
        refitted(cells, np.bincount(row, w, minlength=cells.rows).astype(np.float64), mixture, _STEPS) for w in _redrawn(len(row), seed)
    )
    say = np.array([weights @ posterior(cells.loglik(m))[0] / len(row) for m in drawn])
    return Segments(of, tried.table, mixture, posterior(Cells(of.counts).loglik(mixture))[0], taken, drawn, say, seed)


def _taken(customers: int, seed: int) -> Ints:
    if customers <= _MOST_FITTED:
        return np.arange(customers)
    return np.sort(np.random.default_rng([seed, 5]).choice(customers, _MOST_FITTED, replace=False))


def _redrawn(customers: int, seed: int) -> Iterator[Array]:
    """Yield how often each customer is drawn, the same for every quantity: quantities of one draw belong together."""
    for draw in range(DRAWS):
        drawn = np.random.default_rng([seed, 7, draw]).integers(0, customers, customers)
        yield np.bincount(drawn, minlength=customers).astype(np.float64)


def needs_table(found: Segments, *, certain: float = CERTAIN) -> pd.DataFrame:
    """Return customer_id, need (slug, or "unknown" below the chance `certain`) and probability (of the likeliest need)."""
    likeliest, top = found.chance.argmax(axis=1), found.chance.max(axis=1)
    named = np.where(top >= certain, np.array(found.slugs, dtype=object)[likeliest], UNKNOWN)
    return pd.DataFrame(
        {"customer_id": found.of.customers, "need": pd.array(named[found.of.row], dtype="str"), "probability": top[found.of.row]}
    )
