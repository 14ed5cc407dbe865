"""Small draws: a text by its weight, one fault of several, a change to some cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

Texts = npt.NDArray[np.object_]


def words(text: str, parting: str | None = None) -> list[str]:
    """Return the words of a list that is written as running text, parted by blanks or by a mark."""
    return text.split() if parting is None else text.replace("\n", "").split(parting)


def drawn(weights: Mapping[str, float], size: int, rng: Generator) -> Texts:
    """Draw texts by their weights."""
    values, weight = np.array(list(weights), dtype=object), np.cumsum(list(weights.values()))
    return values[np.searchsorted(weight / weight[-1], rng.random(size) * (1 - 1e-12))]


def kinds(shares: Sequence[float], size: int, rng: Generator) -> npt.NDArray[np.int64]:
    """Draw for each row which of several exclusive faults it has: its index, or their number for none. Raises ValueError above 1."""
    bounds = np.cumsum(shares)
    if bounds[-1] > 1 + 1e-9:
        raise ValueError(f"shares of faults that exclude one another add to {bounds[-1]:.3f}, which is more than 1: {list(shares)}")
    return np.searchsorted(bounds, rng.random(size), side="right")


def changed(texts: Texts, where: npt.NDArray[np.bool_], change: Callable[[str], str]) -> Texts:
    """Return the texts with some of them changed."""
    result = texts.copy()
    result[where] = [change(t) for t in texts[where]]
    return result


def favourites(values: Sequence[str] | Texts, size: int, rng: Generator) -> Texts:
    """Draw values, the k-th with weight 1 / k."""
    return drawn({value: 1 / k for k, value in enumerate(values, 1)}, size, rng)
