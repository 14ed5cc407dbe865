from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from idic_lib.customize import not_permitted, permission_facts, with_number
from idic_lib.engine import Engine

AS_OF = date(2026, 7, 1)
EVERYBODY = pd.Series(["agreed", "withdrew", "again", "later", "other", "never", "both"])


def _consents() -> pd.DataFrame:
    rows = [
        ("agreed", "ads", "2025-01-01", None),
        ("withdrew", "ads", "2025-01-01", "2026-06-30"),
        ("again", "ads", "2025-01-01", "2025-06-01"),
        ("again", "ads", "2025-09-01", None),
        ("later", "ads", "2026-07-01", None),
        ("other", "delivery", "2025-01-01", None),
        ("both", "ads", "2025-01-01", None),
        ("both", "ads", "2025-01-01", "2025-02-01"),
    ]
    frame = pd.DataFrame(rows, columns=["customer_id", "purpose", "given_on", "withdrawn_on"])
    return frame.assign(given_on=pd.to_datetime(frame.given_on), withdrawn_on=pd.to_datetime(frame.withdrawn_on))


def _barred(frame: pd.DataFrame, purpose: str | None) -> list[str]:
    found = not_permitted(EVERYBODY, Engine.of(consents=frame).relation("consents"), as_of=AS_OF, purpose=purpose)
    assert found is not None
    assert found["item"].isna().all()
    return list(found.customer_id)


def test_only_a_consent_that_stands_for_the_purpose_lets_somebody_be_written_to() -> None:
    assert _barred(_consents(), "ads") == ["withdrew", "later", "other", "never", "both"]


def test_without_a_purpose_every_consent_counts() -> None:
    assert _barred(_consents(), None) == ["withdrew", "later", "never", "both"]


def test_of_a_person_with_two_numbers_one_withdrawal_bars_both() -> None:
    frame = _consents().assign(record_id=lambda f: f.customer_id)
    person = frame.assign(customer_id=frame.customer_id.replace({"withdrew": "agreed"}))
    assert "agreed" in _barred(person, "ads")
    assert "agreed" not in _barred(person[person.record_id != "withdrew"], "ads")


def test_a_withdrawal_on_or_after_as_of_is_not_known_yet() -> None:
    frame = _consents().assign(withdrawn_on=lambda f: f.withdrawn_on.mask(f.customer_id == "withdrew", pd.Timestamp("2026-07-01")))
    assert "withdrew" not in _barred(frame, "ads")


def test_consents_may_come_without_days_or_purpose() -> None:
    assert _barred(pd.DataFrame({"customer_id": ["agreed"]}), None) == [c for c in EVERYBODY if c != "agreed"]


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1, 0]])
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    assert _barred(_consents().iloc[order], "ads") == _barred(_consents(), "ads")


def test_without_consents_the_count_is_refused_and_says_what_to_collect() -> None:
    assert not_permitted(EVERYBODY, None, as_of=AS_OF) is None
    (fact,) = permission_facts(None)
    assert fact.refused
    assert "one row per consent" in fact.sentence()


def test_where_consents_are_there_the_gate_of_the_list_counts_and_nothing_is_said_twice() -> None:
    assert permission_facts(Engine.of(consents=_consents()).relation("consents")) == []


def test_somebody_is_written_to_through_the_number_that_agreed() -> None:
    consents = _consents().assign(record_id=lambda f: f.customer_id)
    person = consents.assign(customer_id=consents.customer_id.replace({"again": "0"}))
    listed = pd.DataFrame({"customer_id": ["0", "agreed"], "action": "contact"})
    reached = with_number(listed, Engine.of(consents=person).relation("consents"), as_of=AS_OF, purpose="ads")
    assert list(reached["record_id"]) == ["again", "agreed"]


def test_without_consents_a_customer_is_reached_under_the_own_number() -> None:
    assert list(with_number(pd.DataFrame({"customer_id": ["a"]}), None, as_of=AS_OF)["record_id"]) == ["a"]


def test_a_withdrawal_in_a_row_of_its_own_bars_until_somebody_agrees_again() -> None:
    rows = [
        ("gone", "ads", "2025-01-01", None),
        ("gone", "ads", None, "2026-01-02"),
        ("back", "ads", None, "2025-01-01"),
        ("back", "ads", "2025-03-01", None),
    ]
    frame = pd.DataFrame(rows, columns=["customer_id", "purpose", "given_on", "withdrawn_on"])
    frame = frame.assign(given_on=pd.to_datetime(frame.given_on), withdrawn_on=pd.to_datetime(frame.withdrawn_on))
    found = not_permitted(pd.Series(["gone", "back"]), Engine.of(consents=frame).relation("consents"), as_of=AS_OF, purpose="ads")
    assert found is not None
    assert list(found.customer_id) == ["gone"]
