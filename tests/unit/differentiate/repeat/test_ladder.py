"""The ladder: likelihood, weak prior, not identified; whatever customers did, an answer comes and is labelled."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from idic_lib.differentiate.repeat import MODELS, Name, Rows, climb
from idic_lib.differentiate.repeat.known_base import Base, draw_base

PATH = Path(__file__).parents[4] / "benchmarks" / "value_models.py"


def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ladder_value_models", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


BENCHMARK = benchmark()


@pytest.mark.parametrize("regime", BENCHMARK.REGIMES)
def test_awkward_customers_give_a_finite_and_labelled_answer(regime: str) -> None:
    rows = draw_base(BENCHMARK.REGIMES[regime](300), seed=0)
    assert [(name, fault) for name, _, fault in BENCHMARK.faults(rows) if fault] == []


@pytest.mark.parametrize("name", MODELS)
def test_a_base_like_cdnow_is_fitted_by_likelihood(name: Name) -> None:
    rung = climb(name, draw_base(Base(0.243, 30.9, 0.793, 2.426, 6000, 273, 84), seed=0))
    assert (rung.rung, rung.usable) == ("likelihood", True)


@pytest.mark.parametrize("name", ["bgnbd", "mbgnbd"])
def test_customers_of_one_pace_who_leave_need_the_weak_prior(name: Name) -> None:
    rung = climb(name, draw_base(Base(1e5, 5e5, 0.8, 4, 3000, 365, 60), seed=0))
    assert (rung.rung, rung.usable) == ("prior", True)
    assert "weak prior" in rung.reason


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("base", [Base(1.4, 9.6, 0, 1, 600, 365, 60), Base(0.5, 1500, 0.5, 2, 300, 900, 600)])
def test_where_nobody_leaves_or_nobody_returns_the_model_is_not_identified(name: Name, base: Base) -> None:
    rung = climb(name, draw_base(base, seed=0))
    assert (rung.rung, rung.usable) == ("not identified", False)
    assert rung.reason.startswith("Drop-out is not identified")


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("customers", [0, 1, 5])
def test_hardly_any_customers_are_no_exception(name: Name, customers: int) -> None:
    rung = climb(name, Rows.of(np.zeros(customers), np.zeros(customers), np.full(customers, 100.0)))
    assert not rung.usable
    assert np.isfinite(rung.model.theta).all()


@pytest.mark.parametrize("seed", range(8))
def test_heavy_tailed_spend_is_refused_and_replaced_by_sane_means(seed: int) -> None:
    from idic_lib.differentiate.repeat import gammagamma

    x, repeat = BENCHMARK.heavy_tailed(seed)
    model = gammagamma.fit(x, repeat)
    expected = gammagamma.spend_per_purchase(model, x, repeat, repeat * x / (x + 1))
    assert np.isfinite(expected).all()
    assert (expected >= 0).all()
    assert expected[x == 0].max() < 2 * repeat[x > 0].mean()
