from __future__ import annotations

from idic_lib.identify import purpose


def test_a_field_without_a_decision_stands_first_and_is_counted() -> None:
    table = purpose.register(["customer_id", "phone", "shoe_size", "_source"], {}, {"phone": 0.9, "shoe_size": 0.5})
    assert table[["field", "advice"]].values.tolist() == [["shoe_size", purpose.NAME], ["phone", purpose.KEEP]]
    assert purpose.purpose_facts(table)[0].value == 1


def test_a_case_names_the_decision_of_its_own_traits() -> None:
    table = purpose.register(["shoe_size"], {"shoe_size": "which size to stock"}, {"shoe_size": 0.3})
    assert table.loc[0, ["decision", "advice"]].tolist() == ["which size to stock", purpose.FILL]
