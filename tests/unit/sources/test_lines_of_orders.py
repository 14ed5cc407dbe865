"""Lines that do not say who bought and when: their order does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.errors import InputError
from idic_lib.identify import reconciliation, sales_table
from idic_lib.source import Source
from tests.unit.sources.desk import Desk, case, source

NUMBERED = {"order_id": "id", "customer_id": "customer", "ordered_on": "date", "amount": "amount"}
BARE = {"order_id": "id", "product_id": "product", "quantity": "quantity", "amount": "amount"}
ORDERS = "id,customer,date,amount,shop\n1,a,2023-01-02,5,north\n2,,2023-01-03,7,south\n3,b,2024-05-05,9,north\n3,b,2023-05-05,9,north\n"
LINES = "id,product,quantity,amount\n1,x,1,2\n1,y,2,3\n2,x,1,7\n3,x,3,9\n4,x,1,1\n,x,1,16\n1,z,0,0\n1,,1,32\n"


def both(folder: Path, orders: str = ORDERS, lines: str = LINES, columns: dict[str, str] = NUMBERED) -> Desk:
    (folder / "orders.csv").write_text(orders, encoding="utf-8")
    (folder / "lines.csv").write_text(lines, encoding="utf-8")
    sources = (source("order_lines", "lines.csv", columns=BARE), source(columns=columns))
    return Desk(case(folder, *sources), folder / "tables")


def test_who_bought_and_when_is_taken_from_the_order_of_that_number(tmp_path: Path) -> None:
    found = both(tmp_path)
    kept = found.kept("order_lines", "order_id, customer_id, cast(ordered_on as varchar) as day, product_id, amount")
    assert kept == [("1", "a", "2023-01-02", "x", 200), ("1", "a", "2023-01-02", "y", 300), ("3", "b", "2023-05-05", "x", 900)]
    assert [x.table for x in found.loaded] == ["order_lines", "orders"]  # as declared, though orders are read first


def test_a_line_whose_order_is_missing_or_set_aside_says_so_and_keeps_its_money(tmp_path: Path) -> None:
    found = both(tmp_path)
    rows = reconciliation(found.engine, ["order_lines"])
    assert {r.reason: (r.rows, r.amount) for r in rows.itertuples()} == {
        "": (3, 1400), "no order of that number": (1, 100), "no order_id": (1, 1600), "no product_id": (1, 3200),
        "its order was set aside: no customer_id": (1, 700), "no quantity and no amount": (1, 0),
    }  # fmt: skip
    assert (rows["rows"].sum(), rows["amount"].sum()) == (8, 7000)
    assert sales_table(found.engine) == "orders"


def test_the_shop_is_taken_from_the_order_too(tmp_path: Path) -> None:
    found = both(tmp_path, columns={**NUMBERED, "store_id": "shop"})
    assert set(found.kept("order_lines", "customer_id, store_id")) == {("a", "north"), ("b", "north")}


def test_lines_that_say_it_themselves_are_left_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "lines.csv").write_text("id,who,on,product,quantity,amount\n9,z,2023-02-02,x,1,1\n", encoding="utf-8")
    lines = source("order_lines", "lines.csv", columns={**BARE, "customer_id": "who", "ordered_on": "on"})
    found = Desk(case(tmp_path, source(columns=NUMBERED), lines), tmp_path / "tables")
    assert found.kept("order_lines", "order_id, customer_id") == [("9", "z")]


@pytest.mark.parametrize("others", [(), (source(columns={k: v for k, v in NUMBERED.items() if k != "order_id"}),)])
def test_without_numbered_orders_lines_must_say_who_bought(others: tuple[Source, ...], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"columns\.customer_id of lines\.csv is not mapped; order_lines needs it, or a source of orders"):
        case(tmp_path, source("order_lines", "lines.csv", columns=BARE), *others)


NUMBERS = st.sampled_from(["1", "2", "3", "4", ""])
CENTS = st.integers(-500, 500).map(lambda c: f"{c / 100:.2f}")


@settings(max_examples=15, deadline=None)  # each example writes and reads files
@given(
    st.lists(st.tuples(NUMBERS, st.sampled_from(["a", "b", ""]), st.sampled_from(["2023-01-02", "2025-01-02", ""]), CENTS), max_size=9),
    st.lists(st.tuples(NUMBERS, st.sampled_from(["x", ""]), st.sampled_from(["0", "1"]), CENTS), max_size=12),
)
def test_no_line_and_no_cent_is_lost_or_doubled(
    tmp_path_factory: pytest.TempPathFactory, orders: list[tuple[str, ...]], lines: list[tuple[str, ...]]
) -> None:
    """Order numbers that repeat must not multiply their lines; lines are kept only with an order that is."""
    good = [("9", "g", "2023-01-02", "1.00")]
    texts = ("id,customer,date,amount\n", "id,product,quantity,amount\n")
    written = [head + "".join(",".join(r) + "\n" for r in rows) for head, rows in zip(texts, ([*good, *orders], lines), strict=True)]
    found = both(tmp_path_factory.mktemp("desk"), *written)
    rows = reconciliation(found.engine, ["order_lines"])
    assert rows["rows"].sum() == len(lines) == found.loaded[0].rows
    assert rows["amount"].sum() == sum(round(float(r[3]) * 100) for r in lines)
    if found.engine.has("order_lines"):
        orphans = found.engine.run(
            "select count(*) as n from order_lines as l anti join orders as o using (order_id, customer_id, ordered_on)"
        )
        assert orphans.n[0] == 0


def test_a_file_that_is_not_there_is_still_named(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    with pytest.raises(InputError, match=r"source 'orders\.csv' for table orders is not in"):
        Desk(case(tmp_path, source("order_lines", "lines.csv", columns=BARE), source(columns=NUMBERED)), tmp_path / "tables")
