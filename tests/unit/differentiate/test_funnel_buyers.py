"""Those who have bought: second units in whosever name, the leads they send, and whom to serve first where customers buy once."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from idic_lib import differentiate
from idic_lib.differentiate import Leads, Worth, leads_at, outlook
from idic_lib.differentiate.funnel_buyers import BuyersWorth, base_draws, buyers_facts, buyers_worth, referral_chance
from idic_lib.differentiate.funnel_household import household_buyers, household_fact
from idic_lib.differentiate.funnel_past import funnel_past
from idic_lib.differentiate.funnel_value import Prices, Referrals
from idic_lib.differentiate.history import Refusal
from idic_lib.engine import Engine, Relation
from idic_lib.inference.intervals import Estimate, wilson
from tests.unit.differentiate.funnel_world import AS_OF, STAGES, engine

HALF = 182


@pytest.fixture(scope="module")
def world() -> Engine:
    return engine(seed=1)


@pytest.fixture(scope="module")
def leads(world: Engine) -> Leads:
    return leads_at(world.relation("leads"), STAGES, until=AS_OF)


@pytest.fixture(scope="module")
def worth(world: Engine, leads: Leads) -> Worth:
    ahead = outlook(leads, days=HALF, draws=500, seed=1, misfit=0.05)
    return differentiate.funnel_worth(ahead, world.relation("orders"), as_of=AS_OF, rate=0.2, seed=1, currency="VND", minor=1)


def signed() -> Relation:
    """Return contracts: the husband's, the wife's a hundred days later, a stranger's, and one of today that nobody knows yet."""
    days = {"husband": 500, "wife": 400, "stranger": 450, "late": 0}
    frame = pd.DataFrame({"order_id": list(days), "customer_id": list(days), "amount": 1_000})
    on = [pd.Timestamp(AS_OF - timedelta(days=d)) for d in days.values()]
    return Engine.of(orders=frame.assign(ordered_on=on)).relation("orders")


HOMES = pd.DataFrame({"customer_id": ["husband", "wife"], "household_id": ["husband", "husband"]})


def test_a_spouse_s_contract_is_the_household_s_second_unit() -> None:
    buyers = household_buyers(signed(), HOMES, as_of=AS_OF).set_index("customer_id")
    assert sorted(buyers.index) == ["husband", "stranger"]
    assert buyers.loc["husband", "purchases"] == 2
    assert (buyers.loc["husband", "second_on"] - buyers.loc["husband", "first_on"]).days == 100
    assert buyers["amount"].sum() == 3_000
    fact = household_fact(signed(), HOMES, as_of=AS_OF)
    assert (fact.value, fact.n) == (0.5, 2)


def test_where_everybody_lives_alone_households_are_buyers(world: Engine) -> None:
    orders = world.relation("orders")
    alone = household_buyers(orders, HOMES.head(0), as_of=AS_OF)
    pd.testing.assert_frame_equal(alone, differentiate.buyers(orders, as_of=AS_OF), check_dtype=False)


def test_without_households_the_fact_is_refused_with_what_to_collect() -> None:
    fact = household_fact(signed(), None, as_of=AS_OF)
    assert fact.refused
    assert "phone, e-mail and address" in fact.sentence()


def of_buyers(worth: Worth, *, again: Estimate | None = None, chance: Estimate | None = None) -> BuyersWorth | None:
    sent = Referrals(Estimate(0.3, 0.25, 0.36, 400), named=True, count=120, years=400.0)
    return buyers_worth(
        400, again=again or wilson(8, 200), sent=sent, chance=chance or Estimate(0.14, 0.11, 0.17, 800),
        found=Prices(np.full(50, 3e9)), worth=worth, seed=1,
    )  # fmt: skip


def test_what_buyers_are_worth_is_second_units_and_referrals_times_price_and_margin(worth: Worth) -> None:
    found = of_buyers(worth)
    assert found is not None
    assert found.second.value == pytest.approx(400 * (1 - 0.96**0.5))
    assert found.referred.value == pytest.approx(400 * 0.3 * 0.5 * 0.14)
    assert found.value.value == pytest.approx((found.second.value + found.referred.value) * 3e9 * 0.2)
    assert found.each.value == pytest.approx(found.value.value / 400)
    facts = {f.id: f for f in buyers_facts(found, currency="VND")}
    assert facts["differentiate.buyers.value"].grade == "D"
    assert facts["differentiate.buyers.second"].grade == "C"


def test_intervals_of_buyers_hold_what_comes_of_simulated_ones(worth: Worth) -> None:
    """A hundred bases of 400: known from 200 watched buyers and 400 buyer-years, of which 90 or more are held (expected 95, sd 2.2)."""
    rng, held = np.random.default_rng(4), 0
    for _ in range(100):
        again, sent = wilson(int(rng.binomial(200, 0.04)), 200), int(rng.poisson(120))
        told = Referrals(Estimate(sent / 400, 0, 1, 400), named=True, count=sent, years=400.0)
        found = buyers_worth(400, again=again, sent=told, chance=Estimate(0.14, 0.139, 0.141, 800), found=Prices(np.full(50, 1.0)), worth=worth, seed=1, draws=300)  # fmt: skip
        assert found is not None
        came = rng.binomial(400, 1 - 0.96**0.5), rng.poisson(400 * 0.3 * 0.5 * 0.14)
        held += found.second.lo <= came[0] <= found.second.hi and found.referred.lo <= came[1] <= found.referred.hi
    assert held >= 85  # both at once: 90 expected


def test_what_is_not_known_of_buyers_is_asked_for(worth: Worth) -> None:
    assert buyers_worth(400, again=None, sent=None, chance=None, found=None, worth=worth, seed=1) is None
    facts = buyers_facts(None, currency="VND")
    assert len(facts) == 4
    assert {f.refused for f in facts} == {True}


def test_the_chance_of_a_referred_lead_is_that_of_its_source(leads: Leads) -> None:
    funnel = differentiate.funnel(leads, weeks=104)
    chance = referral_chance(funnel, sources=["Giới thiệu"])
    assert chance is not None
    assert chance == next(s.chance for s in funnel.sources if s.slug == "gioi_thieu")
    assert referral_chance(funnel, sources=[]) is None


def test_draws_of_the_base_have_its_mean(world: Engine, leads: Leads, worth: Worth) -> None:
    buyers = differentiate.buyers(world.relation("orders"), as_of=AS_OF)
    base = differentiate.funnel_base(leads, worth, buyers, again=Estimate(0.02, 0.01, 0.03, 90), referred=0.01)
    draws = base_draws(base, worth, seed=1, n=400)
    assert draws.sum(axis=1).mean() == pytest.approx(base["expected_amount"].sum(), rel=0.05)


def test_referrals_raise_what_a_buyer_is_worth(world: Engine, leads: Leads, worth: Worth) -> None:
    buyers = differentiate.buyers(world.relation("orders"), as_of=AS_OF)
    bases = [differentiate.funnel_base(leads, worth, buyers, again=None, referred=r)["expected_amount"].sum() for r in (0.0, 0.01)]
    assert bases[1] - bases[0] == pytest.approx(0.01 * len(buyers) * worth.each, rel=1e-4)


def test_leads_are_tested_by_what_they_signed_since(world: Engine, worth: Worth) -> None:
    past = funnel_past(world.relation("leads"), STAGES, as_of=AS_OF, worth=worth, seed=1)
    assert isinstance(past, pd.DataFrame)
    before = leads_at(world.relation("leads"), STAGES, until=AS_OF - timedelta(days=HALF))
    assert len(past) == int(before.open.sum())
    assert past["came"].sum() > 0
    assert past["foreseen"].sum() == pytest.approx(past["came"].sum(), rel=0.35)


def test_leads_too_young_to_test_are_refused(world: Engine, worth: Worth) -> None:
    first = AS_OF - timedelta(days=700)
    assert isinstance(funnel_past(world.relation("leads"), STAGES, as_of=first, worth=worth, seed=1), Refusal)
