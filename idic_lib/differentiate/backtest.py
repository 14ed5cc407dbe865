"""The back-test: the model and four naive rules predict a past that they were not shown, and the better one is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from idic_lib.differentiate import bgnbd, gammagamma
from idic_lib.differentiate.baselines import BASELINES, Baseline, baseline
from idic_lib.differentiate.bgnbd import BgNbd, Rows
from idic_lib.differentiate.dropout import DropOut, drop_out
from idic_lib.differentiate.gammagamma import GammaGamma
from idic_lib.differentiate.history import Period, Refusal, customer_summary, period, purchases_between
from idic_lib.differentiate.scorecard import Scores, scores
from idic_lib.differentiate.setting import Setting, not_fitted
from idic_lib.engine import Relation
from idic_lib.errors import IdicError
from idic_lib.inference.bootstrap import Array
from idic_lib.text import N_

Method: TypeAlias = "Literal['bgnbd'] | Baseline"
MODEL: Literal["bgnbd"] = "bgnbd"

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
class Fitted:
    """What was learnt from the orders before a day: one summary row per customer, and the models fitted to it."""

    summary: pd.DataFrame
    rows: Rows
    model: BgNbd
    spend: GammaGamma | None
    minor: int
    """Minor units in one major unit: tables hold minor units, the model of spend works in major ones."""


@dataclass(frozen=True)
class Backtest:
    """`customers` has one row per customer of the calibration: the summary, `actual` purchases and `actual_amount`, a column per method."""

    split: Split
    fitted: Fitted
    dropout: DropOut
    customers: pd.DataFrame
    scores: Scores
    choice: Method

    @property
    def scorecard(self) -> pd.DataFrame:
        """The scorecard: index method, columns as `scorecard.scores` says."""
        return self.scores.table

    @property
    def best_baseline(self) -> Baseline:
        """The naive rule with the smallest RMSE."""
        return best_baseline(self.scores)


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


def learn(orders: Relation, *, until: date, horizon_days: int, minor: int, since: date | None = None) -> Fitted:
    """Fit both models to the orders in [since, until); amounts are divided by `minor` so that v is in major units."""
    summary = customer_summary(orders, since=since, until=until, recent_days=horizon_days)
    x, recency, age, spent = (summary[c].to_numpy(np.float64) for c in ("frequency", "recency", "age", "repeat_amount"))
    rows = Rows.of(x, recency, age)
    return Fitted(summary, rows, bgnbd.fit(rows), gammagamma.fit(x, spent / np.maximum(x, 1) / minor), minor)


def predict(method: Method, fitted: Fitted, *, horizon_days: int) -> Array:
    """Expect repeat purchase days per customer (in the summary's order) in the next `horizon_days`."""
    if method == MODEL:
        expected: Array = bgnbd.expected_purchases(fitted.model, fitted.rows, horizon_days)[fitted.rows.at]
        return expected
    return baseline(method, fitted.summary, horizon_days=horizon_days)


def backtest(
    orders: Relation, *, as_of: date, seed: int, minor: int, calibration_end: date | None = None, setting: Setting = "repeat"
) -> Backtest | Refusal:
    """Forecast the hold-out from the calibration, score every method, and choose.

    The model is chosen when drop-out is identified and the model beats every naive rule by RMSE and by Poisson deviance;
    else the naive rule with the smallest RMSE is, and the report says that the model lost. Refused below 26 weeks, and
    where customers buy once: nothing is fitted then.
    """
    if refusal := not_fitted(setting):
        return refusal
    split = split_of(period(orders, as_of=as_of), calibration_end=calibration_end)
    if isinstance(split, Refusal):
        return split
    fitted = learn(orders, until=split.cut, horizon_days=split.horizon_days, minor=minor)
    customers = _with_actual(fitted.summary, purchases_between(orders, since=split.cut, until=split.until))
    if not customers["actual"].any():
        return Refusal(NOBODY)
    predictions: dict[str, Array] = {m: predict(m, fitted, horizon_days=split.horizon_days) for m in (MODEL, *BASELINES)}
    found = scores(customers["actual"].to_numpy(np.float64), predictions, seed=seed)
    answer = drop_out(fitted.model, fitted.rows)
    return Backtest(split, fitted, answer, customers.assign(**predictions), found, _choice(found, identified=answer.identified))


def best_baseline(found: Scores) -> Baseline:
    """Return the naive rule with the smallest RMSE."""
    return min(BASELINES, key=lambda name: found.value(name, "rmse"))


def _choice(found: Scores, *, identified: bool) -> Method:
    wins = all(found.value(MODEL, m) < found.value(name, m) for name in BASELINES for m in ("rmse", "deviance"))
    return MODEL if identified and wins else best_baseline(found)


def _with_actual(summary: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    came = later.rename(columns={"purchases": "actual", "amount": "actual_amount"})
    joined = summary.merge(came, on="customer_id", how="left", validate="one_to_one")
    return joined.fillna({"actual": 0, "actual_amount": 0}).astype({"actual": np.int64, "actual_amount": np.int64})


def spend_per_purchase(fitted: Fitted) -> Array:
    """Expect spend per purchase day and customer in major units: Gamma-Gamma where it may be used, else the customer's own mean."""
    x, repeat, total = (fitted.summary[c].to_numpy(np.float64) for c in ("frequency", "repeat_amount", "amount"))
    if fitted.spend is None or fitted.spend.refused:
        own: Array = total / (x + 1) / fitted.minor
        return own
    return fitted.spend.expected_spend(x, repeat / np.maximum(x, 1) / fitted.minor)
