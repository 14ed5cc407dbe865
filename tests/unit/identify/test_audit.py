from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from idic_lib.identify import (
    audit_facts,
    everyday_facts,
    kept_facts,
    line_audit,
    order_audit,
    raw_facts,
    reconciliation,
    reconciliation_facts,
    row_facts,
    set_aside,
    set_aside_facts,
    unknown_product_facts,
    unknown_products,
)
from tests.unit.sources.desk import Desk, case, desk, source

LINES = """order_id,customer_id,product_id,ordered_on,quantity,amount
1,a,x,2023-01-02,1,2.50
1,a,y,2023-01-02,0,1.25
2,b,x,2023-01-03,0,0
3,b,z,2023-01-04,-1,-2.50
4,c,x,2023-12-31,1,0
5,c,x,2023-06-01,1,0.004
6,d,x,2024-02-01,1,8
7,,x,2023-06-01,1,16
"""
END = date(2023, 12, 30)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("case")
    (folder / "lines.csv").write_text(LINES, encoding="utf-8")
    (folder / "products.csv").write_text("product_id\nx\ny\n", encoding="utf-8")
    products = source("products", "products.csv", columns={"product_id": "product_id"})
    return Desk(case(folder, source("order_lines", "lines.csv"), products), folder / "tables")


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("case")
    text = "customer,date,amount\na,2023-01-02,5\na,2023-01-02,5\na,2023-01-02,5\nb,2023-01-02,0\nb,2023-12-31,-3\nc,2024-01-01,7\nd,2023-02-01,\n"
    (folder / "orders.csv").write_text(text, encoding="utf-8")
    return Desk(case(folder), folder / "tables")


def test_rows_and_money_of_every_reason_sum_to_the_raw_export(lines: Desk) -> None:
    rows = reconciliation(lines.engine, ["order_lines", "products"])
    sold = rows[rows.table == "order_lines"].set_index("reason")
    assert sold["rows"].to_dict() == {"": 5, "dated on or after as_of": 1, "no customer_id": 1, "no quantity and no amount": 1}
    assert sold.amount.to_dict() == {"": 125, "dated on or after as_of": 800, "no customer_id": 1600, "no quantity and no amount": 0}
    assert pd.isna(rows[rows.table == "products"].amount).all()


def test_set_aside_is_the_reconciliation_without_what_was_kept(lines: Desk) -> None:
    aside = set_aside(lines.engine, ["order_lines", "products"])
    assert (aside.reason != "").all()
    assert aside["rows"].sum() == 3


def test_money_that_is_not_known_counts_as_none(orders: Desk) -> None:
    rows = reconciliation(orders.engine, ["orders"]).set_index("reason")
    assert rows.loc["no amount", ["rows", "amount"]].tolist() == [1, 0]


def test_kept_and_set_aside_are_stated_to_the_cent(lines: Desk) -> None:
    rows = reconciliation(lines.engine, ["order_lines", "products"])
    facts = {f.id: f.value for f in reconciliation_facts(rows, "order_lines", currency="USD", minor=100)}
    assert facts == {"identify.kept.rows": 5, "identify.kept.sales": 1.25, "identify.set_aside.rows": 3, "identify.set_aside.sales": 24.0}
    raw = {f.id: f.value for f in raw_facts(lines.engine.relation("orders_raw"), currency="USD", minor=100)}
    assert raw == {"identify.orders": 7, "identify.customers": 4, "identify.sales": 25.25}
    assert facts["identify.kept.sales"] + facts["identify.set_aside.sales"] == raw["identify.sales"]  # type: ignore[operator]  # both are numbers


def test_what_stands_out_in_lines_is_counted_before_anything_is_set_aside(lines: Desk) -> None:
    audit = line_audit(lines.engine.relation("order_lines_raw"), period_end=END, period_begin=date(2023, 1, 3))
    assert list(audit.itertuples(index=False, name=None)) == [
        ("quantity_zero", 2, 125), ("amount_zero", 2, 0), ("amount_below_minor", 1, 0), ("negative", 1, -250), ("after_period", 2, 800), ("before_period", 2, 375), ("tiny", 0, 0),
    ]  # fmt: skip


def test_what_stands_out_in_orders_is_counted(orders: Desk) -> None:
    audit = order_audit(orders.engine.relation("orders_raw"), period_end=END)
    assert list(audit.itertuples(index=False, name=None)) == [
        ("amount_zero", 1, 0),
        ("negative", 1, -300),
        ("after_period", 2, 400),
        ("same_day", 2, 0),
        ("before_period", 0, 0),
        ("tiny", 0, 0),
    ]


def test_orders_that_name_nobody_are_counted_apart_from_those_kept(lines: Desk) -> None:
    rows = reconciliation(lines.engine, ["order_lines", "products"])
    facts = {f.id: f.value for f in kept_facts(lines.engine.relation("orders"), rows, "order_lines", currency="USD", minor=100)}
    assert facts == {"identify.kept.orders": 4, "identify.kept.customers": 3, "identify.set_aside.no_customer_sales": 16.0}


def test_every_finding_of_an_audit_has_its_sentence(lines: Desk, orders: Desk) -> None:
    found = [
        *audit_facts(line_audit(lines.engine.relation("order_lines_raw"), period_end=END), "order_lines"),
        *audit_facts(order_audit(orders.engine.relation("orders_raw"), period_end=END), "orders"),
    ]
    assert all(f.method.startswith("count of raw rows") and "{" not in f.sentence() for f in found)
    assert found[0].sentence() == "2 rows have quantity 0."


def test_products_sold_that_the_product_table_does_not_know_are_counted(lines: Desk) -> None:
    unknown = unknown_products(lines.engine.relation("order_lines_raw"))
    assert unknown.to_dict("records") == [{"products": 1, "rows": 1, "amount": -250}]
    [fact] = unknown_product_facts(unknown)
    assert (fact.id, fact.value, fact.unit) == ("identify.audit.products_unknown", 1, "products")


def test_rows_of_every_export_are_stated() -> None:
    facts = row_facts([("order_lines", 1469307), ("products", 3)])
    assert [(f.id, f.value, f.table) for f in facts] == [
        ("identify.rows.order_lines", 1469307, "order_lines"),
        ("identify.rows.products", 3, "products"),
    ]
    assert facts[0].sentence() == "The export order lines has 1,469,307 rows."


def test_habits_of_a_system_are_counted_by_their_reason(tmp_path: Path) -> None:
    text = "id,customer,date,amount\n1,a,2023-01-02,5\n1,a,2023-01-02,5\n2,,2023-01-03,7\n3,b,2026-01-03,7\n4,b,2023-01-03,7\n"
    columns = {"order_id": "id", "customer_id": "customer", "ordered_on": "date", "amount": "amount"}
    desk_ = desk(tmp_path, text, columns=columns)
    stated = {f.id: f.value for f in set_aside_facts(reconciliation(desk_.engine, ["orders"]), "orders")}
    assert stated == {"identify.set_aside.no_customer": 1, "identify.set_aside.future": 1, "identify.set_aside.repeated": 1}


def test_lines_have_no_number_that_another_could_repeat(lines: Desk) -> None:
    stated = {f.id: f.value for f in set_aside_facts(reconciliation(lines.engine, ["order_lines"]), "order_lines")}
    assert stated == {"identify.set_aside.no_customer": 1, "identify.set_aside.future": 1}


def test_amounts_in_thousands_are_told_by_their_size(tmp_path: Path) -> None:
    """The median of the amounts other than 0 is 50,000: 150 and -499 lie below a hundredth of that, 500 does not."""
    text = "customer,date,amount\n" + "".join(
        f"c{n},2023-01-0{n + 1},{a}\n" for n, a in enumerate([50000, 50000, 50000, 80000, 90000, 500, 150, -499, 0])
    )
    audit = order_audit(desk(tmp_path, text, currency="VND").engine.relation("orders_raw"), period_end=END)
    assert audit.set_index("finding").loc["tiny"].to_list() == [2, 150 - 499]


def test_a_number_that_buys_more_often_than_people_do_is_counted(tmp_path: Path) -> None:
    """Of the ten days on file the shop's card has 5, a customer 4: more than two in five is more than 4."""
    days = {"card": (1, 2, 3, 5, 10), "c": (1, 2, 4, 6)}
    text = "customer,date,amount\n" + "".join(f"{who},2023-01-{d:02d},5\n" for who, own in days.items() for d in own)
    stated = everyday_facts(desk(tmp_path, text).engine.relation("orders"), as_of=date(2024, 1, 1))
    assert [(f.id, f.value) for f in stated] == [("identify.audit.everyday", 1)]
