"""What open leads and buyers are worth: forecasts that hold what they do not know, the naive one beside them, and the tiers."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from idic_lib import differentiate
from idic_lib.differentiate import Judged, Leads, Worth, judge, latest_window, leads_at, outlook, past_misfit
from idic_lib.differentiate.funnel_open import _chances, _overlap, hazards
from idic_lib.engine import Engine
from idic_lib.facts import Fact
from idic_lib.inference.intervals import Estimate
from tests.unit.differentiate.funnel_world import AS_OF, SOURCES, STAGES, engine

HALF = 182


@pytest.fixture(scope="module")
def world() -> Engine:
    return engine(seed=1)


@pytest.fixture(scope="module")
def leads(world: Engine) -> Leads:
    return leads_at(world.relation("leads"), STAGES, until=AS_OF)


def worth_of(world: Engine, leads: Leads, rate: float | None = 0.2) -> Worth:
    ahead = outlook(leads, days=HALF, draws=1000, seed=1, misfit=0.05)
    return differentiate.funnel_worth(ahead, world.relation("orders"), as_of=AS_OF, rate=rate, seed=1, currency="VND", minor=1)


def facts_of(world: Engine, leads: Leads, rate: float | None = 0.2) -> dict[str, Fact]:
    past = judge(world.relation("leads"), STAGES, as_of=AS_OF, days=HALF, draws=300, seed=1)
    repeated = latest_window(world.relation("leads"), STAGES, as_of=AS_OF, days=HALF)
    return {f.id: f for f in differentiate.funnel_facts(worth_of(world, leads, rate), past, repeated=repeated)}


def test_days_are_split_at_the_edges_of_the_bands() -> None:
    split = _overlap(np.array([0.0, 20]), np.array([30.0, 21]))
    assert split[0, :3].tolist() == [28, 2, 0]
    assert split[1, :2].tolist() == [1, 0]
    assert split.sum(axis=1).tolist() == [30, 1]


def test_a_lead_that_may_be_given_up_signs_with_the_smaller_chance() -> None:
    """At equal constant hazards half of those who leave within a very long time sign; without giving up all do."""
    ahead = np.array([[1e6]])
    assert _chances(np.array([[0.01]]), np.array([0.01]), ahead)[0, 0] == pytest.approx(0.5)
    assert _chances(np.array([[0.01]]), np.array([0.0]), ahead)[0, 0] == pytest.approx(1.0)
    assert _chances(np.array([[0.01]]), np.array([0.0]), np.array([[10.0]]))[0, 0] == pytest.approx(1 - np.exp(-0.1))


def test_hazards_are_contracts_over_lead_days_where_much_was_seen() -> None:
    """3 contracts in every 10,000 lead-days, for everybody: each cell of the first bands comes within a fifth of it."""
    rng = np.random.default_rng(2)
    days, age = np.floor(rng.exponential(1 / 0.0003, 30_000)), rng.integers(1, 360, 30_000)
    created = pd.Timestamp(AS_OF) - pd.to_timedelta(age, unit="D")
    signed = created + pd.to_timedelta(days, unit="D")
    table = pd.DataFrame({"lead_id": range(30_000), "source": "a", "name": "a", "created_on": created, "lost_on": pd.NaT})
    made = hazards(Leads(table.assign(won_on=signed.where(days < age)), AS_OF)).mean()
    assert made[0, :4].tolist() == pytest.approx([0.0003] * 4, rel=0.2)


def test_forecasts_made_in_the_past_hold_what_came() -> None:
    """Eight worlds, up to three cuts each: of 24 intervals of 95 %, 18 or more (one in a thousand would hold fewer)."""
    worlds = [engine(seed=s).relation("leads") for s in range(8)]
    judged = [j for w in worlds for j in judge(w, STAGES, as_of=AS_OF, days=HALF, draws=300, seed=1)]
    held = sum(j.forecast.lo <= j.actual <= j.forecast.hi for j in judged)
    assert len(judged) == 24
    assert held >= 18
    assert sum(j.forecast.value for j in judged) == pytest.approx(sum(j.actual for j in judged), rel=0.2)


def test_past_forecasts_and_counts_are_of_the_leads_that_were_open(world: Engine) -> None:
    latest = judge(world.relation("leads"), STAGES, as_of=AS_OF, days=HALF, draws=300, seed=1)[0]
    assert (latest.cut, latest.until) == (AS_OF - timedelta(days=HALF), AS_OF)
    before = leads_at(world.relation("leads"), STAGES, until=latest.cut)
    now = leads_at(world.relation("leads"), STAGES, until=AS_OF).table.set_index("lead_id")["won_on"]
    assert latest.actual == int(now.loc[before.table.loc[before.open, "lead_id"]].notna().sum())
    assert latest.actual == latest_window(world.relation("leads"), STAGES, as_of=AS_OF, days=HALF)
    assert latest.forecast.n == int(before.open.sum())


def test_misfit_is_the_error_beyond_what_chance_explains() -> None:
    def of(actual: int, noise: float) -> Judged:
        return Judged(AS_OF, AS_OF, Estimate(100, 80, 120, 9), noise, 90, actual)

    assert past_misfit([]) == 0.05
    assert past_misfit([of(100, 0.1)]) == 0.05
    assert past_misfit([of(150, 0.1)]) == pytest.approx(np.sqrt(np.log(1.5) ** 2 - 0.01))
    assert of(94, 0.1).closer == "naive"
    assert of(96, 0.1).closer == "funnel"


def test_the_money_of_open_leads_is_contracts_times_price_times_the_assumed_margin(world: Engine, leads: Leads) -> None:
    made, facts = worth_of(world, leads), facts_of(world, leads)
    contracts, sales = facts["differentiate.funnel.contracts"], facts["differentiate.funnel.sales"]
    assert made.price is not None
    assert sales.value == pytest.approx(float(contracts.value or 0) * made.price)
    less, middle, more = (float(facts[f"differentiate.funnel.contribution{e}"].value or 0) for e in (".less", "", ".more"))
    assert [less, middle, more] == pytest.approx([float(sales.value or 0) * r for r in (0.15, 0.2, 0.25)])
    assert facts["differentiate.funnel.contribution"].grade == "D"
    assert sales.lo is not None
    assert sales.hi is not None
    assert contracts.lo is not None
    assert contracts.hi is not None
    assert sales.hi / sales.lo > contracts.hi / contracts.lo


def test_without_a_margin_contribution_is_refused_and_sales_are_not(world: Engine, leads: Leads) -> None:
    facts = facts_of(world, leads, None)
    assert facts["differentiate.funnel.contribution"].refused
    assert "differentiate.margin_rate" in facts["differentiate.funnel.contribution"].sentence()
    assert not facts["differentiate.funnel.sales"].refused


def test_a_history_too_short_to_judge_by_is_refused() -> None:
    young = tuple(s.__class__(s.name, s.leads, s.rate, s.days, young=1.0) for s in SOURCES)
    assert judge(engine(sources=young).relation("leads"), STAGES, as_of=AS_OF, days=HALF, draws=300, seed=1) == []


def test_second_units_are_counted_among_buyers_watched_for_a_year() -> None:
    first = pd.to_datetime(["2025-01-01", "2025-01-01", "2025-01-01", "2026-01-01"])
    second = pd.to_datetime(["2025-06-01", "2026-06-01", None, "2026-02-01"])
    of = differentiate.second_unit(pd.DataFrame({"first_on": first, "second_on": second}), as_of=AS_OF)
    assert of is not None
    assert of.value == pytest.approx(1 / 3)
    assert of.n == 3
    assert differentiate.second_unit(pd.DataFrame({"first_on": first[3:], "second_on": second[3:]}), as_of=AS_OF) is None


def test_referrals_are_counted_per_buyer_year_with_garwoods_interval(leads: Leads) -> None:
    buyers = pd.DataFrame({"customer_id": ["x", "y"], "first_on": pd.to_datetime(["2024-07-01", "2025-07-01"])})
    found = differentiate.referrals(leads, buyers, sources=["Giới thiệu"])
    count = int((leads.of("gioi_thieu") & (leads.table["created_on"] >= "2024-07-01").to_numpy()).sum())
    years = (730 + 365) / 365.25
    assert found is not None
    assert not found.named
    of = found.rate
    assert of.value == pytest.approx(count / years)
    assert [of.lo * years, of.hi * years] == pytest.approx([stats.chi2.ppf(0.025, 2 * count) / 2, stats.chi2.ppf(0.975, 2 * count + 2) / 2])
    assert differentiate.referrals(leads, buyers, sources=[]) is None
    assert "at most" in differentiate.base_facts(None, found)[1].sentence()


def test_where_leads_name_their_sender_only_those_sent_by_a_buyer_after_the_contract_count(leads: Leads) -> None:
    """x sent the first lead before the contract and the second after it; z is no buyer."""
    table = leads.table.sort_values("created_on", ignore_index=True).assign(referred_by=None)
    table["referred_by"] = table["referred_by"].astype("str")
    table.loc[:, "referred_by"] = [{0: "x", len(table) - 1: "x", len(table) - 2: "z"}.get(k) for k in range(len(table))]
    buyers = pd.DataFrame({"customer_id": ["x"], "first_on": pd.to_datetime(["2025-07-01"])})
    found = differentiate.referrals(Leads(table, AS_OF), buyers, sources=["Giới thiệu"])
    assert found is not None
    assert found.named
    assert found.rate.value == pytest.approx(1 / (365 / 365.25))
    assert "at most" not in differentiate.base_facts(None, found)[1].sentence()


def test_everybody_worth_a_call_stands_in_one_tier_and_the_worth_adds_up(world: Engine, leads: Leads) -> None:
    made = worth_of(world, leads)
    buyers = differentiate.buyers(world.relation("orders"), as_of=AS_OF)
    base = differentiate.funnel_base(leads, made, buyers, again=Estimate(0.02, 0.01, 0.03, 90))
    tiers = differentiate.value_tiers(base)
    assert len(base) == base["customer_id"].nunique() == int(leads.open.sum()) + len(buyers)
    chances = made.ahead.chance.sum() + len(buyers) * (1 - 0.98**0.5)
    assert base["expected_amount"].sum() == pytest.approx(chances * made.each, rel=1e-6)
    assert base["amount"].sum() == buyers["amount"].sum()
    means = tiers.groupby("tier")["expected_amount"].mean()
    assert means["top"] > means["high"] > means["middle"] > means["low"]


def test_what_a_base_of_rare_purchases_states_when_nothing_can_be_said() -> None:
    facts = differentiate.base_facts(None, None)
    assert [f.id for f in facts] == ["differentiate.second_unit", "differentiate.referral"]
    assert {f.refused for f in facts} == {True}
    assert "differentiate.referral_sources" in facts[1].sentence()
