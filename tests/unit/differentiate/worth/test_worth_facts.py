"""What is said of contribution: causes that can be checked by hand, refusals that say what to collect, effects of what is assumed."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
import pandas as pd
import pytest

from idic_lib.charts import worth as charts
from idic_lib.charts.svg import picture
from idic_lib.differentiate.worth import (
    COSTS,
    Costing,
    below_zero,
    below_zero_decision,
    bridge,
    causes,
    causes_table,
    contracts,
    contribution_facts,
    costing,
    discount_fact,
    kind_facts,
    kind_table,
    lasting,
    lasting_facts,
    margin_rate,
    rank_moves,
    rate_credit,
    whale,
    with_cause,
)
from idic_lib.facts import Fact
from idic_lib.text.letters import slug
from tests.unit.differentiate.worth.worth_world import AS_OF, units


class Currency(TypedDict):
    """What a function that states money is told."""

    currency: str
    minor: int


VND: Currency = {"currency": "VND", "minor": 1}


def frame(*rows: dict[str, int]) -> pd.DataFrame:
    """Complete rows of `contribution`: costs not named are nought."""
    made = pd.DataFrame([{"sales": 100, "orders": 1} | row for row in rows])
    made = made.reindex(columns=["orders", "sales", *COSTS, "discount", "assumed"]).fillna(0).astype("int64")
    return made.assign(customer_id=[f"c{i}" for i in range(len(rows))], contribution=made["sales"] - made[list(COSTS)].sum(axis=1))


def drawn(n: int, *, shift: float = 0.0, seed: int = 1) -> pd.DataFrame:
    """Draw customers whose costs are now and then more than their sales."""
    rng = np.random.default_rng(seed)
    sales = rng.gamma(2, 500, n)
    table = pd.DataFrame({"sales": sales, "goods": 0.6 * sales, "delivery": rng.gamma(1, 150, n) + shift, "discount": 0.2 * sales})
    table = table.reindex(columns=["sales", *COSTS, "discount", "assumed"]).fillna(0).round().astype("int64")
    return table.assign(customer_id=[f"c{i:04}" for i in range(n)], orders=2, contribution=table["sales"] - table[list(COSTS)].sum(axis=1))


def by_id(facts: list[Fact]) -> dict[str, Fact]:
    return {f.id.removeprefix("differentiate."): f for f in facts}


BELOW = frame(
    {"goods": 90, "delivery": 30},  # -20: delivery would do
    {"goods": 90, "delivery": 30, "returns": 40},  # -60: none alone
    {"goods": 110, "delivery": 10, "discount": 50},  # -20: the discount would do, delivery would not
    {"goods": 95, "delivery": 6, "service": 8},  # -9: only the two together
    {"goods": 50},
)


def test_the_main_cause_is_the_largest_cost_that_suffices_alone() -> None:
    found = below_zero(BELOW).set_index("customer_id")["cause"]
    assert found.to_dict() == {"c0": "delivery", "c1": "together", "c2": "discount", "c3": "together"}


def test_main_causes_add_up_to_all_below_zero() -> None:
    counted = causes(below_zero(BELOW))
    assert counted["main"].sum() == 4
    assert counted.set_index("cause")["cost"].to_dict() == {"together": 69, "discount": 50, "delivery": 30}


def test_the_table_names_a_cause_only_for_those_below_zero() -> None:
    assert with_cause(BELOW)["cause"].tolist() == ["delivery", "together", "discount", "together", ""]


def test_nobody_below_zero_is_no_error_and_said_as_a_count() -> None:
    table = frame(*[{"goods": 50}] * 20)
    facts = by_id(contribution_facts(table, Costing("costs"), seed=1, **VND))
    assert facts["below_zero.customers"].value == 0
    assert facts["below_zero.share"].hi is not None
    assert facts["below_zero.share"].hi > 0.1  # of twenty customers none: up to 16 % may be below (Wilson)
    assert "below_zero.money" not in facts
    assert causes(below_zero(table)).empty


def test_the_whale_curve_peaks_at_the_last_customer_above_zero() -> None:
    curve = whale(BELOW.iloc[[4, 0, 2]])
    assert curve["contribution"].tolist() == pytest.approx([0, 5, 3, 1])
    assert whale(drawn(5000))["contribution"].max() == pytest.approx(
        drawn(5000)["contribution"].clip(lower=0).sum() / drawn(5000)["contribution"].sum()
    )


def test_a_shop_that_leaves_nothing_over_has_no_whale_curve_and_its_peak_is_refused() -> None:
    table = frame({"goods": 150}, {"goods": 90})
    assert whale(table).empty
    assert by_id(contribution_facts(table, Costing("costs"), seed=1, **VND))["whale.peak"].refused


def test_without_costs_every_fact_is_refused_with_what_to_collect() -> None:
    facts = contribution_facts(BELOW, Costing("sales"), seed=1, **VND)
    assert all(f.refused and "Collect" in f.says for f in facts)


def test_the_same_ids_are_stated_and_refused() -> None:
    stated = by_id(contribution_facts(drawn(300), Costing("costs"), seed=1, **VND))
    refused = by_id(contribution_facts(drawn(300), Costing("sales"), seed=1, **VND))
    assert set(refused) == {i for i in stated if ".cause." not in i}


def test_facts_hold_what_the_table_adds_up_to() -> None:
    table = drawn(400)
    facts = by_id(contribution_facts(table, Costing("costs"), seed=1, currency="USD", minor=100))
    assert facts["contribution.total"].value == pytest.approx(table["contribution"].sum() / 100)
    assert facts["below_zero.money"].value == pytest.approx(-table["contribution"].clip(upper=0).sum() / 100)
    assert facts["below_zero.share"].value == pytest.approx((table["contribution"] < 0).mean())
    assert (
        facts["below_zero.cause.delivery"].value == ((table["contribution"] < 0) & (table["contribution"] + table["delivery"] >= 0)).sum()
    )


def test_the_top_tenths_agree_fully_where_all_leave_the_same_rate() -> None:
    table = drawn(400).assign(contribution=lambda t: t["sales"] // 2)
    facts = by_id(contribution_facts(table, Costing("costs"), seed=1, **VND))
    assert facts["overlap.top10"].value == pytest.approx(1, abs=0.03)  # halving rounds, so a customer at the edge may tie
    assert facts["rank.moved"].value == pytest.approx(0, abs=0.03)


def test_a_stated_rate_says_what_five_points_change() -> None:
    table = drawn(200)
    facts = by_id(contribution_facts(table, Costing("rate", rate=0.4), seed=1, **VND))
    total = facts["stated_rate.total"]
    assert total.hi is not None
    assert total.hi - float(total.value or 0) == pytest.approx(0.05 * table["sales"].sum())
    assert total.grade == "D"


def test_products_without_a_cost_are_counted_with_their_effect() -> None:
    known = Costing("costs", products=10, costless=2, costless_sales=900, costless_listed=1000)
    facts = by_id(contribution_facts(drawn(200), known, seed=1, **VND))
    effect = facts["costless.effect"]
    assert (facts["costless.products"].value, facts["costless.sales"].value) == (2, 900)
    assert effect.hi is not None
    assert effect.lo is not None
    assert effect.hi - effect.lo == pytest.approx(100)


def test_discounts_are_said_without_any_cost() -> None:
    assert discount_fact(drawn(200), seed=1)[0].value == pytest.approx(0.2 / 1.2, abs=0.001)  # rounded to whole dong
    assert discount_fact(drawn(200).assign(discount=0), seed=1) == []


def test_the_bridge_leads_from_list_price_to_what_is_left() -> None:
    found = bridge(drawn(300), minor=1)["amount"]
    assert found.iloc[0] + found.iloc[1] == pytest.approx(found.iloc[2])
    assert found.iloc[2:-1].sum() == pytest.approx(found.iloc[-1])
    assert len(bridge(frame({"sales": 5}), minor=1)) == 1  # nothing known of costs: sales alone


def test_rows_of_rank_moves_add_up_to_one() -> None:
    assert rank_moves(drawn(500)).sum(axis=1).tolist() == pytest.approx([1.0] * 5)


def test_margin_rates_are_drawn_towards_all_and_keep_who_is_better() -> None:
    table = drawn(300)
    rates = margin_rate(table, credit=1000.0)
    own = (table["contribution"] / table["sales"]).to_numpy()
    of_all = table["contribution"].sum() / table["sales"].sum()
    assert (np.abs(rates.to_numpy() - of_all) <= np.abs(own - of_all) + 1e-12).all()
    assert np.unique(margin_rate(table, credit=float("inf"))) == pytest.approx([of_all])


def test_credit_is_large_where_the_first_half_foretells_nothing_and_small_where_it_tells_all() -> None:
    first, noise = drawn(2000, seed=1), drawn(2000, seed=2)
    assert rate_credit(first, noise) > 10 * rate_credit(first, first)
    assert rate_credit(first, noise.iloc[:0]) == float("inf")


def test_lasting_follows_those_below_zero_and_no_others() -> None:
    second = BELOW[BELOW["customer_id"] != "c1"]
    watched = lasting(BELOW, second).set_index("customer_id")
    assert watched["again"].to_dict() == {"c0": True, "c1": False, "c2": True, "c3": True}
    assert watched.loc["c1", "contribution"] == 0


def test_a_measure_is_advised_where_those_below_zero_stay_there() -> None:
    watched = lasting(drawn(1000), drawn(1000))
    choice = below_zero_decision(watched, seed=1, **VND)
    assert choice is not None
    assert choice.choice == "Charge them what delivery costs"
    assert choice.p_wrong is not None
    assert choice.p_wrong < 0.5
    assert {f.id for f in lasting_facts(watched, seed=1, **VND)} == {"differentiate.below_zero.lasting", "differentiate.below_zero.next"}


def test_nothing_is_changed_where_those_below_zero_were_only_unlucky() -> None:
    lucky = drawn(1000).assign(delivery=0, discount=0, contribution=lambda t: t["sales"] - t["goods"])
    choice = below_zero_decision(lasting(drawn(1000), lucky), seed=1, **VND)
    assert choice is not None
    assert choice.choice == "Change nothing"


def test_too_few_below_zero_give_no_decision() -> None:
    assert below_zero_decision(lasting(BELOW, BELOW), seed=1, **VND) is None
    assert lasting_facts(lasting(BELOW, BELOW), seed=1, **VND) == []


def test_kinds_of_units_are_told_before_and_after_commission() -> None:
    shop = units(
        [(f"{i}", "Biệt thự", 1_000_000, "m" if i % 2 else None, 100_000 * (i % 3 == 0)) for i in range(60)]
        + [("x", "flat", 500_000, None, 0)]
    )
    rows = contracts(shop.relation("orders"), costing(shop, as_of=AS_OF, rates={"Biệt thự": 0.25}, rate=0.2, commission=0.02), as_of=AS_OF)
    facts = by_id(kind_facts(rows, seed=1))
    name = f"margin.{slug('Biệt thự')}"
    assert facts[name].value == pytest.approx(0.25 - 0.1 / 3)
    assert facts[f"{name}.net"].value == pytest.approx(0.25 - 0.1 / 3 - 0.01)
    assert facts["margin.flat"].refused
    assert kind_table(rows, minor=1)["orders"].tolist() == [60, 1]


def test_contracts_written_in_millions_are_read_as_such() -> None:
    shop = units([(f"{i}", "villa", 9_000_000_000 + i, None, 0) for i in range(20)] + [("x", "villa", 9_500, None, 0)])
    rows = contracts(shop.relation("orders"), costing(shop, as_of=AS_OF, rate=0.2), as_of=AS_OF)
    assert rows.set_index("order_id").loc["x", "amount"] == 9_500_000_000


def test_the_pictures_say_their_numbers_and_draw_the_same_twice() -> None:
    table = drawn(500)
    found = below_zero(table)
    shown = [
        charts.whale(whale(table), customers=500),
        charts.below_zero_causes(causes_table(causes(found), minor=1), customers=len(found)),
    ]
    for chart in shown:
        assert picture(chart, "differentiate.x") == picture(chart, "differentiate.x")
        assert chart.alt
    assert str(len(found)) in shown[1].title
