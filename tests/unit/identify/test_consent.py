from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.identify.consent import consent_facts, standing_consents

AS_OF = date(2026, 7, 1)
LINKS = pd.DataFrame({"record_id": ["a1", "a2", "b1", "b2", "c1"], "customer_id": ["a", "a", "b", "b", "c"]})
Row = tuple[str, str, str | None, str | None, str | None]


def _engine(*rows: Row, drop: tuple[str, ...] = ()) -> Engine:
    frame = pd.DataFrame(list(rows), columns=["customer_id", "purpose", "channel", "given_on", "withdrawn_on"])
    days = {c: pd.to_datetime(frame[c]) for c in ("given_on", "withdrawn_on")}
    return Engine.of(consents=frame.assign(**days).astype({"channel": "string"}).drop(columns=list(drop)), links=LINKS)


def _open(engine: Engine, purpose: str | None = None) -> list[str]:
    found = standing_consents(engine.relation("consents"), engine.relation("links"), as_of=AS_OF, purpose=purpose)
    return found["record_id"].tolist()


AGREED: Row = ("a1", "ads", None, "2025-01-01", None)


def test_a_merge_opens_nobody() -> None:
    assert _open(_engine(AGREED)) == ["a1"]


def test_a_withdrawal_of_any_number_bars_the_whole_person_for_that_purpose() -> None:
    withdrew = ("a2", "ads", "SMS", "2025-01-01", "2025-06-01")
    assert _open(_engine(AGREED, withdrew)) == []
    assert _open(_engine(AGREED, (withdrew[0], "delivery", *withdrew[2:]))) == ["a1"]
    assert _open(_engine(AGREED, ("b1", *withdrew[1:]))) == ["a1"]


def test_somebody_who_declined_without_ever_agreeing_bars_too() -> None:
    assert _open(_engine(AGREED, ("a2", "ads", None, None, "2025-06-01"))) == []


def test_of_one_number_the_latest_consent_decides() -> None:
    assert _open(_engine(("a1", "ads", None, "2024-01-01", "2024-06-01"), AGREED)) == ["a1"]
    assert _open(_engine(AGREED, ("a1", "ads", None, "2025-01-01", "2025-02-01"))) == []


def test_what_is_dated_on_or_after_as_of_is_not_known_yet() -> None:
    assert _open(_engine(("a1", "ads", None, "2026-07-01", None))) == []
    assert _open(_engine(("a1", "ads", None, "2025-01-01", "2026-07-01"))) == ["a1"]


def test_channel_and_purpose_are_said_and_only_the_purpose_asked_for_counts() -> None:
    engine = _engine(("a1", "ads", "SMS", "2025-01-01", None), ("a1", "delivery", None, "2025-01-01", None))
    frame = standing_consents(engine.relation("consents"), engine.relation("links"), as_of=AS_OF, purpose="ads")
    assert frame[["customer_id", "record_id", "purpose", "channel"]].to_numpy().tolist() == [["a", "a1", "ads", "SMS"]]


def test_consents_may_come_with_nothing_but_a_number_and_a_number_without_a_record_is_a_person() -> None:
    engine = _engine(("x", "ads", None, None, None), drop=("purpose", "channel", "given_on", "withdrawn_on"))
    assert _open(engine) == ["x"]


def test_consents_by_person_keep_their_numbers() -> None:
    by_number = _engine(AGREED, ("a2", "ads", "SMS", "2025-01-01", "2025-06-01"), ("b1", "ads", None, "2025-01-01", None))
    frame = by_number.run("from consents").assign(record_id=lambda f: f.customer_id, customer_id=lambda f: f.customer_id.str[0])
    assert _open(Engine.of(consents=frame, links=LINKS)) == _open(by_number) == ["b1"]


@pytest.mark.parametrize("step", [1, -1])
def test_the_order_of_rows_does_not_matter(step: int) -> None:
    rows: list[Row] = [
        AGREED,
        ("b1", "ads", None, "2025-01-01", "2025-02-01"),
        ("b2", "ads", None, "2025-01-01", None),
        ("c1", "ads", None, None, None),
    ]
    assert _open(_engine(*rows[::step])) == ["a1", "c1"]


def test_the_facts_count_persons_and_what_a_merge_would_have_opened() -> None:
    engine = _engine(
        AGREED, ("b1", "ads", None, "2025-01-01", None), ("b2", "ads", None, "2025-01-01", "2025-02-01"), ("c1", "ads", None, None, None)
    )
    facts = {f.id: f.value for f in consent_facts(engine.relation("consents"), engine.relation("links"), as_of=AS_OF)}
    assert facts == {
        "identify.consent.persons": 2,  # a through a1, c
        "identify.consent.barred": 1,  # b
        "identify.consent.opened": 2,  # a2 never agreed, b2 withdrew
        "identify.consent.opened_numbers": 2,
    }


def test_without_consents_the_count_is_refused_and_says_what_to_collect() -> None:
    (fact,) = consent_facts(None, _engine(AGREED).relation("links"), as_of=AS_OF)
    assert fact.refused
    assert "one row per consent" in fact.sentence()


def test_other_tables_are_refused() -> None:
    engine = Engine.of(said=LINKS, links=LINKS)
    with pytest.raises(ValueError, match="consents and links"):
        standing_consents(engine.relation("said"), engine.relation("links"), as_of=AS_OF)
