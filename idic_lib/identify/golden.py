"""The golden record: one row per person, each field by its own rule, with the record it was taken from and how many contradict it."""

from __future__ import annotations

import pkgutil
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from idic_lib.engine import Relation, sql_text
from idic_lib.text import N_, _

CRITERIA = {
    "person": N_("a person's own name before a company's"),
    "complete": N_("the value with the most words"),
    "frequent": N_("the value that most records hold"),
    "accented": N_("the value with the most accents"),
    "recent": N_("the record registered last"),
    "own": N_("the value that the fewest persons hold"),
}
"""What may decide which record a field is taken from, as `survivorship.toml` names it."""
_PLACES = ("first_by", "second_by", "third_by", "fourth_by")


@dataclass(frozen=True)
class Golden:
    """One row per person, and the same by field.

    persons: `golden` (customer_id, then name, phone, email, birth, gender, address, province, each with `<field>_record`,
    `<field>_system`, `<field>_against`); fields: `golden_values` (customer_id, field, value, record_id, system, known, against).
    Both name persons: they belong into a run's `private`.
    """

    persons: Relation
    fields: Relation


def golden_records(records: Relation, links: Relation) -> Golden:
    """Choose each field of each person from the person's records by the rules of `survivorship()`.

    Args:
        records: the standardised records.
        links: which person each record belongs to (record_id, customer_id).

    A field of which no record holds a usable value, or whose rule leaves a tie, is NULL. `against` counts the person's records
    that hold another value; the order of rows changes nothing.

    """
    engine = records.engine
    if (records.name, links.name) != ("records", "links"):
        raise ValueError(f"golden records are made of the tables records and links; found {records.name} and {links.name}")
    engine.connection.register("survivorship", _rules())
    fields = engine.keep("golden_values", sql_text("golden_values"))
    return Golden(persons=engine.keep("golden", sql_text("golden")), fields=fields)


def survivorship() -> pd.DataFrame:
    """Return the rules for a reader: `field, rule`."""
    return pd.DataFrame([{"field": field, "rule": _said(rule)} for field, rule in _declared().items()])


def contradictions(golden: Golden) -> pd.DataFrame:
    """Count by field: `field, rule, persons` (known), `several` (of whom several records hold a value), `contradicted`."""
    counts = golden.fields.engine.query("golden_fields")
    table = survivorship().merge(counts, on="field", how="left")
    numbers = ["persons", "several", "contradicted"]
    return table.assign(**table[numbers].fillna(0).astype("int64"))


@cache
def _declared() -> dict[str, dict[str, Any]]:
    return tomllib.loads((pkgutil.get_data(__package__, "survivorship.toml") or b"").decode("utf-8"))


def _rules() -> pd.DataFrame:
    rows = [
        {"field": field, "untied": rule.get("untied", False), "most_persons": rule.get("most_persons")}
        | dict(zip(_PLACES, [*rule["prefer"], *[None] * 4], strict=False))
        for field, rule in _declared().items()
    ]
    return pd.DataFrame(rows).astype({"most_persons": "Int64", **dict.fromkeys(_PLACES, "str")})


def _said(rule: dict[str, Any]) -> str:
    """Say one rule in words."""
    parts = [_("; then ").join(_(CRITERIA[name]) for name in rule["prefer"])]
    parts += [_("unknown where that ties")] if rule.get("untied") else []
    parts += [_("never a value that more than {n} persons hold").format(n=rule["most_persons"])] if "most_persons" in rule else []
    return "; ".join(parts)
