"""The chance of a contract by hand and beside scipy, the eventual rate, horizons, places and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from idic_lib import differentiate
from idic_lib.differentiate import Funnel, Stages, cure, funnel, incidence, leads_at, ranking, source_decision, source_facts
from idic_lib.differentiate.funnel import places
from idic_lib.engine import Engine
from idic_lib.errors import InputError
from tests.unit.differentiate.funnel_world import ADS, AS_OF, EVENT, REFERRAL, SOURCES, STAGES, Planted, engine

DAYS, WON = np.array([1.0, 2, 3, 4, 5]), np.array([False, True, False, True, False])


def found(*, sources: tuple[Planted, ...] = SOURCES, seed: int = 1, weeks: int = 104, costs: bool = True) -> Funnel:
    e = engine(sources=sources, seed=seed)
    spent = differentiate.source_costs(e.relation("costs") if costs else None, minor=1)
    return funnel(leads_at(e.relation("leads"), STAGES, until=AS_OF), weeks=weeks, costs=spent)


# the chance by age


def test_the_curve_is_that_computed_by_hand() -> None:
    """At day 2 four are at risk: 1 - 3/4. At day 4 two are: 1 - 3/4 x 1/2. Greenwood: 1/(4 x 3), then + 1/(2 x 1)."""
    curve = incidence(DAYS, WON)
    assert curve.days.tolist() == [2, 4]
    assert curve.chance.tolist() == pytest.approx([0.25, 0.625])
    assert curve.greenwood.tolist() == pytest.approx([1 / 12, 1 / 12 + 1 / 2])
    assert [curve.value(d) for d in (1, 2, 3, 4, 99)] == pytest.approx([0, 0.25, 0.25, 0.625, 0.625])
    assert [curve.at_risk(d) for d in (0, 1, 2, 4, 5, 6)] == [5, 5, 4, 2, 1, 0]


def test_curve_and_interval_are_those_of_scipy() -> None:
    rng = np.random.default_rng(3)
    days, seen = np.ceil(rng.lognormal(4, 1, 400)), rng.integers(1, 200, 400).astype(float)
    won = days <= seen
    curve = incidence(np.minimum(days, seen), won)
    kept = stats.ecdf(stats.CensoredData.right_censored(np.minimum(days, seen), ~won)).sf
    with pytest.warns(RuntimeWarning, match="undefined"):  # before the first contract, where nothing is compared
        ends = kept.confidence_interval(method="log-log")
    for day in (20.0, 60.0, 120.0):
        of = curve.at(day)
        theirs = [1 - float(f.evaluate(day)) for f in (kept, ends.high, ends.low)]
        assert [of.value, of.lo, of.hi] == pytest.approx(theirs, abs=1e-9)


def test_without_a_contract_the_interval_is_wilsons_over_those_followed_so_long() -> None:
    of = incidence(np.array([10.0] * 60 + [100.0] * 40), np.zeros(100, dtype=bool)).at(50)
    assert (of.value, of.lo, of.n) == (0, 0, 100)
    assert of.hi == pytest.approx(3.8415 / (40 + 3.8415), abs=1e-4)


def test_the_draws_have_the_interval_of_the_estimate() -> None:
    curve = incidence(DAYS.repeat(40), WON.repeat(40))
    of, drawn = curve.at(4), curve.draws(4, 40_000, np.random.default_rng(0))
    assert np.quantile(drawn, [0.025, 0.975]).tolist() == pytest.approx([of.lo, of.hi], abs=0.005)


# the eventual rate


def test_the_eventual_rate_and_days_are_recovered_where_leads_were_followed_long_enough() -> None:
    """8,000 leads with 14 % ever signing: the standard error is some .005, so .02 is four of them."""
    rng = np.random.default_rng(5)
    ever, days, seen = rng.random(8000) < 0.14, np.rint(rng.lognormal(np.log(120), 0.7, 8000)), rng.integers(200, 1500, 8000).astype(float)
    won = ever & (days <= seen)
    made = cure(np.where(won, days, seen), won, followed=1400)
    assert made is not None
    assert made.eventual.value == pytest.approx(0.14, abs=0.02)
    assert made.eventual.lo < 0.14 < made.eventual.hi
    assert made.median_days == pytest.approx(120, rel=0.1)
    assert made.seen > 0.99


def test_slow_and_never_are_not_told_apart_in_a_short_follow_up_or_from_few_contracts() -> None:
    rng = np.random.default_rng(5)
    ever, days = rng.random(4000) < 0.14, np.rint(rng.lognormal(np.log(300), 0.7, 4000))
    won = ever & (days <= 150)
    assert cure(np.where(won, days, 150.0), won, followed=150) is None
    few = np.arange(4000) < 20
    assert cure(np.where(few, 30.0, 900.0), few, followed=900) is None


# sources


def test_a_source_that_grew_last_looks_worse_than_it_is_and_the_order_turns() -> None:
    """Event leads cost 22m a contract in truth and ads 29m, but three quarters of the event leads are younger than half a year."""
    many = (replace(EVENT, leads=4000), replace(ADS, leads=3000), replace(REFERRAL, leads=900))
    made = found(sources=many)
    ranked = ranking(made, seed=1)
    assert ranked is not None
    assert [s.slug for s in ranked.sources] == ["su_kien", "quang_cao", "gioi_thieu"]
    assert (ranked.places_naive, ranked.places) == ((3, 2, 1), (2, 3, 1))
    assert ranked.riser is not None
    assert ranked.riser.name == "Sự kiện"
    for s, planted in zip(made.sources, many, strict=True):
        assert s.chance is not None
        assert s.chance.lo <= planted.within(made.days) <= s.chance.hi
        assert s.naive.value < s.chance.value


def test_without_young_leads_nothing_turns_and_the_riser_is_refused() -> None:
    made = found(sources=(replace(REFERRAL, leads=2000), replace(ADS, leads=2000)))
    facts = {f.id: f for f in source_facts(made, ranking(made, seed=1), currency="VND")}
    assert facts["differentiate.riser"].refused
    assert facts["differentiate.source_rank.gioi_thieu"].value == facts["differentiate.source_rank_naive.gioi_thieu"].value == 1


def test_the_cost_of_a_contract_is_the_cost_of_a_lead_over_its_chance() -> None:
    made = found()
    facts = {f.id: f for f in source_facts(made, ranking(made, seed=1), currency="VND")}
    chance, cost = facts["differentiate.contract_chance.su_kien"], facts["differentiate.cost_per_contract.su_kien"]
    assert chance.value is not None
    assert chance.lo is not None
    assert cost.hi is not None
    assert cost.value == pytest.approx(EVENT.each / float(chance.value))
    assert cost.hi == pytest.approx(EVENT.each / chance.lo)
    assert facts["differentiate.cost_per_contract_naive.su_kien"].value == pytest.approx(EVENT.each / made.sources[0].naive.value)


def test_the_decision_leaves_out_sources_from_which_nothing_can_be_bought() -> None:
    ranked = ranking(found(), seed=1)
    best, open_only = (source_decision(ranked, closed=c, currency="VND") for c in ((), ("Giới thiệu",)))
    assert best is not None
    assert open_only is not None
    assert best.choice == "Giới thiệu"
    assert [o.name for o in open_only.options] == ["Sự kiện", "Quảng cáo"]
    assert open_only.money_at_stake is None
    assert open_only.p_wrong is not None
    assert 0 <= open_only.p_wrong < 0.5
    assert source_decision(ranked, closed=("Giới thiệu", "Quảng cáo"), currency="VND") is None


def test_without_costs_the_sources_are_ranked_by_their_chance() -> None:
    made = found(costs=False)
    ranked = ranking(made, seed=1)
    decision = source_decision(ranked, currency="VND")
    assert ranked is not None
    assert decision is not None
    assert not ranked.by_cost
    assert {o.unit for o in decision.options} == {"share"}
    assert all(f.refused for f in source_facts(made, ranked, currency="VND") if "cost_per_contract" in f.id)


def test_the_horizon_is_shortened_to_what_fifty_leads_of_each_source_were_followed_for() -> None:
    made = found(weeks=104)
    assert made.weeks is not None
    assert 52 < made.weeks < 104
    assert min(s.curve.at_risk(7 * made.weeks) for s in made.sources) >= 50
    assert min(s.curve.at_risk(7 * (made.weeks + 1)) for s in made.sources) < 50
    assert found(weeks=26).weeks == 26


def test_a_source_too_young_to_judge_is_refused_and_shortens_nobody() -> None:
    fresh = Planted("Hội chợ mới", 200, 0.1, 200, young=1.0, late=60)
    made = found(sources=(*SOURCES, fresh))
    facts = {f.id: f for f in source_facts(made, ranking(made, seed=1), currency="VND")}
    assert made.weeks == found().weeks
    assert facts["differentiate.contract_chance.hoi_cho_moi"].refused
    assert "Hội chợ mới" in facts["differentiate.contract_chance.hoi_cho_moi"].sentence()
    assert facts["differentiate.contract_rate.hoi_cho_moi"].value == pytest.approx(0, abs=0.05)


def test_with_young_leads_only_nothing_is_compared() -> None:
    made = found(sources=(Planted("Web", 300, 0.1, 100, young=1.0, late=60),))
    facts = {f.id: f for f in source_facts(made, ranking(made, seed=1), currency="VND")}
    assert made.weeks is None
    assert {i for i, f in facts.items() if f.refused} >= {
        "differentiate.contract_horizon",
        "differentiate.source_rank",
        "differentiate.riser",
    }
    assert source_decision(ranking(made, seed=1), currency="VND") is None


def test_places_count_from_the_smallest() -> None:
    assert places(np.array([[3.0, 1.0, np.inf], [1.0, 2.0, 3.0]])).tolist() == [[2, 1, 3], [1, 2, 3]]


# reading leads


def small(**columns: list[str | None]) -> Engine:
    leads = pd.DataFrame({"lead_id": list("abcdef"), "created_on": pd.to_datetime(["2024-01-01"] * 5 + ["2024-07-01"])})
    rows = [
        ("a", "Ký", "2024-03-01"), ("a", "Ký", "2024-04-01"), ("b", "Mất", "2024-02-01"), ("c", "Mất", "2024-02-01"),
        ("c", "Hẹn", "2024-03-01"), ("d", "Ký", "2023-12-30"), ("e", "Ký", "2024-07-01"),
    ]  # fmt: skip
    stages = pd.DataFrame(rows, columns=["lead_id", "stage", "entered_on"])
    return Engine.of(leads=leads.assign(**columns), lead_stages=stages.assign(entered_on=pd.to_datetime(stages["entered_on"])))


def test_a_lead_is_read_as_it_stood_before_the_day() -> None:
    """a signed on its first day in the stage; b is given up; c came back from it; d is dated before it began; e signs too late, f begins too late."""
    read = leads_at(small().relation("leads"), Stages("Ký", ("Mất",)), until=date(2024, 7, 1))
    assert read.table["lead_id"].tolist() == list("abcde")
    assert read.won.tolist() == [True, False, False, True, False]
    assert read.open.tolist() == [False, False, True, False, True]
    assert read.days.tolist() == [60, 181, 181, 0, 181]
    assert read.names == {"source_not_recorded": "source not recorded"}


def test_what_happened_on_the_day_or_later_is_not_seen() -> None:
    early = leads_at(small().relation("leads"), Stages("Ký", ("Mất",)), until=date(2024, 3, 1))
    assert early.won.tolist() == [False, False, False, True, False]
    assert early.open.tolist() == [True, False, False, False, True]


def test_spellings_of_a_source_are_one_and_the_most_frequent_is_shown() -> None:
    read = leads_at(small(source=["Quảng cáo", "quang cao ", "Quảng cáo", "Web", None, "Web"]).relation("leads"), Stages("Ký"), until=AS_OF)
    assert read.names == {"quang_cao": "Quảng cáo", "web": "Web", "source_not_recorded": "source not recorded"}


def test_beyond_twenty_sources_the_smallest_are_one() -> None:
    sources = tuple(Planted(f"Kênh {k:02d}", 60 - k, 0.2, 60) for k in range(30))
    made = found(sources=sources)
    assert len(made.sources) == 20
    assert made.sources[0].name == "other sources"
    assert sum(s.leads for s in made.sources) == sum(s.leads for s in sources)


def test_a_stage_that_no_lead_ever_entered_is_an_error_that_names_the_stages() -> None:
    with pytest.raises(InputError, match=r"'Ky hop dong'.*Hẹn, Ký, Mất"):
        leads_at(small().relation("leads"), Stages("Ky hop dong"), until=AS_OF)


def test_without_a_stage_for_the_contract_the_funnel_is_refused_with_the_setting_to_make() -> None:
    facts = differentiate.no_funnel_facts()
    assert {f.refused for f in facts} == {True}
    assert "differentiate.won_stage" in facts[0].sentence()
