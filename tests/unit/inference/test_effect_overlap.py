from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom

from idic_lib.errors import IdicError, InputError
from idic_lib.inference.design import detectable
from idic_lib.inference.effect import overlap_effect, overlap_weights, randomised_effect, weighted_contrast
from idic_lib.inference.history import Array, standardised
from idic_lib.inference.holdout import held_out, sample_ratio_p
from idic_lib.inference.overlap import overlap_gate, propensity


def confounded(n: int, seed: int, *, effect: float = 3.0) -> tuple[Array, NDArray[np.bool_], Array]:
    """Two covariates drive both choice and outcome; the outcome is not linear in them and its spread grows with them."""
    rng = np.random.default_rng(seed)
    columns = standardised(rng.normal(size=(n, 2)))
    treated = rng.random(n) < 1 / (1 + np.exp(-columns @ [0.8, 0.5]))
    spread = 1 + np.exp(0.3 * columns[:, 0])
    outcome = 20 + columns @ [4.0, 2.0] + columns[:, 0] ** 2 + effect * treated + spread * rng.normal(size=n)
    return columns, treated, outcome


def skewed_columns(n: int, rng: np.random.Generator, k: int = 9) -> Array:
    base = rng.lognormal(size=(n, 1))
    return standardised(base * rng.lognormal(sigma=0.5, size=(n, k)))


def test_overlap_weights_balance_every_covariate() -> None:
    """Li, Morgan and Zaslavsky 2018, theorem 3: exact for a logistic model; 0.01 of a standard deviation is left to the ridge."""
    columns, treated, _ = confounded(3000, 1)
    weights = overlap_weights(propensity(columns, treated), treated)
    gap = np.average(columns[treated], axis=0, weights=weights[treated]) - np.average(columns[~treated], axis=0, weights=weights[~treated])
    assert np.abs(gap).max() < 0.01


def test_a_known_effect_lies_in_95_of_100_intervals() -> None:
    """200 draws: fewer than 180 would have a chance of 1 in 1,000 at 95 %."""
    held = 0
    for seed in range(200):
        found = overlap_effect(*confounded(400, seed))
        held += abs(found.amount - 3.0) < 1.96 * found.se
    assert held >= binom.ppf(1e-3, 200, 0.95)


def test_hc3_of_two_means_is_the_textbook_formula() -> None:
    """Without covariates HC3 is sum of squares / (n - 1)^2 in each group, summed (MacKinnon and White 1985)."""
    rng = np.random.default_rng(3)
    outcome, treated = rng.gamma(1.0, size=50), np.arange(50) < 20
    amount, se = weighted_contrast(np.zeros((50, 1)), treated, outcome, np.ones(50))
    groups = [outcome[treated], outcome[~treated]]
    assert amount == pytest.approx(groups[0].mean() - groups[1].mean())
    assert se**2 == pytest.approx(sum(((g - g.mean()) ** 2).sum() / (len(g) - 1) ** 2 for g in groups))


def test_share_times_spend_is_the_amount() -> None:
    columns, treated, outcome = confounded(500, 5)
    found = randomised_effect(columns, treated, outcome)
    value, lo, hi, _ = found.share()
    assert value * outcome[treated].sum() == pytest.approx(found.amount * treated.sum())
    assert lo < value < hi


def test_one_group_alone_is_an_error() -> None:
    columns, treated, outcome = confounded(50, 1)
    with pytest.raises(IdicError, match="empty"):
        overlap_effect(columns, np.ones_like(treated), outcome)


@pytest.mark.parametrize("n", [100, 300, 1500])
def test_a_rule_without_chance_never_passes_the_gate(n: int) -> None:
    rng = np.random.default_rng(n)
    for _ in range(4):
        columns = skewed_columns(n, rng)
        assert not overlap_gate(columns, columns[:, 0] >= np.quantile(columns[:, 0], 0.7)).passed


@pytest.mark.parametrize(("n", "runs"), [(80, 30), (400, 100), (2000, 50)])
def test_a_random_assignment_passes_the_gate(n: int, runs: int) -> None:
    """At least 95 % by exchangeability; the bound leaves a chance of 1 in 1,000 of failing at exactly 95 %."""
    rng = np.random.default_rng(n)
    passed = sum(overlap_gate(skewed_columns(n, rng), rng.permutation(n) < 0.4 * n, seed=k).passed for k in range(runs))
    assert passed >= binom.ppf(1e-3, runs, 0.95)


def test_a_small_random_group_fails_the_fixed_bounds_and_is_forgiven() -> None:
    rng = np.random.default_rng(2)
    gates = [overlap_gate(skewed_columns(80, rng), rng.permutation(80) < 32, seed=k) for k in range(12)]
    assert any(g.by_chance and g.score > 1 for g in gates)


def test_a_holdout_repeats_itself_and_another_salt_is_independent() -> None:
    ids = [f"c{i}" for i in range(20_000)]
    first, again, other = (held_out(ids, share=0.2, salt=s) for s in ("spring", "spring", "autumn"))
    assert (first == again).all()
    assert first.mean() == pytest.approx(0.2, abs=0.011), "four standard errors of 20,000 draws"
    assert (first & other).mean() == pytest.approx(0.04, abs=0.006)


def test_a_broken_split_is_noticed() -> None:
    assert sample_ratio_p(200, 800, share=0.2) == pytest.approx(1.0)
    assert sample_ratio_p(150, 850, share=0.2) < 0.001


def test_detectable_effect_is_the_textbook_size() -> None:
    """Two-sided 5 %, power 80 %, 64 per arm: half a standard deviation (Cohen 1988, table 2.4.1); three tests divide by sqrt(3)."""
    assert detectable(1.0, held_out=64, sent=64) == pytest.approx(0.5, abs=0.01)
    assert detectable(1.0, held_out=64, sent=64, tests=3) == pytest.approx(detectable(1.0, held_out=64, sent=64) / 3**0.5)
    with pytest.raises(InputError):
        detectable(1.0, held_out=0, sent=10)
