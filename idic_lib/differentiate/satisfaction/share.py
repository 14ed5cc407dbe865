"""The share of all customers who are satisfied, from those whose mark is known and what is known of everybody.

Known marks stand for themselves. Everybody else gets the share of customers alike (adjustment cells, found by a decision tree on what is
known of everybody: Little and Vartivarian 2005, cells must tell satisfaction apart, not only answering, to take bias away). Where
customers drawn at random answered, the cells are learnt from those of them who had not volunteered, so that volunteers stand for nobody
but themselves (Hansen and Hurwitz 1946). The interval is the finite population's: Jeffreys' beta in every cell, then binomial draws
for those without a mark.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeClassifier

from idic_lib.differentiate.satisfaction.population import features
from idic_lib.inference.bootstrap import interval
from idic_lib.inference.intervals import Estimate

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
FEWEST = 10
"""Below so many answers nothing is said of everybody."""
_LEAF, _DEEP, _CHI2 = 30, 3, 12.0
"""A cell has at least so many answers, after so many splits, each worth such a chi-square: the best of hundreds of splits by chance is not."""


@dataclass(frozen=True)
class Share:
    """The satisfied share of everybody (rows of the population).

    draws: the same share, one per draw; dissatisfied: sales of the dissatisfied per draw; sales: of all (minor units).
    chance: of each row to be satisfied. learn: rows learnt from. asked: answers learnt from. cells: how many cells. drawn: learnt from customers drawn at random.
    """

    estimate: Estimate
    draws: Array
    dissatisfied: Array
    sales: float
    chance: Array
    learn: Flags
    asked: int
    cells: int
    drawn: bool


def population_share(people: pd.DataFrame, yes: pd.Series, *, drawn: bool, rng: np.random.Generator, draws: int = 4000) -> Share | None:
    """Estimate which share of `people` would say yes; None with fewer than 10 answers to learn from.

    people: rows of `with_marks`. yes: 1.0, 0.0 or missing (no answer) per row. drawn: learn from those drawn at random, else from volunteers;
    then answers of those drawn are left aside, so that both readings can be compared.
    """
    known = yes.where(people["volunteered"] | people["drawn"]) if drawn else yes.where(people["volunteered"])
    learn = (known.notna() & (~people["volunteered"] if drawn else True)).to_numpy(dtype=bool)
    if learn.sum() < FEWEST:
        return None
    cell = _cells(features(people.drop(columns=["mark", "drawn", "volunteered"])), learn, known)
    return _estimated(people, known.to_numpy(dtype=float), cell, learn, rng=rng, draws=draws, drawn=drawn)


def _cells(known: pd.DataFrame, learn: Flags, yes: pd.Series) -> NDArray[np.int64]:
    """Number the cells 0, 1, ... by row."""
    answered = yes[learn].to_numpy(dtype=float)
    spread = 2 * answered.mean() * (1 - answered.mean())
    tree = DecisionTreeClassifier(
        max_depth=_DEEP, min_samples_leaf=min(_LEAF, max(int(learn.sum()) // 8, 1)), random_state=0,
        min_impurity_decrease=_CHI2 * spread / learn.sum(),  # Gini falls by 2p(1-p) chi-square / n
    )  # fmt: skip
    if spread == 0 or known.empty:
        return np.zeros(len(known), dtype=np.int64)
    leaves = tree.fit(known[learn].to_numpy(), answered.astype(int)).apply(known.to_numpy())
    return np.unique(leaves, return_inverse=True)[1].astype(np.int64)


def _estimated(people: pd.DataFrame, yes: Array, cell: NDArray[np.int64], learn: Flags, *, rng: np.random.Generator, draws: int, drawn: bool) -> Share:  # noqa: PLR0913 - one step of population_share  # fmt: skip
    size, open_ = int(cell.max()) + 1, np.isnan(yes)
    said, good = np.bincount(cell[learn], minlength=size), np.bincount(cell[learn], yes[learn], minlength=size)
    left, sales = np.bincount(cell[open_], minlength=size), people["sales"].to_numpy(dtype=float)
    rates = rng.beta(good + 0.5, said - good + 0.5, size=(draws, size))
    found = (np.nansum(yes) + rng.binomial(left, rates).sum(axis=1)) / len(yes)
    chance = np.where(open_, (good / np.maximum(said, 1))[cell], yes)
    value, (lo, hi) = float(chance.mean()), interval(found)
    estimate = Estimate(value, min(lo, value), max(hi, value), int(learn.sum()))
    money = _money_of_dissatisfied(sales, yes, cell, learn, rng=rng, draws=draws)
    return Share(estimate, found, money, float(sales.sum()), chance, learn, int(learn.sum()), size, drawn)


def _money_of_dissatisfied(sales: Array, yes: Array, cell: NDArray[np.int64], learn: Flags, *, rng: np.random.Generator, draws: int) -> Array:  # fmt: skip
    """Draw the sales that hang on dissatisfied customers: each cell's ratio among those learnt from, laid on the sales of its others.

    A ratio of sales and not of heads (Cochran 1977, eq. 6.13 for its variance): within a cell, who buys much may be satisfied more
    or less often. Half a satisfied and half a dissatisfied customer of mean sales are added, so that a pure cell is not certain.
    """
    size, open_, bad = int(cell.max()) + 1, np.isnan(yes), 1 - np.nan_to_num(yes, nan=1.0)
    count, of_all = np.bincount(cell[learn], minlength=size), np.bincount(cell[learn], sales[learn], minlength=size)
    one = of_all / np.maximum(count, 1)
    ratio = (np.bincount(cell[learn], (sales * bad)[learn], minlength=size) + one / 2) / np.maximum(of_all + one, 1)
    off = np.bincount(cell[learn], (sales * (bad - ratio[cell]))[learn] ** 2, minlength=size) + one**2 / 4
    drawn = np.clip(ratio + np.sqrt(off) / np.maximum(of_all + one, 1) * rng.standard_normal((draws, size)), 0.0, 1.0)
    left, squares = (np.bincount(cell[open_], sales[open_] ** power, minlength=size) for power in (1, 2))
    by_chance = np.sqrt(drawn * (1 - drawn) @ squares) * rng.standard_normal(draws)
    return np.clip(float(sales @ bad) + drawn @ left + by_chance, 0.0, sales.sum())
