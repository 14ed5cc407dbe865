"""The feature model, the rolling origins, the spread about a forecast and the draws of value."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from idic_lib.differentiate import Backtest, CustomerValue, backtest, customer_value
from idic_lib.differentiate.forecast.features import feature_rate, features
from idic_lib.differentiate.forecast.learned import learn
from idic_lib.differentiate.forecast.methods import BLEND, FEATURES, METHODS, Recipe, predict
from idic_lib.differentiate.forecast.rolling import CLOSE, Rolling, rolling
from idic_lib.differentiate.forecast.spread import learn_spread
from idic_lib.differentiate.forecast.value import value_draws
from idic_lib.differentiate.repeat.ladder import MODELS
from idic_lib.engine import Engine, Relation

FIRST, AS_OF = date(2023, 1, 1), date(2024, 1, 1)


def world(*, customers: int = 400, seed: int = 0, days: int = 365) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows: list[tuple[str, date, int]] = []
    for k in range(customers):
        rate, day, leaves = rng.gamma(1, 1 / 20), float(rng.integers(0, 60)), rng.beta(0.5, 3)
        while day < days:
            rows.append((f"c{k:04d}", FIRST + timedelta(days=int(day)), int(rng.gamma(3, 700)) + 1))
            if rng.random() < leaves:
                break
            day += 1 + rng.exponential(1 / rate)
    frame = pd.DataFrame(rows, columns=["customer_id", "ordered_on", "amount"])
    return frame.assign(order_id=frame.index.astype(str), ordered_on=pd.to_datetime(frame["ordered_on"]))


def relation(frame: pd.DataFrame) -> Relation:
    return Engine.of(orders=frame).relation("orders")


@pytest.fixture(scope="module")
def whole() -> pd.DataFrame:
    return world(days=500)


@pytest.fixture(scope="module")
def frame(whole: pd.DataFrame) -> pd.DataFrame:
    return whole[whole["ordered_on"] < pd.Timestamp(AS_OF)]


@pytest.fixture(scope="module")
def judged(frame: pd.DataFrame) -> Backtest:
    found = backtest(relation(frame), as_of=AS_OF, seed=1, minor=100)
    assert isinstance(found, Backtest)
    return found


@pytest.fixture(scope="module")
def value(frame: pd.DataFrame, judged: Backtest) -> CustomerValue:
    found = customer_value(relation(frame), as_of=AS_OF, horizon_weeks=13, judged=judged, seed=1, draws=400)
    assert isinstance(found, CustomerValue)
    return found


def shuffled_after(frame: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Give the later orders to other customers, on other later days, for other amounts."""
    before, after = frame[frame["ordered_on"] < day], frame[frame["ordered_on"] >= day]
    rng = np.random.default_rng(3)
    later = after.assign(
        customer_id=rng.permutation(after["customer_id"]),
        ordered_on=day + pd.to_timedelta(rng.integers(0, 60, len(after)), unit="D"),
        amount=rng.integers(1, 99_999, len(after)),
    )
    return pd.concat([before, later])


def test_a_shuffled_future_changes_no_forecast_and_no_choice(frame: pd.DataFrame, judged: Backtest) -> None:
    cut = judged.split.cut
    one, two = relation(frame), relation(shuffled_after(frame, pd.Timestamp(cut)))
    fits = [learn(o, until=cut, horizon_days=91, minor=100) for o in (one, two)]
    pasts = [rolling(o, until=cut, minor=100, usable=f.usable) for o, f in zip((one, two), fits, strict=True)]
    for method in METHODS:
        made = [predict(method, f, horizon_days=91, recipe=p.recipe) for f, p in zip(fits, pasts, strict=True)]
        np.testing.assert_array_equal(*made)
    assert pasts[0].recipe == pasts[1].recipe
    assert {p.choose(f.usable) for p, f in zip(pasts, fits, strict=True)} == {judged.choice}


def test_the_choice_has_the_smallest_deviance_up_to_a_thousandth(judged: Backtest) -> None:
    past = judged.past
    others = [past.best_rule(), *judged.fitted.usable, FEATURES, BLEND]
    assert past.deviance(judged.choice) * (1 - CLOSE) <= min(past.deviance(name) for name in others)


def test_a_model_whose_drop_out_is_not_identified_is_never_chosen(judged: Backtest) -> None:
    assert judged.past.choose(()) not in {*MODELS, BLEND}


def test_gain_of_a_method_over_itself_is_nothing(judged: Backtest) -> None:
    gain = judged.past.gain("features", "features")
    assert (gain.value, gain.lo, gain.hi) == (0, 0, 0)


def test_gain_is_the_difference_of_the_deviances(judged: Backtest) -> None:
    past: Rolling = judged.past
    assert past.gain("features", "zero").value == pytest.approx(past.deviance("zero") - past.deviance("features"))


def test_a_blend_lies_between_its_parts_in_the_proportion_of_its_weight(judged: Backtest) -> None:
    recipe = Recipe("pareto", 0.25)
    made = {m: predict(m, judged.fitted, horizon_days=91, recipe=recipe) for m in (FEATURES, "pareto", BLEND)}
    np.testing.assert_allclose(made[BLEND], 0.25 * made[FEATURES] + 0.75 * made["pareto"])


def test_features_stand_in_the_order_of_the_summary_and_see_only_what_came_before(frame: pd.DataFrame) -> None:
    origin = date(2023, 9, 1)
    table = features(relation(frame), origin=origin)
    fitted = learn(relation(frame), until=origin, horizon_days=91, minor=100)
    assert table["customer_id"].tolist() == fitted.summary["customer_id"].tolist()
    assert table["frequency"].tolist() == fitted.summary["frequency"].tolist()
    assert (table["age"] - table["since"] == fitted.summary["recency"]).all()
    np.testing.assert_allclose(table["gap_mean"].fillna(0) * table["frequency"], fitted.summary["recency"])


def test_the_feature_model_foresees_more_from_who_bought_lately(frame: pd.DataFrame) -> None:
    origin = date(2023, 9, 1)
    table = features(relation(frame), origin=origin)
    rate = feature_rate(relation(frame), until=origin, horizon_days=91)
    often = table["frequency"] >= 3
    lately, silent = often & (table["since"] <= 30), often & (table["since"] > 120)
    assert rate[lately].mean() > 3 * rate[silent].mean()


def test_two_customers_are_enough_for_a_rate_and_no_error() -> None:
    few = pd.DataFrame(
        {
            "order_id": list("abc"),
            "customer_id": ["x", "x", "y"],
            "ordered_on": pd.to_datetime(["2023-01-01", "2023-06-01", "2023-02-01"]),
            "amount": 100,
        }
    )
    rate = feature_rate(relation(few), until=AS_OF, horizon_days=91)
    assert (rate > 0).all()
    assert rate[0] > rate[1]


def test_spread_knows_mean_and_variance_of_customers_with_similar_forecasts() -> None:
    rng = np.random.default_rng(0)
    expected = rng.gamma(1, 2, 20_000)
    actual = rng.poisson(expected * rng.standard_gamma(2, 20_000) / 2).astype(float)
    mean, shape = learn_spread(expected, actual, np.full(20_000, 91.0)).around(expected, 91)
    assert mean.sum() == pytest.approx(expected.sum())
    # 2,000 customers in a group and three moments of heavy counts: shapes are known to about a third where counts are not tiny.
    assert np.median(shape[expected > 1]) == pytest.approx(2, rel=0.35)


def test_where_nothing_was_foreseen_similar_customers_stand_in() -> None:
    actual = np.r_[np.zeros(900), np.ones(100), np.full(1000, 3.0)]
    spread = learn_spread(np.r_[np.zeros(1000), np.full(1000, 3.0)], actual, np.full(2000, 10.0))
    mean, _ = spread.around(np.array([0.0, 3.0]), 20)
    assert 0.1 < mean[0] < 0.3


def test_the_table_holds_an_interval_and_a_chance_for_every_customer(value: CustomerValue) -> None:
    table = value.table
    assert ((table["lo"] <= table["expected_purchases"]) & (table["expected_purchases"] <= table["hi"])).all()
    assert ((table["amount_lo"] <= table["expected_amount"]) & (table["expected_amount"] <= table["amount_hi"])).all()
    assert table["active"].between(0, 1).all()


def test_value_draws_are_joint_repeatable_and_add_to_the_total(value: CustomerValue) -> None:
    drawn = value_draws(value, 300)
    assert drawn.shape == (300, len(value.table))
    np.testing.assert_array_equal(drawn, value_draws(value, 300))
    # Mean of 300 draws of a total whose spread is some 10 %: known to 1 %, and exp(misfit) adds half its variance.
    assert drawn.sum(axis=1).mean() == pytest.approx(value.money.value, rel=0.05)


def test_intervals_hold_what_came_and_the_chance_of_activity_is_right(whole: pd.DataFrame, value: CustomerValue) -> None:
    until = pd.Timestamp(AS_OF + timedelta(weeks=13))
    later = whole[(whole["ordered_on"] >= pd.Timestamp(AS_OF)) & (whole["ordered_on"] < until)]
    came = value.table["customer_id"].map(later.groupby("customer_id")["ordered_on"].nunique()).fillna(0)
    inside = (value.table["lo"] <= came) & (came <= value.table["hi"])
    # 400 customers, counts are discrete and so over-covered: 95 % less three standard errors of 1.1 %.
    assert inside.mean() > 0.92
    assert abs(value.table["active"].mean() - (came > 0).mean()) < 0.06
    assert value.purchases.lo < came.sum() < value.purchases.hi


@pytest.mark.parametrize("kind", ["every week", "all at the end", "one buys daily"])
def test_awkward_customers_give_numbers_and_no_error(kind: str) -> None:
    rng = np.random.default_rng(0)
    days = {
        "every week": [(k, day) for k in range(40) for day in range(k % 7, 365, 7)],
        "all at the end": [(k, day) for k in range(80) for day in (k, *rng.integers(330, 365, 5))],
        "one buys daily": [*((0, day) for day in range(365)), *((k, int(day)) for k in range(1, 90) for day in rng.integers(0, 365, 2))],
    }[kind]
    frame = pd.DataFrame(days, columns=["customer_id", "day"]).drop_duplicates()
    ordered_on = pd.Timestamp(FIRST) + pd.to_timedelta(frame["day"], unit="D")
    orders = relation(
        frame.assign(customer_id=frame["customer_id"].astype(str), order_id=frame.index.astype(str), ordered_on=ordered_on, amount=900)
    )
    judged = backtest(orders, as_of=AS_OF, seed=1, minor=100)
    value = customer_value(orders, as_of=AS_OF, horizon_weeks=13, judged=judged, seed=1, draws=200)
    assert isinstance(value, CustomerValue)
    assert np.isfinite(value.table.select_dtypes("number").to_numpy()).all()
    assert value.purchases.lo <= value.purchases.value <= value.purchases.hi
