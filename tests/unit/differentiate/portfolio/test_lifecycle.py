"""Lifecycle states follow each customer's own rhythm."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.portfolio.lifecycle import STATES, lifecycle, state_table
from idic_lib.differentiate.portfolio.tier_facts import state_facts
from idic_lib.engine import Engine, Relation

AS_OF = date(2026, 1, 1)


def _orders(days_ago: dict[str, list[int]]) -> Relation:
    rows = [(c, AS_OF - timedelta(days=d)) for c, days in days_ago.items() for d in days]
    frame = pd.DataFrame(rows, columns=["customer_id", "ordered_on"]).assign(amount=100)
    frame["ordered_on"] = pd.to_datetime(frame["ordered_on"])
    return Engine.of(orders=frame.assign(order_id=range(len(frame)))).relation("orders")


_WEEKLY = list(range(3, 200, 7))
_MONTHLY = list(range(10, 300, 30))
_PEOPLE = {
    "weekly": _WEEKLY,
    "weekly too": _WEEKLY,
    "weekly, quiet": [d + 6 for d in _WEEKLY],
    "weekly, gone": [d + 90 for d in _WEEKLY],
    "monthly, same silence as the quiet": [d - 1 for d in _MONTHLY],
    "back": [5, *range(180, 300, 7)],
    "first last week": [6],
}


def test_state_is_told_by_own_rhythm_not_by_one_number_of_days() -> None:
    table = lifecycle(_orders(_PEOPLE), as_of=AS_OF)
    assert not isinstance(table, Refusal)
    state = dict(zip(table["customer_id"], table["state"], strict=True))
    assert state["weekly"] == "active"
    assert state["weekly, quiet"] == "slipping"  # silent for 9 days, of a weekly rhythm
    assert state["monthly, same silence as the quiet"] == "active"
    assert state["weekly, gone"] == "lapsed"
    assert state["back"] == "won_back"
    assert state["first last week"] == "new"


def test_nothing_on_or_after_the_day_counts() -> None:
    later = {c: [*days, -1] for c, days in _PEOPLE.items()}
    assert lifecycle(_orders(later), as_of=AS_OF).equals(lifecycle(_orders(_PEOPLE), as_of=AS_OF))  # type: ignore[union-attr]


def test_without_a_second_purchase_nobody_has_a_rhythm() -> None:
    states = lifecycle(_orders({"a": [5], "b": [50]}), as_of=AS_OF)
    assert isinstance(states, Refusal)
    assert all(f.refused for f in state_facts(states))


def test_every_customer_is_in_one_state_and_prospects_are_counted_apart() -> None:
    states = lifecycle(_orders(_PEOPLE), as_of=AS_OF)
    assert not isinstance(states, Refusal)
    assert states["customer_id"].is_unique
    assert set(states["state"]) <= set(STATES)
    later = pd.DataFrame({"customer_id": ["weekly"], "purchases": [3]})
    table = state_table(states, later)
    assert table["customers"].sum() == len(_PEOPLE)
    facts = {f.id: f for f in state_facts(states, prospects=4, then=table)}
    assert facts["differentiate.state.prospect.customers"].value == 4
    assert facts["differentiate.state.active.bought"].refused  # fewer than 30 customers
