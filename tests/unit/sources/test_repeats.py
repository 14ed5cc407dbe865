"""Rows that were loaded more than once count once, with the evidence; rows that are only alike all count."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pandas as pd

from idic_lib.identify import reconciliation
from idic_lib.sources import overlaps
from idic_lib.sources.repeats import BY_BLOCK, BY_DAY, BY_FILE, BY_ORDER
from tests.unit.sources.desk import ORDERS, Desk, case, source

TOUCHES = {"customer_id": "who", "sent_on": "on", "channel": "how"}
NUMBERED = {"order_id": "id", **ORDERS}
BARE = {"order_id": "id", "product_id": "product", "quantity": "quantity", "amount": "amount"}
DAYS = [f"2023-01-{d:02}" for d in range(2, 30)]


def touched(folder: Path, *files: list[str], columns: dict[str, str] = TOUCHES, head: str = "who,on,how") -> tuple[Desk, Any]:
    """Load touches from these files beside one order."""
    folder = Path(mkdtemp(dir=folder))
    (folder / "orders.csv").write_text("customer,date,amount\na,2023-01-02,1\n", encoding="utf-8")
    sources = []
    for n, rows in enumerate(files):
        (folder / f"t{n}.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
        sources.append(source("touches", f"t{n}.csv", columns=columns))
    engaged = case(folder, source(), *sources)
    return Desk(engaged, folder / "tables"), engaged


def reasons(desk: Desk, table: str = "touches") -> dict[str, int]:
    rows = reconciliation(desk.engine, [table])
    return dict(zip(rows["reason"], rows["rows"].astype(int), strict=True))


def usual(days: list[str] = DAYS, size: int = 9) -> list[str]:
    """Days on which some customers are sent the same thing twice, as it happens."""
    return [f"c{n},{day},sms" for day, n in product(days, range(size))] + [f"c{n},{day},sms" for n, day in enumerate(days[::4]) if n < size]


def test_a_day_that_was_loaded_twice_counts_once_and_what_happened_twice_still_counts_twice(tmp_path: Path) -> None:
    day = [*(f"c{n},{DAYS[5]},sms" for n in range(20)), f"c1,{DAYS[5]},sms"]  # c1 was really sent two
    rows = [r for r in usual() if DAYS[5] not in r]
    desk, engaged = touched(tmp_path, [*rows, *day, *day])
    assert reasons(desk) == {"": len(rows) + len(day), BY_DAY: len(day)}
    assert len([r for r in desk.kept("touches", "customer_id, sent_on") if r[0] == "c1" and str(r[1]).startswith(DAYS[5])]) == 2
    found = overlaps(desk.engine, engaged)
    assert found[["table", "source", "rows", "why", "once"]].to_numpy().tolist() == [["touches", "t0.csv", len(day), BY_DAY, len(day)]]
    assert (found.day_from == found.day_to).all()
    assert found.day_from[0] == pd.Timestamp(DAYS[5])
    assert found.amount.isna().all()


def test_equal_rows_on_a_few_customers_are_no_evidence(tmp_path: Path) -> None:
    rows = usual() + [f"c{n},{DAYS[7]},sms" for n in range(4)]
    assert reasons(touched(tmp_path, rows)[0]) == {"": len(rows)}


def test_a_day_of_which_one_row_stands_once_was_not_loaded_twice(tmp_path: Path) -> None:
    day = [f"c{n},{DAYS[5]},sms" for n in range(12)]
    rows = [r for r in usual() if DAYS[5] not in r] + [*day, *reversed(day), f"c99,{DAYS[5]},sms"]
    assert reasons(touched(tmp_path, rows)[0]) == {"": len(rows)}


def test_where_rows_repeat_every_day_a_small_day_of_pairs_is_chance(tmp_path: Path) -> None:
    """Half of all rows stand twice: five pairs on one day happen once in 32 days."""
    rows = [f"c{n},{day},visit" for day in DAYS for n in range(6) for _ in range(1 + n % 2)]
    pairs = [f"c{n},{DAYS[0]},visit" for n in range(0, 6, 2)]
    desk, _ = touched(tmp_path, rows + pairs)
    assert reasons(desk) == {"": len(rows) + 3}


def test_a_block_of_rows_without_days_that_stands_again_counts_once(tmp_path: Path) -> None:
    columns = {"customer_id": "who", "campaign_id": "on", "channel": "how"}
    rows = [f"c{n},k{n % 3},sms" for n in range(60)]
    desk, engaged = touched(tmp_path, [*rows, *rows[20:50]], columns=columns)
    assert reasons(desk) == {"": 60, BY_BLOCK: 30}
    assert overlaps(desk.engine, engaged)[["rows", "once"]].to_numpy().tolist() == [[30, 60]]
    few, _ = touched(tmp_path, [*rows, *rows[20:39]], columns=columns)
    assert reasons(few) == {"": 79}


def test_rows_that_only_alternate_are_no_block(tmp_path: Path) -> None:
    columns = {"customer_id": "who", "campaign_id": "on"}
    rows = [f"c{n % 4},k1,sms" for n in range(200)]
    assert reasons(touched(tmp_path, rows, columns=columns)[0]) == {"": 200}


def test_two_exports_that_overlap_hold_their_common_days_once(tmp_path: Path) -> None:
    rows = sorted(usual(), key=lambda r: r.split(",")[1])
    early, late = [r for r in rows if r.split(",")[1] <= DAYS[18]], [r for r in rows if r.split(",")[1] >= DAYS[11]]
    desk, engaged = touched(tmp_path, early, late[::-1])
    whole, _ = touched(tmp_path, rows)
    assert desk.kept("touches", "customer_id, sent_on, channel") == whole.kept("touches", "customer_id, sent_on, channel")
    found = overlaps(desk.engine, engaged)
    assert found[["source", "why"]].to_numpy().tolist() == [["t1.csv", BY_FILE]]
    assert (str(found.day_from[0].date()), str(found.day_to[0].date())) == (DAYS[11], DAYS[18])


def test_two_exports_with_a_few_equal_rows_are_two_exports(tmp_path: Path) -> None:
    """Two shops: one row in nine is alike, because both sent the same customer the same thing."""
    other = [r if n % 9 == 0 else r.replace("c", "d") for n, r in enumerate(usual())]
    desk, _ = touched(tmp_path, usual(), other)
    assert reasons(desk) == {"": len(usual()) + len(other)}


def test_the_same_file_under_two_names_counts_once(tmp_path: Path) -> None:
    desk, engaged = touched(tmp_path, usual(), usual())
    assert reasons(desk) == {"": len(usual()), BY_FILE: len(usual())}
    assert overlaps(desk.engine, engaged)["rows"].sum() == len(usual())


def sold(folder: Path, orders: list[str], lines: list[str]) -> tuple[Desk, Any]:
    folder = Path(mkdtemp(dir=folder))
    (folder / "orders.csv").write_text("\n".join(["id,customer,date,amount", *orders, ""]), encoding="utf-8")
    (folder / "lines.csv").write_text("\n".join(["id,product,quantity,amount", *lines, ""]), encoding="utf-8")
    engaged = case(folder, source(columns=NUMBERED), source("order_lines", "lines.csv", columns=BARE))
    return Desk(engaged, folder / "tables"), engaged


def test_lines_of_an_order_that_stands_twice_count_once_where_its_amount_says_so(tmp_path: Path) -> None:
    desk, engaged = sold(
        tmp_path,
        ["1,a,2023-01-02,9", "1,a,2023-01-02,9", "2,b,2023-01-03,4"],
        ["1,x,1,3", "1,x,1,3", "1,y,1,3", "2,z,1,4", "1,x,1,3", "1,x,1,3", "1,y,1,3"],
    )
    lines = [(r[0], r[1]) for r in desk.kept("order_lines", "order_id, product_id")]
    assert lines == [("1", "x"), ("1", "x"), ("1", "y"), ("2", "z")]
    assert reasons(desk, "order_lines") == {"": 4, BY_ORDER: 3}
    assert overlaps(desk.engine, engaged).set_index("table").loc["order_lines", ["rows", "amount", "why"]].tolist() == [3, 900, BY_ORDER]


def test_equal_lines_of_an_order_that_stands_twice_all_count_where_its_amount_holds_them(tmp_path: Path) -> None:
    """The file of orders was loaded twice, that of lines was not: two cartons of one milk are two."""
    desk, _ = sold(tmp_path, ["1,a,2023-01-02,12"] * 2, ["1,x,1,3", "1,x,1,3", "1,y,1,3", "1,y,1,3"])
    assert reasons(desk, "order_lines") == {"": 4}
    delivered, _ = sold(tmp_path, ["1,a,2023-01-02,15"] * 2, ["1,x,1,3", "1,x,1,3", "1,y,1,3", "1,y,1,3"])
    assert reasons(delivered, "order_lines") == {"": 4}


def test_a_day_of_orders_and_lines_loaded_twice_keeps_no_line_too_many(tmp_path: Path) -> None:
    """Also of those who bought without a card: what nobody bought is not summed twice either."""
    orders = [f"{n},{'' if n % 2 else 'a'},2023-02-{1 + n // 10:02},{2 + n % 2}" for n in range(80)]
    lines = [f"{n},x,1,1" for n in range(80)] + [f"{n},{'x' if n % 2 == 0 else 'y'},1,{1 + n % 2}" for n in range(80)]
    again = [r for r in lines if 30 <= int(r.split(",")[0]) < 40]
    desk, engaged = sold(tmp_path, [*orders, *orders[30:40]], [*lines, *again])
    once, _ = sold(tmp_path, orders, lines)
    assert desk.kept("order_lines", "order_id, product_id, amount") == once.kept("order_lines", "order_id, product_id, amount")
    rows = reconciliation(desk.engine, ["orders", "order_lines"])
    nobody = rows[rows.reason.str.endswith("no customer_id")].set_index("table")
    assert nobody.amount.to_dict() == {"orders": 12000, "order_lines": 12000}
    assert rows.groupby("table")["rows"].sum().to_dict() == {"orders": 90, "order_lines": 180}
    assert overlaps(desk.engine, engaged)[["table", "rows", "once"]].to_numpy().tolist() == [["orders", 10, 10], ["order_lines", 20, 20]]


def test_nothing_dated_on_or_after_as_of_is_evidence(tmp_path: Path) -> None:
    late = [f"c{n},2024-02-02,sms" for n in range(30)]
    desk, _ = touched(tmp_path, [*usual(), *late, *late])
    assert reasons(desk) == {"": len(usual()), "dated on or after as_of": 60}
