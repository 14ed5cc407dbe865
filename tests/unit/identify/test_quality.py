from __future__ import annotations

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.identify import quality
from tests.unit.identify.records_desk import AS_OF, desk, orders, record

ROWS = [
    record("a1", "shop", "a", name_sorted="lan", phone="1", email="x@y"),
    record("a2", "web", "a", name_sorted="lan", phone_raw="9.01E+08"),
    record("b1", "shop", name_sorted="minh", phone="2"),
    record("t1", "web", name_sorted="test", phone="3", name_kind="trial"),
]
FLAGS = [(1, "phone", "old_form"), (2, "phone", "scientific"), (3, "email", "placeholder"), (3, "name", "upper")]


def made(**tables: pd.DataFrame) -> Engine:
    engine = desk(ROWS, FLAGS, **tables)
    quality.cells(engine.relation("records"))
    return engine


def test_filled_and_usable_are_two_things_and_repair_is_a_third() -> None:
    table = quality.completeness_by_system(made().relation("record_cells")).set_index(["system", "field"])
    assert table.loc[("shop", "phone"), ["records", "filled", "usable", "mended"]].tolist() == [2, 2, 2, 1]
    assert table.loc[("web", "phone"), ["records", "filled", "usable", "mended"]].tolist() == [1, 1, 0, 0]


def test_a_field_that_a_system_never_fills_is_not_asked_there() -> None:
    table = quality.completeness_by_system(made().relation("record_cells"))
    assert set(table.loc[table["system"] == "web", "field"]) == {"full_name", "phone"}


def test_trial_accounts_are_nobody() -> None:
    table = quality.completeness_by_system(made().relation("record_cells"))
    assert table.loc[table["system"] == "web", "records"].max() == 1


def test_the_same_records_in_another_order_give_the_same_completeness() -> None:
    flags = [(5 - n, field, flag) for n, field, flag in FLAGS]
    engine = desk(ROWS[::-1], flags)
    turned = quality.completeness_by_system(quality.cells(engine.relation("records")))
    pd.testing.assert_frame_equal(turned, quality.completeness_by_system(made().relation("record_cells")))


def test_a_person_knows_what_any_of_his_records_knows_and_sales_add_up() -> None:
    engine = made(orders=orders(("a2", "2026-01-01", 70), ("b1", "2026-01-02", 30), ("b1", "2026-07-01", 999), ("t1", "2026-01-01", 5)))
    table = quality.completeness_of_fifths(engine.relation("record_cells"), as_of=AS_OF)
    phone, email = (table[table["field"] == f] for f in ("phone", "email"))
    assert (phone["persons"].sum(), phone["known"].sum(), phone["amount"].sum()) == (2, 2, 100)
    assert (email["known"].sum(), email["known_amount"].sum()) == (1, 70)


def test_orders_that_carry_the_person_already_give_the_same() -> None:
    by_record = made(orders=orders(("a2", "2026-01-01", 70), ("b1", "2026-01-02", 30)))
    by_person = desk([*ROWS, record("a", "shop", "a")], FLAGS, orders=orders(("a", "2026-01-01", 70), ("b1", "2026-01-02", 30)))
    quality.cells(by_person.relation("records"))
    first, second = (quality.completeness_of_fifths(e.relation("record_cells"), as_of=AS_OF) for e in (by_record, by_person))
    pd.testing.assert_frame_equal(first, second)


def test_the_fifths_are_laid_out_as_a_matrix() -> None:
    engine = made(orders=orders(("a2", "2026-01-01", 70), ("b1", "2026-01-02", 30)))
    wide = quality.fifths_matrix(quality.completeness_of_fifths(engine.relation("record_cells"), as_of=AS_OF))
    assert wide.columns.tolist() == ["field", "fifth 1", "fifth 3"]
    assert wide.set_index("field").loc["email"].tolist() == [1.0, 0.0]


def test_completeness_counts_the_cells_that_a_system_asks_for() -> None:
    """shop asks name, phone and e-mail of two: 5 of 6; web asks name and phone of one: 1 of 2."""
    fact = quality.quality_facts(made().relation("record_cells"))[0]
    assert (fact.value, fact.n) == (6 / 8, 8)
    assert fact.lo is not None
    assert fact.lo < 6 / 8


def test_without_records_completeness_is_refused_with_what_to_collect() -> None:
    engine = desk([record("t1", name_kind="trial")])
    fact = quality.quality_facts(quality.cells(engine.relation("records")))[0]
    assert fact.refused
    assert "list of customers" in fact.sentence()


def test_a_case_without_persons_refuses_everything_for_one_reason() -> None:
    facts = quality.no_records()
    assert all(f.refused for f in facts)
    assert len({f.sentence() for f in facts}) == 1
    assert "identify.call_test" in {f.id for f in facts}
