"""The 27 campaigns of the retail case against the figures of an independent study of the same data (see docstrings)."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray

from idic_lib import tables
from idic_lib.facts import Option, Verdict
from idic_lib.inference.intervals import Z95
from idic_lib.interact import (
    HoldOutPlan,
    Reading,
    campaign_effect,
    decide_holdout,
    difference,
    effect_facts,
    effects_table,
    focus_campaign,
    holdout_facts,
    naive_readings,
    readings_table,
)

STUDY = {"8": (4.5, 4.4), "13": (5.8, 3.8), "18": (6.4, 3.8), "9": (-4.3, 7.7), "11": (-1.5, 5.8), "17": (-1.1, 6.4)}
STUDY_EARLIER = {"13": (2.3, 5.2), "18": (3.4, 4.5), "11": (-0.4, 6.2), "17": (2.9, 6.2)}
GROUPS = {"8": (1075, 1245), "13": (1075, 1276), "18": (1129, 1215), "9": (176, 2162), "11": (214, 2125), "17": (202, 2147)}
NAIVE = {
    "8": (153.9, 5.9, -1.0, -2.9),
    "13": (195.7, -0.4, -3.6, -1.2),
    "18": (168.1, 19.5, 7.9, 3.4),
    "9": (59.9, -14.5, -10.0, -9.0),
    "11": (121.0, -5.5, -7.2, -6.0),
    "17": (126.6, 15.8, -1.6, -3.6),
}
EXPECTED = {
    "suggested": {"13", "14", "18"},
    "no effect seen": {"7", "9", "10", "11", "12", "16", "17", "19"},
    "history": {"24", "25", "26", "27", "1", "2", "3", "4", "5", "6"},
    "follow-up": {"15", "20", "21", "22", "23"},
    "no check": {"8"},
}


@pytest.mark.parametrize("campaign", STUDY)
def test_the_controlled_estimate_agrees_with_the_study_within_a_point(readings: dict[str, Reading], campaign: str) -> None:
    """One point: the study's standard error formula and the unit of its logarithm are not published; both move it by less."""
    value, half = STUDY[campaign]
    effect = readings[campaign].effect
    assert (effect.reached, effect.comparison) == GROUPS[campaign]
    assert 100 * effect.value == pytest.approx(value, abs=1)
    assert 100 * (effect.hi - effect.value) == pytest.approx(half, abs=0.5)


@pytest.mark.parametrize("campaign", STUDY_EARLIER)
def test_the_check_eight_weeks_earlier_agrees_with_the_study_within_a_point(readings: dict[str, Reading], campaign: str) -> None:
    value, half = STUDY_EARLIER[campaign]
    check = readings[campaign].check
    assert 100 * check.value == pytest.approx(value, abs=1)
    assert 100 * (check.hi - check.value) == pytest.approx(half, abs=0.5)


def test_every_campaign_gets_the_verdict_that_the_rule_gives(readings: dict[str, Reading]) -> None:
    found: dict[str, set[str]] = {}
    for name, reading in readings.items():
        found.setdefault(reading.effect.reason or str(reading.effect.verdict), set()).add(name)
    assert found == EXPECTED
    assert all(r.effect.verdict is not Verdict.SHOWN for r in readings.values()), "nobody was held out"


def test_money_is_stated_only_where_an_effect_is_suggested(readings: dict[str, Reading]) -> None:
    assert {n for n, r in readings.items() if r.effect.money is not None} == EXPECTED["suggested"]


@pytest.mark.parametrize("campaign", NAIVE)
def test_the_naive_readings_are_those_of_the_study(retail: SimpleNamespace, campaign: str) -> None:
    """Shares without a model: exact to the digit published."""
    tables_ = (retail.engine.relation("touches"), retail.engine.relation("redemptions"))
    found = naive_readings(retail.panel, retail.campaigns, *tables_, campaign=campaign)
    assert [round(100 * v, 1) for v in found["value"]] == pytest.approx(NAIVE[campaign], abs=0.051)


def test_the_latest_suggested_campaign_is_the_one_to_look_at(readings: dict[str, Reading]) -> None:
    assert focus_campaign(list(readings.values())).effect.campaign == "18"


def test_one_campaign_alone_says_what_all_campaigns_together_say(retail: SimpleNamespace, readings: dict[str, Reading]) -> None:
    alone = campaign_effect(retail.panel, retail.campaigns, retail.engine.relation("touches"), campaign=18)
    assert alone == readings["18"].effect


def test_the_table_of_effects_keeps_its_contract_and_hides_what_may_not_be_quoted(readings: dict[str, Reading]) -> None:
    table = effects_table(list(readings.values())).set_index("campaign_id")
    tables.check("effects", table.reset_index())
    assert table.loc["8", ["value", "check_value", "money"]].isna().all()
    assert table.loc["18", "value"] == readings["18"].effect.value
    assert str(table.loc["18", "ends_on"].date()) == "2017-12-24"


def test_readings_carry_an_interval_only_where_they_are_controlled(retail: SimpleNamespace, readings: dict[str, Reading]) -> None:
    tables_ = (retail.engine.relation("touches"), retail.engine.relation("redemptions"))
    table = readings_table(
        naive_readings(retail.panel, retail.campaigns, *tables_, campaign=18), readings["18"].effect, readings["18"].check
    )
    assert list(table["reading"]) == ["against_rest", "redeemers_before_after", "before_after", "raw_did", "effect", "check", "net"]
    assert table["lo"].isna().tolist() == [True] * 4 + [False] * 3


def test_facts_state_refuse_and_never_repeat_an_id(readings: dict[str, Reading]) -> None:
    facts = {f.id: f for f in effect_facts(list(readings.values()), currency="USD", minor=100)}
    assert len(facts) == 11 * 4 + 16 * 2 + 3, "four for those with an estimate to state, two for the others, one more for those suggested"
    stated = facts["interact.campaign.18.effect"]
    assert (stated.grade, stated.verdict, stated.unit, stated.detail) == ("B", Verdict.SUGGESTED, "change", "18")
    assert facts["interact.campaign.18.money"].value == pytest.approx(34_000, rel=0.03), "the published sum, in thousands"
    assert facts["interact.campaign.8.effect"].refused
    assert facts["interact.campaign.8.effect"].verdict is Verdict.NOT_IDENTIFIABLE
    assert facts["interact.campaign.17.money"].refused
    assert facts["interact.campaign.9.placebo"].refused


def test_effect_less_check_widens_the_interval_and_may_hold_zero(readings: dict[str, Reading]) -> None:
    reading = readings["18"]
    net = difference(reading.effect, reading.check)
    assert net.value == pytest.approx(reading.effect.value - reading.check.value)
    assert net.lo < 0 < net.hi
    assert difference(reading.effect, None) is None


def test_the_decision_proves_what_is_only_suggested(readings: dict[str, Reading]) -> None:
    plan, reading = HoldOutPlan(0.2, 3, "USD", 100), readings["18"]
    decision = decide_holdout(reading.effect, reading.check, plan)
    stop, everybody, hold_out = decision.options
    assert decision.choice == hold_out.name
    assert stop.value == 0
    assert hold_out.value == pytest.approx(0.8 * everybody.value)
    draws = _drawn(everybody, 400_000)
    assert decision.p_wrong == pytest.approx((draws < 0).mean(), abs=0.003), "5 standard errors of 400,000 draws"
    assert decision.money_at_stake == pytest.approx(-draws[draws < 0].mean() * 0.8 * 3, rel=0.03)
    assert holdout_facts(reading.effect, plan)[0].value == pytest.approx(0.2 * reading.effect.money / 100)


def test_without_a_suggested_effect_the_decision_has_no_money(readings: dict[str, Reading]) -> None:
    decision = decide_holdout(readings["17"].effect, readings["17"].check, HoldOutPlan(0.2, 3, "USD", 100))
    assert (decision.p_wrong, decision.money_at_stake) == (None, None)
    assert all(o.value is None for o in decision.options)


def _drawn(option: Option, n: int) -> NDArray[np.float64]:
    return np.random.default_rng(0).normal(option.value, (option.hi - option.lo) / (2 * Z95), n)
