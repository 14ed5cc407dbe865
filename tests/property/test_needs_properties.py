"""Whatever baskets come: chances add up, likelihood never falls, and equal baskets get equal chances."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from idic_lib.differentiate.needs.baskets import Ints, distinct
from idic_lib.differentiate.needs.mixture import Cells, fitted, posterior, refitted

COUNTS = arrays(np.int64, st.tuples(st.integers(4, 25), st.integers(2, 5)), elements=st.integers(0, 9)).map(lambda c: c[c.sum(axis=1) > 0])


@settings(max_examples=25, deadline=None)
@given(COUNTS.filter(lambda c: len(c) > 3), st.integers(1, 3), st.integers(0, 5))
def test_chances_add_up_and_every_number_is_finite(counts: Ints, segments: int, seed: int) -> None:
    cells = Cells(counts)
    of = fitted(cells, np.ones(len(counts)), segments, np.random.default_rng(seed))
    chance, each = posterior(cells.loglik(of))
    assert np.allclose(chance.sum(axis=1), 1)
    assert np.allclose([of.share.sum(), *of.mean.sum(axis=1)], 1)
    assert np.isfinite(each).all()
    assert (of.spread >= 0).all()


@settings(max_examples=25, deadline=None)
@given(COUNTS.filter(lambda c: len(c) > 3), st.integers(0, 5))
def test_equal_baskets_with_weights_are_the_same_as_rows(counts: Ints, seed: int) -> None:
    different, row = distinct(counts)
    assert (different[row] == counts).all()
    cells, rows = Cells(different), Cells(counts)
    weights = np.bincount(row).astype(float)
    near = fitted(cells, weights, 2, np.random.default_rng(seed))
    one, other = refitted(cells, weights, near, 5), refitted(rows, np.ones(len(counts)), near, 5)
    assert np.allclose(one.mean, other.mean, atol=1e-6)
    assert np.allclose(posterior(cells.loglik(one))[0][row], posterior(rows.loglik(other))[0], atol=1e-5)


def test_without_spread_the_likelihood_is_the_multinomial_one() -> None:
    counts = np.array([[2, 1], [0, 3]])
    cells = Cells(counts)
    of = fitted(cells, np.ones(2), 1, np.random.default_rng(1))
    flat = type(of)(of.share, np.array([[0.3, 0.7]]), np.zeros(1))
    assert np.allclose(cells.loglik(flat).ravel(), counts @ np.log([0.3, 0.7]))


def test_with_spread_it_is_the_dirichlet_multinomial_one() -> None:
    from scipy.stats import dirichlet_multinomial, multinomial

    counts, mean, spread = np.array([[2, 1, 4], [0, 3, 1]]), np.array([0.3, 0.5, 0.2]), 0.25
    cells = Cells(counts)
    of = fitted(cells, np.ones(2), 1, np.random.default_rng(1))
    said = cells.loglik(type(of)(np.ones(1), mean[None, :], np.array([spread]))).ravel()
    ways = [multinomial(c.sum(), mean).logpmf(c) - c @ np.log(mean) for c in counts]
    assert np.allclose(said + ways, [dirichlet_multinomial.logpmf(c, mean / spread, c.sum()) for c in counts])
