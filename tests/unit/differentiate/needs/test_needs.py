"""Planted needs are found with honest chances and shares; a crowd has none, and that is said."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.needs import (
    NoSegments,
    Segments,
    agreement_fact,
    cost_fact,
    needs_cards,
    needs_coverage,
    needs_facts,
    needs_profiles,
    needs_segments,
    needs_table,
    not_served_decision,
    products_by_kind,
    profile_facts,
    segmented,
    stated_cards,
    stated_facts,
    stated_needs,
    stated_table,
)
from tests.unit.differentiate.needs.needs_world import LEADING, SHARE, Crowd, as_baskets, as_tables, crowd, planted

AS_OF = date(2026, 7, 1)
SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.verify) for seed in range(2, 21))]


@cache
def _found(seed: int) -> Segments:
    counts, _need = planted(2000, seed)
    found = segmented(as_baskets(counts), seed=seed)
    assert isinstance(found, Segments)
    return found


def _brought(found: Segments, **more: object) -> pd.DataFrame:
    lines = found.of.counts.sum(axis=1)[found.of.row]
    return pd.DataFrame({"customer_id": found.of.customers, "orders": lines, "amount": lines * 1000}).assign(**more)


@pytest.mark.parametrize("seed", SEEDS)
def test_planted_needs_are_found(seed: int) -> None:
    found, need = _found(seed), planted(2000, seed)[1]
    assert sorted(found.slugs) == sorted(LEADING)
    named = needs_table(found)["need"]
    sure = (named != "unknown").to_numpy()
    # The issue asks for .7; those of known need must be nearly all right, as their chance says (.8 or more each).
    assert adjusted_rand_score(need, found.chance.argmax(axis=1)[found.of.row]) >= 0.7
    assert adjusted_rand_score(need[sure], named[sure]) >= 0.9
    assert 0.05 < 1 - sure.mean() < 0.25


@pytest.mark.parametrize("seed", SEEDS)
def test_shares_hold_what_was_planted_in_these_buyers(seed: int) -> None:
    found, need = _found(seed), planted(2000, seed)[1]
    for name, share in zip(found.slugs, found.shares(), strict=True):
        truth = float((need == LEADING.index(name)).mean())
        # Five shares a seed: 95 % intervals widened by half, so that the test fails by chance in one of 3,000 shares.
        assert abs(truth - share.value) <= 1.75 * (share.hi - share.lo) / 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_customer_of_known_need_has_it_as_often_as_the_chances_say(seed: int) -> None:
    found, need = _found(seed), planted(2000, seed)[1]
    right = np.array([LEADING.index(s) for s in found.slugs])[found.chance.argmax(axis=1)[found.of.row]] == need
    said = needs_table(found)["probability"]
    # 2,000 customers: the standard error of the difference is under .009; chances are fitted, so .025 is allowed.
    assert abs(right.mean() - said.mean()) < 0.025


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.verify) for seed in range(3, 21))])
@pytest.mark.parametrize("kind", ["alike", "dirichlet"])
def test_a_crowd_has_no_segments(kind: Crowd, seed: int) -> None:
    assert isinstance(segmented(as_baskets(crowd(kind, 1500, seed)), seed=seed), NoSegments)


@pytest.mark.verify
def test_a_crowd_spread_along_two_scales_hardly_ever_has_segments() -> None:
    none = [isinstance(segmented(as_baskets(crowd("two scales", 2000, seed)), seed=seed), NoSegments) for seed in range(1, 21)]
    assert sum(none) >= 18  # no Dirichlet describes such a crowd, so the gap between segments alone protects here


def test_no_stable_segments_is_a_fact_and_not_a_refusal() -> None:
    number, stability = needs_facts(segmented(as_baskets(crowd("dirichlet", 1500, 1)), seed=1))
    assert number.value == 0
    assert number.sentence().startswith("No stable segments")
    assert stability.lo is not None


def test_the_answer_does_not_depend_on_the_order_of_rows_or_on_names() -> None:
    counts, _need = planted(600, 4)
    tables = as_tables(counts)
    found = needs_segments(tables.relation("order_lines"), as_of=AS_OF, kind="category", seed=1)
    turned = as_tables(counts)
    turned.connection.execute("create or replace table order_lines as select * from order_lines order by product_id, customer_id desc")
    again = needs_segments(turned.relation("order_lines"), as_of=AS_OF, kind="category", seed=1)
    assert isinstance(found, Segments)
    assert isinstance(again, Segments)
    pd.testing.assert_frame_equal(needs_table(found), needs_table(again))


def test_what_is_bought_later_changes_nothing() -> None:
    tables = as_tables(planted(600, 4)[0])
    early = needs_segments(tables.relation("order_lines"), as_of=date(2026, 1, 5), kind="category", seed=1)
    assert isinstance(early, Refusal)


def test_products_without_the_column_are_refused_in_a_sentence() -> None:
    found = needs_segments(as_tables(planted(300, 1)[0]).relation("order_lines"), as_of=AS_OF, kind="flavour", seed=1)
    assert isinstance(found, Refusal)
    (fact,) = needs_facts(found)
    assert fact.refused
    assert "needs_from" in fact.sentence()


def test_segments_together_bring_what_all_bring_and_lift_is_as_planted() -> None:
    found = _found(1)
    profiles = needs_profiles(found, _brought(found), minor=100)
    assert sum(p.money.value for p in profiles.segments) == pytest.approx(_brought(found)["amount"].sum() / 100)
    assert sum(p.money_share.value for p in profiles.segments) == pytest.approx(1)
    fitness = next(p for p in profiles.segments if p.slug == "fitness")
    kind, lift, share = fitness.lifts[0]
    assert kind == "fitness"
    assert share == pytest.approx(0.62, abs=0.03)  # four standard errors of a share of some 5,000 lines
    assert lift.lo < 0.62 / (0.62 * SHARE[LEADING.index("fitness")]) < lift.hi


def test_cards_say_what_the_ledger_says() -> None:
    found = _found(1)
    profiles = needs_profiles(found, _brought(found), minor=100)
    facts = [*needs_facts(found), *profile_facts(profiles, currency="USD")]
    cards = needs_cards(facts, profiles)
    assert cards["need"].tolist() == found.names
    assert cards["who"].str.contains("of customers").all()
    assert cards["known_by"].eq("inferred from what they buy").all()
    assert len({f.id for f in facts}) == len(facts)


def test_coverage_ends_with_everybody_and_counts_a_kind_once() -> None:
    found = _found(1)
    profiles = needs_profiles(found, _brought(found), minor=100)
    products = products_by_kind(as_tables(planted(2000, 1)[0]).relation("order_lines"), as_of=AS_OF, kind="category")
    covered = needs_coverage(found, profiles, products)
    assert covered["money"].is_monotonic_increasing
    assert covered[["customers", "money"]].iloc[-1].tolist() == pytest.approx([1, 1])
    assert covered["products"].iloc[-1] <= len(products)
    assert covered["products"].is_monotonic_increasing


def test_a_need_that_costs_more_than_it_brings_is_left_out() -> None:
    found = _found(1)
    brought = _brought(found)
    profiles = needs_profiles(found, brought.assign(contribution=brought["amount"] // 4), minor=100)
    least = min(profiles.segments, key=lambda p: p.money.value)
    cheap, dear = (
        not_served_decision(profiles, need_cost=cost, weeks_seen=52, horizon_weeks=52, currency="USD")
        for cost in (least.money.value / 3, least.money.value * 1.02)
    )
    assert cheap is not None
    assert dear is not None
    assert cheap.choice == "Serve every need"
    assert cheap.p_wrong == 0
    assert dear.choice == f"Leave out {least.name}"
    assert 0 < (dear.p_wrong or 0) < 0.9
    assert (dear.money_at_stake or 0) > 0


def test_without_costs_the_money_is_refused_and_nothing_is_decided() -> None:
    found = _found(1)
    profiles = needs_profiles(found, _brought(found), minor=100)
    assert not_served_decision(profiles, need_cost=1, weeks_seen=52, horizon_weeks=26, currency="USD") is None
    assert cost_fact(None, currency="USD")[0].refused
    assert not cost_fact(5.0, currency="USD")


def test_stated_needs_are_shares_of_those_who_state_one() -> None:
    traits = pd.DataFrame({"customer_id": list("abcdef"), "purpose": ["To let", "to let ", "Live in", None, "", "To let"]})
    stated = stated_needs(traits, trait="purpose")
    assert stated["need"].tolist() == ["to_let", "live_in"]
    assert stated["share"].tolist() == [0.75, 0.25]
    facts = stated_facts(stated)
    assert [f.id for f in facts] == ["differentiate.needs.to_let", "differentiate.needs.live_in"]
    assert facts[0].grade == "D"
    assert stated_cards(stated, facts)["known_by"].eq("asked").all()
    assert stated_table(traits, trait="purpose")["need"].tolist() == ["to_let", "to_let", "live_in", "unknown", "unknown", "to_let"]


def test_needs_nobody_was_asked_for_are_refused() -> None:
    (fact,) = stated_facts(stated_needs(pd.DataFrame({"customer_id": ["a"]}), trait="purpose"))
    assert fact.refused


def test_stated_needs_that_are_what_is_bought_agree_and_words_at_random_do_not() -> None:
    found, need = _found(1), planted(2000, 1)[1]
    said = pd.DataFrame({"customer_id": found.of.customers, "need": np.array(LEADING)[need], "probability": 1.0})
    at_random = said.assign(need=np.random.default_rng(5).permutation(said["need"]))
    alike, apart = agreement_fact(found, said, seed=1), agreement_fact(found, at_random, seed=1)
    assert (alike.lo or 0) > 0.85
    assert -0.02 < (apart.value if isinstance(apart.value, float) else 1) < 0.02  # chance is 0 by definition; its spread is some .003 here
    assert agreement_fact(found, said.head(5), seed=1).refused
