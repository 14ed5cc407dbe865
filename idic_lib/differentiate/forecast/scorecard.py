"""How far predictions of purchases were from what came, per method, with bootstrap intervals over customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from idic_lib.differentiate.top import caught
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array

MEASURES = ("rmse", "mae", "bias", "deviance", "correlation", "capture", "capture_spend")
_DRAWS = 1000
LEAST_PREDICTION = 0.01
"""The deviance of a prediction of 0 for a buyer is infinite; rules that say 0 are scored as if they said one in a hundred."""


@dataclass(frozen=True)
class Scores:
    """The scorecard, and its joint draws: method -> draws x measures, the same customers in every method's k-th draw."""

    table: pd.DataFrame
    draws: Mapping[str, Array]

    def value(self, method: str, measure: str) -> float:
        """Return one cell."""
        return float(self.table.loc[method, measure])


def scores(
    actual: Array, predictions: Mapping[str, Array], *, seed: int, amount: Array | None = None, spend: Array | None = None
) -> Scores:
    """Score each method's `predictions` of purchases per customer against `actual`.

    Table: index method; rmse, mae (purchases), bias (predicted over actual total, less 1), deviance (mean Poisson deviance),
    correlation, capture (share of purchases made by the tenth of customers predicted highest), capture_spend (share of the
    `amount` that came, made by the tenth highest by predicted purchases times `spend`; without both, as capture), each with _lo
    and _hi; and rank, the mean place by rmse, deviance, size of the bias and both captures. MAE is shown and not ranked by:
    where most customers do not return, it rewards predicting nothing.
    """
    names = list(predictions)
    money = actual if amount is None else amount
    each = np.ones_like(actual) if spend is None else spend
    found, drawn = bootstrap.estimates(
        lambda w: np.column_stack([_measures(w, actual, predictions[name], money, predictions[name] * each) for name in names]),
        len(actual),
        seed=seed,
        draws=_DRAWS,
    )
    rows, width = [], len(MEASURES)
    for at in range(len(names)):
        cells = zip(MEASURES, found[at * width : (at + 1) * width], strict=True)
        rows.append({column: v for m, e in cells for column, v in ((m, e.value), (f"{m}_lo", e.lo), (f"{m}_hi", e.hi))})
    table = pd.DataFrame(rows, index=pd.Index(names, name="method"))
    draws = {name: drawn[:, at * width : (at + 1) * width] for at, name in enumerate(names)}
    return Scores(table.assign(rank=_rank(table)), draws)


def _rank(table: pd.DataFrame) -> pd.Series:
    better_when_small = [table["rmse"], table["deviance"], table["bias"].abs(), -table["capture"], -table["capture_spend"]]
    return pd.concat([column.rank() for column in better_when_small], axis=1).mean(axis=1)


def _measures(weights: Array, actual: Array, predicted: Array, money: Array, predicted_money: Array) -> Array:
    error = predicted - actual
    moments = np.column_stack(
        [error**2, np.abs(error), actual, predicted, deviance(actual, predicted), actual**2, predicted**2, actual * predicted]
    )
    square, absolute, y, p, surprise, yy, pp, yp = (weights @ moments / actual.size).T
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = (yp - y * p) / np.sqrt((yy - y**2) * (pp - p**2))
        bias = p / y - 1
    if np.ptp(predicted) == 0:
        correlation = np.full_like(correlation, np.nan)
    top = [caught(weights, predicted, actual, 0.1), caught(weights, predicted_money, money, 0.1)]
    return np.column_stack([np.sqrt(square), absolute, bias, surprise, correlation, *top])


def deviance(actual: Array, predicted: Array) -> Array:
    """Poisson deviance per customer."""
    expected = np.maximum(predicted, LEAST_PREDICTION)
    surprise: Array = 2 * (actual * np.log(np.where(actual > 0, actual, 1.0) / expected) - (actual - expected))
    return surprise
