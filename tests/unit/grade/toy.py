"""A small invented world: its truth, its key, and what a right run of it states."""

from __future__ import annotations

import json

from idic_lib.case import Case
from idic_lib.facts import Decision, Fact, Option

TRUTH = {
    "world": {"name": "toy", "customers": 10, "seed": 1, "faults": True},
    "T1": {"persons": 100, "quarters": {"2025q1": 30, "2025q2": 40}},
    "T6": {"satisfied": 0.46, "rule": "B", "nobody_asked": None},
}
KEY = """
agreed = 0.5

[[fact]]
id = "identify.rows.orders"
truth = "T1.persons"
about = "Rows of the export."

[[fact]]
id = "differentiate.satisfaction.share"
truth = "T6.satisfied"
about = "Share of satisfied customers."

[[fact]]
id = "measure.sales.*"
truth = "T1.quarters.*"
about = "Sales of a quarter."

[[fact]]
id = "differentiate.repeat_model"
truth = "refused"
about = "No repeat model."

[[fact]]
id = "identify.persons"
truth = "T1.persons"
about = "Persons behind the records."
later = true

[[decision]]
id = "differentiate.focus"
right = "Fix the most common problems"
about = "The majority is not satisfied."

[[detector]]
id = "negative_amounts"
name = "Returns written as negative amounts"
fact = "identify.audit.negative"
fires = { above = 0 }

[[detector]]
id = "night"
name = "Advertising messages at night"
fact = "interact.audit.night"
fires = { above = 0 }
later = true
"""


def exact(id: str, value: float) -> Fact:  # noqa: A002 - as a fact's id
    return Fact(id=id, value=value, unit="rows", method="count of rows", says="{value}")


def between(id: str, value: float, lo: float, hi: float) -> Fact:  # noqa: A002 - as a fact's id
    return Fact(id=id, value=value, lo=lo, hi=hi, unit="share", method="share", says="{value}")


def focus(choice: str) -> Decision:
    options = tuple(Option(name=n, value=None, unit="share") for n in ("Fix the most common problems", "Reward the satisfied"))
    return Decision(
        id="differentiate.focus", question="?", options=options, choice=choice, p_wrong=None, money_at_stake=None, what_would_change_it="."
    )


def stated() -> dict[str, Fact]:
    facts = (
        exact("identify.rows.orders", 100),
        between("differentiate.satisfaction.share", 0.5, 0.44, 0.56),
        exact("measure.sales.2025q1", 30),
        exact("measure.sales.2025q2", 40),
        Fact(id="differentiate.repeat_model", value=None, unit="number", method="not computed", says="Not here."),
        exact("identify.audit.negative", 3),
    )
    return {f.id: f for f in facts}


def case() -> Case:
    source = {"table": "orders", "file": "o.csv", "columns": {"customer_id": "c", "ordered_on": "d", "amount": "a"}}
    return Case.model_validate_json(
        json.dumps({"case": {"name": "toy", "company": "Toy", "currency": "VND", "as_of": "2026-07-01"}, "sources": [source]})
    )
