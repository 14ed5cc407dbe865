"""How large an effect the next campaign could show, if a random share of its customers were held out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.engine import Relation
from idic_lib.errors import InputError
from idic_lib.facts import Fact, refused
from idic_lib.inference import bootstrap
from idic_lib.inference.design import detectable
from idic_lib.inference.history import covariates, has_history, history_start, purchase_windows
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

Array = NDArray[np.float64]
_FEWEST = 100
_DRAWS = 500
_ONE = N_("With {n} customers held out, one campaign shows effects from {value} ({lo} to {hi}).")
_THREE = N_("With {n} customers held out each time, three campaigns read together show effects from {value} ({lo} to {hi}).")
_NO_SIZE = N_("The size of a test cannot be planned: 16 weeks of purchases before the weeks to measure, and 100 customers, are needed.")


@dataclass(frozen=True, kw_only=True)
class HoldOutDesign:
    """A planned test: the share held out at random, campaigns read together, days of outcome, and the power asked for."""

    share_held_out: float = 0.2
    campaigns: int = 1
    days: int = 56
    power: float = 0.8

    def __post_init__(self) -> None:
        if not (0 < self.share_held_out < 1 and 0.5 <= self.power < 1 and self.campaigns >= 1 and self.days >= 1):
            raise InputError(f"a hold-out needs 0 < share < 1, power from 0.5 to below 1, a campaign and a day; found {self}")


@dataclass(frozen=True)
class Detectable:
    """The smallest effect a design finds, as a share of sales, with its interval; who is held out; what the past windows explain."""

    effect: Estimate
    held_out: int
    audience: int
    explained: float


def minimum_detectable_effect(orders: Relation, audience: pd.Series, design: HoldOutDesign, *, as_of: date, seed: int) -> Detectable | None:
    """Return the smallest effect that the next campaign to `audience` (customer ids) would show in `power` of repetitions.

    Rehearsed on the latest `days` before `as_of`: the spend of those customers that four past windows leave unexplained is the
    noise of the test (analysis of covariance; it needs 1/(1 - R2) times fewer customers than a difference of means). The
    interval is a bootstrap over customers of noise over mean. Several campaigns count as independent tests. None where fewer than
    100 of the customers have 16 weeks of history before those days.
    """
    starts_on = as_of - timedelta(days=design.days)
    if not has_history(history_start(orders, as_of=as_of), starts_on):
        return None
    windows = purchase_windows(orders, starts_on, as_of, as_of=as_of)
    known = windows.loc[windows["customer_id"].isin(audience.astype(str))].reset_index(drop=True)
    return _sized(known, design, seed) if len(known) >= _FEWEST and known["amount_during"].sum() > 0 else None


def design_facts(one: Detectable | None, three: Detectable | None) -> list[Fact]:
    """State measure.mde.one and measure.mde.three (change): what one campaign and three read together would show."""
    return [_fact("measure.mde.one", one, _ONE), _fact("measure.mde.three", three, _THREE)]


def _sized(known: pd.DataFrame, design: HoldOutDesign, seed: int) -> Detectable:
    columns = np.column_stack([np.ones(len(known)), covariates(known)])
    outcome = known["amount_during"].to_numpy(dtype=np.float64)
    held = round(design.share_held_out * len(known))
    unit = detectable(1.0, held_out=held, sent=len(known) - held, power=design.power, tests=design.campaigns)
    noise = bootstrap.estimate(lambda w: _noise(columns, outcome, w), len(known), seed=seed, draws=_DRAWS)
    total = outcome.std() / outcome.mean()
    return Detectable(noise.scaled(unit), held, len(known), float(1 - (noise.value / total) ** 2) if total > 0 else 0.0)


def _noise(columns: Array, outcome: Array, weights: Array) -> Array:
    """Return, for each row of weights, the residual standard deviation of the regression over the mean outcome."""
    free = len(outcome) - np.linalg.matrix_rank(columns)
    return np.array([_residual_sd(columns, outcome, w, free) / np.average(outcome, weights=w) for w in weights])


def _residual_sd(columns: Array, outcome: Array, weights: Array, free: int) -> float:
    bread = np.linalg.pinv(columns.T @ (weights[:, None] * columns))
    left = outcome - columns @ (bread @ (columns.T @ (weights * outcome)))
    return float(np.sqrt((weights * left**2).sum() / free))


def _fact(name: str, found: Detectable | None, says: str) -> Fact:
    if found is None:
        return refused(name, unit="change", reason=_NO_SIZE)
    value = found.effect
    return Fact(id=name, value=value.value, lo=value.lo, hi=value.hi, unit="change", n=found.held_out, says=says,
                method=N_("smallest effect seen in four of five repetitions, from the noise left by four past windows; bootstrap by customer"))  # fmt: skip
