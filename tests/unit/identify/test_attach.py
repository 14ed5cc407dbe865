from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.facts import Fact
from idic_lib.identify.attach import Attached, attach, attach_facts, attached_table

AS_OF = date(2026, 1, 1)
DAY = "2025-05-05"
Row = tuple[str | None, str | None, int, str | None, str | None]
"""Number, phone, amount, store, why it was set aside."""
SOLD: list[Row] = [
    ("a1", None, 100, "s", None),
    ("a2", None, 50, None, None),  # the same person, on the web
    ("TEST", None, 7, "s", None),
    ("ghost", None, 11, "s", None),
    (None, "0901", 13, "s", "no customer_id"),
    (None, "0999", 17, "s", "no customer_id"),  # a number of two persons
    (None, "0905", 19, "s", "no customer_id"),  # a number of nobody
    (None, None, 23, "s", "no customer_id"),
    ("a1", None, 1000, "s", "dated on or after as_of"),
]


def _engine(sold: list[Row], **more: pd.DataFrame) -> Engine:
    frame = pd.DataFrame(sold, columns=["customer_id", "phone", "amount", "store_id", "_reason"])
    frame = frame.assign(order_id=[f"o{n}" for n in range(len(frame))], ordered_on=pd.Timestamp(DAY), _source=0, _row=range(len(frame)))
    frame = frame.astype(dict.fromkeys(["customer_id", "phone", "store_id", "_reason"], "string"))
    records = pd.DataFrame(
        [("a1", "person", "0901"), ("a2", "person", "0901"), ("b", "person", "0999"), ("c", "company", "0999"), ("TEST", "trial", "0905")],
        columns=["record_id", "name_kind", "phone"],
    ).assign(phone_2=pd.Series([None] * 5, dtype="string"))
    links = pd.DataFrame({"record_id": records["record_id"], "customer_id": ["a1", "a1", "b", "c", "TEST"]})
    return Engine.of(orders_raw=frame.drop(columns="phone"), orders_private_raw=frame, records=records, links=links, **more)


def _attached(engine: Engine) -> Attached:
    return attach(engine, engine.relation("links"), engine.relation("records"), as_of=AS_OF, region=None)


def _facts(engine: Engine) -> dict[str, Fact]:
    return {f.id: f for f in attach_facts(_attached(engine), currency="USD", minor=100, draws=200, seed=1)}


def _ways(engine: Engine) -> dict[str, int]:
    amounts: dict[str, int] = _attached(engine).orders.groupby("led_by")["amount"].sum().to_dict()
    return amounts


def test_every_order_before_as_of_leads_to_a_person_in_one_way_or_to_nobody() -> None:
    sold = [(*r[:1], None if r[1] is None else r[1].ljust(9, "1"), *r[2:]) for r in SOLD]  # a number has seven digits at least
    engine = _engine(sold)
    engine.connection.execute("update records set phone = rpad(phone, 9, '1')")
    assert _ways(engine) == {"number": 150, "own": 7, "strange": 11, "phone": 13, "nobody": 17 + 19 + 23}


def test_the_shares_say_what_is_counted() -> None:
    facts = _facts(_engine(SOLD))
    assert facts["identify.linkage.store_sales"].value == pytest.approx(100 / 190)
    assert facts["identify.linkage.nobody_sales"].unit == "USD"
    assert facts["identify.linkage.nobody_sales"].value == pytest.approx(sum(r[2] for r in SOLD[2:8]) / 100 - _by_phone(facts))


def _by_phone(facts: dict[str, Fact]) -> float:
    share = facts["identify.linkage.store_sales_phone"].value
    assert isinstance(share, float)
    return share * 190 / 100


def test_an_order_sent_twice_counts_once() -> None:
    engine = _engine([(None, None, 23, "s", "no customer_id")] * 2)
    engine.connection.execute("update orders_raw set order_id = 'same'")
    assert _ways(engine) == {"nobody": 23}


def test_orders_without_phone_or_store_are_attached_by_number_alone() -> None:
    engine = _engine(SOLD)
    engine.connection.execute("alter table orders_raw drop column store_id; alter table orders_private_raw drop column phone")
    facts = _facts(engine)
    assert "identify.linkage.store_sales" not in facts
    assert facts["identify.linkage.money"].value == pytest.approx(150 / 240)


def test_rows_of_other_tables_count_those_set_aside_for_want_of_a_number() -> None:
    tickets = pd.DataFrame(
        {"customer_id": ["a1", "ghost", None, "b"], "_reason": [None, None, "no customer_id", "dated on or after as_of"]}
    )
    leads = pd.DataFrame({"lead_id": ["a1", "TEST"], "_reason": pd.Series([None, None], dtype="string")})
    facts = _facts(_engine(SOLD, tickets_raw=tickets, leads_raw=leads))
    assert (facts["identify.attached.tickets"].value, facts["identify.attached.tickets"].n) == (pytest.approx(1 / 3), 3)
    assert facts["identify.attached.leads"].value == pytest.approx(1 / 2)


def test_sales_that_sum_to_nothing_have_no_share() -> None:
    facts = _facts(_engine([("a1", None, 100, "s", None), ("a1", None, -100, "s", None)]))
    assert facts["identify.linkage.money"].refused
    assert facts["identify.linkage.orders"].value == 1


def test_the_table_holds_every_order_once() -> None:
    table = attached_table(_attached(_engine(SOLD)))
    assert table["amount"].sum() == 240
    assert table["share_of_orders"].sum() == pytest.approx(1)


def test_without_orders_only_the_other_tables_are_counted() -> None:
    engine = Engine.of(
        records=pd.DataFrame({"record_id": ["a"], "name_kind": ["person"], "phone": ["0901"], "phone_2": ["0902"]}),
        links=pd.DataFrame({"record_id": ["a"], "customer_id": ["a"]}),
        leads_raw=pd.DataFrame({"lead_id": ["a"], "_reason": pd.Series([None], dtype="string")}),
    )
    assert list(_facts(engine)) == ["identify.attached.leads"]


def test_other_tables_are_refused() -> None:
    engine = _engine(SOLD)
    with pytest.raises(ValueError, match="links and records"):
        attach(engine, engine.relation("records"), engine.relation("links"), as_of=AS_OF)
