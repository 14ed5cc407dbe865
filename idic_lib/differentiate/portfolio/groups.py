"""The portfolio of Peppers and Rogers by probability: most valuable, most growable, migrators, below zero; the rest is maintained."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.portfolio.base import Base
from idic_lib.differentiate.portfolio.potential import Potential
from idic_lib.inference.bootstrap import Array
from idic_lib.text import _
from idic_lib.text.numbers import money

Group = Literal["mvc", "mgc", "migrator", "below_zero", "maintain"]
GROUPS: tuple[Group, ...] = ("mvc", "mgc", "migrator", "below_zero", "maintain")
"""Maintain is whoever is in none of the four: neither a high value nor much to grow (later editions call them low-maintenance)."""

BEST = 0.8


@dataclass(frozen=True)
class Thresholds:
    """Where the groups begin, read from the portfolio itself, major units over the horizon.

    `valuable` (a*) and `growable` (u*): the top fifth by expected value and by unrealised potential. `edge`: half of what the average
    customer is expected to bring; below it a customer stands near zero. `average`: that mean, which a migrator's best peers exceed.
    """

    valuable: float
    growable: float
    edge: float
    average: float


def thresholds(base: Base, of: Potential) -> Thresholds:
    """Read the thresholds from the expected values and potentials of all customers."""
    actual, unrealised = base.column("expected"), of.column("unrealised")
    average = max(float(actual.mean()), 0.0)
    return Thresholds(float(np.quantile(actual, BEST)), float(np.quantile(unrealised, BEST)), average / 2, average)


def group_draws(base: Base, of: Potential, at: Thresholds) -> NDArray[np.int64]:
    """Put every customer of every draw into one group (draws x customers, place in GROUPS).

    In this order: below zero where each further sale costs money, so that the potential is below zero too; most valuable where what the
    customer brings exceeds a*; most growable where potential less that exceeds u*; migrator where it stays below the edge although the
    potential exceeds the average; else maintain.
    """
    actual, top = base.drawn, of.sales * base.rates
    below = np.broadcast_to(base.rates < 0, actual.shape)
    near = of.room & (actual < at.edge) & (top > at.average)
    return np.select([below, actual > at.valuable, of.room & (top - actual > at.growable), near], [3, 0, 1, 2], default=4)


def group_chances(places: NDArray[np.int64]) -> Array:
    """Return each customer's chance of every group (customers x groups, rows add to 1) from `group_draws`."""
    chances: Array = np.column_stack([(places == k).mean(axis=0) for k in range(len(GROUPS))])
    return chances


def groups(base: Base, of: Potential, at: Thresholds) -> pd.DataFrame:
    """Return customer_id, group (the most probable), and p_mvc, p_mgc, p_migrator, p_below_zero, p_maintain, which add to 1."""
    chances = group_chances(group_draws(base, of, at))
    named = np.asarray(GROUPS, dtype=object)[chances.argmax(axis=1)]
    table = base.table[["customer_id"]].assign(group=pd.Series(named, index=base.table.index, dtype="str"))
    return table.assign(**{f"p_{name}": chances[:, k] for k, name in enumerate(GROUPS)})


def threshold_words(at: Thresholds, *, currency: str) -> str:
    """Say where the groups begin, for the note under the table."""
    words = _(
        "Most valuable: more than {valuable} over the horizon. Most growable: more than {growable} below the best of their peers. Migrators: less than {edge}, their best peers more than {average}. Below zero: each further sale costs money. Whoever is most probably in none of these is maintained."
    )
    return words.format(**{f.name: money(getattr(at, f.name), currency) for f in fields(at)})
