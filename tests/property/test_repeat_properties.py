"""Whatever customers did, every model answers with finite and possible numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.differentiate.repeat import MODELS, Name, Rows, climb


@st.composite
def histories(draw: st.DrawFn) -> tuple[int, int, int]:
    age = draw(st.integers(0, 3000))
    last = draw(st.integers(0, age))
    return draw(st.integers(min(last, 1), min(last, 400))) if last else 0, last, age


@pytest.mark.parametrize("name", MODELS)
@settings(max_examples=25, deadline=None)
@given(st.lists(histories(), min_size=1, max_size=40))
def test_any_customers_give_finite_and_possible_answers(name: Name, customers: list[tuple[int, int, int]]) -> None:
    rows = Rows.of(*np.array(customers, dtype=float).T)
    model, rng = climb(name, rows).model, np.random.default_rng(0)
    chances = np.append(model.active(rows, 90), model.alive(rows))
    assert ((chances >= 0) & (chances <= 1)).all()
    expected = model.expected(rows, 90)
    assert (np.isfinite(expected) & (expected >= -1e-9)).all()
    assert np.isfinite(model.loglik)
    assert (model.simulate(model.draws(20, rng), rows, 90, rng) >= 0).all()
