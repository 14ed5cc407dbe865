"""The bake-off: how much of what customers bring next does each criterion tell, of customers it has not seen?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from idic_lib.differentiate.criteria.ahead import Ahead
from idic_lib.differentiate.criteria.candidates import SHUFFLED, Criterion, shuffled
from idic_lib.differentiate.criteria.heldout import TOP, Told, deviance, held_out
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate


@dataclass(frozen=True)
class BakeOff:
    """What each criterion told beforehand.

    `table`: criterion (key), customers, gain, lo, hi (share of deviance explained, held out), caught, caught_lo, caught_hi (share of
    what came that fell to the fifth it puts first; by chance a fifth); best first, the shuffled check last. `gains`, `catches`: joint
    bootstrap draws (draws x criteria, in the order of `told`).
    """

    table: pd.DataFrame
    told: tuple[Told, ...]
    gains: Array
    catches: Array
    ahead: Ahead

    @property
    def keys(self) -> tuple[str, ...]:
        """The criteria in the order of the draws."""
        return tuple(t.key for t in self.told)

    def at(self, key: str) -> int:
        """Return where a criterion stands in the draws."""
        return self.keys.index(key)

    @property
    def came(self) -> Array:
        """What each customer brought in the period after the cut, in minor units."""
        brought: Array = self.ahead.table["ahead"].to_numpy(np.float64)
        return brought

    @property
    def ranked(self) -> list[str]:
        """The criteria that compete, the one that tells most first."""
        return [str(key) for key in self.table["criterion"] if key != SHUFFLED]

    @property
    def best(self) -> str:
        """The criterion that tells most."""
        return self.ranked[0]


def bake_off(ahead: Ahead, criteria: Sequence[Criterion], *, seed: int) -> BakeOff:
    """Hold each criterion out by customers (5 folds), against 'the same from everybody'; intervals are paired over customers.

    The last competitor is the best one's columns dealt out at random: its gain must not lie above zero. The intervals take the
    fitted models as they are.
    """
    came = ahead.table["ahead"].to_numpy(np.float64)
    told = [held_out(c, came, seed=seed) for c in criteria]
    best = int(np.argmin([t.loss.sum() for t in told]))
    told.append(held_out(shuffled(criteria[best], seed=seed), came, seed=seed))
    found, draws = bootstrap.estimates(lambda w: _judged(w, told, came), len(came), seed=seed)
    return BakeOff(_table(told, found, len(came)), tuple(told), draws[:, : len(told)], draws[:, len(told) :], ahead)


def _judged(weights: Array, told: Sequence[Told], came: Array) -> Array:
    """Return, per draw, every criterion's gain and then every one's catch (draws x 2 criteria)."""
    loss, chosen = (np.column_stack([getattr(t, name) for t in told]) for name in ("loss", "chosen"))
    naive = weights @ deviance(came, np.full(len(came), came.mean()))
    mean = weights @ (chosen * came[:, None]) / (weights @ chosen)
    return np.hstack([1 - (weights @ loss) / naive[:, None], TOP * mean / (weights @ came / weights.sum(axis=1))[:, None]])


def _table(told: Sequence[Told], found: Sequence[Estimate], customers: int) -> pd.DataFrame:
    gains, catches = found[: len(told)], found[len(told) :]
    rows = [
        (t.key, customers, g.value, g.lo, g.hi, c.value, c.lo, c.hi, t.key == SHUFFLED)
        for t, g, c in zip(told, gains, catches, strict=True)
    ]
    columns = ["criterion", "customers", "gain", "lo", "hi", "caught", "caught_lo", "caught_hi", "check"]
    table = pd.DataFrame(rows, columns=columns).sort_values(["check", "gain"], ascending=[True, False], ignore_index=True)
    return table.drop(columns="check")
