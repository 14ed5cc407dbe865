"""Service tiers follow the case's rules, and their memberships are held against what came."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.case.differentiate import TIER_RULES, Differentiate, TierRule
from idic_lib.differentiate.portfolio.build import portfolio
from idic_lib.differentiate.portfolio.migration import NOT_YET, migration, migration_matrix
from idic_lib.differentiate.portfolio.review import membership_table, mistiered, realised_tiers, review
from idic_lib.differentiate.portfolio.rules import Scores, tier_chances, tier_places
from idic_lib.differentiate.portfolio.tables import service_table
from tests.unit.differentiate.portfolio.portfolio_world import PEOPLE, small_base


def _scores(n: int = 100) -> Scores:
    rising = np.arange(n, dtype=np.float64)
    return Scores(rising, rising[::-1].copy(), rising, rising / n)


def test_first_rule_that_holds_decides_and_everybody_has_a_tier() -> None:
    place = tier_places(TIER_RULES, _scores())
    names = [TIER_RULES[k].tier for k in place]
    assert names.count("VVIP") == 2  # top 2 % of 100, all of them likely to buy
    assert names.count("VIP") == 8
    assert set(names) <= {rule.tier for rule in TIER_RULES}
    assert names[0] == "potential"  # brings least, most to grow, unlikely to buy


def test_equal_customers_share_a_tier() -> None:
    rules = (TierRule(tier="best", value_top=0.1), TierRule(tier="rest"))
    tied = Scores(np.array([5.0] * 3 + [1.0] * 7), np.zeros(10), np.zeros(10), np.ones(10))
    place = tier_places(rules, tied)
    assert len(set(place[:3])) == 1


def test_all_conditions_of_a_rule_must_hold() -> None:
    rules = (TierRule(tier="both", value_top=0.5, active_below=0.6), TierRule(tier="rest"))
    place = tier_places(rules, _scores(10))
    assert [k for k in range(10) if place[k] == 0] == [5]


def test_chances_of_tiers_add_to_one() -> None:
    base, summary = small_base(costs=True)
    of = portfolio(base, summary, Differentiate(), minor=100, seed=1)
    chances = tier_chances(TIER_RULES, base, of.potential)
    assert np.abs(chances.sum(axis=1) - 1).max() < 1e-12
    assert of.tiers["tier_chance"].between(0, 1).all()


def test_memberships_come_true_as_often_as_they_say_when_the_draws_are_right() -> None:
    # What comes is one more draw of the same forecast: of memberships told with chance p, a share p must come true.
    base, summary = small_base()
    held_out = np.random.default_rng(9).integers(0, len(base.sales))
    then = portfolio(base, summary, Differentiate(), minor=100, seed=1)
    later = pd.DataFrame({"customer_id": base.table["customer_id"], "came": base.sales[held_out], "purchases": base.sales[held_out] > 0})
    table = membership_table(review(then, later))
    off = (table["landed_share"] - table["chance"]).abs()
    assert (off < 0.12).all()  # 400 customers, four standard errors of a share of 150


def test_realised_comes_in_order_and_a_tier_of_few_is_not_ranked() -> None:
    base, summary = small_base()
    then = portfolio(base, summary, Differentiate(), minor=100, seed=1)
    later = pd.DataFrame({"customer_id": base.table["customer_id"], "came": base.column("expected"), "purchases": 1})
    table = realised_tiers(review(then, later), seed=1)
    assert table["in_order"].dropna().all()
    assert table.loc[table["customers"] < 30, "in_order"].isna().all()
    assert table["customers"].sum() == PEOPLE


def test_nobody_was_mistiered_when_all_came_as_expected() -> None:
    base, summary = small_base()
    then = portfolio(base, summary, Differentiate(), minor=100, seed=1)
    told = pd.DataFrame({"customer_id": base.table["customer_id"], "came": base.column("expected"), "purchases": 1})
    assert mistiered(review(then, told), seed=1)[0] == 0
    reverse = told.assign(came=told["came"].to_numpy()[np.argsort(np.argsort(-told["came"]))].copy())
    wrong, cost = mistiered(review(then, reverse.assign(came=told["came"].max() - told["came"])), seed=1)
    assert wrong > 0
    assert cost.value > 0


def test_moves_keep_everybody_and_newcomers_stand_apart() -> None:
    before = pd.DataFrame({"customer_id": list("abcd"), "tier": ["x", "x", "y", "y"]})
    now = pd.DataFrame({"customer_id": list("abcde"), "tier": ["x", "y", "y", "y", "x"]})
    moves = migration(before, now)
    assert moves["customers"].sum() == 5
    assert moves.loc[moves["before"] == NOT_YET, "now"].tolist() == ["x"]
    matrix = migration_matrix(moves, order=["x", "y"])
    assert matrix.sum(axis=1).tolist() == [1, 1, 1]
    assert (moves["lo"] <= moves["share"]).all()
    assert (moves["share"] <= moves["hi"]).all()


def test_cost_of_service_leaves_out_goods_and_acquisition() -> None:
    base, summary = small_base(costs=True)
    of = portfolio(base, summary, Differentiate(), minor=100, seed=1)
    ids = base.table["customer_id"]
    left = pd.DataFrame(
        {"customer_id": ids, "sales": 1000, "goods": 500, "delivery": 200, "service": 100, "acquisition": 9000, "contribution": 0}
    )
    table = service_table(of.tiers, base, names=[r.tier for r in TIER_RULES], contribution=left, minor=100, seed=1)
    assert (table.loc[table["customers"] > 0, "cost"] == 3).all()
