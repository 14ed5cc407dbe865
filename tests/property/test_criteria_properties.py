"""What holds of criteria whatever the customers: names and currency change nothing, and levels add up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.differentiate.criteria import explained, given_away
from idic_lib.differentiate.criteria.candidates import Criterion
from idic_lib.differentiate.criteria.heldout import deviance
from idic_lib.differentiate.criteria.lookalike import profile
from idic_lib.differentiate.criteria.parting import parted

SEEDS = st.integers(0, 10_000)


def crowd(seed: int, n: int = 200) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    ids = [f"c{k:03d}" for k in range(n)]
    groups = rng.choice(list("abcd"), n)
    return pd.DataFrame({"customer_id": ids, "paid": rng.normal(size=n) + (groups == "a")}), pd.DataFrame({"customer_id": ids, "g": groups})


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.floats(-5, 5))
def test_groups_by_another_name_and_another_currency_explain_as_much(seed: int, shift: float) -> None:
    paid, groups = crowd(seed)
    renamed = groups.assign(g=groups["g"].map({"a": "z", "b": "y", "c": "x", "d": "w"}))
    one = explained(paid, groups, by="g", seed=1)
    other = explained(paid.assign(paid=paid["paid"] + shift), renamed, by="g", seed=1)
    assert one is not None
    assert other is not None
    assert (one.value, one.lo, one.hi) == pytest.approx((other.value, other.lo, other.hi), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_turning_a_score_round_turns_the_chance_of_the_right_order_round(seed: int) -> None:
    rng = np.random.default_rng(seed)
    score, flags = rng.integers(0, 5, 60).astype(float), rng.random(60) < 0.5
    weights = rng.multinomial(60, np.full(60, 1 / 60), 3).astype(float)
    if not 0 < flags.sum() < 60 or not ((weights @ flags > 0) & (weights @ ~flags > 0)).all():
        return
    assert parted(weights, score, flags) + parted(weights, -score, flags) == pytest.approx(1)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.floats(0.01, 1000))
def test_deviance_is_never_below_zero_and_scales_with_the_currency(seed: int, rate: float) -> None:
    rng = np.random.default_rng(seed)
    came, expected = rng.lognormal(3, 1, 50) * (rng.random(50) < 0.6), rng.lognormal(3, 1, 50)
    assert (deviance(came, expected) >= -1e-9).all()
    assert deviance(came * rate, expected * rate) == pytest.approx(deviance(came, expected) * rate, rel=1e-6, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_levels_of_a_field_share_out_the_best(seed: int) -> None:
    rng = np.random.default_rng(seed)
    field = pd.Series(rng.choice(list("ab"), 300), name="f")
    table = profile(field.to_frame(), rng.random(300) < 0.3, sensitive=())
    assert table["best_share"].sum() == pytest.approx(1)
    assert table["lo"].lt(table["lift"]).all()
    assert table["customers"].sum() == 300


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_a_field_is_judged_alike_for_either_outcome(seed: int) -> None:
    rng = np.random.default_rng(seed)
    outcome = rng.random(200) < 0.5
    frame = pd.DataFrame({"same": outcome.astype(str), "noise": rng.normal(size=200)})
    for side in (outcome, ~outcome):
        found = given_away(frame, side, seed=1)
        assert isinstance(found, pd.DataFrame)
        assert found.set_index("field")["kept"].to_dict() == {"same": False, "noise": True}


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_columns_are_finite_whatever_is_missing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    words = pd.Series(rng.choice(["a", "b", None], 100, p=[0.5, 0.2, 0.3]))
    made = Criterion("x", pd.DataFrame({"words": words, "same": 1.0, "nothing": pd.Series([None] * 100, dtype="str")})).matrix()
    assert np.isfinite(made).all()
