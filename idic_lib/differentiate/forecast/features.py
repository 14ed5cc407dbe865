"""The feature model: boosted trees that correct each customer's steady rate by how lately, how evenly and how well they bought.

It needs no drop-out to be identified. It learns from the same customers' past only: it stands on five earlier days, sees what
was known on each, and is told what came between that day and the one it forecasts from (never later). Its size (80 small trees)
was set by the rolling origins of CDNOW and of the grocer, not by their hold-outs.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from idic_lib.differentiate.history import purchases_between
from idic_lib.engine import Relation
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.threads import one_thread

STEPS = (1.0, 7 / 6, 8 / 6, 9 / 6, 10 / 6)
"""How far back the days to learn from lie, as multiples of the horizon or of a third of the history, whichever is shorter."""
_LEAST_PURCHASES = 50
_LEAST_DAYS = 14
_LEAF = (20, 100)
_MOST_ROWS = 300_000
"""Of more, every second, third ... row is learnt from."""


def features(orders: Relation, *, origin: date) -> pd.DataFrame:
    """Return one row per customer with an order before `origin`, by customer_id: what the model may know on that day."""
    table = orders.engine.query("forecast_features", origin=origin)
    pace = table["frequency"] / table["age"].clip(lower=7)
    return table.assign(pace=pace, due=table["since"] / table["gap_mean"])


def steady_rate(table: pd.DataFrame, *, history_days: int) -> Array:
    """Give purchases per day as so far, drawn to everybody's mean as if each had been watched for another `history_days` at it."""
    x, age = (table[c].to_numpy(np.float64) for c in ("frequency", "age"))
    mean = x.sum() / max(age.sum(), 1.0)
    rate: Array = (x + mean * history_days) / (age + history_days)
    return rate


def feature_rate(orders: Relation, *, until: date, horizon_days: int) -> Array:
    """Expect purchases per day over the `horizon_days` from `until`, per customer by customer_id.

    Poisson loss; the target is what came over what the steady rate had foreseen, weighted by the latter, which is the Poisson
    likelihood with the steady rate as offset. A rate learnt over a shorter time than the horizon is carried on. Where
    fewer than 50 purchases can be learnt from, the steady rate is the answer.
    """
    now = features(orders, origin=until)
    history = (until - now["first_on"].min().date()).days if len(now) else 0
    rate = steady_rate(now, history_days=history)
    past = [_lesson(orders, until - timedelta(days=back), min(back, horizon_days), history) for back in _steps_back(history, horizon_days)]
    if sum(came.sum() for _, came, _ in past) < _LEAST_PURCHASES:
        return rate
    corrected: Array = rate * _corrections(past, _inputs(now))
    return corrected


def _steps_back(history_days: int, horizon_days: int) -> list[int]:
    shortest = min(horizon_days, history_days // 3)
    return sorted({int(shortest * step) for step in STEPS}) if shortest >= _LEAST_DAYS else []


Lesson = tuple[pd.DataFrame, Array, Array]


def _lesson(orders: Relation, origin: date, days: int, history_days: int) -> Lesson:
    """Stand on `origin`: what was known, what came in the next `days`, and what the steady rate had foreseen."""
    known = features(orders, origin=origin)
    later = purchases_between(orders, since=origin, until=origin + timedelta(days=days)).set_index("customer_id")["purchases"]
    came = known["customer_id"].map(later).fillna(0).to_numpy(np.float64)
    return _inputs(known), came, steady_rate(known, history_days=history_days) * days


def _inputs(table: pd.DataFrame) -> pd.DataFrame:
    return table.drop(columns=["customer_id", "first_on"]).astype(np.float64)


def _corrections(past: list[Lesson], now: pd.DataFrame) -> Array:
    from sklearn.ensemble import HistGradientBoostingRegressor  # half a second to import, and only some cases need it

    known = pd.concat([lesson[0] for lesson in past])
    came, foreseen = (np.concatenate([lesson[k] for lesson in past]) for k in (1, 2))
    some = slice(None, None, len(known) // _MOST_ROWS + 1)
    known, came, foreseen = known[some], came[some], np.maximum(foreseen[some], 1e-6)
    telling = known.columns[known.max() > known.min()]
    if not len(telling):
        return np.ones(len(now))
    leaf = int(np.clip(len(now) // 50, *_LEAF))
    trees = HistGradientBoostingRegressor(
        loss="poisson", max_iter=80, learning_rate=0.05, max_leaf_nodes=8, max_bins=64, min_samples_leaf=leaf, early_stopping=False
    )
    with one_thread():
        trees.fit(known[telling], came / foreseen, sample_weight=foreseen / foreseen.mean())
        corrections: Array = trees.predict(now[telling])
    return corrections
