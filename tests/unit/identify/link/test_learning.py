"""What is learned from agreement alone: shares, precision, recall and persons, against truths that the test planted."""

import numpy as np
import pandas as pd
import pytest

from idic_lib.identify.link import quality
from idic_lib.identify.link.fields import fields
from idic_lib.identify.link.train import Learned, _maximised

BIRTH = next(f for f in fields() if f.name == "birth")
M, U = [0.90, 0.06, 0.02, 0.02], [0.0001, 0.002, 0.02, 0.9779]


def test_the_usual_shares_add_to_one() -> None:
    for field in fields(["postcode"]):
        assert sum(field.usual) == pytest.approx(1, abs=1e-6)
        assert min(field.usual) > 0


def test_expectation_maximisation_finds_the_planted_shares() -> None:
    rng = np.random.default_rng(1)
    m, u = (
        [np.array([0.7, 0.1, 0.2]), np.array([0.9, 0.1]), np.array([0.6, 0.4])],
        [np.array([0.01, 0.02, 0.97]), np.array([0.05, 0.95]), np.array([0.1, 0.9])],
    )
    one = rng.random(20_000) < 0.4
    seen = np.column_stack(
        [np.where(one, rng.choice(len(a), 20_000, p=a), rng.choice(len(b), 20_000, p=b)) for a, b in zip(m, u, strict=True)]
    )
    seen[rng.random(seen.shape) < 0.2] = -1
    start = [np.array([0.5, 0.2, 0.3]), np.array([0.8, 0.2]), np.array([0.8, 0.2])]
    learned, share = _maximised(seen, np.ones(20_000), start, [np.array([0.05, 0.05, 0.9]), np.array([0.1, 0.9]), np.array([0.2, 0.8])])
    assert share == pytest.approx(0.4, abs=0.03)  # 8,000 pairs: a standard error of .005, and three fields leave some doubt
    for found, planted in zip(learned, m, strict=True):
        assert found == pytest.approx(planted, abs=0.03)


def weighed(count: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Pairs whose weight without the birth date says too much against: the truth lies three bits higher, with a flatter slope."""
    rng = np.random.default_rng(seed)
    without = rng.normal(2, 6, count)
    one = rng.random(count) < 1 / (1 + 2.0 ** -(0.7 * without + 3))
    level = np.where(one, rng.choice(4, count, p=M), rng.choice(4, count, p=np.array(U) / sum(U)))
    bits = np.where(rng.random(count) < 0.6, np.log2(np.array(M) / np.array(U))[level], 0.0)
    return pd.DataFrame({"weight": without + bits, "birth": bits, "match_key": 1}), one


def learned() -> Learned:
    return Learned({"birth": M}, {"birth": U}, 1000.0, pd.DataFrame({"birth": [True], "n": [1]}), 1.0)


@pytest.mark.parametrize("seed", range(5))
def test_the_witness_finds_the_precision_that_the_model_gets_wrong(seed: int) -> None:
    pairs, one = weighed(6000, seed)
    judged = quality.calibration(pairs, [BIRTH], [("phone",)], learned())
    bare = pairs["birth"] == 0
    linked = bare & (pairs["weight"] >= 0)
    value, low, high = quality.precision(quality.counted(pairs.loc[linked, "weight"]), judged)
    truth, believed = one[linked].mean(), quality.probability(pairs.loc[linked, "weight"].to_numpy()).mean()
    assert judged.witness == "birth"
    assert abs(value - truth) < abs(believed - truth)
    assert low - 0.02 <= truth <= high + 0.02  # the interval is of the expected share; the draws of the truth add .01


def test_a_key_that_holds_the_witness_equal_may_not_be_heard() -> None:
    pairs, _ = weighed(6000, 1)
    judged = quality.calibration(pairs, [BIRTH], [("name_sorted", "birth")], learned())
    heard = quality.calibration(pairs, [BIRTH], [("phone",)], learned())
    assert judged.credible.max() < heard.credible.max()


def test_without_a_witness_the_limits_are_wide() -> None:
    pairs, _ = weighed(6000, 1)
    linked = quality.counted(pairs.loc[pairs["weight"] >= 0, "weight"])
    alone = quality.precision(linked, quality.calibration(pairs.assign(birth=0.0), [BIRTH], [("phone",)], learned()))
    told = quality.precision(linked, quality.calibration(pairs, [BIRTH], [("phone",)], learned()))
    assert alone[2] - alone[1] > 2 * (told[2] - told[1])


def curve(*rows: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame([(t, p, p - 0.005, r) for t, p, r in rows], columns=["threshold", "precision", "precision_lo", "recall"])


def test_the_threshold_has_the_best_f1_of_those_precise_enough() -> None:
    assert quality.chosen(curve((0.1, 0.95, 0.99), (0.5, 0.985, 0.96), (0.9, 0.99, 0.90))) == 0.5


def test_of_thresholds_as_good_as_each_other_the_strictest_is_taken() -> None:
    assert quality.chosen(curve((0.1, 0.999, 1.0), (0.5, 0.9995, 0.9999), (0.9, 1.0, 0.9998))) == 0.9


def test_where_none_is_precise_enough_the_most_precise_is_taken() -> None:
    assert quality.chosen(curve((0.1, 0.7, 0.99), (0.5, 0.8, 0.9), (0.9, 0.9, 0.5))) == 0.9
