"""Identical customers are grouped, and nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest

from idic_lib.differentiate.repeat.rows import Rows, grouped


@pytest.mark.parametrize("largest", [5, 2**30])
def test_grouping_is_that_of_numpy_whether_or_not_key_and_place_fit_one_number(largest: int) -> None:
    rng = np.random.default_rng(0)
    table = rng.integers(0, 5, (400, 2)) * (largest // 5)
    once, weight, at = grouped(*table.T.astype(float))
    expected, inverse, counts = np.unique(table, axis=0, return_inverse=True, return_counts=True)
    assert np.array_equal(np.column_stack(once), expected)
    assert np.array_equal(at, inverse)
    assert np.array_equal(weight, counts)


def test_every_customer_is_found_again() -> None:
    x, t_x, age = np.array([2.0, 0, 2, 1]), np.array([30.0, 0, 30, 5]), np.array([90.0, 80, 90, 80])
    rows = Rows.of(x, t_x, age)
    each = rows.each()
    assert len(rows.x) == 3
    assert (each.x.tolist(), each.t_x.tolist(), each.T.tolist()) == (x.tolist(), t_x.tolist(), age.tolist())
    assert rows.customers == 4


def test_blocks_hold_every_row_once() -> None:
    rng = np.random.default_rng(0)
    rows = Rows.of(rng.integers(0, 9, 500), rng.integers(0, 90, 500), rng.integers(90, 200, 500))
    blocks = rows.blocks(100)
    assert np.array_equal(np.concatenate([b.t_x for b in blocks]), rows.t_x)
    assert sum(b.customers for b in blocks) == 500


def test_a_sample_keeps_the_mix_of_customers() -> None:
    rng = np.random.default_rng(0)
    rows = Rows.of(rng.poisson(2, 50_000), np.zeros(50_000), rng.integers(90, 200, 50_000))
    few = rows.sample(5_000)
    # The standard error of the mean of 5,000 is .02.
    assert few.weight @ few.x / few.customers == pytest.approx(2, abs=0.08)
    assert few.customers == pytest.approx(5_000, rel=0.06)


def test_nobody_is_no_error() -> None:
    rows = Rows.of(np.zeros(0), np.zeros(0), np.zeros(0))
    assert (len(rows.x), rows.customers) == (0, 0.0)
