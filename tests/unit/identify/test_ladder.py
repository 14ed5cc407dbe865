"""The ladder counts each step once, by person, and carries the interval of the links where it rests on them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.identify.ladder import LadderCounts, ladder_counts, ladder_facts, ladder_words, overcount, person_ladder

AS_OF = date(2026, 7, 1)
NUMBERS = {"A1": "A1", "A2": "A1", "B1": "B1", "C1": "C1", "D1": "D1"}
COUNTS = LadderCounts(rows=6, numbers=5, clusters=4, with_order=3, active=1, not_on_file=1, weeks=13)


def engine(orders: list[tuple[str, str]] | None = None) -> Engine:
    """Four persons with five numbers; A has two of them, and one record in two rows; the number X stands in no record."""
    made = orders or [("A1", "2025-01-01"), ("A2", "2026-06-30"), ("B1", "2025-05-05"), ("C1", "2026-01-02"), ("X", "2026-06-01"), ("D1", "2026-07-01")]  # fmt: skip
    links = pd.DataFrame({"record_id": list(NUMBERS), "customer_id": list(NUMBERS.values()), "rule": "scored"})
    table = pd.DataFrame(made, columns=["customer_id", "ordered_on"]).assign(amount=100)
    records = pd.DataFrame({"record_id": [*NUMBERS, "A1"], "record_no": range(1, 7)})
    return Engine.of(
        links=links, records=records, orders=table.assign(ordered_on=pd.to_datetime(table["ordered_on"]).astype("date32[pyarrow]"))
    )


def counts(e: Engine) -> LadderCounts:
    return ladder_counts(e.relation("orders"), e.relation("records"), as_of=AS_OF, weeks=13)


def test_orders_of_two_numbers_count_for_one_person_and_those_of_the_day_itself_for_nobody() -> None:
    """A bought in June by its second number; D only on the day of the ladder, which is not before it."""
    assert counts(engine()) == COUNTS


def test_the_order_of_rows_does_not_matter() -> None:
    turned = [
        ("D1", "2026-07-01"),
        ("X", "2026-06-01"),
        ("C1", "2026-01-02"),
        ("B1", "2025-05-05"),
        ("A2", "2026-06-30"),
        ("A1", "2025-01-01"),
    ]
    assert counts(engine(turned)) == COUNTS


def test_orders_that_carry_the_person_give_the_same_ladder() -> None:
    """Once tables are by person, an order carries the smallest number of its person, which leads to itself."""
    by_person = [(NUMBERS.get(i, i), day) for i, day in [("A1", "2025-01-01"), ("A2", "2026-06-30"), ("B1", "2025-05-05"), ("C1", "2026-01-02"), ("X", "2026-06-01")]]  # fmt: skip
    assert counts(engine(by_person)) == COUNTS


def test_the_last_day_of_the_weeks_is_active_and_the_day_before_is_not() -> None:
    """Thirteen weeks before 1 July 2026 is 1 April."""
    edge = counts(engine([("A1", "2026-04-01"), ("B1", "2026-03-31")]))
    assert (edge.with_order, edge.active) == (2, 1)


def test_counted_steps_have_no_interval_and_linked_ones_that_of_the_persons() -> None:
    big = LadderCounts(rows=1300, numbers=1200, clusters=1000, with_order=800, active=400, not_on_file=0, weeks=13)
    table = person_ladder(big, persons=(1000.0, 950.0, 1100.0), households=(700.0, 650.0, 760.0))
    assert table.index.tolist() == ["rows", "numbers", "persons", "households", "with_order", "active"]
    assert table["count"].tolist() == [1300, 1200, 1000, 700, 800, 400]
    assert table["lo"].isna().tolist() == [True, True, False, False, False, False]
    assert table.loc["with_order", ["lo", "hi"]].tolist() == [760, 880]
    assert "13" in table.loc["active", "step"]


def test_without_households_there_is_no_such_step() -> None:
    assert "households" not in person_ladder(COUNTS, persons=(4.0, 3.0, 5.0)).index


def test_an_estimate_that_is_not_the_number_of_clusters_moves_every_step() -> None:
    """Links found 1,000 persons, the estimate says 900: nine tenths of those with an order, too."""
    big = LadderCounts(rows=1300, numbers=1200, clusters=1000, with_order=800, active=400, not_on_file=0, weeks=13)
    assert person_ladder(big, persons=(900.0, 850.0, 950.0)).loc[["with_order", "active"], "count"].tolist() == [720, 360]


def test_numbers_exceed_persons_by_hand() -> None:
    """1,200 / 1,000 = 1.2; against the ends of the persons 1,200 / 1,100 and 1,200 / 960."""
    big = LadderCounts(rows=1300, numbers=1200, clusters=1000, with_order=800, active=400, not_on_file=0, weeks=13)
    assert overcount(big, (1000.0, 960.0, 1100.0)) == pytest.approx((0.2, 1200 / 1100 - 1, 0.25))


def test_the_facts_are_estimates_but_for_what_no_record_knows() -> None:
    facts = {f.id: f for f in ladder_facts(COUNTS, persons=(4.0, 4.0, 5.0))}
    assert list(facts) == [f"identify.persons.{n}" for n in ("with_order", "active", "overcount", "not_on_file")]
    assert [f.lo is None for f in facts.values()] == [False, False, False, True]
    assert facts["identify.persons.with_order"].sentence() == "3 persons (3 to 4) have an order."
    assert facts["identify.persons.not_on_file"].value == 1


def test_without_a_record_the_facts_say_what_to_supply() -> None:
    nothing = LadderCounts(rows=0, numbers=0, clusters=0, with_order=0, active=0, not_on_file=9, weeks=13)
    facts = ladder_facts(nothing, persons=(0.0, 0.0, 0.0))
    assert all(f.refused for f in facts)
    assert "Supply the records" in facts[0].sentence()


def test_the_words_name_numbers_that_are_in_no_step() -> None:
    assert ladder_words(COUNTS, persons=(4.0, 4.0, 5.0)).endswith("stand in no record and in no step: 1.")
