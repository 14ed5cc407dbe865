from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.errors import InputError
from idic_lib.identify import accuracy, quality
from tests.unit.identify.records_desk import desk, record


def pairs(agree: int, differ: int) -> list[dict[str, object]]:
    """Persons with a record in two systems whose phones agree, or do not."""
    return [
        record(f"{system}{i}", system, f"p{i}", phone=f"{i}" if i < agree or system == "shop" else f"other {i}", created_on="2025-01-01")
        for i in range(agree + differ)
        for system in ("shop", "web")
    ]


def test_agreement_is_the_share_of_pairs_of_systems_that_hold_the_same() -> None:
    engine = desk(pairs(45, 15))
    row = accuracy.agreement(quality.cells(engine.relation("records"))).set_index("field").loc["phone"]
    assert (row["persons"], row["pairs"], row["agree"], row["share"]) == (60, 60, 45, 0.75)
    assert row["lo"] < 0.75 < row["hi"]


def test_of_several_records_in_one_system_the_latest_speaks() -> None:
    rows = [
        record("a1", "shop", "a", phone="old", created_on="2020-01-01"),
        record("a2", "shop", "a", phone="new", created_on="2025-01-01"),
        record("a3", "web", "a", phone="new", created_on="2024-01-01"),
    ]
    row = accuracy.agreement(quality.cells(desk(rows).relation("records"))).iloc[0]
    assert (row["pairs"], row["agree"]) == (1, 1)


def test_three_systems_are_three_pairs_of_one_person() -> None:
    rows = [record(f"a{s}", s, "a", phone=p) for s, p in (("app", "1"), ("shop", "1"), ("web", "2"))]
    row = accuracy.agreement(quality.cells(desk(rows).relation("records"))).iloc[0]
    assert (row["persons"], row["pairs"], row["agree"]) == (1, 3, 1)


def test_what_fails_its_form_is_not_compared() -> None:
    rows = [record("a1", "shop", "a", phone="0900000000"), record("a2", "web", "a", phone="0900000000")]
    assert accuracy.agreement(quality.cells(desk(rows, [(1, "phone", "placeholder")]).relation("records"))).empty


def test_how_many_cells_to_check_is_cochrans_number() -> None:
    """Cochran 1977: 1.96^2 x 0.25 / 0.03^2 = 1,067.1 and with 0.09 in place of 0.25, 384.1, rounded up."""
    assert (accuracy.cells_needed(), accuracy.cells_needed(0.9)) == (1068, 385)


def test_a_checked_sample_is_read_in_both_languages_and_blank_answers_are_left_out() -> None:
    sample = pd.DataFrame({"record_id": list("abcde"), "field": "phone", "right": ["yes", "Không", " có ", "", None]})
    row = accuracy.checked(sample).iloc[0]
    assert (row["cells"], row["right"], row["share"]) == (3, 2, pytest.approx(2 / 3))


def test_a_checked_sample_with_another_word_names_row_and_word() -> None:
    sample = pd.DataFrame({"record_id": ["a", "b"], "field": "phone", "right": ["yes", "maybe"]})
    with pytest.raises(InputError, match="row 2: 'maybe'"):
        accuracy.checked(sample)


def test_a_checked_sample_without_a_column_names_it() -> None:
    with pytest.raises(InputError, match="'right'"):
        accuracy.checked(pd.DataFrame({"record_id": ["a"], "field": ["phone"]}))


def test_cells_to_check_are_drawn_alike_from_one_seed_and_differ_from_another() -> None:
    made = quality.cells(desk(pairs(40, 0)).relation("records"))
    one, same, other = (accuracy.sample_to_check(made, ["phone"], each=10, seed=s)["record_id"].tolist() for s in (1, 1, 2))
    assert one == same != other
    assert len(set(one)) == 10


def facts(right: pd.DataFrame | None) -> dict[str, object]:
    made = quality.cells(desk(pairs(45, 15)).relation("records"))
    by_field = quality.completeness_by_field(quality.completeness_by_system(made))
    return {f.id: f for f in accuracy.accuracy_facts(accuracy.validity(by_field), accuracy.agreement(made), right)}


def test_the_three_readings_stay_apart_and_accuracy_is_refused_without_a_check() -> None:
    found = facts(None)
    assert [i.removeprefix("identify.quality.") for i in found] == ["validity.phone", "agreement.phone", "accuracy.phone"]
    refusal = found["identify.quality.accuracy.phone"]
    assert refusal.value is None  # type: ignore[attr-defined]  # the dictionary holds facts
    assert "385 customers" in refusal.sentence()  # type: ignore[attr-defined]  # as above


def test_a_hand_checked_sample_gives_accuracy_with_an_interval() -> None:
    sample = pd.DataFrame({"record_id": [str(i) for i in range(50)], "field": "phone", "right": ["yes"] * 40 + ["no"] * 10})
    fact = facts(accuracy.checked(sample))["identify.quality.accuracy.phone"]
    assert (fact.value, fact.n) == (0.8, 50)  # type: ignore[attr-defined]  # as above
