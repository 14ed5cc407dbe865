"""BG/NBD, MBG/NBD and Pareto/NBD behind one protocol: likelihood, expectation, activity and simulation agree with one another."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import check_grad

from idic_lib.differentiate.repeat import MODELS, BgNbd, MbgNbd, Name, ParetoNbd, Rows, bgnbd, climb, pareto
from idic_lib.differentiate.repeat.known_base import Base, draw_base

OCCASIONAL = Base(0.243, 30.9, 0.793, 2.426, 2357, 273, 84)
DENSE = Base(1.4, 9.6, 0.5, 20, 800, 365, 60)
HORIZON = 180
SCORES = {
    "bgnbd": bgnbd.log_likelihood,
    "mbgnbd": lambda at, rows: bgnbd.log_likelihood(at, rows, 1.0),
    "pareto": pareto.log_likelihood,
}


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("at", [(-1.0, 3.0, -0.5, 0.7), (0.5, 4.0, 0.8, 5.0), (-2.0, 6.0, -3.0, 2.0)])
def test_gradient_is_the_slope_of_the_likelihood(name: str, at: tuple[float, ...]) -> None:
    rows, score = draw_base(OCCASIONAL, seed=0), SCORES[name]
    error = check_grad(lambda t: score(t, rows)[0], lambda t: score(t, rows)[1], np.array(at))
    # Forward differences err by about 1e-8 of the curvature, which is in the thousands here, and of the value, 1e4.
    assert error < 2e-2


@pytest.mark.parametrize(("alpha", "beta"), [(70.0, 80.0), (80.0, 70.0), (900.0, 0.5), (0.5, 900.0), (50.0, 50.0)])
@pytest.mark.parametrize(("x", "t_x", "age"), [(0, 0, 270), (1, 3, 1000), (40, 200, 300), (200, 350, 365), (2, 90, 90)])
def test_the_integral_of_the_pareto_model_is_the_integral(alpha: float, beta: float, x: int, t_x: int, age: int) -> None:
    r, s = 0.55, 0.6

    def log(t: float) -> float:
        return -(r + x) * np.log(alpha + t) - (s + 1) * np.log(beta + t)

    pieces = np.geomspace(1, age - t_x + 1, 30) - 1 + t_x
    by_parts = sum(quad(lambda t: np.exp(log(t) - log(t_x)), *ends, epsrel=1e-12)[0] for ends in itertools.pairwise(pieces))
    found = float(pareto.gone((r, alpha, s, beta), float(x), float(t_x), float(age)).log)
    if t_x == age:
        assert found == -np.inf
    else:
        assert found == pytest.approx(np.log(s * by_parts) + log(t_x), abs=1e-9)


@pytest.mark.parametrize("kind", [BgNbd, MbgNbd])
@pytest.mark.parametrize(("a", "b"), [(0.8, 2.4), (1e-4, 3.0), (0.2, 0.5), (5.0, 9e4), (400.0, 0.5), (400.0, 900.0)])
@pytest.mark.parametrize(("x", "age"), [(0, 0), (0, 270), (3, 900), (250, 300)])
def test_the_expectation_is_the_mean_over_the_chances_to_leave(kind: type[BgNbd], a: float, b: float, x: int, age: int) -> None:
    r, alpha, days = 0.55, 25.0, 365
    model = kind(np.array([r, alpha, a, b]), 0.0, np.eye(4), (), 1)
    shape = b + x + model.LEAVES_AT_ONCE

    p = np.random.default_rng(0).beta(a, shape, 400_000).clip(1e-300)
    by_chance = -np.expm1(-(r + x) * np.log1p(p * days / (alpha + age))) / p
    # Four standard errors of the mean of 400,000 draws.
    error = 4 * by_chance.std() / np.sqrt(len(p))
    assert model._if_alive(np.array([float(x)]), np.array([float(age)]), days)[0] == pytest.approx(by_chance.mean(), rel=1e-6, abs=error)


@pytest.mark.parametrize("kind", [BgNbd, MbgNbd, ParetoNbd])
@pytest.mark.parametrize("base", [OCCASIONAL, DENSE])
def test_closed_forms_are_the_means_of_what_is_simulated(kind: type[BgNbd | ParetoNbd], base: Base) -> None:
    rows = draw_base(base, seed=1)
    model = kind.fit(rows)
    drawn = model.simulate(np.tile(model.theta, (500, 1)), rows, HORIZON, np.random.default_rng(0))
    # 500 draws of 300 to 800 rows: the standard error of the sums is below .3 %, of one row's chance below .023.
    assert drawn.mean(axis=0).sum() == pytest.approx(model.expected(rows, HORIZON).sum(), rel=0.012)
    assert (drawn > 0).mean(axis=0).sum() == pytest.approx(model.active(rows, HORIZON).sum(), rel=0.012)
    assert np.abs((drawn > 0).mean(axis=0) - model.active(rows, HORIZON)).max() < 0.12


@pytest.mark.parametrize("kind", [BgNbd, MbgNbd, ParetoNbd])
def test_activity_grows_with_the_horizon_from_nothing_to_being_alive(kind: type[BgNbd | ParetoNbd]) -> None:
    rows = draw_base(OCCASIONAL, seed=0)
    model = kind.fit(rows)
    chances = np.array([model.active(rows, days) for days in (0, 7, 90, 900)])
    assert np.abs(chances[0]).max() < 1e-9
    assert (np.diff(chances, axis=0) >= 0).all()
    assert (chances[-1] <= model.alive(rows)).all()


def test_one_time_buyers_may_be_gone_in_the_models_that_say_so() -> None:
    rows = Rows.of(np.array([0.0]), np.array([0.0]), np.array([200.0]))
    fitted = draw_base(OCCASIONAL, seed=0)
    assert [bool(kind.fit(fitted).alive(rows)[0] < 1) for kind in (BgNbd, MbgNbd, ParetoNbd)] == [False, True, True]
    assert BgNbd.fit(fitted).active(rows, HORIZON)[0] < 0.5


@pytest.mark.parametrize("s", [1.0, 1 + 1e-12, 1 - 1e-12])
def test_the_gap_of_the_pareto_expectation_at_s_equal_one_is_bridged(s: float) -> None:
    rows = draw_base(OCCASIONAL, seed=0)
    model = ParetoNbd.fit(rows)
    at, near = (replace(model, theta=np.where(np.arange(4) == 2, v, model.theta)).expected(rows, HORIZON).sum() for v in (s, 1.0001))
    assert at == pytest.approx(near, rel=1e-3)


@pytest.mark.parametrize("name", MODELS)
def test_many_rows_are_fitted_as_exactly_as_few(name: Name, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = draw_base(OCCASIONAL, seed=2)
    from idic_lib.differentiate.repeat import maximum

    plain = MODELS[name].fit(rows)
    monkeypatch.setattr(maximum, "_MANY", 100)
    monkeypatch.setattr(maximum, "_SAMPLE", 1000)
    sampled = MODELS[name].fit(rows)
    # Both searches stop within 1e-9 of a zero slope; along the flat direction of a and b that is some 1e-5.
    assert sampled.theta == pytest.approx(plain.theta, rel=1e-4)
    assert sampled.loglik == pytest.approx(plain.loglik, abs=1e-5)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_with_errors_from_grouped_rows_is_that_from_single_customers(name: Name) -> None:
    rows = draw_base(OCCASIONAL, seed=3)
    grouped, single = MODELS[name].fit(rows), MODELS[name].fit(rows.each())
    assert np.sqrt(np.diag(grouped.covariance)) == pytest.approx(np.sqrt(np.diag(single.covariance)), rel=1e-4)


def test_draws_stay_finite_where_nothing_is_known() -> None:
    rows = Rows.of(np.zeros(5), np.zeros(5), np.full(5, 100.0))
    for name in MODELS:
        model = climb(name, rows).model
        assert np.isfinite(model.draws(200, np.random.default_rng(0))).all()
