from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.identify.card import FIELDS, Card, customer_card, masked

AS_OF = date(2026, 1, 1)
GOLDEN = {"name": "Nguyễn Thị Lan", "phone": "0912345612", "email": "lan.nguyen@mail.example", "birth": pd.Timestamp(1980, 2, 3), "gender": "female", "address": "12 Hoa Sữa", "province": "Hà Nội"}  # fmt: skip


def _golden(customer_id: str, **known: object) -> dict[str, object]:
    row: dict[str, object] = {"customer_id": customer_id}
    for field in FIELDS:
        there = field in known
        row |= {field: known.get(field), f"{field}_record": customer_id if there else None, f"{field}_system": "crm" if there else None, f"{field}_against": 1 if there else None}  # fmt: skip
    return row


def _engine(**tables: pd.DataFrame) -> Engine:
    golden = pd.DataFrame([_golden("a", **GOLDEN), _golden("c", phone="0999"), _golden("d", phone="0999")])
    contacts = pd.DataFrame({"customer_id": ["a", "b", "c"], "full_name": ["Lan", None, "Hoa"], "phone": ["+84 912 345 612", None, "0999"]})
    contacts = contacts.assign(_source=0, _row=range(3)).astype(dict.fromkeys(["full_name", "phone"], "string"))
    links = pd.DataFrame({"record_id": ["a", "b", "c", "d"], "customer_id": ["a", "a", "c", "d"]})
    return Engine.of(golden=golden.astype({"birth": "datetime64[s]"}), contacts_private=contacts, links=links, **tables)


def _card(wanted: str = "a", **tables: pd.DataFrame) -> Card:
    return customer_card(_engine(**tables), wanted, as_of=AS_OF)


@pytest.mark.parametrize("wanted", ["a", "b", " b ", "0912345612", "LAN.nguyen@mail.example"])
def test_a_person_is_found_by_any_of_his_numbers_phone_or_e_mail(wanted: str) -> None:
    card = _card(wanted)
    assert card.customer_id == "a"
    assert card.records["record_id"].tolist() == ["a", "b"]
    assert card.fields.set_index("field").loc["name"].tolist() == ["Nguyễn Thị Lan", "a", "crm", 1]


@pytest.mark.parametrize(("wanted", "told"), [("x", "Nobody has"), ("0999", "is of 2 customers: c, d")])
def test_nobody_or_several_is_a_sentence(wanted: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        _card(wanted)


def test_what_the_case_does_not_supply_is_left_out() -> None:
    card = _card()
    assert (card.orders, card.tickets, card.consents) == (None, None, None)


def test_orders_of_all_numbers_count_until_as_of() -> None:
    orders = pd.DataFrame({
        "order_id": ["1", "2", "3", "4", "5"], "customer_id": ["a", "a", "b", "c", "a"],
        "ordered_on": pd.to_datetime(["2025-01-01", "2025-03-01", "2025-05-01", "2025-06-01", "2026-01-01"]), "amount": [10, 20, 30, 40, 50],
    })  # fmt: skip
    found = _card(orders=orders).orders
    assert found is not None
    assert found[["record_id", "orders", "amount", "last_order", "last_amount"]].to_numpy().tolist() == [
        ["b", 1, 30, "3", 30],
        ["a", 2, 30, "2", 20],
    ]


def test_only_requests_that_are_open_are_shown() -> None:
    days = pd.to_datetime(["2025-01-01"] * 3 + ["2026-01-01"])
    closed = pd.to_datetime(["2025-02-01", None, "2026-02-01", None])
    tickets = pd.DataFrame({"customer_id": ["a", "b", "a", "a"], "opened_on": days, "closed_on": closed, "topic": ["w", "x", "y", "z"]})
    found = _card(tickets=tickets).tickets
    assert found is not None
    assert sorted(found["topic"]) == ["x", "y"]
    without = _card(tickets=tickets[["customer_id", "opened_on"]]).tickets
    assert without is not None
    assert len(without) == 3


def test_consents_are_those_of_the_numbers_that_may_be_written_to() -> None:
    consents = pd.DataFrame({"customer_id": ["a", "c"], "purpose": ["ads", "ads"], "given_on": pd.to_datetime(["2025-01-01"] * 2)})
    found = _card(consents=consents).consents
    assert found is not None
    assert found["record_id"].tolist() == ["a"]


def test_masked_a_card_names_nobody_but_keeps_its_numbers() -> None:
    card = masked(_card())
    shown = card.fields.set_index("field")["value"]
    assert shown["name"] == "Ng*** Th* La*"
    assert shown["phone"] == "09x xxx xx12"
    assert (shown["email"], shown["birth"], shown["address"]) == ("la***@***", "****-**-**", "***")
    assert (shown["gender"], shown["province"]) == ("female", "Hà Nội")
    told = card.fields.to_csv() + card.records.to_csv()
    assert all(word not in told for word in ("Nguyễn", "Lan", "345", "lan.nguyen", "1980", "Hoa Sữa"))
    assert card.records["record_id"].tolist() == ["a", "b"]


@pytest.mark.parametrize("short", ["12", "x", "12345", ""])
def test_the_mask_of_a_short_value_shows_no_more_than_it_hides(short: str) -> None:
    card = _card()
    hidden = masked(Card(card.customer_id, card.fields, card.records.assign(phone=short, name=short), None, None, None)).records
    assert not set("2345") & set("".join(hidden["phone"]))
