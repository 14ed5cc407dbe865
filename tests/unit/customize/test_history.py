from datetime import date

import pandas as pd
import pytest

from idic_lib.customize import best_sellers, excluded_facts, item_history
from idic_lib.engine import Engine


def engine(lines: list[tuple[str, str, str, float]], products: dict[str, tuple[str | None, str]] | None = None) -> Engine:
    frame = pd.DataFrame(lines, columns=["customer_id", "product_id", "ordered_on", "quantity"])
    frame["ordered_on"] = pd.to_datetime(frame["ordered_on"]).dt.date  # a DATE in the engine, as the contract says
    frame = frame.assign(order_id=[str(i) for i in range(len(frame))], amount=100)
    kinds = products or {p: (p, "FOOD") for p in frame["product_id"].unique()}
    table = pd.DataFrame([(p, k, d) for p, (k, d) in kinds.items()], columns=["product_id", "product_type", "department"])
    return Engine.of(order_lines=frame, products=table)


MILK = [
    ("a", "milk", "2017-01-01", 1.0),
    ("a", "milk", "2017-01-01", 2.0),
    ("a", "milk", "2017-01-11", 1.0),
    ("a", "milk", "2017-01-15", 1.0),
]


def history(e: Engine, **settings: object) -> pd.DataFrame:
    return item_history(e.relation("order_lines"), **{"until": date(2017, 4, 11), "min_buyers": 1, **settings})  # type: ignore[arg-type]


def test_a_purchase_is_a_day_and_halves_in_weight_with_every_half_life() -> None:
    row = history(engine(MILK)).iloc[0]
    days = [100, 90, 86]
    # Weights are rounded to nine decimals in the SQL.
    assert row["weight"] == pytest.approx(sum(0.5 ** (d / 90) for d in days), abs=1e-9)
    assert row["purchases"] == 3
    assert row["gap_days"] == 7.0
    assert row["last_on"] == pd.Timestamp("2017-01-15")


def test_a_single_purchase_has_no_rhythm() -> None:
    assert history(engine(MILK[:2]))["gap_days"].isna().all()


def test_returns_are_no_purchases() -> None:
    assert len(history(engine([("a", "milk", "2017-01-01", -1.0)]))) == 0


def test_what_is_bought_on_until_or_later_does_not_count() -> None:
    assert history(engine(MILK), until=date(2017, 1, 11))["purchases"].tolist() == [1]


@pytest.mark.parametrize("excluded", [("FUEL",), ("COUPON", "FUEL")])
def test_excluded_departments_and_unknown_types_are_left_out_and_counted(excluded: tuple[str, ...]) -> None:
    lines = [("a", p, "2017-01-01", 1.0) for p in ("milk", "gas", "thing", "stranger")]
    e = engine(lines, {"milk": ("MILK", "FOOD"), "gas": ("GAS", "FUEL"), "thing": (None, "FOOD")})
    assert history(e, excluded=excluded)["item"].tolist() == ["MILK"]
    fact = excluded_facts(e.relation("order_lines"), until=date(2017, 2, 1), excluded=excluded)[0]
    assert (fact.value, fact.n) == (3, 4)


def test_a_category_can_be_excluded_too() -> None:
    e = engine(MILK)
    e.connection.execute("alter table products add column category varchar")
    e.connection.execute("update products set category = 'COUPON/MISC ITEMS'")
    assert len(history(e, excluded=("COUPON/MISC ITEMS",))) == 0


def test_an_item_needs_enough_buyers() -> None:
    lines = [(c, "milk", "2017-01-01", 1.0) for c in "abcde"] + [(c, "truffle", "2017-01-01", 1.0) for c in "abcd"]
    assert set(history(engine(lines), min_buyers=5)["item"]) == {"milk"}


def test_buyers_of_the_future_do_not_bring_an_item_in() -> None:
    lines = [(c, "milk", "2017-01-01", 1.0) for c in "abcd"] + [("e", "milk", "2017-04-11", 1.0)]
    assert history(engine(lines), min_buyers=5).empty


def test_best_sellers_count_customers_of_the_last_days_and_break_ties_by_name() -> None:
    lines = [(c, "old", "2017-01-01", 1.0) for c in "abc"] + [("a", "tea", "2017-04-10", 1.0), ("b", "rice", "2017-03-14", 1.0)]
    popular = best_sellers(history(engine(lines)), until=date(2017, 4, 11))
    assert popular.to_dict("list") == {"item": ["rice", "tea"], "buyers": [1, 1]}
