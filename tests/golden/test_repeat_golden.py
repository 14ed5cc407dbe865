"""The four models of repeat purchases on both CDNOW logs: as published, and as lifetimes has them, from identical rows."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from idic_lib.differentiate.repeat import MODELS, BgNbd, Name, climb, gammagamma
from idic_lib.differentiate.repeat.cross_check import by_lifetimes, gammagamma_by_lifetimes


def load() -> Any:  # noqa: ANN401 - a script
    spec = importlib.util.spec_from_file_location("golden_value_models", Path(__file__).parents[2] / "benchmarks" / "value_models.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


BENCHMARK = load()
LOGS = ("sample", "master")


@pytest.mark.parametrize("name", MODELS)
def test_parameters_and_likelihood_are_the_published_ones(name: Name) -> None:
    # Fader, Hardie and Lee 2005 (BG/NBD; Pareto/NBD beside it) print three decimals, which these four round to; the MBG/NBD's
    # were measured before with lifetimes. Time is in weeks throughout, so that the three likelihoods may be compared.
    parameters, loglik = BENCHMARK.PUBLISHED[name]
    model = MODELS[name].fit(BENCHMARK.cdnow("sample").rows)
    assert list(model.parameters.values()) == pytest.approx(parameters, abs=2e-3 if name == "pareto" else 1e-4)
    assert model.loglik == pytest.approx(loglik, abs=0.01)


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize(("name", "tolerance"), [("bgnbd", 1e-4), ("mbgnbd", 1e-4), ("pareto", 1e-3)])
def test_parameters_are_those_of_lifetimes(log: str, name: Name, tolerance: float) -> None:
    # lifetimes searches the Pareto/NBD by Nelder and Mead's method, which stops 1e-4 away along the flat direction of s and beta.
    rows = BENCHMARK.cdnow(log).rows
    assert MODELS[name].fit(rows).parameters == pytest.approx(by_lifetimes(name, rows), rel=tolerance)


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize("name", MODELS)
def test_the_next_39_weeks_are_forecast_as_well_as_by_other_fitters(log: str, name: Name) -> None:
    data = BENCHMARK.cdnow(log)
    model = MODELS[name].fit(data.rows)
    rmse, bias, deviance = BENCHMARK.ahead(model.expected(data.rows, 273)[data.rows.at], data.came)
    # To the digits that were printed.
    assert rmse == pytest.approx(BENCHMARK.AHEAD[log, name][0], abs=1e-4)
    assert [bias, deviance] == pytest.approx(BENCHMARK.AHEAD[log, name][1:], abs=6e-4)


def test_individual_forecasts_correlate_with_what_came_and_with_each_other_as_published() -> None:
    data = BENCHMARK.cdnow("sample")
    bg, pareto = (MODELS[n].fit(data.rows).expected(data.rows, 273)[data.rows.at] for n in ("bgnbd", "pareto"))
    found = [np.corrcoef(bg, data.came)[0, 1], np.corrcoef(pareto, data.came)[0, 1], np.corrcoef(bg, pareto)[0, 1]]
    assert found == pytest.approx([0.626, 0.630, 0.9955], abs=6e-4)


@pytest.mark.parametrize("name", MODELS)
def test_the_chance_to_buy_at_all_tells_buyers_from_others(name: Name) -> None:
    data = BENCHMARK.cdnow("sample")
    area, brier = BENCHMARK.activity(MODELS[name].fit(data.rows).active(data.rows, 273)[data.rows.at], data.came)
    assert area >= 0.75
    assert brier <= 0.162


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize("name", MODELS)
def test_cdnow_is_identified_by_every_model(log: str, name: Name) -> None:
    assert climb(name, BENCHMARK.cdnow(log).rows).rung == "likelihood"


@pytest.mark.parametrize("log", LOGS)
def test_gamma_gamma_is_that_of_lifetimes_and_may_be_used(log: str) -> None:
    data = BENCHMARK.cdnow(log)
    model, theirs = gammagamma.fit(data.x, data.mean_spend), gammagamma_by_lifetimes(data.x, data.mean_spend)
    assert model is not None
    assert not model.refused
    assert [model.p, model.q, model.v] == pytest.approx([theirs[k] for k in "pqv"], rel=1e-4)
    if log == "sample":
        assert [model.p, model.q, model.v] == pytest.approx([6.25, 3.74, 15.44], abs=0.02)


def test_cross_check_leaves_pandas_options_alone() -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = pd.get_option("mode.chained_assignment")
        by_lifetimes("bgnbd", BENCHMARK.cdnow("sample").rows)
        assert pd.get_option("mode.chained_assignment") == before


def test_log_scale_intervals_match_those_of_a_parametric_bootstrap() -> None:
    # clvkit's bootstrap of the parameters, 100 refits: r .215-.265, alpha 3.77-5.11, a .57-1.24, b 1.56-4.13. The ends of
    # 100 draws are known to some 10 %; independent normals from lifetimes' matrix would miss a's lower end by 25 %.
    log_sd = np.sqrt(np.diag(BgNbd.fit(BENCHMARK.cdnow("sample").rows).covariance))
    ends = np.log([(0.215, 0.265), (3.77, 5.11), (0.57, 1.24), (1.56, 4.13)])
    assert 2 * 1.96 * log_sd == pytest.approx(ends[:, 1] - ends[:, 0], rel=0.25)


def test_correlation_of_log_parameters_is_the_true_one() -> None:
    # r-alpha .78, a-b .94, from the inverse Hessian; lifetimes' variance_matrix_ is 18 times off in the first.
    cov = BgNbd.fit(BENCHMARK.cdnow("sample").rows).covariance
    sd = np.sqrt(np.diag(cov))
    assert [cov[0, 1] / sd[0] / sd[1], cov[2, 3] / sd[2] / sd[3]] == pytest.approx([0.78, 0.94], abs=0.01)


def test_expected_holdout_total_matches_simulation() -> None:
    # 1,653 from the closed form, 1,656 from 1,000 simulated draws elsewhere.
    rows = BENCHMARK.cdnow("sample").rows
    assert BgNbd.fit(rows).expected(rows, 273) @ rows.weight == pytest.approx(1653.4, abs=0.5)


def test_spend_and_frequency_correlate_as_published() -> None:
    data = BENCHMARK.cdnow("sample")
    spend = gammagamma.fit(data.x, data.mean_spend)
    assert spend is not None
    # 946 repeat buyers; dollars, a day's orders as one purchase, the first day's amount left out.
    assert (spend.customers, spend.left_out) == (946, 0)
    assert spend.correlation == pytest.approx(0.114, abs=0.001)
