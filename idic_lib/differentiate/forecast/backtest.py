"""The back-test: rules, models, the feature model and a blend forecast a past that they were not shown; the choice was made before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from idic_lib.differentiate.forecast.baselines import Baseline
from idic_lib.differentiate.forecast.learned import Fitted, learn, spend_per_purchase
from idic_lib.differentiate.forecast.methods import METHODS, Method, predict
from idic_lib.differentiate.forecast.rolling import Rolling, rolling
from idic_lib.differentiate.forecast.scorecard import Scores, scores
from idic_lib.differentiate.history import Period, Refusal, period, purchases_between
from idic_lib.differentiate.repeat.dropout import DropOut
from idic_lib.differentiate.setting import Setting, not_fitted
from idic_lib.engine import Relation
from idic_lib.errors import IdicError
from idic_lib.inference.bootstrap import Array
from idic_lib.text import N_

TOO_SHORT = N_("Fewer than 26 weeks of orders: nothing can be forecast and judged. Collect at least half a year of orders.")
NOBODY = N_(
    "Nobody who had bought before the hold-out bought again in it: there is nothing to judge forecasts by. Collect a longer order history."
)


@dataclass(frozen=True)
class Split:
    """The last day that forecasts may see, and the hold-out [calibration_end + 1 day, until)."""

    calibration_end: date
    until: date

    @property
    def cut(self) -> date:
        """The first day of the hold-out."""
        return self.calibration_end + timedelta(days=1)

    @property
    def horizon_days(self) -> int:
        """Length of the hold-out."""
        return (self.until - self.cut).days


@dataclass(frozen=True)
class Backtest:
    """`customers` has one row per customer of the calibration: the summary, `actual` purchases and `actual_amount`, a column per method.

    `past` are the rolling origins inside the calibration, by which alone `choice` was made.
    """

    split: Split
    fitted: Fitted
    past: Rolling
    customers: pd.DataFrame
    scores: Scores
    choice: Method

    @property
    def dropout(self) -> DropOut:
        """Whether drop-out is identified in the BG/NBD."""
        return self.fitted.rungs["bgnbd"].dropout

    @property
    def scorecard(self) -> pd.DataFrame:
        """The scorecard: index method, columns as `scorecard.scores` says."""
        return self.scores.table

    @property
    def best_baseline(self) -> Baseline:
        """The naive rule that did best at the rolling origins."""
        return self.past.best_rule()


def split_of(span: Period, *, calibration_end: date | None = None) -> Split | Refusal:
    """Cut the period where the case says, else after three quarters of its whole weeks, the rest of the whole weeks being the hold-out."""
    if span.too_short:
        return Refusal(TOO_SHORT)
    if calibration_end is None:
        weeks = span.days // 7
        cut = span.first_on + timedelta(weeks=weeks * 3 // 4)
        return Split(cut - timedelta(days=1), span.first_on + timedelta(weeks=weeks))
    if not span.first_on <= calibration_end < span.until - timedelta(days=1):
        raise IdicError(
            f"calibration_end is {calibration_end}; it must lie in the orders' period, {span.first_on} to {span.until}, and leave a hold-out."
        )
    return Split(calibration_end, span.until)


def backtest(
    orders: Relation, *, as_of: date, seed: int, minor: int, calibration_end: date | None = None, setting: Setting = "repeat"
) -> Backtest | Refusal:
    """Forecast the hold-out from the calibration by every method, choose by rolling origins in the calibration, and score all.

    The choice never sees the hold-out; it may lose there, and the report then says so. Refused below 26 weeks, and
    where customers buy once: nothing is fitted then.
    """
    if refusal := not_fitted(setting):
        return refusal
    split = split_of(period(orders, as_of=as_of), calibration_end=calibration_end)
    if isinstance(split, Refusal):
        return split
    fitted = learn(orders, until=split.cut, horizon_days=split.horizon_days, minor=minor)
    past = rolling(orders, until=split.cut, minor=minor, usable=fitted.usable)
    customers = _with_actual(fitted.summary, purchases_between(orders, since=split.cut, until=split.until))
    if not customers["actual"].any():
        return Refusal(NOBODY)
    made: dict[str, Array] = {m: predict(m, fitted, horizon_days=split.horizon_days, recipe=past.recipe) for m in METHODS}
    actual, amount = (customers[c].to_numpy(np.float64) for c in ("actual", "actual_amount"))
    found = scores(actual, made, seed=seed, amount=amount, spend=spend_per_purchase(fitted))
    return Backtest(split, fitted, past, customers.assign(**made), found, past.choose(fitted.usable))


def _with_actual(summary: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    came = later.rename(columns={"purchases": "actual", "amount": "actual_amount"})
    joined = summary.merge(came, on="customer_id", how="left", validate="one_to_one")
    return joined.fillna({"actual": 0, "actual_amount": 0}).astype({"actual": np.int64, "actual_amount": np.int64})
