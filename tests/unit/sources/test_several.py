"""Several exports for one table, and exports of which only some rows count."""

from __future__ import annotations

from pathlib import Path

import pytest

from idic_lib.errors import InputError
from idic_lib.identify import inventory, reconciliation, row_facts, sales_table
from tests.unit.sources.desk import ORDERS, Desk, case, desk, source

HEAD = "customer,date,amount\n"
NUMBERED = {"order_id": "id", **ORDERS}


def shops(
    folder: Path, till: str, web: str, columns: dict[str, str] = NUMBERED, *, only_web: dict[str, str] | None = None
) -> tuple[Desk, Desk]:
    """Two exports of orders, loaded in both orders of their sources."""
    (folder / "till.csv").write_text(till, encoding="utf-8")
    (folder / "web.csv").write_text(web, encoding="utf-8")
    sources = [source(file="till.csv", columns=columns), source(file="web.csv", columns={**columns, **(only_web or {})})]
    return Desk(case(folder, *sources), folder / "a"), Desk(case(folder, *sources[::-1]), folder / "b")


def test_rows_of_two_exports_are_united_and_counted_where_they_came_from(tmp_path: Path) -> None:
    till = "id,customer,date,amount\n1,a,2023-01-02,1\n2,,2023-01-02,2\n"
    web = "id,customer,date,amount,shop\nw1,b,2023-01-03,4,north\n"
    one, other = shops(tmp_path, till, web, only_web={"store_id": "shop"})
    assert [(x.source, x.rows, x.kept) for x in one.loaded] == [("till.csv", 2, 1), ("web.csv", 1, 1)]
    assert [(x.source, x.rows, x.kept) for x in other.loaded] == [("web.csv", 1, 1), ("till.csv", 2, 1)]
    for found in (one, other):
        assert found.kept(columns="customer_id, amount, store_id") == [("a", 100, None), ("b", 400, "north")]
        aside = found.engine.run("select _source, _row, _reason from orders_raw where _reason is not null")
        assert [(found.loaded[s].source, row, why) for s, row, why in aside.to_numpy()] == [("till.csv", 3, "no customer_id")]


def test_a_key_that_stands_in_two_exports_counts_once_whatever_the_order_of_sources(tmp_path: Path) -> None:
    """The smallest row by its values counts: the web's 3, not the till's 5."""
    till = "id,customer,date,amount\n1,a,2023-01-02,5\n2,b,2023-01-02,\n"
    web = "id,customer,date,amount\n1,a,2023-01-02,3\n2,b,2023-01-02,7\n"
    for found in shops(tmp_path, till, web):
        assert found.kept() == [("a", "2023-01-02", 300), ("b", "2023-01-02", 700)]
        assert found.aside() == {"order_id stands in another row": (1, 500.0), "no amount": (1, 0.0)}
        aside = found.engine.run("select _source from orders_raw where _reason like '%another row'")
        assert [found.loaded[s].source for s in aside["_source"]] == ["till.csv"]


def test_orders_without_numbers_from_two_exports_are_all_orders(tmp_path: Path) -> None:
    one, other = shops(tmp_path, HEAD + "a,2023-01-02,1\n", HEAD + "a,2023-01-02,1\n", ORDERS)
    assert one.kept(columns="order_id") == other.kept(columns="order_id") == [("till.csv:2",), ("web.csv:2",)]


def test_a_cell_that_cannot_be_read_is_named_with_its_own_file_and_row(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"web\.csv, row 3: amount .*'x' is not an amount"):
        shops(tmp_path, HEAD + "a,2023-01-02,1\n", HEAD + "a,2023-01-02,1\nb,2023-01-02,x\n", ORDERS)


def test_unreadable_letters_are_blamed_on_the_file_that_holds_them(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(HEAD + "a,2023-01-02,1\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("id,city\na,Huế\n", encoding="utf-8")
    (tmp_path / "b.csv").write_bytes("id,city\na,Besançon\n".encode("latin-1"))
    people = [source("contacts", f, columns={"customer_id": "id", "city": "city"}) for f in ("a.csv", "b.csv")]
    with pytest.raises(InputError, match=r"^b\.csv, line 2"):
        Desk(case(tmp_path, source(), *people), tmp_path / "tables")


def test_two_exports_of_one_table_state_one_fact_and_one_row_of_the_inventory(tmp_path: Path) -> None:
    found, _ = shops(tmp_path, HEAD + "a,2023-01-02,1\n,2023-01-02,2\n", HEAD + "b,2023-01-03,4\n", ORDERS)
    facts = row_facts([(x.table, x.rows) for x in found.loaded])
    assert [(f.id, f.value) for f in facts] == [("identify.rows.orders", 3)]
    listed = inventory(found.engine, [x.as_json() for x in found.loaded])
    assert listed[["table", "rows", "kept"]].to_numpy().tolist() == [["orders", 3, 2]]
    assert reconciliation(found.engine, [x.table for x in found.loaded])["rows"].sum() == 3
    assert sales_table(found.engine) == "orders"


STATUS = "customer,date,amount,status\na,2023-01-02,1,done\nb,2023-01-02,2,cancelled\nc,2023-01-02,4,\n,2023-01-02,8,done\n"


def test_only_rows_with_a_value_to_keep_count_and_the_others_say_which_they_had(tmp_path: Path) -> None:
    found = desk(tmp_path, STATUS, keep={"status": ("done", "paid")})
    assert found.kept() == [("a", "2023-01-02", 100)]
    assert found.aside() == {"status is cancelled": (1, 200.0), "no status": (1, 400.0), "no customer_id": (1, 800.0)}


def test_empty_cells_may_be_what_is_kept_and_long_values_are_cut(tmp_path: Path) -> None:
    found = desk(tmp_path, STATUS.replace("done", "d" * 50), keep={"status": ("",)})
    assert found.kept() == [("c", "2023-01-02", 400)]
    assert found.aside()["status is " + "d" * 40] == (2, 900.0)


def test_a_row_that_does_not_count_stops_no_run(tmp_path: Path) -> None:
    text = "customer,date,amount,status\na,2023-01-02,1,done\nTotal,,see below,sum\n"
    assert desk(tmp_path, text, keep={"status": ("done",)}).aside() == {"status is sum": (1, 0.0)}
    with pytest.raises(InputError, match=r"row 3: amount .* is not an amount"):
        desk(tmp_path, text)


def test_a_column_to_keep_by_must_be_in_the_export(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no column 'state' for keep; the file has customer, date, amount, status\. Correct keep"):
        desk(tmp_path, STATUS, keep={"state": ("done",)})


def test_one_file_may_fill_two_tables_by_its_rows(tmp_path: Path) -> None:
    text = "customer,date,amount,kind\na,2023-01-02,1,sale\na,2023-01-05,,visit\n"
    (tmp_path / "orders.csv").write_text(text, encoding="utf-8")
    seen = source("events", columns={"customer_id": "customer", "happened_on": "date", "kind": "kind"}, keep={"kind": ("visit",)})
    found = Desk(case(tmp_path, source(keep={"kind": ("sale",)}), seen), tmp_path / "tables")
    assert [(x.table, x.rows, x.kept) for x in found.loaded] == [("orders", 2, 1), ("events", 2, 1)]


def test_lines_above_the_header_are_skipped_and_counted(tmp_path: Path) -> None:
    text = "Sales report\nprinted 1 July\n" + HEAD + "a,2023-01-02,1\n"
    found = desk(tmp_path, text, skip=2)
    assert found.kept(columns="order_id, customer_id") == [("4", "a")]
