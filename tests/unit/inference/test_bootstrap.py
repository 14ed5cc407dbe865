"""The bootstrap over customers."""

from __future__ import annotations

import numpy as np
import pytest

from idic_lib.inference import bootstrap


def test_every_draw_has_as_many_customers_as_the_base() -> None:
    drawn = np.concatenate(list(bootstrap.weights(37, seed=1, draws=50)))
    assert drawn.shape == (50, 37)
    assert (drawn.sum(axis=1) == 37).all()


def test_chunks_give_all_draws_of_a_large_base() -> None:
    chunks = list(bootstrap.weights(30_000, seed=1, draws=200))
    assert len(chunks) > 1
    assert sum(len(c) for c in chunks) == 200


def test_very_large_bases_get_fewer_draws_and_never_below_200() -> None:
    assert bootstrap.draws_for(2_469) == 2000
    assert bootstrap.draws_for(10_000_000) == 200


def test_the_interval_of_a_mean_has_the_width_of_the_normal_one() -> None:
    # The percentile interval of 2,000 draws has ends known to about 4 % of its width.
    values = np.random.default_rng(0).exponential(size=1000)
    found = bootstrap.mean(values, seed=1)
    assert found.value == pytest.approx(values.mean())
    assert found.hi - found.lo == pytest.approx(2 * 1.96 * values.std() / 1000**0.5, rel=0.1)


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    flags = np.arange(50) < 20
    assert bootstrap.share(flags, seed=3) == bootstrap.share(flags, seed=3)
    assert bootstrap.share(flags, seed=3) != bootstrap.share(np.roll(flags, 7), seed=4)


def test_statistics_of_one_call_are_paired() -> None:
    values = np.random.default_rng(0).normal(size=200)
    _, drawn = bootstrap.estimates(lambda w: np.column_stack([w @ values, w @ (values + 1)]) / 200, 200, seed=1)
    assert drawn[:, 1] - drawn[:, 0] == pytest.approx(np.ones(len(drawn)))


def test_an_interval_of_nothing_is_not_a_number() -> None:
    assert np.isnan(bootstrap.interval(np.array([np.nan, np.nan]))).all()


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    # 200 samples of 150: the share of covering intervals has a standard error of 1.5 points around some 94 %.
    rng = np.random.default_rng(7)
    found = [bootstrap.mean(rng.exponential(size=150), seed=k, draws=400) for k in range(200)]
    assert 0.88 <= np.mean([e.lo <= 1 <= e.hi for e in found]) <= 0.99
