"""Contribution: every cost is found once, in the right place, before the day the workbook stands at."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from idic_lib.differentiate.worth import Costing, contribution, costing, without_order
from idic_lib.engine import Engine
from tests.unit.differentiate.worth.worth_world import AS_OF, WORDS, engine, units


def costed(shop: Engine) -> Costing:
    return costing(shop, as_of=AS_OF, words=WORDS)


def table(shop: Engine, **window: date) -> pd.DataFrame:
    return contribution(shop.relation("orders"), costed(shop), as_of=AS_OF, **window).set_index("customer_id")


def test_items_counted_per_the_same_thing_add_up() -> None:
    assert costed(engine()).unit == {"delivery": 32_000, "return": 20_000, "ticket": 62_000, "coupon": 5_000}


def test_a_customers_costs_are_those_added_up_by_hand() -> None:
    ann = table(engine()).loc["ann"]
    # Milk costs half its list price, so cheese (10,000, no cost of its own) is taken at 5,000.
    assert ann["goods"] == 7 * 10_000 + 5_000
    assert ann["assumed"] == 5_000
    assert (ann["delivery"], ann["points"], ann["coupons"], ann["returns"]) == (32_000, 500, 5_000, 0)
    assert ann["contribution"] == 150_000 - 75_000 - 32_000 - 500 - 5_000


def test_a_returned_order_costs_its_goods_its_carriage_and_its_handling() -> None:
    bob = table(engine()).loc["bob"]
    # One milk lost (its line was loaded twice and counts once), carriage less the fee, handling; its amount is no sale.
    assert bob["returns"] == 10_000 + (32_000 - 15_000) + 20_000
    assert bob["sales"] == 40_000
    assert bob["delivery"] == 32_000 - 15_000
    assert bob["discount"] == 40_000


def test_a_returned_order_without_lines_takes_the_cost_share_of_all() -> None:
    bob = table(engine(drop=("order_lines_raw",))).loc["bob"]
    share = costed(engine()).goods_share
    assert bob["returns"] == pytest.approx(20_000 * share + 17_000 + 20_000, abs=1)


def test_a_category_without_any_cost_takes_the_share_of_all() -> None:
    # 130,000 of milk and its like cost, of 260,000 at list price.
    assert table(engine()).loc["cid", "goods"] == 30_000


def test_nothing_dated_on_or_after_the_day_counts() -> None:
    dot = table(engine()).loc["dot"]
    assert (dot["sales"], dot["service"]) == (30_000, 62_000)


def test_two_halves_make_the_whole() -> None:
    shop, middle = engine(), date(2024, 6, 1)
    first = contribution(shop.relation("orders"), costed(shop), as_of=middle)
    second = table(shop, since=middle)
    whole = table(shop)
    # Bob ordered in the first half and returned in the second, where he kept no order: his return is told by `without_order` there.
    assert first["sales"].sum() + second["sales"].sum() == whole["sales"].sum()
    assert first["goods"].sum() + second["goods"].sum() == whole["goods"].sum()


def test_who_kept_no_order_is_no_customer_but_his_cost_is_told() -> None:
    shop = engine()
    lost = without_order(shop.relation("orders"), costed(shop), as_of=AS_OF)
    assert lost["customer_id"].tolist() == ["eve"]
    assert lost["contribution"].tolist() == [-(30_000 + 32_000 + 20_000)]


def test_the_order_of_rows_changes_nothing() -> None:
    pd.testing.assert_frame_equal(table(engine()), table(engine(shuffle=3)))


def test_amounts_written_in_thousands_are_read_as_such_and_counted() -> None:
    shop = engine()
    shop.connection.execute("update orders set amount = 100 where order_id = 'o1'")
    shop.connection.execute("update order_lines set amount = 100 where order_id = 'o1'")
    found = costed(shop)
    assert (found.rescaled, found.rescaled_sales) == (1, 99_900)
    assert table(shop).loc["ann", "contribution"] == table(engine()).loc["ann", "contribution"]


def test_without_cost_and_rate_the_basis_is_sales() -> None:
    shop = engine(drop=("products", "costs"))
    assert costing(shop, as_of=AS_OF, words=WORDS).basis == "sales"
    assert (table(shop)["contribution"] == table(shop)["sales"]).all()
    assert table(shop)["discount"].sum() == 50_000


def test_a_stated_rate_takes_the_place_of_costs() -> None:
    shop = engine(drop=("products",))
    found = costing(shop, as_of=AS_OF, words=WORDS, rate=0.3)
    ann = contribution(shop.relation("orders"), found, as_of=AS_OF).set_index("customer_id").loc["ann"]
    assert found.basis == "rate"
    assert ann["goods"] == 150_000 * 0.7
    assert ann["delivery"] == 32_000


def test_units_take_the_rate_of_their_kind_their_care_and_the_brokers_share() -> None:
    shop = units([("1", "villa", 1_000_000, "m1", 50_000), ("2", "flat", 500_000, None, 0), ("3", "shop", 100_000, None, 0)])
    found = costing(shop, as_of=AS_OF, rate=0.1, rates={"villa": 0.25, "flat": 0.2}, commission=0.02)
    left = contribution(shop.relation("orders"), found, as_of=AS_OF).set_index("customer_id")["contribution"]
    assert left.to_dict() == {"c1": 250_000 - 50_000 - 20_000, "c2": 100_000, "c3": 10_000}


def test_winning_a_customer_costs_his_sources_money_shared_by_those_it_won() -> None:
    shop = engine(drop=("products", "costs"))
    leads = [
        ("ann", "fair", "2024-01-01"),
        ("bob", "fair", "2024-01-02"),
        ("bob", "web", "2024-01-03"),
        ("cid", "web", "2024-01-01"),
        ("eve", "web", "2024-01-01"),
    ]
    frame = pd.DataFrame(leads, columns=["lead_id", "source", "created_on"]).assign(
        created_on=lambda t: pd.to_datetime(t["created_on"]).dt.date
    )
    costs = pd.DataFrame([("fair", "source", 6_000), ("fair", "source", 2_000), ("web", "source", 900)], columns=["item", "per", "amount"])
    shop = Engine.of(orders=shop.run("select * from orders"), leads=frame, costs=costs)
    found = costing(shop, as_of=AS_OF, words={"acquisition": "source"}, rate=0.3)
    paid = contribution(shop.relation("orders"), found, as_of=AS_OF).set_index("customer_id")["acquisition"]
    # Bob came by the fair first; eve never bought, so cid bears what the web has cost; dot came without a lead.
    assert paid.to_dict() == {"ann": 4_000, "bob": 4_000, "cid": 900, "dot": 0}
    later = contribution(shop.relation("orders"), found, as_of=AS_OF, since=date(2024, 5, 1)).set_index("customer_id")["acquisition"]
    assert later.to_dict() == {"cid": 900, "dot": 0}  # won in that window; what was paid for the others is told in theirs


def test_a_new_customer_costs_the_same_each_where_no_leads_are_known() -> None:
    shop = engine(drop=("products",))
    contacts = pd.DataFrame([("ann", date(2024, 2, 1)), ("bob", date(2020, 1, 1))], columns=["customer_id", "created_on"])
    costs = pd.DataFrame([("gift", "new customer", 7_000)], columns=["item", "per", "amount"])
    shop = Engine.of(orders=shop.run("select * from orders"), contacts=contacts, costs=costs)
    found = costing(shop, as_of=AS_OF, words={"acquisition": "new customer"}, rate=0.3)
    paid = contribution(shop.relation("orders"), found, as_of=AS_OF).set_index("customer_id")["acquisition"]
    assert paid.to_dict() == {"ann": 7_000, "bob": 0, "cid": 0, "dot": 0}


def test_a_kind_without_a_rate_takes_the_mean_of_those_stated() -> None:
    shop = units([("1", "villa", 1_000_000, None, 0), ("2", "flat", 1_000_000, None, 0), ("3", "shop", 1_000_000, None, 0)])
    found = costing(shop, as_of=AS_OF, rates={"villa": 0.3, "flat": 0.2})
    left = contribution(shop.relation("orders"), found, as_of=AS_OF).set_index("customer_id")["contribution"]
    assert left.to_dict() == {"c1": 300_000, "c2": 200_000, "c3": 250_000}
