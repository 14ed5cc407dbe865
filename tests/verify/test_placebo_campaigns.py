"""A thousand placebo campaigns under each policy: the error rates that the report relies on, before any gate."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

pytestmark = pytest.mark.verify
RUNS = 1000


@pytest.fixture(scope="module")
def placebo() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "placebo.py"
    spec = importlib.util.spec_from_file_location("verify_placebo", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def windows(placebo: ModuleType) -> list[pd.DataFrame]:
    return placebo.panels(placebo.retail_orders())


@pytest.mark.parametrize(
    ("policy", "seed"),
    [("random", 100), ("noisy top 4 weeks", 101), ("noisy top 12 weeks", 102), ("noisy lapsing", 103), ("top 4 weeks", 104)],
)
def test_false_alarms_stay_below_seven_and_a_half_percent_and_bias_below_one(
    placebo: ModuleType, windows: list[pd.DataFrame], policy: str, seed: int
) -> None:
    found = placebo.simulate(windows, policy, RUNS, seed=seed)
    assert found.false_alarms <= 0.075
    assert abs(found.bias) <= 0.01
    assert found.covered.mean() >= 0.92, "an injected +10 % lies in the interval"


def test_random_assignments_pass_the_gate_and_a_rule_never_does(placebo: ModuleType, windows: list[pd.DataFrame]) -> None:
    assert placebo.simulate(windows, "random", RUNS, seed=200).passed.mean() >= 0.95
    assert not placebo.simulate(windows, "top 4 weeks", RUNS, seed=201).passed.any()


@pytest.mark.parametrize("drawn", [100, 200])
def test_small_random_assignments_pass_the_gate_too(placebo: ModuleType, windows: list[pd.DataFrame], drawn: int) -> None:
    """At least 95 % by exchangeability; 300 runs at exactly 95 % fall below 91 % once in 1,000 times."""
    assert placebo.simulate(windows, "random", 300, seed=drawn, drawn=drawn).passed.mean() >= 0.91
