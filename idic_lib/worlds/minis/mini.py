"""What a small world is: tables to compute from, a question, a wrong and a right reading, and their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Texts = npt.NDArray[np.object_]
Numbers = dict[str, float]
MOST_ROWS = 500
"""Rows of all tables of a small world together."""


@dataclass(frozen=True)
class Mini:
    """One small world; the readings are sentences with the numbers in them."""

    name: str
    teaches: str
    question: str
    wrong: str
    right: str
    tables: Mapping[str, pd.DataFrame]
    numbers: Numbers

    def __post_init__(self) -> None:
        """Hold it small."""
        rows = sum(len(t) for t in self.tables.values())
        if rows > MOST_ROWS:
            raise ValueError(f"{self.name} has {rows} rows; a small world has at most {MOST_ROWS}")


def repeated(counts: Mapping[str, int]) -> Texts:
    """Return each name as often as its count."""
    return np.repeat(np.array(list(counts), dtype=object), list(counts.values()))


def first_of_each(groups: Iterable[str], counts: Mapping[str, int]) -> npt.NDArray[np.int64]:
    """Return 1 for the first so many rows of each group, else 0."""
    place = pd.Series(list(groups)).groupby(list(groups)).cumcount()
    return np.asarray(place < pd.Series(list(groups)).map(counts), dtype=np.int64)


def shuffled(frame: pd.DataFrame, key: str, rng: np.random.Generator) -> pd.DataFrame:
    """Return the rows in an order by lot, numbered from 1 in the column `key`, which comes first."""
    mixed = frame.iloc[rng.permutation(len(frame))].reset_index(drop=True)
    mixed.insert(0, key, np.arange(1, len(mixed) + 1))
    return mixed


def auc(score: pd.Series, outcome: pd.Series) -> float:
    """Return the chance that one with the outcome scores above one without, ties half (Mann and Whitney)."""
    ranks, ones = score.rank(), int(outcome.sum())
    return float((ranks[outcome == 1].sum() - ones * (ones + 1) / 2) / (ones * (len(outcome) - ones)))


def million(amount: float) -> str:
    """Return an amount of dong as '12.3 m', a small one as '0.02 m'."""
    return f"{amount / 1e6:,.{1 if abs(amount) >= 1e6 else 2}f} m".replace("-", "−")


def percent(share: float) -> str:
    """Return a share as '27.9 %'."""
    return f"{100 * share:.1f} %".replace("-", "−")


def tidy(number: float) -> float:
    """Return a number as it is shown in a file: ten digits, a whole one without decimals, so that no rounding error is seen."""
    rounded = float(f"{number:.10g}")
    return int(rounded) if rounded.is_integer() else rounded
