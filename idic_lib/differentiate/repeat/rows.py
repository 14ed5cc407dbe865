"""The few numbers per customer that the repeat-purchase models read, with identical customers grouped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from idic_lib.inference.bootstrap import Array

DAYS_PER_WEEK = 7.0

Whole = NDArray[np.int64]
_BITS = 63


@dataclass(frozen=True)
class Rows:
    """Identical customers once, with how many there are: x repeat purchase days, t_x and T in days."""

    x: Array
    t_x: Array
    T: Array
    weight: Array
    at: NDArray[np.intp]
    """The row of each customer."""

    @classmethod
    def of(cls, x: Array, t_x: Array, T: Array) -> Rows:  # noqa: N803 - the paper's notation
        """Group equal (x, t_x, T): whole days make rows collide, and the likelihood stays exactly the same."""
        (x, t_x, T), weight, at = grouped(x, t_x, T)  # noqa: N806
        return cls(x, t_x, T, weight, at)

    @property
    def customers(self) -> float:
        """How many customers there are."""
        return float(self.weight.sum())

    @cached_property
    def by_x(self) -> tuple[Array, NDArray[np.intp]]:
        """The distinct x, and which of them each row has: what depends on x alone is reckoned once for each."""
        values, at = np.unique(self.x, return_inverse=True)
        return values, at

    def blocks(self, size: int = 32_768) -> list[Rows]:
        """Cut into parts that stay in the processor's cache; sums over rows are sums over the parts."""
        nobody = np.zeros(0, np.intp)
        cuts = [slice(start, start + size) for start in range(0, len(self.x), size)]
        return [Rows(self.x[c], self.t_x[c], self.T[c], self.weight[c], nobody) for c in cuts]

    def each(self) -> Rows:
        """One row for each customer, in the customers' order."""
        return Rows(self.x[self.at], self.t_x[self.at], self.T[self.at], np.ones(len(self.at)), np.arange(len(self.at)))

    def sample(self, customers: int) -> Rows:
        """Draw about so many customers, always the same ones: enough to start the search of a maximum from."""
        drawn = np.random.default_rng(0).poisson(self.weight * (customers / self.customers))
        kept = drawn > 0
        return Rows(self.x[kept], self.t_x[kept], self.T[kept], drawn[kept].astype(np.float64), np.zeros(0, np.intp))


def grouped(*columns: Array) -> tuple[list[Array], Array, NDArray[np.intp]]:
    """Return the distinct rows of whole numbers, column by column, how often each occurs, and which one each row is."""
    whole = [np.asarray(c).astype(np.int64) for c in columns]
    key, radix = whole[0], [int(c.max(initial=0)) + 1 for c in whole]
    for column, size in zip(whole[1:], radix[1:], strict=True):
        key = key * size + column
    values, counts, at = _counted(key)
    once: list[Array] = []
    for size in reversed(radix):
        values, digit = np.divmod(values, size)
        once.insert(0, digit.astype(np.float64))
    return once, counts.astype(np.float64), at


def _counted(key: Whole) -> tuple[Whole, Whole, NDArray[np.intp]]:
    """As np.unique, several times faster: key and place are sorted as one number where both fit into it."""
    shift = len(key).bit_length()
    if int(key.max(initial=0)).bit_length() + shift > _BITS:
        values, at, counts = np.unique(key, return_inverse=True, return_counts=True)
        return values, counts, at
    both = np.sort((key << shift) | np.arange(len(key)))
    ordered = both >> shift
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    counts = np.diff(starts, append=len(key))
    at = np.empty(len(key), dtype=np.intp)
    at[both & ((1 << shift) - 1)] = np.repeat(np.arange(len(starts)), counts)
    return ordered[starts], counts, at
