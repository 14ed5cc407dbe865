"""Below 400 records little can be learned: rules decide, and say so."""

import pandas as pd

from tests.unit.identify.link.registry import linked, together

LAN = {"customer_id": "TV1", "full_name": "Nguyễn Thị Lan", "phone": "0951234567", "birth_date": "05/03/1985", "system": "pos"}


def test_a_misspelt_name_with_the_same_phone_is_the_same_person() -> None:
    made = linked([LAN, {"customer_id": "W2", "full_name": "NGUYEN THI LANN", "phone": "+84 95 123 45 67", "system": "web"}])
    assert together(made, "TV1", "W2")
    assert made.links["rule"].tolist() == ["rules", "rules"]


def test_a_person_keeps_the_smallest_of_his_numbers() -> None:
    made = linked([LAN, {"customer_id": "A9", "full_name": "Lan Nguyễn Thị", "phone": "0951234567"}])
    assert made.links["customer_id"].tolist() == ["A9", "A9"]


def test_two_people_of_one_household_stay_two() -> None:
    home = {"phone": "0951234567", "address": "12 đường Hoa Sữa", "province": "Hà Nội", "email": "nha@vnbox.example"}
    made = linked([
        {"customer_id": "TV1", "full_name": "Nguyễn Thị Lan", "birth_date": "05/03/1985", **home},
        {"customer_id": "TV2", "full_name": "Nguyễn Văn Hùng", "birth_date": "17/09/1982", **home},
        {"customer_id": "TV3", "full_name": "Nguyễn Thị Lan", "birth_date": "11/12/2007", **home},
    ])  # fmt: skip
    assert made.links["customer_id"].nunique() == 3


def test_a_number_that_many_names_hold_is_no_evidence_and_is_told_masked() -> None:
    names = ["Nguyễn Thị Lan", "Trần Văn Hùng", "Lê Thu Hà", "Phạm Minh Đức", "Vũ Ngọc Mai", "Nguyễn Thị Lan"]
    made = linked([{"customer_id": f"TV{k}", "full_name": n, "phone": "0959999999"} for k, n in enumerate(names)])
    assert made.links["customer_id"].nunique() == 6
    assert made.shared[["field", "records", "names"]].to_numpy().tolist() == [["phone", 6, 5]]
    assert "0959999999" not in made.shared.to_csv()


def test_a_family_phone_still_tells_its_holders_apart_by_name() -> None:
    names = ["Nguyễn Thị Lan", "Nguyễn Văn Hùng", "Nguyễn Thị Lan", "Nguyễn Minh Đức"]
    made = linked([{"customer_id": f"TV{k}", "full_name": n, "phone": "0951112223"} for k, n in enumerate(names)])
    assert made.shared.empty
    assert together(made, "TV0", "TV2")
    assert made.links["customer_id"].nunique() == 3


def test_rows_of_one_number_are_one_record() -> None:
    made = linked(
        [LAN, {"customer_id": "TV1", "full_name": "Trần Hùng", "phone": "0957654321"}, {"customer_id": "W2", "full_name": "Lê Hà"}]
    )
    assert made.links[["record_id", "rule"]].to_numpy().tolist() == [["TV1", "alone"], ["W2", "alone"]]


def test_a_trial_account_stands_alone_and_is_no_person() -> None:
    made = linked([LAN, {"customer_id": "W7", "full_name": "Test 1", "phone": "0951234567"}])
    assert made.links["customer_id"].nunique() == 2
    assert made.persons == (1.0, 1.0, 1.0)


def test_what_somebody_answered_stands_against_all_evidence() -> None:
    rows = [LAN, {**LAN, "customer_id": "W2"}, {"customer_id": "W3", "full_name": "Trần Hùng"}]
    said = pd.DataFrame({"record_id_l": ["TV1", "TV1"], "record_id_r": ["W2", "W3"], "same": [False, True]})
    made = linked(rows, said)
    assert together(made, "TV1", "W3")
    assert not together(made, "TV1", "W2")
    assert made.links.set_index("record_id").loc["W3", "rule"] == "answered"


def test_where_answers_contradict_each_other_not_the_same_stands() -> None:
    rows = [LAN, {**LAN, "customer_id": "W2"}, {**LAN, "customer_id": "W3"}]
    said = pd.DataFrame({"record_id_l": ["TV1", "W2", "TV1"], "record_id_r": ["W2", "W3", "W3"], "same": [True, True, False]})
    assert not together(linked(rows, said), "TV1", "W3")


def test_an_answer_about_records_that_are_gone_is_passed_over() -> None:
    said = pd.DataFrame({"record_id_l": ["TV1"], "record_id_r": ["gone"], "same": [True]})
    assert linked([LAN], said).links["rule"].tolist() == ["alone"]


def test_without_learning_no_precision_is_claimed() -> None:
    made = linked([LAN, {**LAN, "customer_id": "W2"}, {"customer_id": "W3", "full_name": "Lê Hà"}])
    assert made.curve.empty
    assert made.witness is None
    assert made.persons == (2.0, 2.0, 3.0)
    assert made.method.startswith("rules")


def test_nobody_at_all_gives_empty_tables() -> None:
    made = linked([{"customer_id": "W7", "full_name": "Test 1"}])
    assert made.links["rule"].tolist() == ["alone"]
    assert made.pairs.empty
