from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from idic_lib.errors import InputError
from idic_lib.facts import Verdict
from idic_lib.interact import campaign_effect, naive_readings


def test_a_planted_effect_is_found_though_good_customers_were_chosen(world: Callable[..., SimpleNamespace]) -> None:
    """A single draw: the interval of a 95 % method, seed fixed; the naive comparison misses by far."""
    case = world(effect=0.25, customers=1500)
    touches = case.engine.relation("touches")
    effect = campaign_effect(case.panel, case.campaigns, touches, campaign=1)
    naive = naive_readings(case.panel, case.campaigns, touches, case.engine.relation("redemptions"), campaign=1).set_index("reading")[
        "value"
    ]
    added = 0.25 / 1.25  # of what the reached spent, a fifth was added
    assert effect.verdict is Verdict.SUGGESTED
    assert effect.lo < added < effect.hi
    assert naive["against_rest"] > 0.6


def test_a_random_holdout_makes_an_effect_shown(world: Callable[..., SimpleNamespace]) -> None:
    case = world(effect=0.25, rule="random", arms=True)
    effect = campaign_effect(case.panel, case.campaigns, case.engine.relation("touches"), campaign="1")
    assert effect.verdict is Verdict.SHOWN
    assert effect.randomised
    assert effect.sent == 240, "those held out were not sent it"
    assert effect.lo < 0.2 < effect.hi


def test_nothing_is_seen_where_nothing_was_done(world: Callable[..., SimpleNamespace]) -> None:
    case = world(rule="random", arms=True)
    effect = campaign_effect(case.panel, case.campaigns, case.engine.relation("touches"), campaign="1")
    assert effect.verdict is Verdict.NO_EFFECT_SEEN
    assert effect.money is None


def test_a_rule_without_chance_is_not_identifiable(world: Callable[..., SimpleNamespace]) -> None:
    case = world(effect=0.25, rule="top")
    effect = campaign_effect(case.panel, case.campaigns, case.engine.relation("touches"), campaign="1")
    assert (effect.verdict, effect.reason, effect.money) == (Verdict.NOT_IDENTIFIABLE, "overlap", None)


def test_those_who_answered_are_refused_as_a_group(world: Callable[..., SimpleNamespace]) -> None:
    case = world()
    with pytest.raises(InputError, match="who answered"):
        campaign_effect(case.panel, case.campaigns, case.engine.relation("redemptions"), campaign="1")


def test_a_campaign_that_reached_few_is_not_compared(world: Callable[..., SimpleNamespace]) -> None:
    case = world(customers=60)
    effect = campaign_effect(case.panel, case.campaigns, case.engine.relation("touches"), campaign="1")
    assert effect.reason == "group size"


def test_a_check_may_not_lie_after_the_campaign(world: Callable[..., SimpleNamespace]) -> None:
    case = world()
    with pytest.raises(InputError, match="negative"):
        campaign_effect(case.panel, case.campaigns, case.engine.relation("touches"), campaign="1", shift_weeks=8)


def test_a_check_counts_no_day_of_the_campaign_itself(world: Callable[..., SimpleNamespace]) -> None:
    case = world()
    touches = case.engine.relation("touches")
    check = campaign_effect(case.panel, case.campaigns, touches, campaign="1", shift_weeks=-2)
    assert check.until == case.campaigns["starts_on"].iloc[0].date()
    assert check.verdict is None


def test_an_unknown_campaign_is_an_error_that_names_those_there_are(world: Callable[..., SimpleNamespace]) -> None:
    case = world()
    with pytest.raises(InputError, match="none of 1"):
        campaign_effect(case.panel, case.campaigns, case.engine.relation("touches"), campaign="99")


def test_a_campaign_sent_to_everybody_cannot_be_compared(world: Callable[..., SimpleNamespace]) -> None:
    case = world()
    case.engine.connection.execute("insert into touches select distinct customer_id, '1' from orders")
    effect = campaign_effect(case.panel, case.campaigns, case.engine.relation("touches"), campaign="1")
    assert effect.reason == "group size"
