from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.facts import Fact, refused
from idic_lib.identify import gate
from tests.unit.identify.records_desk import desk, record


def fact(name: str, value: float, lo: float, hi: float, unit: str = "share") -> Fact:
    return Fact(id=f"identify.{name}", value=value, lo=lo, hi=hi, unit=unit, n=100, method="x", says="x")


SOUND = [
    fact("linkage.orders", 0.8, 0.79, 0.81), fact("linkage.money", 0.7, 0.69, 0.71), fact("number_conflicts", 0.0, 0.0, 0.001),
    fact("link.precision", 0.98, 0.96, 0.99), fact("quality.completeness", 0.8, 0.79, 0.81), fact("kept.share", 0.97, 0.96, 0.98),
    fact("persons", 1000, 950, 1050, "customers"),
]  # fmt: skip


def verdict(*changed: Fact) -> tuple[str, pd.DataFrame]:
    stated = {f.id: f for f in (*SOUND, *changed)}
    table = gate.checks(stated)
    return str(gate.gate_fact(table).value), table


def test_sound_data_passes_every_check() -> None:
    word, table = verdict()
    assert word == "pass"
    assert table["verdict"].tolist() == ["pass"] * 7


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        (fact("linkage.orders", 0.0, 0.0, 0.01), "block"),
        (fact("linkage.orders", 0.49, 0.45, 0.53), "warn"),
        (fact("linkage.money", 0.42, 0.41, 0.43), "warn"),
        (fact("number_conflicts", 0.08, 0.06, 0.10), "block"),
        (fact("number_conflicts", 0.02, 0.01, 0.03), "warn"),
        (fact("link.precision", 0.7, 0.6, 0.79), "block"),
        (fact("link.precision", 0.96, 0.90, 0.99), "warn"),
        (fact("quality.completeness", 0.4, 0.3, 0.5), "warn"),
        (fact("kept.share", 0.4, 0.39, 0.41), "block"),
        (fact("kept.share", 0.85, 0.84, 0.86), "warn"),
        (fact("persons", 1000, 800, 1200, "customers"), "warn"),
        (refused("identify.link.precision", unit="share", reason="x"), "warn"),
    ],
)
def test_each_fault_alone_gives_its_verdict_and_says_why(changed: Fact, word: str) -> None:
    found, table = verdict(changed)
    assert found == word
    assert table["verdict"].iloc[0] == word
    assert table["reason"].iloc[0].endswith(".")
    assert table["reason"].iloc[1:].eq("").all()


def test_one_block_outweighs_many_warnings() -> None:
    assert verdict(fact("linkage.money", 0.4, 0.3, 0.5), fact("linkage.orders", 0.0, 0.0, 0.01))[0] == "block"


def test_what_was_not_stated_is_not_asked() -> None:
    table = gate.checks({SOUND[5].id: SOUND[5]})
    assert table["verdict"].tolist() == ["pass"] + ["not asked"] * 6
    assert gate.gate_fact(table).value == "pass"


def test_a_gate_without_any_check_is_refused() -> None:
    assert gate.gate_fact(gate.checks({})).refused


def test_the_reasons_are_facts_of_their_own() -> None:
    _word, table = verdict(fact("linkage.money", 0.4, 0.3, 0.5))
    facts = gate.gate_facts(table)
    assert [(f.id, f.value) for f in facts] == [("identify.gate", "warn"), ("identify.gate.sales", "warn")]
    assert "half of the sales" in facts[1].sentence()


def test_numbers_that_name_two_persons_are_counted_and_a_changed_name_is_no_conflict() -> None:
    rows = [
        record("1", "a", family="nguyen", given="lan", phone="1"),
        record("1", "b", family="tran", given="minh", phone="2"),
        record("2", "a", family="nguyen", given="lan", phone="1"),
        record("2", "b", family="le", given="hoa", phone="1"),
        record("3", "a", family="nguyen", given="lan"),
        record("3", "b", family="nguyen", given="lann"),
        record("4", "a", family="vu", given="an"),
    ]
    found = gate.number_facts(desk(rows).relation("records"))[0]
    assert (found.value, found.n) == (pytest.approx(1 / 3), 3)  # number 4 stands once and could not show a conflict


def test_numbers_that_stand_once_test_nothing_and_the_gate_says_so() -> None:
    fact = gate.number_facts(
        desk([record("1", "a", family="nguyen", given="lan"), record("2", "a", family="vu", given="an")]).relation("records")
    )[0]
    assert fact.refused
    found = gate.checks({fact.id: fact}).set_index("key").loc["numbers"]
    assert found["verdict"] == "not asked"
    assert "could not be tested" in found["reason"]


def test_no_row_of_sales_means_no_share_of_rows_kept() -> None:
    assert gate.kept_fact(pd.DataFrame({"table": ["leads"], "reason": [""], "rows": [9]}), "orders").refused


def test_without_records_nothing_is_said_of_numbers() -> None:
    assert gate.number_facts(None)[0].refused


def test_rows_without_a_customer_and_rows_left_out_on_purpose_are_no_defects() -> None:
    reasons = {"": 80, "no customer_id": 500, "status is cancelled": 300, "dated on or after as_of": 20}
    rows = pd.DataFrame({"table": "orders", "reason": list(reasons), "rows": list(reasons.values())})
    assert gate.kept_fact(rows, "orders").value == 0.8
