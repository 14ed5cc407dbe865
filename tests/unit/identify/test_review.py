from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.engine import Engine, Relation
from idic_lib.identify.review import keep_apart, review_file

TEXTS = (
    "name_raw",
    "phone_raw",
    "email_raw",
    "birth_raw",
    "address_raw",
    "province_raw",
    "name_sorted",
    "phone",
    "email",
    "address_key",
    "province_key",
)


def _records(**known: dict[str, str]) -> Relation:
    rows = [{"record_id": i, "system": "crm", "birth": None, **dict.fromkeys(TEXTS), **own} for i, own in known.items()]
    frame = pd.DataFrame(rows).astype(dict.fromkeys([*TEXTS, "birth"], "string"))
    return Engine.of(records=frame).relation("records")


PAIRS = pd.DataFrame(
    [("a", "b", 0.99), ("a", "c", 0.86), ("b", "c", 0.80), ("c", "d", 0.10)], columns=["record_id_l", "record_id_r", "probability"]
)


def _ids(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(frame["record_id_l"], frame["record_id_r"], strict=True))


def test_the_pairs_nearest_to_the_threshold_are_asked_about_first() -> None:
    found = review_file(PAIRS, _records(a={}, b={}, c={}, d={}), threshold=0.85, most=2)
    assert _ids(found) == [("a", "c"), ("b", "c")]
    assert found["linked"].tolist() == ["yes", "no"]
    assert found["same"].tolist() == ["", ""]


def test_pairs_that_were_chosen_before_keep_their_order() -> None:
    assert _ids(review_file(PAIRS[::-1], _records(a={}, b={}, c={}, d={}), threshold=0.85)) == _ids(PAIRS[::-1])


def test_answered_pairs_are_not_asked_again_whichever_way_round() -> None:
    answers = pd.DataFrame({"record_id_l": ["c", "b"], "record_id_r": ["a", "c"], "same": [True, False]})
    assert _ids(review_file(PAIRS, _records(a={}, b={}, c={}, d={}), threshold=0.85, most=9, answers=answers)) == [("a", "b"), ("c", "d")]


def test_both_records_stand_side_by_side_with_what_agrees_and_what_differs() -> None:
    records = _records(
        a={"name_raw": "Lan", "name_sorted": "lan", "phone_raw": "+84901", "phone": "0901"},
        c={"name_raw": "LAN", "name_sorted": "lan", "phone_raw": "0902", "phone": "0902"},
    )
    (row,) = review_file(PAIRS[1:2], records, threshold=0.85, most=1).to_dict("records")
    assert (row["name_l"], row["name_r"]) == ("Lan", "LAN")
    assert row["doubt"] == "same: name; differs: phone; not known of both: e-mail, day of birth, address, province"


def test_a_text_that_a_spreadsheet_would_run_is_kept_from_it() -> None:
    (row,) = review_file(PAIRS[1:2], _records(a={"name_raw": "=1+1", "phone_raw": "+84901"}, c={}), threshold=0.85, most=1).to_dict(
        "records"
    )
    assert (row["name_l"], row["phone_l"]) == ("'=1+1", "'+84901")


def test_without_pairs_the_file_has_its_columns_and_no_row() -> None:
    found = review_file(PAIRS[:0], _records(a={}), threshold=0.85, most=5)
    assert found.empty
    assert found.columns[:4].tolist() == ["record_id_l", "record_id_r", "same", "probability"]


LINKS = pd.DataFrame({"record_id": list("abcd"), "customer_id": ["a", "a", "a", "d"], "probability": 0.9, "rule": "scored"})


def _answers(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["record_id_l", "record_id_r", "same"]).astype({"same": bool})


@pytest.mark.parametrize("answers", [None, _answers(), _answers(("a", "b", False))])
def test_without_the_word_on_all_records_the_links_stay(answers: pd.DataFrame | None) -> None:
    pd.testing.assert_frame_equal(keep_apart(LINKS, answers), LINKS)


def test_all_apart_restores_one_person_per_record() -> None:
    assert keep_apart(LINKS, _answers(("*", "*", False)))["customer_id"].tolist() == list("abcd")


def test_what_was_said_after_all_apart_joins_again() -> None:
    answers = _answers(("*", "*", False), ("b", "d", True), ("c", "d", True), ("a", "gone", True))
    assert keep_apart(LINKS, answers)["customer_id"].tolist() == ["a", "b", "b", "b"]
