"""Campaigns that never happened, few enough for every change; `tests/verify` runs a thousand of each."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom


@pytest.fixture(scope="module")
def placebo() -> ModuleType:
    path = Path(__file__).parents[3] / "benchmarks" / "placebo.py"
    spec = importlib.util.spec_from_file_location("benchmark_placebo", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def windows(placebo: ModuleType) -> list[pd.DataFrame]:
    return placebo.panels(placebo.retail_orders())[::7]


@pytest.mark.parametrize("policy", ["random", "noisy top 4 weeks", "noisy top 12 weeks", "noisy lapsing"])
def test_a_campaign_that_never_happened_is_seldom_called_one(placebo: ModuleType, windows: list[pd.DataFrame], policy: str) -> None:
    """60 runs: a method with 5 % alarms exceeds the bound once in 1,000 times; before-and-after is far above it."""
    found = placebo.simulate(windows, policy, 60, seed=11)
    assert (np.abs(found.value) > placebo.Z95 * found.se).sum() <= binom.ppf(0.999, 60, 0.05)
    assert abs(found.bias) < 0.01 + 3.3 * found.value.std() / 60**0.5


def test_before_and_after_cries_effect_for_lapsing_customers(placebo: ModuleType, windows: list[pd.DataFrame]) -> None:
    assert placebo.simulate(windows, "noisy lapsing", 20, seed=12).naive_alarm.mean() > 0.9


def test_the_gate_lets_chance_pass_and_stops_a_rule(placebo: ModuleType, windows: list[pd.DataFrame]) -> None:
    assert placebo.simulate(windows, "random", 20, seed=13).passed.all()
    assert not placebo.simulate(windows, "top 4 weeks", 20, seed=14).passed.any()
