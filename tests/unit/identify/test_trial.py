from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from idic_lib.identify.trial import trial_models

FOLDER = Path(__file__).parents[3] / "data" / "minis" / "saas_trial"


def test_the_exercise_gives_the_numbers_of_its_truth() -> None:
    truth = json.loads((FOLDER / "truth" / "truth.json").read_text(encoding="utf-8"))
    table = trial_models(pd.read_csv(FOLDER / "trials.csv")).set_index("model")
    for name in ("size", "use"):
        assert table.loc[name, "auc"] == pytest.approx(truth[f"auc_{name}"], abs=1e-9)
        assert table.loc[name, "found"] == truth[f"upgrades_found_by_{name}"]
    assert table.loc["size", "hi"] < table.loc["use", "lo"]


def test_the_interval_comes_from_the_seed() -> None:
    trials = pd.read_csv(FOLDER / "trials.csv")
    pd.testing.assert_frame_equal(trial_models(trials, seed=5), trial_models(trials, seed=5))
    assert not trial_models(trials, seed=5).equals(trial_models(trials, seed=6))
