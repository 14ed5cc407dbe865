from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.identify.golden import CRITERIA, contradictions, golden_records, survivorship

TEXTS = ("name", "name_sorted", "name_kind", "phone", "email", "gender", "address_raw", "address_key", "province", "province_key")


def _record(record_id: str, **known: object) -> dict[str, object]:
    blank: dict[str, object] = dict.fromkeys(TEXTS)
    return blank | {"record_id": record_id, "system": "shop", "name_kind": "person", "birth": None, "created_on": date(2025, 1, 1)} | known


def _engine(persons: dict[str, list[dict[str, object]]], *, backwards: bool = False) -> Engine:
    rows = [r for own in persons.values() for r in own]
    records = pd.DataFrame(rows).assign(record_no=range(1, len(rows) + 1))
    links = pd.DataFrame([{"record_id": r["record_id"], "customer_id": p} for p, own in persons.items() for r in own]).drop_duplicates()
    records = records.astype({**dict.fromkeys(TEXTS, "string"), "birth": "datetime64[s]", "created_on": "datetime64[s]"})
    return Engine.of(
        records=records.sort_values("record_no", ascending=not backwards), links=links.sort_values("record_id", ascending=not backwards)
    )


def _golden(*records: dict[str, object], backwards: bool = False) -> dict[str, object]:
    engine = _engine({"p": list(records)}, backwards=backwards)
    frame = engine.run(f"select * from {golden_records(engine.relation('records'), engine.relation('links')).persons.name}")
    return {str(k): (None if pd.isna(v) else v) for k, v in frame.iloc[0].to_dict().items()}


def test_the_name_with_the_most_words_and_accents_survives_and_says_where_it_is_from() -> None:
    found = _golden(
        _record("a", name="Nguyen Thi Lan", name_sorted="lan nguyen thi", system="web"),
        _record("b", name="Nguyễn Thị Lan", name_sorted="lan nguyen thi", system="crm"),
        _record("c", name="Lan", name_sorted="lan", system="app"),
    )
    assert (found["name"], found["name_record"], found["name_system"]) == ("Nguyễn Thị Lan", "b", "crm")


def test_a_shorter_name_contradicts_nothing_but_another_name_does() -> None:
    whole = _record("a", name="Nguyễn Thị Lan", name_sorted="lan nguyen thi")
    assert _golden(whole, _record("b", name="Lan", name_sorted="lan"))["name_against"] == 0
    assert _golden(whole, _record("b", name="Lan Thị", name_sorted="lan thi"))["name_against"] == 0
    assert _golden(whole, _record("b", name="Hoa Nguyễn", name_sorted="hoa nguyen"))["name_against"] == 1


def test_a_person_is_not_called_by_the_name_of_a_company() -> None:
    company = _record("a", name="Công ty TNHH Lan Nguyễn", name_sorted="cong lan nguyen tnhh ty", name_kind="company")
    assert _golden(company, _record("b", name="Lan", name_sorted="lan"))["name"] == "Lan"


def test_the_latest_phone_survives_but_one_of_ones_own_comes_before_a_family_s() -> None:
    older = _record("a", phone="0901", created_on=date(2024, 1, 1))
    newer = _record("b", phone="0902", created_on=date(2025, 1, 1))
    assert _golden(older, newer)["phone"] == "0902"
    engine = _engine({"p": [older, newer], "q": [_record("c", phone="0902")]})
    golden_records(engine.relation("records"), engine.relation("links"))
    assert engine.run("select phone from golden order by customer_id")["phone"].tolist() == ["0901", "0902"]


def test_a_phone_of_many_persons_is_nobody_s() -> None:
    engine = _engine({p: [_record(p, phone="0900")] for p in "pqrs"})
    golden_records(engine.relation("records"), engine.relation("links"))
    assert engine.run("select count(phone) as n from golden")["n"].tolist() == [0]


@pytest.mark.parametrize(("days", "known"), [((1, 1, 2), True), ((1, 2), False), ((1, 1, 2, 2), False), ((1,), True)])
def test_a_day_of_birth_needs_more_votes_than_any_other(days: tuple[int, ...], *, known: bool) -> None:
    found = _golden(*(_record(str(n), birth=date(1980, 1, day)) for n, day in enumerate(days)))
    assert found["birth"] == (pd.Timestamp(1980, 1, 1) if known else None)
    assert not known or found["birth_against"] == days.count(2)


def test_the_order_of_rows_changes_nothing() -> None:
    records = [_record(c, name=f"Lan {c}", name_sorted=f"{c} lan", phone=f"09{c}", gender="Nữ", created_on=None) for c in "dbca"]
    assert _golden(*records) == _golden(*records, backwards=True)


def test_rows_under_one_number_are_one_person_counted_once() -> None:
    found = _golden(_record("a", name="Lan", name_sorted="lan"), _record("a", phone="0901"))
    assert (found["name"], found["phone"]) == ("Lan", "0901")


def test_somebody_of_whom_nothing_is_known_has_a_row() -> None:
    assert _golden(_record("a"))["name"] is None


def test_the_rules_are_declared_for_a_reader_and_the_contradictions_counted() -> None:
    engine = _engine({"p": [_record("a", phone="0901"), _record("b", phone="0902")], "q": [_record("c", phone="0903")]})
    table = contradictions(golden_records(engine.relation("records"), engine.relation("links"))).set_index("field")
    assert set(survivorship()["field"]) == set(table.index)
    assert table.loc["phone", ["persons", "several", "contradicted"]].tolist() == [2, 1, 1]
    assert table["rule"].str.contains("|".join(CRITERIA.values())).all()


def test_other_tables_are_refused() -> None:
    engine = Engine.of(people=pd.DataFrame({"record_id": ["a"]}), links=pd.DataFrame({"record_id": ["a"], "customer_id": ["a"]}))
    with pytest.raises(ValueError, match="records and links"):
        golden_records(engine.relation("people"), engine.relation("links"))
