"""A large world in pieces: each piece has its own stream of random numbers, so memory does not grow with the world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

PIECE = 12_500
"""Persons per piece: small enough for memory, large enough that work is done in whole columns."""


@dataclass(frozen=True)
class Piece:
    """Persons `first` to `first + size - 1` of a world, counted from 0, and their seed."""

    number: int
    first: int
    size: int
    seed: int

    def rng(self, purpose: str) -> np.random.Generator:
        """Return the stream of this piece for one purpose ('orders', 'faults.names' ...): another purpose never moves it."""
        return stream(self.seed, purpose, self.number + 1)


def stream(seed: int, purpose: str, piece: int = 0) -> np.random.Generator:
    """Return a stream of random numbers named by its purpose; piece 0 is the world as a whole."""
    return np.random.default_rng(np.random.SeedSequence([seed, piece, *purpose.encode()]))


def pieces(customers: int, seed: int) -> Iterator[Piece]:
    """Cut a world into pieces."""
    for number, first in enumerate(range(0, customers, PIECE)):
        yield Piece(number, first, min(PIECE, customers - first), seed)
