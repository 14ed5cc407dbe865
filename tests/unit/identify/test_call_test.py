from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.identify import call_test, quality
from tests.unit.identify.records_desk import AS_OF, desk, orders, record

ROWS = [
    record("s1", "shop", "a", name_sorted="lan", phone="1"),
    record("w1", "web", "a", name_sorted="lan", email="x@y"),
    record("b1", "web", name_sorted="minh", phone="2", email="z@y"),
]
ITEMS = ("full_name", "phone", "email", "last_order")


def tickets(*rows: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "opened_on"])
    return frame.assign(
        customer_id=frame["customer_id"].astype("str"), opened_on=pd.to_datetime(frame["opened_on"]).astype("datetime64[s]")
    )


def shop(calls: pd.DataFrame | None = None) -> Engine:
    given = {"tickets": calls} if calls is not None else {}
    engine = desk(ROWS, orders=orders(("s1", "2026-01-10", 5), ("w1", "2026-02-10", 5), ("b1", "2026-06-01", 5)), **given)
    quality.cells(engine.relation("records"))
    return engine


def test_a_look_up_shows_the_record_before_and_the_person_after() -> None:
    """s1 calls in March: it shows name and phone, not the e-mail of w1 and not the last order, which was w1's; linked it shows all four."""
    engine = shop(tickets(("s1", "2026-03-01")))
    assert call_test.calls(engine, as_of=AS_OF) == "tickets"
    shown = call_test.look_ups(engine.relation("record_cells"), ITEMS, as_of=AS_OF)
    assert shown[["calls", "before", "after", "persons", "asked"]].to_numpy().tolist() == [[1, 2, 4, 1, 4]]


def test_an_order_after_the_call_is_not_shown() -> None:
    engine = shop(tickets(("b1", "2026-05-01"), ("b1", "2026-06-15")))
    call_test.calls(engine, as_of=AS_OF)
    shown = call_test.look_ups(engine.relation("record_cells"), ["last_order"], as_of=AS_OF)
    assert shown[["calls", "before", "after", "persons"]].to_numpy().tolist() == [[2, 1, 1, 1]]


def test_the_items_add_up_to_the_whole() -> None:
    engine = shop(tickets(("s1", "2026-03-01"), ("b1", "2026-06-15"), ("unknown", "2026-04-01")))
    call_test.calls(engine, as_of=AS_OF)
    whole = call_test.look_ups(engine.relation("record_cells"), ITEMS, as_of=AS_OF)
    items = call_test.item_table(engine.relation("record_cells"), ITEMS, as_of=AS_OF)
    assert items["field"].tolist() == ["email", "full_name", "last_order", "phone"]
    assert [items[c].sum() for c in ("before", "after")] == [(whole[c] * whole["persons"]).sum() for c in ("before", "after")]


def test_a_caller_nobody_knows_is_shown_nothing() -> None:
    engine = shop(tickets(("unknown", "2026-04-01")))
    call_test.calls(engine, as_of=AS_OF)
    before, after, more = call_test.gain(call_test.look_ups(engine.relation("record_cells"), ITEMS, as_of=AS_OF))
    assert (before.value, after.value, more.value) == (0, 0, 0)


def test_without_tickets_everybody_with_an_order_in_the_last_year_calls_once() -> None:
    engine = shop()
    assert call_test.calls(engine, as_of=AS_OF) == "orders"
    shown = call_test.look_ups(engine.relation("record_cells"), ITEMS, as_of=AS_OF)
    assert (shown["calls"] * shown["persons"]).sum() == 2


def test_what_cannot_be_looked_up_is_an_error_that_names_it() -> None:
    with pytest.raises(InputError, match="'shoe_size'"):
        call_test.look_ups(shop().relation("record_cells"), ["shoe_size"], as_of=AS_OF)


def test_the_facts_say_before_after_and_what_linking_adds() -> None:
    engine = shop(tickets(("s1", "2026-03-01"), ("b1", "2026-06-15")))
    call_test.calls(engine, as_of=AS_OF)
    facts = call_test.call_facts(call_test.look_ups(engine.relation("record_cells"), ITEMS, as_of=AS_OF))
    assert {f.id: (f.value, f.unit) for f in facts} == {
        "identify.call_test": (1.0, "share"), "identify.call_test.before": (0.75, "share"), "identify.call_test.gain": (0.25, "points"),
    }  # fmt: skip


def test_without_calls_or_records_it_is_refused() -> None:
    assert "replay" in call_test.call_facts(pd.DataFrame({"asked": [], "calls": [], "persons": []}))[0].sentence()
    assert call_test.call_facts(None)[0].refused
