"""Intervals with a formula."""

from __future__ import annotations

import pytest

from idic_lib.errors import IdicError
from idic_lib.inference.intervals import Estimate, log_wald, wilson


def test_wilson_matches_the_textbook_interval() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 gives .2553 to .3662.
    found = wilson(81, 263)
    assert (found.lo, found.hi) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@pytest.mark.parametrize(("successes", "value"), [(0, 0.0), (20, 1.0)])
def test_wilson_stays_inside_0_to_1_and_has_width_at_the_ends(successes: int, value: float) -> None:
    found = wilson(successes, 20)
    assert found.value == value
    assert 0 <= found.lo < found.hi <= 1
    assert found.lo <= found.value <= found.hi


@pytest.mark.parametrize(("successes", "n"), [(1, 0), (0, 0), (3, 2), (-1, 2)])
def test_wilson_refuses_counts_that_are_none(successes: int, n: int) -> None:
    with pytest.raises(IdicError, match=f"{successes} of {n}"):
        wilson(successes, n)


def test_log_interval_is_a_factor_either_way() -> None:
    found = log_wald(2.0, 0.5, 10)
    assert found.lo * found.hi == pytest.approx(4.0)
    assert found.hi / found.value == pytest.approx(2.6645, abs=1e-4)


def test_scaling_changes_the_unit_of_value_and_ends() -> None:
    assert Estimate(100, 50, 200, 3).scaled(0.01) == Estimate(1.0, 0.5, 2.0, 3)
