from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from idic_lib.identify.standardise import flag_counts, flag_facts

Column = Callable[..., Any]

COLUMNS = [
    "record_no",
    "record_id",
    "system",
    "name",
    "name_key",
    "name_sorted",
    "family",
    "middle",
    "given",
    "name_kind",
    "phone",
    "phone_2",
    "email",
    "email_name",
    "birth",
    "gender",
    "address_key",
    "ward_key",
    "province",
    "province_key",
    "created_on",
    "name_raw",
    "phone_raw",
    "email_raw",
    "birth_raw",
    "address_raw",
    "province_raw",
    "source",
    "row",
]


def ids(*numbers: str) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": numbers}, dtype="str").assign(_source=3, _row=range(len(numbers)))


def test_every_column_is_there_whatever_a_client_has(contacts: Column) -> None:
    made = contacts(ids("A", "B").assign(nganh=["sữa", ""]), compare=["nganh"])
    assert list(made.records.columns) == [*COLUMNS, "other_nganh"]
    assert made.other_nganh == ["sữa", None]
    assert made.system == ["3", "3"]
    assert made.name_kind == ["none", "none"]


def test_no_contacts_make_no_records(contacts: Column) -> None:
    assert len(contacts(ids().astype({"customer_id": "str"})).records) == 0


def test_numbers_are_freed_of_blanks_and_joined_where_only_case_differs(contacts: Column) -> None:
    made = contacts(ids("TV01", "TV01", " TV02", "tv01", "KH 03", "KH 03", "KH03", "x9"))
    assert sorted(made.record_id) == ["KH 03"] * 3 + ["TV01"] * 3 + ["TV02", "x9"]
    counts = flag_counts(made.done.flags).set_index(["field", "flag"])["records"]
    assert dict(counts) == {("id", "blanks"): 2, ("id", "case"): 1}
    put_right = made.done.ids.engine.run("select typed, record_id from record_ids order by 1")
    assert put_right.to_numpy().tolist() == [[" TV02", "TV02"], ["KH03", "KH 03"], ["tv01", "TV01"]]


def test_numbers_of_mixed_case_are_left_alone(contacts: Column) -> None:
    """Salesforce tells 001aB from 001Ab."""
    assert contacts(ids("001aB", "001Ab")).record_id == ["001Ab", "001aB"]


def test_gender_is_one_of_two_words(column: Column) -> None:
    assert column("gender", ["Nam", "nữ", "F", "Chị", "?"]).gender == ["male", "female", "female", "female", None]


def test_nothing_is_an_empty_text(contacts: Column) -> None:
    blank = ids("A", "B")
    for name in ("system", "full_name", "phone", "email", "birth_date", "gender", "address", "ward", "district", "province"):
        blank[name] = ["", "   "]
    made = contacts(blank)
    clean = made.records.drop(columns=[c for c in COLUMNS if c.endswith("_raw")])
    assert not (clean.select_dtypes("str") == "").to_numpy().any()
    assert made.flags == [[], []]


def test_facts_count_records_once(contacts: Column) -> None:
    frame = ids("A", "B", "C").assign(
        province=["Bình Dương", "Bình Dương", "Huế"], district=["Dĩ An", None, None], full_name=["Test 1", "Lan", "Hoa"]
    )
    facts = {f.id.removeprefix("identify.audit."): f for f in flag_facts(contacts(frame).done.flags)}
    assert {n: f.value for n, f in facts.items()} == {
        "trial_accounts": 1,
        "placeholder_births": 0,
        "old_phones": 0,
        "mistyped_domains": 0,
        "old_places": 2,
    }
    assert {f.unit for f in facts.values()} == {"rows"}
