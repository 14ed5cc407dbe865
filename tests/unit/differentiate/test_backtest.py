"""The back-test, customer value and tiers, on small bases."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from idic_lib.differentiate import (
    Backtest,
    CustomerValue,
    Period,
    Refusal,
    Split,
    backtest,
    backtest_facts,
    baseline,
    customer_value,
    error_picture,
    realised_value,
    scorecard_table,
    split_of,
    tier_facts,
    tier_of,
    tier_table,
    value_facts,
    value_tiers,
)
from idic_lib.differentiate.forecast.methods import METHODS
from idic_lib.differentiate.forecast.scorecard import scores
from idic_lib.differentiate.repeat.ladder import MODELS
from idic_lib.engine import Engine, Relation
from idic_lib.errors import IdicError
from idic_lib.facts import Ledger
from idic_lib.tables import check
from idic_lib.text.letters import slug

FIRST, AS_OF = date(2023, 1, 1), date(2024, 1, 1)


def orders_of(*, leave: float, customers: int = 500, days: int = 365, seed: int = 0) -> Relation:
    rng = np.random.default_rng(seed)
    rows: list[tuple[str, date, int]] = []
    for k in range(customers):
        rate, day, leaves = rng.gamma(1, 1 / 20), int(rng.integers(0, 60)), rng.beta(0.5, 0.5 / leave) if leave else 0.0
        while day < days:
            rows.append((f"c{k}", FIRST + timedelta(days=day), int(rng.gamma(3, 700)) + 1))
            if rng.random() < leaves:
                break
            day += 1 + int(rng.exponential(1 / rate))
    frame = pd.DataFrame(rows, columns=["customer_id", "ordered_on", "amount"])
    frame = frame.assign(order_id=frame.index.astype(str), ordered_on=pd.to_datetime(frame["ordered_on"]))
    return Engine.of(orders=frame).relation("orders")


@pytest.fixture(scope="module", params=[0.15, 0.0], ids=["leaving", "steady"])
def case(request: pytest.FixtureRequest) -> tuple[Relation, Backtest, float]:
    orders = orders_of(leave=request.param, customers=900)
    judged = backtest(orders, as_of=AS_OF, seed=1, minor=100)
    assert isinstance(judged, Backtest)
    return orders, judged, request.param


def test_a_model_is_used_where_customers_leave_and_not_where_they_stay(case: tuple[Relation, Backtest, float]) -> None:
    _, judged, leave = case
    assert judged.dropout.identified == (leave > 0)
    # In this world customers may leave after the first purchase too, which is the MBG/NBD: any of the models may do best.
    assert (judged.choice in {*MODELS, "blend"}) == (leave > 0)


def test_facts_go_into_one_ledger_with_the_contract_tables(case: tuple[Relation, Backtest, float]) -> None:
    orders, judged, leave = case
    value = customer_value(orders, as_of=AS_OF, horizon_weeks=26, judged=judged, seed=1, draws=200)
    assert isinstance(value, CustomerValue)
    tiers = value_tiers(value.table)
    check("value", value.table)
    check("tiers", tiers)
    table, realised = tier_table(tiers, seed=1), realised_value(judged, seed=1)
    ledger = Ledger((*backtest_facts(judged), *value_facts(value, currency="USD"), *tier_facts(table, realised, currency="USD")))
    assert ledger["differentiate.backtest.bgnbd.a"].refused == (leave == 0)
    assert ledger["differentiate.tier.top.customers"].value == 45
    assert ledger["differentiate.value.total"].lo < ledger["differentiate.value.total"].value  # type: ignore[operator]
    assert table["sales_share"].sum() == pytest.approx(1)
    assert realised["realised_share"].sum() == pytest.approx(1)  # type: ignore[index]


def test_the_forecast_total_is_near_what_comes(case: tuple[Relation, Backtest, float]) -> None:
    _, judged, _ = case
    # The rates are constant by construction; 900 customers buy some 2,000 times, noise of 3 %, model error of some 5 %.
    assert abs(judged.scores.value(judged.choice, "bias")) < 0.15


def test_nothing_on_or_after_as_of_changes_a_forecast() -> None:
    orders = orders_of(leave=0.15, customers=300)
    more = orders.engine.run("select * from orders").reset_index(drop=True)
    late = more.tail(50).assign(ordered_on=pd.Timestamp("2024-01-01"), order_id=[f"late{k}" for k in range(50)])
    later = Engine.of(orders=pd.concat([more, late])).relation("orders")
    one, two = (backtest(o, as_of=AS_OF, seed=1, minor=100) for o in (orders, later))
    assert one.scorecard.equals(two.scorecard)  # type: ignore[union-attr]


def test_short_history_is_refused_in_every_fact() -> None:
    orders = orders_of(leave=0.1, customers=50)
    judged = backtest(orders, as_of=FIRST + timedelta(days=170), seed=1, minor=100)
    assert isinstance(judged, Refusal)
    value = customer_value(orders, as_of=FIRST + timedelta(days=170), horizon_weeks=13, judged=judged, seed=1)
    realised = realised_value(judged, seed=1)
    assert isinstance(value, Refusal)
    assert isinstance(realised, Refusal)
    facts = [*backtest_facts(judged), *value_facts(value, currency="USD")]
    assert {f.id for f in facts} >= {"differentiate.method.choice", "differentiate.value.total", "differentiate.backtest.bgnbd.rmse"}
    assert all(f.refused and "26 weeks" in f.says for f in facts)


def test_default_split_is_three_quarters_of_the_whole_weeks() -> None:
    assert split_of(Period(date(2017, 1, 1), date(2018, 1, 2))) == Split(date(2017, 9, 30), date(2017, 12, 31))


def test_a_set_calibration_end_is_the_last_day_seen() -> None:
    split = split_of(Period(date(1997, 1, 1), date(1998, 7, 1)), calibration_end=date(1997, 9, 30))
    assert isinstance(split, Split)
    assert (split.cut, split.horizon_days) == (date(1997, 10, 1), 273)


@pytest.mark.parametrize("end", [date(2016, 12, 31), date(2018, 1, 1), date(2019, 1, 1)])
def test_a_calibration_end_outside_the_orders_is_an_error(end: date) -> None:
    with pytest.raises(IdicError, match="calibration_end"):
        split_of(Period(date(2017, 1, 1), date(2018, 1, 2)), calibration_end=end)


def test_baselines_follow_their_rules() -> None:
    summary = pd.DataFrame({"frequency": [4, 4, 0], "recency": [100, 5, 0], "age": [200, 200, 0], "recent": [1, 0, 0]})
    answers = {name: baseline(name, summary, horizon_days=50).tolist() for name in ("zero", "same_rate", "last_next", "hiatus")}
    assert answers == {"zero": [0, 0, 0], "same_rate": [1, 1, 0], "last_next": [1, 0, 0], "hiatus": [0, 0, 0]}
    assert baseline("hiatus", summary.assign(recency=[150, 5, 0]), horizon_days=50).tolist() == [1, 0, 0]


def test_scores_of_a_perfect_forecast() -> None:
    actual = np.array([0.0, 1, 2, 3, 10] * 20)
    row = scores(actual, {"perfect": actual, "flat": np.full(100, 3.2)}, seed=1).table
    assert row.loc["perfect", ["rmse", "mae", "bias"]].tolist() == pytest.approx([0, 0, 0], abs=1e-12)
    assert row.loc["perfect", "correlation"] == pytest.approx(1)
    assert row.loc["perfect", "capture"] == pytest.approx(100 / 320)
    assert row.loc["flat", "capture"] == pytest.approx(0.1)
    assert np.isnan(row.loc["flat", "correlation"])
    assert row.loc["flat", "bias"] == pytest.approx(0)


def test_equal_scores_share_a_tier() -> None:
    score = np.array([9.0, 8, 7, 6, *[0.0] * 16])
    assert tier_of(score).tolist() == ["top", "high", "high", "high", *["low"] * 16]


def test_tier_names_must_fit_the_cut_points() -> None:
    with pytest.raises(IdicError, match="one name more"):
        tier_of(np.arange(4.0), cut_points=(0.1, 0.5), names=("a", "b"))


def test_tier_names_become_parts_of_ids() -> None:
    assert [slug(n) for n in ("VVIP", "Khách hàng đồng", "at risk!", "***")] == ["vvip", "khach_hang_dong", "at_risk", "unnamed"]


def test_an_empty_tier_is_refused_not_stated() -> None:
    table = pd.DataFrame({"tier": ["top", "low"], "customers": [0, 3], "sales_share": [0.0, 1.0], "lo": [0.0, 1.0], "hi": [0.0, 1.0]})
    realised = pd.DataFrame(
        {"tier": ["top", "low"], "customers": [0, 3], "realised": [np.nan, 2.0], "lo": [np.nan, 1.0], "hi": [np.nan, 3.0]}
    )
    facts = {f.id: f for f in tier_facts(table, realised, currency="VND")}
    assert facts["differentiate.tier.top.realised"].refused
    assert facts["differentiate.tier.low.realised"].unit == "VND"


def test_scorecard_shows_every_method_and_which_one_is_used(case: tuple[Relation, Backtest, float]) -> None:
    _, judged, leave = case
    card, rows = scorecard_table(judged), error_picture(judged)
    assert len(card) == len(rows) == len(METHODS) == 9
    assert card["rank"].is_monotonic_increasing
    assert (rows["naive"].sum(), rows["used"].sum()) == (4, 1)
    assert (rows["lo"] <= rows["value"]).all()
    assert card["method"].str.contains("drop-out not identified").any() == (leave == 0)


def test_mae_has_no_part_in_the_rank() -> None:
    # Nobody comes back but a few: expecting nothing has the smallest MAE and must not come first.
    actual = np.r_[np.zeros(180), np.full(20, 4.0)]
    foreseen = np.r_[np.full(180, 0.5), np.full(20, 3.0)]
    card = scores(actual, {"nothing": np.zeros(200), "something": foreseen}, seed=1).table
    assert card.loc["nothing", "mae"] < card.loc["something", "mae"]
    assert card["rank"].idxmin() == "something"


def test_importing_the_room_does_not_import_lifetimes() -> None:
    code = "import sys, idic_lib.differentiate, idic_lib.differentiate.repeat.cross_check; sys.exit('lifetimes' in sys.modules)"
    assert subprocess.run([sys.executable, "-W", "error", "-c", code], check=False).returncode == 0
