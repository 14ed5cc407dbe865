"""CDNOW, all 23,570 customers, 39 weeks ahead from the calibration alone: the targets of the forecast and of its interval."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idic_lib.differentiate.forecast.future import future
from idic_lib.differentiate.forecast.learned import Fitted, learn
from idic_lib.differentiate.forecast.methods import predict
from idic_lib.differentiate.forecast.rolling import Rolling, rolling
from idic_lib.differentiate.forecast.scorecard import deviance
from idic_lib.differentiate.history import purchases_between
from idic_lib.engine import Engine, Relation

pytestmark = pytest.mark.verify

CUT, UNTIL, DAYS = date(1997, 10, 1), date(1998, 7, 1), 273


def _log() -> pd.DataFrame:
    path = Path(str(find_spec("lifetimes").origin)).parent / "datasets" / "CDNOW_master.txt"  # not imported
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]
    return pd.DataFrame(
        {
            "order_id": [str(k) for k in range(len(rows))],
            "customer_id": [r[0] for r in rows],
            "ordered_on": pd.to_datetime([r[1] for r in rows], format="%Y%m%d"),
            "amount": [round(float(r[3]) * 100) for r in rows],
        }
    )


@pytest.fixture(scope="module")
def log() -> pd.DataFrame:
    return _log()


def _learnt(orders: Relation) -> tuple[Fitted, Rolling]:
    fitted = learn(orders, until=CUT, horizon_days=DAYS, minor=100)
    return fitted, rolling(orders, until=CUT, minor=100, usable=fitted.usable)


def _came(orders: Relation, fitted: Fitted) -> np.ndarray:
    later = purchases_between(orders, since=CUT, until=UNTIL).set_index("customer_id")["purchases"]
    return fitted.summary["customer_id"].map(later).fillna(0).to_numpy(float)


def test_the_method_chosen_in_the_calibration_meets_the_targets(log: pd.DataFrame) -> None:
    # The best single model has 1.726, -12.9 %, 1.642 (measured by two other fitters); the choice never saw the hold-out.
    orders = Engine.of(orders=log).relation("orders")
    fitted, past = _learnt(orders)
    chosen = past.choose(fitted.usable)
    expected, came = predict(chosen, fitted, horizon_days=DAYS, recipe=past.recipe), _came(orders, fitted)
    assert chosen == "blend"
    assert np.sqrt(np.mean((expected - came) ** 2)) <= 1.710
    assert abs(expected.sum() / came.sum() - 1) <= 0.05
    assert deviance(came, expected).mean() <= 1.57


def test_the_interval_of_the_total_holds_what_came_on_eight_of_ten_disjoint_tenths(log: pd.DataFrame) -> None:
    held, right = 0, []
    for tenth in range(10):
        orders = Engine.of(orders=log[log["customer_id"].astype(int) % 10 == tenth].reset_index(drop=True)).relation("orders")
        fitted, past = _learnt(orders)
        ahead, came = future(past.choose(fitted.usable), fitted, past, days=DAYS), _came(orders, fitted)
        lo, hi = np.quantile(ahead.totals(500, np.random.default_rng(1))[:, 0], (0.025, 0.975))
        held += bool(lo <= came.sum() <= hi)
        right.append(np.mean((ahead.active() - (came > 0)) ** 2))
    assert held >= 8
    # Brier score of the chance of activity; saying .29 of everybody would have .206.
    assert np.mean(right) <= 0.17
