"""The portfolio of Peppers and Rogers is told by probability, from joint draws."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idic_lib.case.differentiate import Differentiate
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.portfolio.build import Portfolio, portfolio
from idic_lib.differentiate.portfolio.decide import FIRST, at_hand, first_decision
from idic_lib.differentiate.portfolio.facts import portfolio_facts
from idic_lib.differentiate.portfolio.groups import GROUPS
from idic_lib.differentiate.portfolio.pictures import value_map
from idic_lib.differentiate.portfolio.tables import group_table
from tests.unit.differentiate.portfolio.portfolio_world import small_base


def _portfolio(*, costs: bool, view: str = "pyramid") -> Portfolio:
    base, summary = small_base(costs=costs)
    return portfolio(base, summary, Differentiate.model_validate({"view": view}), minor=100, seed=1)


def test_chances_of_every_customer_add_to_one() -> None:
    for costs in (False, True):
        chances = _portfolio(costs=costs).table[[f"p_{g}" for g in GROUPS]].to_numpy()
        assert np.abs(chances.sum(axis=1) - 1).max() < 1e-12  # whole counts over one number of draws
        assert (chances >= 0).all()


def test_nobody_is_below_zero_where_costs_are_unknown() -> None:
    of = _portfolio(costs=False)
    assert (of.table["p_below_zero"] == 0).all()
    facts = {f.id: f for f in portfolio_facts(of, currency="USD", seed=1)}
    assert facts["differentiate.portfolio.below_zero.customers"].refused
    assert facts["differentiate.view.lead.customers"].refused


def test_customers_who_lose_money_on_each_sale_are_found() -> None:
    of = _portfolio(costs=True)
    losing = np.arange(len(of.table)) % 10 == 0
    assert (of.table.loc[losing, "group"] == "below_zero").mean() > 0.9
    assert (of.table.loc[~losing, "group"] == "below_zero").mean() < 0.1


def test_group_follows_value_and_unrealised_potential() -> None:
    of = _portfolio(costs=False)
    expected, unrealised = of.base.column("expected"), of.potential.column("unrealised")
    group = of.groups["group"]
    assert expected[group == "mvc"].min() > np.median(expected)
    assert unrealised[group == "mgc"].mean() > unrealised[group == "maintain"].mean()


def test_refused_forecast_refuses_the_portfolio_with_its_reason() -> None:
    facts = portfolio_facts(Refusal("Customers buy once."), currency="VND", seed=1)
    assert {f.id for f in facts} >= {"differentiate.share_of_customer", "differentiate.portfolio.mvc.customers"}
    assert all(f.refused and f.says == "Customers buy once." for f in facts)


def test_decision_has_most_at_hand_and_counts_the_draws_against_it() -> None:
    of = _portfolio(costs=True)
    decision = first_decision(of, currency="USD")
    hand = at_hand(of.groups, of.base, of.potential)
    best = list(FIRST.values()).index(decision.choice)
    assert decision.p_wrong == (hand.max(axis=1) > hand[:, best]).mean()
    assert [o.name for o in decision.options] == list(FIRST.values())
    assert all(o.lo <= o.value <= o.hi for o in decision.options if o.value is not None and o.lo is not None and o.hi is not None)


def test_options_are_worth_what_the_table_gives_and_leave_out_what_costs_do_not_tell() -> None:
    for costs in (False, True):
        of = _portfolio(costs=costs)
        table = group_table(of.groups, of.base, of.potential).set_index("portfolio_group")
        options = first_decision(of, currency="USD").options
        assert ("below_zero" in table.index) == costs == (len(options) == len(FIRST))
        worth = [table.loc["mvc", "expected"], table.loc["mgc", "unrealised"], table.loc["migrator", "unrealised"]]
        assert [o.value for o in options[:3]] == pytest.approx(worth)  # sums of the same numbers


def test_every_view_takes_every_customer_and_says_how_surely() -> None:
    for view in ("pyramid", "loyalty", "significance"):
        viewed = _portfolio(costs=True, view=view).viewed
        assert viewed["view"].notna().all()
        assert viewed["view_chance"].between(0, 1).all()
    lead = _portfolio(costs=True).viewed
    assert (lead.loc[np.arange(len(lead)) % 10 == 0, "view"] == "lead").mean() > 0.9


def test_map_counts_everybody_once() -> None:
    of = _portfolio(costs=True)
    picture = value_map(of)
    assert picture.cells["customers"].sum() == picture.groups["customers"].sum() == len(of.table)
    sizes = of.groups["group"].value_counts()
    assert dict(zip(picture.groups["group"], picture.groups["customers"], strict=True)) == sizes.to_dict()


def test_table_has_whole_minor_units() -> None:
    table = _portfolio(costs=True).table
    assert pd.api.types.is_integer_dtype(table["potential"])
    assert table["customer_id"].is_unique
