"""Contracts: who is lost, how long others stay, what they will still pay, and what is said where nothing can be."""

from __future__ import annotations

import warnings
from datetime import timedelta
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import CensoredData, ecdf

from idic_lib import differentiate
from idic_lib.charts import allocation as pictures
from idic_lib.differentiate import allocation, contract
from idic_lib.differentiate.contract import ContractValue, Judged, contracts
from idic_lib.differentiate.history import Refusal
from idic_lib.engine import Engine, Relation
from tests.unit.differentiate.contract_world import AS_OF, World, world

WEEKS = 26


@cache
def made(seed: int = 1) -> World:
    return world(seed=seed)


@cache
def judged(seed: int = 1) -> Judged:
    found = contract.judge_retention(made(seed).orders, as_of=AS_OF, rhythm="month", horizon_weeks=WEEKS, seed=1)
    assert isinstance(found, Judged)
    return found


@cache
def valued(seed: int = 1) -> ContractValue:
    value = contract.contract_value(judged(seed), horizon_weeks=WEEKS, minor=100, seed=1, draws=400)
    assert isinstance(value, ContractValue)
    return value


def paid(*days: int, extra: tuple[int, ...] = ()) -> Relation:
    """Return one customer who paid on so many days before 1 July 2026, and another who paid on `extra`."""
    rows = [("a", d) for d in days] + [("b", d) for d in extra]
    on = [pd.Timestamp(AS_OF - timedelta(days=d)) for _, d in rows]
    frame = pd.DataFrame({"order_id": [str(k) for k in range(len(rows))], "customer_id": [c for c, _ in rows], "ordered_on": on, "amount": 100})  # fmt: skip
    return Engine.of(orders=frame).relation("orders")


def one(*days: int, grace: int = 15) -> dict[str, object]:
    table = contracts(paid(*days), until=AS_OF, rhythm="month", grace_days=grace).table
    return dict(table[["renewals", "survived", "lost"]].iloc[0])


@pytest.mark.parametrize(
    ("days", "renewals", "survived", "lost"),
    [
        ((100, 70, 40), 2, 2, False),  # due ten days ago: within the grace, so its outcome is not known
        ((110, 80, 50), 2, 2, True),  # due twenty days ago and not paid
        ((100, 70, 40, 10), 3, 2, False),  # paid in time, but too near to count before the late could have paid
        ((110, 80, 50, 8), 3, 3, False),  # paid twelve days late: kept
        ((5,), 0, 0, False),
        ((60,), 0, 0, True),
        ((120, 119, 60), 2, 2, True),  # a payment in two parts is no renewal, a month skipped and made up for is one
    ],
)
def test_a_contract_is_lost_when_a_payment_is_overdue_beyond_the_grace(
    days: tuple[int, ...], renewals: int, survived: int, *, lost: bool
) -> None:
    assert one(*days) == {"renewals": renewals, "survived": survived, "lost": lost}


def test_nothing_dated_on_or_after_the_day_changes_what_is_known() -> None:
    later = contracts(paid(110, 80, 50, -3), until=AS_OF, rhythm="month", grace_days=15).table
    assert bool(later["lost"].iloc[0])


def test_those_who_pay_early_are_not_counted_before_those_who_could_still_pay() -> None:
    """Without the grace of the count the share of renewals would rise in every world in which people pay early."""
    rates = []
    for seed in range(1, 5):
        found = judged(seed).found
        truth = 1 - 0.6 / 8.6
        at = found.survived + found.lost >= 1
        rates.append(float((found.survived[at] >= 1).mean()) - truth)
    assert np.mean(rates) == pytest.approx(0, abs=0.008)  # 1,900 renewals a world: a standard error of .003 for four


def test_the_counted_curve_is_that_of_kaplan_and_meier() -> None:
    found = judged().found
    curve = contract.kaplan_meier(found)
    times = CensoredData(uncensored=found.survived[found.lost] + 1.0, right=found.survived[~found.lost] + 0.5)
    theirs = ecdf(times).sf
    assert curve["kept"].to_numpy() == pytest.approx(theirs.evaluate(curve["renewal"]))
    with np.errstate(all="ignore"), warnings.catch_warnings():  # theirs has no interval before the first loss, and says so
        warnings.simplefilter("ignore")
        ends = theirs.confidence_interval(0.95, method="log-log")
    inside = curve["renewal"].to_numpy() > 0
    assert curve["lo"].to_numpy()[inside] == pytest.approx(ends.low.evaluate(curve["renewal"])[inside])
    assert curve["hi"].to_numpy()[inside] == pytest.approx(ends.high.evaluate(curve["renewal"])[inside])


def test_the_world_s_parameters_lie_in_their_intervals() -> None:
    """Five worlds, two parameters: of ten intervals of 95 % at least eight (fewer happen in one set of a hundred)."""
    held = sum(e.lo <= truth <= e.hi for s in range(1, 6) for e, truth in zip(judged(s).models["sbg"].estimates, (0.6, 8.0), strict=True))
    assert held >= 8


def test_retention_by_tenure_beats_one_rate_where_customers_differ() -> None:
    for seed in range(1, 4):
        assert judged(seed).choice == "sbg"
        assert judged(seed).gain.lo > 0


def test_where_all_leave_alike_one_rate_is_used() -> None:
    """alpha and beta a thousandfold: everybody leaves with a probability of 7 %, and tenure says nothing."""
    alike = world(seed=3, alpha=700, beta=9300)
    found = contract.judge_retention(alike.orders, as_of=AS_OF, rhythm="month", horizon_weeks=WEEKS, seed=1)
    assert isinstance(found, Judged)
    assert found.gain.value == pytest.approx(0, abs=0.01)
    assert found.models["constant"].theta[0] == pytest.approx(0.93, abs=0.005)


def test_totals_of_the_horizon_lie_in_their_intervals() -> None:
    for seed in range(1, 6):
        ahead, value = made(seed).ahead(WEEKS), valued(seed)
        assert value.purchases.lo <= len(ahead) <= value.purchases.hi
        assert value.money.lo <= ahead["amount"].sum() / 100 <= value.money.hi
        assert value.purchases.value == pytest.approx(len(ahead), rel=0.04)


def test_customers_intervals_hold_what_they_paid() -> None:
    """Counts of at most six payments over-cover: nine in ten at least, of those whose contract runs."""
    table = valued().table
    came = table["customer_id"].map(made().ahead(WEEKS).groupby("customer_id").size()).fillna(0)
    runs = table["expected_purchases"] > 0
    held = (came >= table["lo"]) & (came <= table["hi"])
    assert held[runs].mean() > 0.93
    assert came[~runs].sum() <= 0.005 * came.sum()
    assert table.loc[runs, "active"].mean() == pytest.approx((came[runs] > 0).mean(), abs=0.02)


def test_the_table_serves_tiers_as_every_setting_s_does() -> None:
    tiers = differentiate.value_tiers(valued().table)
    means = tiers.groupby("tier")["expected_amount"].mean()
    assert means["top"] > means["high"] > means["middle"] > means["low"]
    assert tiers["expected_amount"].sum() == valued().table["expected_amount"].sum()


def test_joint_draws_have_the_table_s_means() -> None:
    draws = contract.contract_draws(judged(), horizon_weeks=WEEKS, minor=100, seed=2, n=300)
    assert draws.shape == (300, len(valued().table))
    assert draws.sum(axis=1).mean() == pytest.approx(valued().money.value, rel=0.02)


def test_who_is_overdue_is_less_likely_to_pay_than_who_is_not_due_yet() -> None:
    found = judged().found
    expected = contract.expected_payments(judged().model, found, horizon_days=30)
    due = (pd.Timestamp(AS_OF) - found.table["last_on"]).dt.days - found.period
    late, early = (due > 11) & ~found.lost, (due < -5) & ~found.lost
    assert expected[late].mean() < 0.6
    assert expected[early].mean() > 0.9


def test_facts_are_stated_with_their_intervals_and_the_picture_shows_them() -> None:
    curve = contract.kaplan_meier(judged().found)
    facts = {f.id: f for f in [*contract.contract_facts(judged(), valued(), currency="USD"), *contract.kept_facts(curve, rhythm="month")]}
    assert facts["differentiate.contract.choice"].value == "sbg"
    assert facts["differentiate.contract.customers"].value == int((~judged().found.lost).sum())
    year = facts["differentiate.contract.kept.year1"]
    assert year.value == pytest.approx(float(curve.loc[curve["renewal"] == 12, "kept"].iloc[0]))
    chart = pictures.retention(contract.retention_picture(judged(), curve), **contract.retention_words(judged(), rhythm="month"))
    assert "long-standing" in chart.title
    for width in ("wide", "narrow"):
        assert chart.draw(width).axes
    assert len(contract.judged_table(judged())) == 2


def test_yearly_contracts_are_read_by_the_year() -> None:
    yearly = world(1500, seed=2, alpha=0.8, beta=3, periods=8, rhythm="year")
    assert contract.rhythm(yearly.orders, as_of=AS_OF).name == "year"
    found = contract.judge_retention(yearly.orders, as_of=AS_OF, rhythm="year", horizon_weeks=52, seed=1)
    assert isinstance(found, Judged)
    value = contract.contract_value(found, horizon_weeks=52, minor=100, seed=1, draws=300)
    assert isinstance(value, ContractValue)
    assert value.purchases.lo <= len(yearly.ahead(52)) <= value.purchases.hi


def test_a_short_history_is_refused_with_what_to_collect() -> None:
    short = contract.judge_retention(world(200, periods=6).orders, as_of=AS_OF, rhythm="month", horizon_weeks=WEEKS, seed=1)
    assert isinstance(short, Refusal)
    value = contract.contract_value(short, horizon_weeks=WEEKS, minor=100, seed=1)
    facts = contract.contract_facts(short, value, currency="USD")
    assert {f.refused for f in facts} == {True}
    assert {f.says for f in contract.no_rhythm_facts("USD")} != {short.reason}


def test_where_nobody_ever_left_retention_is_refused() -> None:
    staying = world(300, alpha=1e-6, beta=1000)
    found = contract.judge_retention(staying.orders, as_of=AS_OF, rhythm="month", horizon_weeks=WEEKS, seed=1)
    assert isinstance(found, Refusal)
    assert "nobody was seen to leave" in found.reason


def test_scaling_the_currency_scales_money_only() -> None:
    more = contract.judge_retention(world(seed=1, scale=1000).orders, as_of=AS_OF, rhythm="month", horizon_weeks=WEEKS, seed=1)
    assert isinstance(more, Judged)
    assert more.models["sbg"].theta == pytest.approx(judged().models["sbg"].theta)
    value = contract.contract_value(more, horizon_weeks=WEEKS, minor=100, seed=1, draws=400)
    assert isinstance(value, ContractValue)
    assert value.money.value == pytest.approx(1000 * valued().money.value, rel=1e-4)


def test_contract_orders_run_end_to_end_and_no_repeat_model_is_fitted() -> None:
    buying = differentiate.buying(made().orders, as_of=AS_OF)
    facts = {f.id: f for f in differentiate.setting_facts(buying, setting="contract", seed=1)}
    assert buying.looks == "contract"
    assert facts["differentiate.repeat_model"].refused
    assert isinstance(differentiate.backtest(made().orders, as_of=AS_OF, seed=1, minor=100, setting="contract"), Refusal)
    past = allocation.past_of(judged(), minor=100)
    assert isinstance(past, pd.DataFrame)
    assert len(past) == past["customer_id"].nunique()
    covered = allocation.tested(past, share=0.1, seed=1)
    assert isinstance(covered, allocation.Covered)
    assert covered.gain.lo > 0
