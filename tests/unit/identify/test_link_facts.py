"""What is stated of linking: persons with their interval, and a quality only where something testifies to it."""

from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.identify import Linked, link_facts, link_quality
from idic_lib.text import use

CURVE = pd.DataFrame({
    "threshold": [0.1, 0.5, 0.9], "persons": [5, 6, 7], "precision": [0.90, 0.98, 0.99], "precision_lo": [0.85, 0.97, 0.98], "precision_hi": [0.94, 0.99, 1.0],
    "recall": [0.97, 0.95, 0.80], "recall_lo": [0.9, 0.9, 0.7], "recall_hi": [1.0, 0.99, 0.9],
})  # fmt: skip


def _linked(curve: pd.DataFrame = CURVE) -> Linked:
    links = pd.DataFrame({"record_id": list("abcd"), "customer_id": list("aacd"), "system": "till", "probability": 0.9, "rule": "scored"})
    guards = pd.DataFrame({"guard": ["weak link"], "clusters": [1], "records": [3]})
    shared = pd.DataFrame(columns=["field", "value_hidden", "records", "names"])
    return Linked(links, pd.DataFrame(), 0.5, curve, shared, (3.2, 2.6, 3.9), guards, "birth" if len(curve) else None, "splink")


@pytest.fixture
def records() -> Engine:
    use("en")
    known = pd.DataFrame({"record_no": range(4), "name_key": "lan", "phone": "0951", "birth": pd.NaT}).assign(email=None, address_key=None)
    return Engine.of(records=known.astype({"email": "str", "address_key": "str"}).replace({"None": None}))


def test_persons_are_stated_with_an_interval_of_whole_persons(records: Engine) -> None:
    facts = {f.id: f for f in link_facts(_linked(), records.relation("records"))}
    persons = facts["identify.persons"]
    assert (persons.value, persons.lo, persons.hi) == (3, 2, 4)
    assert facts["identify.records"].value == 4
    assert facts["identify.link.largest_cluster"].value == 2
    assert facts["identify.link.split_by_guards"].value == 3


@pytest.mark.parametrize(("given", "word"), [(None, "chosen"), (0.5, "the case sets")])
def test_the_threshold_is_a_choice_without_an_interval_and_says_whose(records: Engine, given: float | None, word: str) -> None:
    facts = link_facts(_linked(), records.relation("records"), given=given)
    threshold = next(f for f in facts if f.id == "identify.link.threshold")
    assert (threshold.value, threshold.lo, threshold.hi) == (0.5, None, None)
    assert word in threshold.method


def test_quality_is_that_at_the_threshold_used() -> None:
    found = link_quality(_linked(), "recall")
    assert found is not None
    assert (found.value, found.lo, found.hi) == (0.95, 0.9, 0.99)


def test_where_nothing_testifies_the_quality_is_refused_and_says_what_to_collect(records: Engine) -> None:
    facts = {f.id: f for f in link_facts(_linked(CURVE.iloc[:0]), records.relation("records"))}
    assert facts["identify.link.precision"].refused
    assert "private/review.csv" in facts["identify.link.recall"].sentence()


def test_one_field_alone_tells_no_persons(records: Engine) -> None:
    records.connection.execute("update records set phone = null")
    facts = {f.id: f for f in link_facts(_linked(), records.relation("records"))}
    assert facts["identify.persons"].refused
