"""BG/NBD, NBD, Gamma-Gamma and whether drop-out is identified."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import check_grad

from idic_lib.differentiate.repeat import BgNbd, bgnbd, gammagamma, nbd
from idic_lib.differentiate.repeat.dropout import drop_out
from idic_lib.differentiate.repeat.known_base import Base, draw_base
from idic_lib.differentiate.repeat.rows import Rows
from idic_lib.errors import IdicError

OCCASIONAL = Base(0.243, 30.9, 0.793, 2.426, 2357, 273, 84)
DENSE = Base(1.4, 9.6, 0.5, 20, 1500, 365, 60)


def test_gradient_is_the_slope_of_the_likelihood() -> None:
    rows = draw_base(OCCASIONAL, seed=0)
    at = np.array([-1.0, 3.0, -0.5, 0.7])
    error = check_grad(lambda t: bgnbd.log_likelihood(t, rows)[0], lambda t: bgnbd.log_likelihood(t, rows)[1], at)
    assert error < 1e-2  # of slopes in the hundreds; the finite difference itself errs by 1e-3


def test_nbd_is_the_model_without_drop_out() -> None:
    rows = draw_base(OCCASIONAL, seed=0)
    with_none = bgnbd.log_likelihood(np.array([-1.0, 3.0, -30.0, 0.7]), rows)[0]
    assert nbd.log_likelihood(np.array([-1.0, 3.0]), rows)[0] == pytest.approx(with_none, abs=1e-6)


def test_grouping_equal_customers_changes_nothing() -> None:
    x, t_x, age = np.array([2.0, 2, 0, 1]), np.array([30.0, 30, 0, 5]), np.array([90.0, 90, 80, 80])
    rows = Rows.of(x, t_x, age)
    one = Rows(x, t_x, age, np.ones(4), np.arange(4))
    assert len(rows.x) == 3
    assert rows.x[rows.at].tolist() == x.tolist()
    theta = np.array([-1.0, 3.0, -0.5, 0.7])
    assert bgnbd.log_likelihood(theta, rows)[0] == pytest.approx(bgnbd.log_likelihood(theta, one)[0])


def test_fit_finds_the_truth_it_was_drawn_from() -> None:
    # Each true parameter within 3.5 standard errors on the log scale: fails for right code once in about 500 bases.
    model = BgNbd.fit(draw_base(OCCASIONAL, seed=3))
    truth = np.log([OCCASIONAL.r, OCCASIONAL.alpha, OCCASIONAL.a, OCCASIONAL.b])
    assert (np.abs(np.log(model.theta) - truth) < 3.5 * np.sqrt(np.diag(model.covariance))).all()


def test_expected_purchases_match_simulated_ones() -> None:
    rows = draw_base(DENSE, seed=1)
    model = BgNbd.fit(rows)
    drawn = model.simulate(np.tile(model.theta, (400, 1)), rows, 90, np.random.default_rng(0)).mean(axis=0)
    expected = model.expected(rows, 90)
    assert drawn.sum() == pytest.approx(expected.sum(), rel=0.01)


@pytest.mark.parametrize("a", [1.0, 1.0000001, 0.9999999])
def test_the_gap_of_the_expectation_at_a_equal_one_is_bridged(a: float) -> None:
    rows = draw_base(OCCASIONAL, seed=0)
    model = BgNbd.fit(rows)
    near = [replace(model, theta=np.where(np.arange(4) == 2, v, model.theta)).expected(rows, 90).sum() for v in (a, 1.001)]
    assert near[0] == pytest.approx(near[1], rel=1e-3)


def test_one_time_buyers_count_as_alive_whatever_happens() -> None:
    rows = Rows.of(np.array([0.0]), np.array([0.0]), np.array([500.0]))
    assert bgnbd.probability_alive(np.array([0.24, 30.0, 0.8, 2.4]), rows).tolist() == [1.0]


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("base", [OCCASIONAL, DENSE])
def test_drop_out_is_found_where_it_is(base: Base, seed: int) -> None:
    rows = draw_base(base, seed=seed)
    assert drop_out(BgNbd.fit(rows), rows).identified


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize(
    "base",
    [
        Base(0.385, 84.5, 0, 1, 2357, 273, 84),
        Base(1.4, 9.6, 0, 1, 1500, 365, 60),
        Base(1.4, 9.6, 0, 1, 1500, 365, 60, pause_days=84),  # the likelihood ratio alone would find drop-out here
        Base(0.5, 1500, 0, 2, 800, 900, 600),
    ],
)
def test_drop_out_is_refused_where_nobody_leaves(base: Base, seed: int) -> None:
    rows = draw_base(base, seed=seed)
    answer = drop_out(BgNbd.fit(rows), rows)
    assert not answer.identified
    assert answer.reason.startswith("Drop-out is not identified")


@pytest.mark.parametrize("customers", [1, 5, 200])
def test_customers_who_never_came_back_are_refused_not_crashed_on(customers: int) -> None:
    rows = Rows.of(np.zeros(customers), np.zeros(customers), np.full(customers, 100.0))
    assert not drop_out(BgNbd.fit(rows), rows).identified


def test_gamma_gamma_finds_the_truth_it_was_drawn_from() -> None:
    rng = np.random.default_rng(0)
    p, q, v, n = 6.0, 4.0, 15.0, 4000
    x = rng.integers(1, 6, n).astype(float)
    nu = rng.gamma(q, 1 / v, n)
    fitted = gammagamma.fit(x, rng.gamma(p * x) / nu / x)
    assert fitted is not None
    # Standard errors of the logs are some 5 % here.
    assert [fitted.p, fitted.q, fitted.v] == pytest.approx([p, q, v], rel=0.2)


@pytest.mark.parametrize("seed", range(6))
def test_spend_with_an_ordinary_tail_keeps_its_model(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 6, 1500).astype(float)
    fitted = gammagamma.fit(x, rng.gamma(6 * x) / rng.gamma(3, 1 / 15, 1500) / x)
    assert fitted is not None
    assert not fitted.refused
    assert fitted.population == pytest.approx(6 * 15 / 2, rel=0.1)  # a standard error is 2 % to 3 %


@pytest.mark.parametrize("seed", range(6))
def test_heavy_tailed_spend_never_gives_a_negative_expectation(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, spend = rng.integers(1, 4, 800).astype(float), rng.lognormal(3, 1.8, 800)
    fitted = gammagamma.fit(x, spend)
    assert fitted is not None
    if fitted.refused:
        with pytest.raises(IdicError, match="q > 1"):
            fitted.expected_spend(x, spend)
    else:
        assert (fitted.expected_spend(np.append(x, 0), np.append(spend, 0)) > 0).all()


def test_spend_of_zero_is_left_out_and_counted() -> None:
    rng = np.random.default_rng(0)
    x, spend = np.full(50, 2.0), np.append(rng.gamma(5, 4, 47), [0.0, 0.0, -3.0])
    fitted = gammagamma.fit(x, spend)
    assert fitted is not None
    assert (fitted.customers, fitted.left_out) == (47, 3)
    assert fitted.correlation == 0.0


def test_few_repeat_buyers_give_no_model_of_spend() -> None:
    assert gammagamma.fit(np.array([1.0, 2, 0]), np.array([10.0, 20, 0])) is None
