"""How far predictions of purchases were from what came, per method, with bootstrap intervals over customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from idic_lib.differentiate.top import caught
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.text import N_, _

MEASURES = ("rmse", "mae", "bias", "deviance", "correlation", "capture")
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


def scores(actual: Array, predictions: Mapping[str, Array], *, seed: int) -> Scores:
    """Score each method's `predictions` of purchases per customer against `actual`.

    Table: index method; rmse, mae (purchases), bias (predicted over actual total, less 1), deviance (mean Poisson deviance),
    correlation, capture (share of purchases made by the tenth of customers predicted highest), each with _lo and _hi. MAE is shown
    and not ranked by: where most customers do not return, it rewards predicting nothing.
    """
    names = list(predictions)
    found, drawn = bootstrap.estimates(
        lambda w: np.column_stack([_measures(w, actual, predictions[name]) for name in names]), len(actual), seed=seed
    )
    rows, width = [], len(MEASURES)
    for at in range(len(names)):
        cells = zip(MEASURES, found[at * width : (at + 1) * width], strict=True)
        rows.append({column: v for m, e in cells for column, v in ((m, e.value), (f"{m}_lo", e.lo), (f"{m}_hi", e.hi))})
    table = pd.DataFrame(rows, index=pd.Index(names, name="method"))
    return Scores(table, {name: drawn[:, at * width : (at + 1) * width] for at, name in enumerate(names)})


def _measures(weights: Array, actual: Array, predicted: Array) -> Array:
    error = predicted - actual
    moments = np.column_stack(
        [error**2, np.abs(error), actual, predicted, _deviance(actual, predicted), actual**2, predicted**2, actual * predicted]
    )
    square, absolute, y, p, deviance, yy, pp, yp = (weights @ moments / actual.size).T
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = (yp - y * p) / np.sqrt((yy - y**2) * (pp - p**2))
        bias = p / y - 1
    if np.ptp(predicted) == 0:
        correlation = np.full_like(correlation, np.nan)
    return np.column_stack([np.sqrt(square), absolute, bias, deviance, correlation, caught(weights, predicted, actual, 0.1)])


def _deviance(actual: Array, predicted: Array) -> Array:
    expected = np.maximum(predicted, LEAST_PREDICTION)
    surprise: Array = 2 * (actual * np.log(np.where(actual > 0, actual, 1.0) / expected) - (actual - expected))
    return surprise


METHOD_NAMES = {
    "bgnbd": N_("Repeat-purchase model (BG/NBD)"),
    "zero": N_("No purchase"),
    "same_rate": N_("Same rate as so far"),
    "last_next": N_("Next weeks as the last ones"),
    "hiatus": N_("Same rate, if bought within 13 weeks"),
}


def scorecard_rows(found: Scores, *, measure: str = "rmse") -> pd.DataFrame:
    """Return one measure as chart rows: method (its name in the language of the run), value, lo, hi, naive (bool)."""
    table = found.table
    return pd.DataFrame(
        {
            "method": [_(METHOD_NAMES[name]) for name in table.index],
            "value": table[measure].to_numpy(),
            "lo": table[f"{measure}_lo"].to_numpy(),
            "hi": table[f"{measure}_hi"].to_numpy(),
            "naive": [name != "bgnbd" for name in table.index],
        }
    )
