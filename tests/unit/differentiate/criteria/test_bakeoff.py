"""Which criterion tells what customers bring: the planted one wins, a meaningless one tells nothing."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from idic_lib.differentiate.criteria import (
    BakeOff,
    agreement,
    bought_again,
    criteria_facts,
    criterion_decision,
    customers_ahead,
    gains_picture,
    wrong_groups,
)
from idic_lib.differentiate.criteria.candidates import SHUFFLED
from idic_lib.differentiate.criteria.heldout import deviance
from idic_lib.differentiate.history import Refusal
from tests.unit.differentiate.criteria.shop import AS_OF, Shop, shop


@pytest.fixture(scope="module")
def made() -> Shop:
    return shop()


@pytest.fixture(scope="module")
def baked(made: Shop) -> BakeOff:
    return made.baked(in_use="place")


def test_the_planted_need_tells_much_and_the_place_nothing(baked: BakeOff) -> None:
    gains = baked.table.set_index("criterion")
    assert gains.loc["needs", "lo"] > 0.05  # three times the rate for two fifths of customers
    assert gains.loc["geography", "lo"] <= 0 <= gains.loc["geography", "hi"] + 0.02
    assert gains.loc["geography", "gain"] == gains.loc["in_use", "gain"]  # the same column under another name


def test_the_best_criterion_dealt_out_at_random_tells_nothing(baked: BakeOff) -> None:
    check = baked.table.iloc[-1]
    assert check["criterion"] == SHUFFLED
    assert check["lo"] <= 0
    assert abs(check["gain"]) < 0.02
    assert abs(check["caught"] - 0.2) < 0.05  # a fifth of customers chosen by lot brings a fifth


def test_a_criterion_sees_nothing_from_the_cut_on(made: Shop) -> None:
    ahead = made.ahead()
    orders = made.engine.run("select * from orders order by order_id")
    later = orders[orders["ordered_on"] >= pd.Timestamp(ahead.cut)]
    assert ahead.cut == AS_OF - timedelta(weeks=15)  # a quarter of 60 weeks is less than 26
    assert ahead.table["ahead"].sum() == later.loc[later["customer_id"].isin(ahead.customers), "amount"].sum()
    known = orders[orders["ordered_on"] < pd.Timestamp(ahead.cut)].groupby("customer_id")["amount"].sum()
    assert ahead.table.set_index("customer_id")["amount"].equals(known.reindex(ahead.customers).astype("int64"))


def test_the_deviance_of_a_perfect_forecast_is_zero_and_of_any_other_above() -> None:
    came = np.array([0.0, 10.0, 250.0])
    assert deviance(came, np.array([1e-12, 10.0, 250.0])) == pytest.approx(0, abs=1e-9)
    assert (deviance(came, np.array([5.0, 5.0, 5.0])) > 0).all()


def test_who_is_in_the_wrong_group_is_counted_with_their_money(baked: BakeOff) -> None:
    errors = wrong_groups(baked).set_index("criterion")
    assert (errors["chosen"] == errors["chosen"].iloc[0]).all()
    assert errors.loc["geography", "missed_amount"] > errors.loc["needs", "missed_amount"] > 0
    assert errors.loc["geography", "idle"] > errors.loc[baked.best, "idle"]


def test_criteria_that_are_one_agree_and_independent_ones_do_not(baked: BakeOff) -> None:
    pairs = agreement(baked).set_index(["criterion", "other"])
    one = pairs.loc[("geography", "in_use")] if ("geography", "in_use") in pairs.index else pairs.loc[("in_use", "geography")]
    assert one["correlation"] == pytest.approx(1)
    assert one["overlap"] == pytest.approx(1)
    assert pairs["lo"].le(pairs["correlation"]).all()


def test_the_decision_names_what_catches_most_and_how_often_another_would(baked: BakeOff) -> None:
    decision = criterion_decision(baked, currency="USD", minor=100)
    assert decision.options[0].value == max(o.value for o in decision.options if o.value is not None)
    assert decision.choice == decision.options[0].name
    assert decision.p_wrong is not None
    assert 0 <= decision.p_wrong < 0.5
    assert decision.money_at_stake is not None
    assert decision.money_at_stake >= 0


def test_facts_state_every_gain_with_its_interval(baked: BakeOff) -> None:
    facts = {f.id: f for f in criteria_facts(baked, currency="USD", minor=100)}
    for key in ("value", "behaviour", "needs", "geography", "in_use", "shuffled"):
        fact = facts[f"differentiate.criteria.{key}.gain"]
        assert fact.lo is not None
        assert "{" not in fact.sentence().replace("{detail}", "")
    assert facts["differentiate.criteria.wrong_group"].unit == "USD"
    assert set(gains_picture(baked)["role"]) == {"best", "in use", "check", "other"}


def test_the_order_of_the_rows_changes_nothing(made: Shop, baked: BakeOff) -> None:
    again = Shop(made.engine, made.traits.sample(frac=1, random_state=4))
    pd.testing.assert_frame_equal(again.baked(in_use="place").table, baked.table)


@pytest.mark.parametrize("setting", ["rare", "repeat"])
def test_what_cannot_be_asked_is_refused_in_a_sentence(made: Shop, setting: str) -> None:
    traits = made.traits if setting == "rare" else None
    found = customers_ahead(made.orders, as_of=AS_OF, traits=traits, setting=setting)
    assert isinstance(found, Refusal)
    facts = criteria_facts(found, currency="USD", minor=100)
    assert all(f.refused and f.says.endswith(".") for f in facts)
    assert "differentiate.pitfall.wrong_criteria" in {f.id for f in facts}


def test_too_few_customers_are_refused(made: Shop) -> None:
    assert isinstance(customers_ahead(made.orders, as_of=AS_OF, traits=made.traits.head(100)), Refusal)


def test_where_everybody_bought_again_the_better_half_is_the_outcome(made: Shop) -> None:
    ahead = made.ahead()
    assert bought_again(ahead).tolist() == (ahead.table["ahead"] > 0).tolist()
    everybody = ahead.table.assign(ahead=ahead.table["ahead"] + 1)
    halves = bought_again(type(ahead)(everybody, ahead.cut, ahead.until))
    assert 0.4 < halves.mean() < 0.6
