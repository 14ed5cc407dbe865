"""Whatever the customers are: no place and no value is lost or made, choosing by value is never worse than by lot, survival never rises."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from idic_lib.differentiate import allocation
from idic_lib.differentiate.allocation.past import curve
from idic_lib.differentiate.contract.retention import constant_rate, fit_sbg

amounts = st.lists(st.integers(0, 10_000), min_size=3, max_size=60)


@settings(max_examples=60, deadline=None)
@given(amounts, st.integers(1, 60), st.integers(0, 2**16))
def test_places_add_up_and_by_value_reaches_most_of_what_is_expected(ahead: list[int], count: int, seed: int) -> None:
    assume(any(ahead))
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {"customer_id": [str(k) for k in range(len(ahead))], "expected_amount": ahead, "amount": rng.integers(0, 100, len(ahead))}
    )
    found = allocation.places(len(ahead), budget=float(count), cost=1.0)
    made = allocation.plan(table, np.tile(np.array(ahead) / 100, (200, 1)), places=found, minor=100)
    assert isinstance(made, allocation.Plan)
    reached = {rule: made.in_reach(rule).value for rule in allocation.RULES}
    for part in made.part.values():
        assert np.all((part >= 0) & (part <= 1 + 1e-9))
        assert part.sum() <= found.count + 1e-6
    assert reached["by_value"] >= max(reached.values()) - 1e-6
    assert allocation.spread(made, "by_value").value >= allocation.spread(made, "equal").value - 1e-9


@settings(max_examples=60, deadline=None)
@given(amounts, st.integers(0, 2**16))
def test_the_curve_rises_from_nothing_to_all_whatever_the_order_of_rows(came: list[int], seed: int) -> None:
    assume(any(came))
    rng, values = np.random.default_rng(seed), np.array(came, dtype=float)
    score, shares = rng.integers(0, 5, len(values)).astype(float), np.linspace(0, 1, 21)
    line, order = curve(score, values, shares), rng.permutation(len(values))
    assert line[0] == 0
    assert np.isclose(line[-1], 1)
    assert np.all(np.diff(line) >= -1e-12)
    assert np.allclose(curve(score[order], values[order], shares), line)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=2, max_size=80))
def test_retention_is_a_chance_and_never_rises_with_tenure(seen: list[tuple[int, bool]]) -> None:
    survived, lost = np.array([s for s, _ in seen]), np.array([gone for _, gone in seen])
    for model in (fit_sbg(survived, lost), constant_rate(survived, lost)):
        kept = np.exp(model.log_survival(np.arange(40.0)))[0]
        assert np.isclose(kept[0], 1)
        assert np.all((kept >= 0) & (kept <= 1 + 1e-12))
        assert np.all(np.diff(kept) <= 1e-12)
        assert model.customers == len(seen)
