"""Customer value: expected purchases and money per customer over the horizon, with intervals that include past misfit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from idic_lib.differentiate.backtest import MODEL, Backtest, Fitted, Method, learn, predict, spend_per_purchase
from idic_lib.differentiate.bgnbd import Rows
from idic_lib.differentiate.dropout import drop_out
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.misfit import misfit
from idic_lib.differentiate.simulate import Outlook, simulate
from idic_lib.engine import Relation
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate, log_wald

GROUPS = 10


@dataclass(frozen=True)
class CustomerValue:
    """`table`: customer_id, expected_purchases, lo, hi (95 %), expected_amount and amount (sales so far), both in minor units.

    `purchases` and `money` (major units) are the totals over all customers. `method` is what made them.
    """

    table: pd.DataFrame
    purchases: Estimate
    money: Estimate
    method: Method
    horizon_weeks: int
    misfit: tuple[float, float]


def customer_value(
    orders: Relation, *, as_of: date, horizon_weeks: int, judged: Backtest | Refusal, seed: int, draws: int = 1000
) -> CustomerValue | Refusal:
    """Expect each customer's purchases and money in the `horizon_weeks` from `as_of`, by the method the back-test chose.

    By the model: parameter draws, then purchases drawn per customer, then one common error per draw as large as the model's
    own past misfit. By a naive rule: the errors that the rule made in the back-test for customers with similar forecasts.
    A refused back-test is passed on: without it no interval could be given. Should drop-out be identified in the
    calibration but not at `as_of`, the best naive rule steps in.
    """
    if isinstance(judged, Refusal):
        return judged
    fitted = learn(orders, until=as_of, horizon_days=horizon_weeks * 7, minor=judged.fitted.minor)
    method = _method(judged, fitted)
    outlook = Outlook(horizon_weeks * 7, misfit(orders, method, until=as_of, minor=fitted.minor), draws, seed)
    expected, spend = predict(method, fitted, horizon_days=outlook.days), spend_per_purchase(fitted)
    if method == MODEL:
        lo, hi, purchases, money = _by_model(fitted, expected, spend, outlook)
    else:
        lo, hi, purchases, money = _by_rule(judged, method, expected, spend, outlook)
    table = _table(fitted, expected, lo, hi, spend * fitted.minor)
    return CustomerValue(table, purchases, money, method, horizon_weeks, outlook.misfit)


_Answer = tuple[Array, Array, Estimate, Estimate]


def _method(judged: Backtest, fitted: Fitted) -> Method:
    if judged.choice != MODEL or drop_out(fitted.model, fitted.rows).identified:
        return judged.choice
    return judged.best_baseline


def _by_model(fitted: Fitted, expected: Array, spend: Array, outlook: Outlook) -> _Answer:
    rows = fitted.rows
    each = Rows(rows.x[rows.at], rows.t_x[rows.at], rows.T[rows.at], np.ones(len(rows.at)), np.arange(len(rows.at)))
    drawn = simulate(fitted.model, each, spend=spend, outlook=outlook)
    totals = [_around(float(v), d, len(expected)) for v, d in ((expected.sum(), drawn.purchases), (expected @ spend, drawn.money))]
    return drawn.lo, drawn.hi, totals[0], totals[1]


def _around(value: float, draws: Array, n: int) -> Estimate:
    lo, hi = bootstrap.interval(draws)
    return Estimate(value, min(lo, value), max(hi, value), n)


def _by_rule(judged: Backtest, method: Method, expected: Array, spend: Array, outlook: Outlook) -> _Answer:
    past, actual = (judged.customers[c].to_numpy(np.float64) for c in (method, "actual"))
    stretch = outlook.days / judged.split.horizon_days
    lo, hi = similar_errors(past, actual, expected / stretch)
    chance = float(np.std(actual - past) * np.sqrt(len(past)) / max(past.sum(), 1.0))
    sums = float(expected.sum()), float(expected @ spend)
    totals = [log_wald(v, float(np.hypot(sd, chance)), len(expected)) for v, sd in zip(sums, outlook.misfit, strict=True)]
    return lo * stretch, np.minimum(hi * stretch, outlook.days), totals[0], totals[1]


def similar_errors(past: Array, actual: Array, expected: Array) -> tuple[Array, Array]:
    """Return the ends of the 95 % interval around `expected`, from the errors made for customers with similar past forecasts.

    Customers of the back-test form up to ten groups by forecast; in each the 2.5 and 97.5 percentiles of
    (actual - forecast) / (forecast + 1) are read and applied to forecasts that fall into the group. Errors thus grow in
    proportion to the forecast, also over a longer horizon than the back-test's.
    """
    edges = np.unique(np.quantile(past, np.linspace(0, 1, GROUPS + 1)[1:-1]))
    relative = (actual - past) / (past + 1)
    group = np.searchsorted(edges, past, side="left")
    ends = np.array([_ends(relative[group == k], relative) for k in range(len(edges) + 1)])
    lo, hi = (expected + ends[np.searchsorted(edges, expected, side="left")].T * (expected + 1)).clip(min=0)
    return np.minimum(lo, expected), np.maximum(hi, expected)


def _ends(errors: Array, everybody: Array) -> Array:
    enough = 40
    ends: Array = np.quantile(errors if len(errors) >= enough else everybody, (0.025, 0.975))
    return ends


def _table(fitted: Fitted, expected: Array, lo: Array, hi: Array, spend_minor: Array) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": fitted.summary["customer_id"],
            "expected_purchases": expected,
            "lo": np.minimum(lo, expected),
            "hi": np.maximum(hi, expected),
            "expected_amount": np.rint(expected * spend_minor).astype(np.int64),
            "amount": fitted.summary["amount"].astype(np.int64),
        }
    )
