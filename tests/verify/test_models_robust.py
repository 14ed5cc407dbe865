"""All 120 awkward populations and 100 heavy-tailed sets of spend; a few of them are in the ordinary tests."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from idic_lib.differentiate.repeat import gammagamma

pytestmark = pytest.mark.verify


def load() -> Any:  # noqa: ANN401 - a script
    spec = importlib.util.spec_from_file_location("verify_value_models", Path(__file__).parents[2] / "benchmarks" / "value_models.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


BENCHMARK = load()


@pytest.mark.parametrize("seed", range(10))
def test_no_awkward_population_gives_a_fault(seed: int) -> None:
    drawn = list(BENCHMARK.awkward(range(seed, seed + 1)))
    assert len(drawn) == 12
    assert [(r, n, name, fault) for r, n, rows in drawn for name, _, fault in BENCHMARK.faults(rows) if fault] == []


def test_no_heavy_tailed_spend_gives_a_negative_or_absurd_expectation() -> None:
    for seed in range(100):
        x, repeat = BENCHMARK.heavy_tailed(seed)
        own = np.where(x > 0, repeat, np.random.default_rng(seed).lognormal(3, 1.8, len(x)))
        expected = gammagamma.spend_per_purchase(gammagamma.fit(x, repeat), x, repeat, own)
        assert np.isfinite(expected).all()
        assert (expected >= 0).all()
        assert expected[x == 0].mean() < 2 * own.mean()
