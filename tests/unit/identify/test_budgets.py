"""Budgets of leads: read with both ends, told apart where they cannot be compared, never guessed."""

from __future__ import annotations

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.identify.budgets import budget_facts, budgets

SAID = {
    "L1": "4.850.000.000", "L2": "3-4 tỷ", "L3": "~150k USD", "L4": "3 tỏi", "L5": "dưới 13 tỷ", "L6": "khoảng 9,9 tỷ", "L7": " ", "L8": None,
    "L9": "tùy", "M1": "1.250 tỷ", "M2": "2 tỷ rưỡi",
}  # fmt: skip


def read() -> pd.DataFrame:
    frame = pd.DataFrame({"lead_id": list(SAID), "budget": pd.array(list(SAID.values()), dtype="str")})
    return budgets(Engine.of(leads=frame).relation("leads"), currency="VND")


def test_every_lead_has_a_row_with_both_ends_in_minor_units() -> None:
    found = read().set_index("lead_id")
    rows = {k: [None if pd.isna(v) else v for v in found.loc[k]] for k in found.index}
    assert rows == {
        "L1": [4_850_000_000, 4_850_000_000, "VND", ""], "L2": [3_000_000_000, 4_000_000_000, "VND", "range"],
        "L3": [15_000_000, 15_000_000, "USD", "about, currency"], "L4": [3_000_000_000, 3_000_000_000, "VND", "slang"],
        "L5": [None, 13_000_000_000, "VND", "at most"], "L6": [9_900_000_000, 9_900_000_000, "VND", "about"],
        "L7": [None, None, None, "empty"], "L8": [None, None, None, "empty"], "L9": [None, None, None, "unreadable"],
        "M1": [None, None, None, "ambiguous"], "M2": [2_500_000_000, 2_500_000_000, "VND", ""],
    }  # fmt: skip


def test_what_was_said_is_counted_and_what_cannot_be_read_is_too() -> None:
    facts = {f.id.removeprefix("identify.budgets."): f.value for f in budget_facts(read())}
    assert facts == {"stated": 9, "plain": 2, "range": 1, "about": 2, "limit": 1, "other_currency": 1, "unreadable": 2}
