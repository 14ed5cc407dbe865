from __future__ import annotations

from pathlib import Path

import pytest

from idic_lib.identify import inventory, inventory_facts, open_questions, sales_table
from idic_lib.identify.inventory import _ASKED_FOR, _MISSING
from idic_lib.tables import EXPORTS
from tests.unit.sources.desk import Desk, case, source


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "lines.csv").write_text(
        "order_id,customer_id,product_id,ordered_on,quantity,amount\n1,a,x,2023-01-02,1,2\n2,b,x,2023-05-03,1,2\n2,,x,2023-05-04,1,2\n",
        encoding="utf-8",
    )
    (tmp_path / "people.csv").write_text("customer_id,age\na,40\n", encoding="utf-8")
    people = source("contacts", "people.csv", columns={"customer_id": "customer_id", "age": "age"})
    return Desk(case(tmp_path, source("order_lines", "lines.csv"), people), tmp_path / "tables")


def test_the_inventory_lists_exports_with_rows_and_days(desk: Desk) -> None:
    listed = inventory(desk.engine, [x.as_json() for x in desk.loaded])
    assert listed.drop(columns="holds").to_dict("records") == [
        {"table": "order_lines", "rows": 3, "kept": 2, "first_day": "2023-01-02", "last_day": "2023-05-03"},
        {"table": "contacts", "rows": 1, "kept": 1, "first_day": "", "last_day": ""},
    ]


def test_orders_that_are_made_of_their_lines_are_no_table_supplied(desk: Desk) -> None:
    facts = {f.id: f for f in inventory_facts(desk.engine)}
    assert facts["brief.tables"].value == 2
    assert (facts["brief.first_day"].value, facts["brief.last_day"].value) == ("2023-01-02", "2023-05-03")


def test_without_orders_there_are_no_days_to_state(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("id,on\n1,2023-01-02\n", encoding="utf-8")
    leads = source("leads", "leads.csv", columns={"lead_id": "id", "created_on": "on"})
    facts = {f.id: f for f in inventory_facts(Desk(case(tmp_path, leads, setting="rare"), tmp_path / "tables").engine)}
    assert facts["brief.tables"].value == 1
    assert "brief.first_day" not in facts


def test_sales_stand_in_the_orders_where_they_were_supplied_and_in_their_lines_where_not(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("customer,date,amount\na,2023-01-02,1\n", encoding="utf-8")
    lines = source("order_lines", "lines.csv")
    assert sales_table(desk.engine) == "order_lines"
    assert sales_table(Desk(case(tmp_path, source(), lines), tmp_path / "both").engine) == "orders"


def test_what_was_not_supplied_is_refused_with_what_it_would_answer(desk: Desk) -> None:
    refusals = {f.id: f.sentence() for f in inventory_facts(desk.engine) if f.refused}
    assert set(refusals) == {f"brief.missing.{t}" for t in _ASKED_FOR if t not in {"order_lines", "contacts"}}
    assert all(" not supplied" in s and " would show " in s for s in refusals.values())
    assert set(open_questions(desk.engine)["table"]) == {i.removeprefix("brief.missing.") for i in refusals}


def test_every_table_asked_for_has_its_sentence() -> None:
    assert set(_ASKED_FOR) == set(_MISSING) <= set(EXPORTS)
