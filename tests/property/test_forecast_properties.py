"""What must hold for any forecast and whatever came: totals are kept, order and copies do not matter, nothing is negative."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.differentiate.forecast.scorecard import deviance, scores
from idic_lib.differentiate.forecast.spread import learn_spread

PAIRS = st.lists(st.tuples(st.floats(0, 50), st.integers(0, 60)), min_size=3, max_size=60)


@settings(max_examples=60, deadline=None)
@given(PAIRS, st.floats(7, 400))
def test_the_spread_keeps_the_total_and_has_positive_means(pairs: list[tuple[float, int]], days: float) -> None:
    expected, actual = (np.array(v, dtype=float) for v in zip(*pairs, strict=True))
    mean, shape = learn_spread(expected, actual, np.full(len(pairs), 91.0)).around(expected, days)
    assert np.isfinite(mean).all()
    assert (mean >= 0).all()
    assert (shape > 0).all()
    if expected.sum() > 0:
        np.testing.assert_allclose(mean.sum(), expected.sum())


@settings(max_examples=60, deadline=None)
@given(PAIRS, st.randoms())
def test_the_spread_does_not_depend_on_the_order_of_customers(pairs: list[tuple[float, int]], random: object) -> None:
    mixed = sorted(pairs, key=lambda _: random.random())  # type: ignore[attr-defined]
    learnt = []
    for rows in (pairs, mixed):
        expected, actual = (np.array(v, dtype=float) for v in zip(*rows, strict=True))
        learnt.append(learn_spread(expected, actual, np.full(len(rows), 91.0)).around(np.array([0.0, 1.0, 9.0]), 91))
    np.testing.assert_allclose(*learnt)


@settings(max_examples=60, deadline=None)
@given(PAIRS)
def test_deviance_is_least_for_the_truth(pairs: list[tuple[float, int]]) -> None:
    expected, actual = (np.array(v, dtype=float) for v in zip(*pairs, strict=True))
    assert (deviance(actual, expected) >= deviance(actual, actual) - 1e-9).all()


@settings(max_examples=20, deadline=None)
@given(PAIRS)
def test_a_method_as_good_as_another_has_its_rank(pairs: list[tuple[float, int]]) -> None:
    expected, actual = (np.array(v, dtype=float) for v in zip(*pairs, strict=True))
    actual[0] += 1
    card = scores(actual, {"one": expected, "same": expected.copy()}, seed=1).table
    assert card.loc["one", "rank"] == card.loc["same", "rank"] == 1.5
