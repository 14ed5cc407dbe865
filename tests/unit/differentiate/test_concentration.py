"""Concentration of sales, ties and movement between halves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idic_lib.differentiate import concentration_facts, lorenz, movement_facts, tier_gain_facts, tier_movement, tier_rule_decision
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.top import caught, fifths, top_flags

USD = {"currency": "USD", "minor": 100}
ONE = np.ones((1, 10))


def test_lorenz_runs_from_nobody_to_everybody() -> None:
    curve = lorenz(pd.Series([10, 30, 60]))
    assert curve["customers"].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert curve["sales"].tolist() == pytest.approx([0, 0.6, 0.9, 1])


def test_lorenz_is_thinned_for_a_chart_and_keeps_its_ends() -> None:
    curve = lorenz(pd.Series(np.arange(5000)))
    assert len(curve) == 101
    assert curve.iloc[[0, -1]].to_numpy().tolist() == [[0, 0], [1, 1]]


def test_the_top_fifth_of_ten_is_two() -> None:
    amounts = np.array([50.0, 20, 10, 5, 5, 4, 3, 2, 1, 0])
    assert caught(ONE, amounts, amounts, 0.2)[0] == pytest.approx(0.70)


def test_tied_customers_share_the_edge() -> None:
    score, later = np.array([2.0, *[1.0] * 4, *[0.0] * 5]), np.array([10.0, 40, 0, 0, 0, 50, 0, 0, 0, 0])
    # One place is left for four equal customers: each counts a quarter, whoever comes first in the table.
    assert caught(ONE, score, later, 0.2)[0] == pytest.approx((10 + 40 / 4) / 100)


def test_equal_amounts_share_a_fifth() -> None:
    assert fifths(np.array([9.0, 8, 0, 0, 0, 0, 0, 0, 0, 0])).tolist() == [1, 1, *[4] * 8]
    assert fifths(np.arange(10.0)).tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]


def test_top_flags_take_everybody_who_equals_the_last() -> None:
    assert top_flags(np.array([5.0, 4, 4, 1, 1, 1, 1, 1, 1, 1]), 0.2).sum() == 3


def test_concentration_facts_of_equal_customers_say_so() -> None:
    facts = {f.id: f for f in concentration_facts(pd.Series([100] * 100), seed=1, **USD)}
    assert facts["differentiate.top20.share"].value == pytest.approx(0.2)
    assert facts["differentiate.bottom50.share"].value == pytest.approx(0.5)
    assert facts["differentiate.top20.sales"].value == 20
    assert facts["differentiate.top20.sales"].unit == "USD"


def test_movement_rows_add_to_one_and_stay_is_the_corner() -> None:
    first, second = pd.Series(np.arange(100)), pd.Series(np.roll(np.arange(100), 10))
    matrix = tier_movement(first, second)
    assert matrix.sum(axis=1).tolist() == pytest.approx([1] * 5)
    facts = {f.id: f for f in movement_facts(pd.DataFrame({"first_half": first, "second_half": second}), seed=1, **USD)}
    assert facts["differentiate.top20.stay"].value == pytest.approx(matrix.loc[1, 1])
    assert facts["differentiate.top20.left"].value == round(20 * (1 - matrix.loc[1, 1]))


def halves(n: int = 300) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    size = rng.lognormal(8, 1, n)
    columns = {name: size * rng.lognormal(0, noise, n) for name, noise in (("six_months", 0.3), ("four_weeks", 1.0), ("second_half", 0.3))}
    return pd.DataFrame(columns).assign(weeks_with_a_visit=rng.integers(0, 26, n), first_half=columns["six_months"])


def test_the_rule_that_catches_most_is_chosen_and_priced() -> None:
    decision = tier_rule_decision(halves(), seed=1, **USD)
    assert decision is not None
    assert decision.choice == "Last six months"
    assert decision.p_wrong == pytest.approx(0, abs=0.01)
    assert [o.unit for o in decision.options] == ["share"] * 3
    gain, money = tier_gain_facts(halves(), seed=1, **USD)
    assert 0 < gain.lo < gain.value < gain.hi  # type: ignore[operator]
    assert money.unit == "USD"


def test_indistinct_rules_are_wrong_often_and_cost_something() -> None:
    same = halves().assign(four_weeks=lambda t: t["six_months"] * np.random.default_rng(2).lognormal(0, 0.05, len(t)))
    decision = tier_rule_decision(same, seed=1, **USD)
    assert decision is not None
    assert 0.02 < decision.p_wrong < 0.98  # type: ignore[operator]
    assert decision.money_at_stake > 0  # type: ignore[operator]


def test_a_short_history_refuses_movement_gain_and_decision() -> None:
    refusal = Refusal("Too short.")
    facts = [*movement_facts(refusal, seed=1, **USD), *tier_gain_facts(refusal, seed=1, **USD)]
    assert all(f.refused and f.says == "Too short." for f in facts)
    assert tier_rule_decision(refusal, seed=1, **USD) is None
