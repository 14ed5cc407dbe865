"""The satisfied share of everybody."""

import numpy as np
import pandas as pd
import pytest

from idic_lib.differentiate.satisfaction.majority import ASK, FIX, REWARD, focus_decision, majority
from idic_lib.differentiate.satisfaction.share import Share, population_share


def people(
    n: int, *, seed: int, share: float = 0.4, answers: tuple[float, float] = (0.4, 0.2), drawn: float = 0.2
) -> tuple[pd.DataFrame, pd.Series, float]:
    """Everybody; the satisfied and others answer with those chances, and some are drawn at random who all answer."""
    rng = np.random.default_rng(seed)
    happy = rng.random(n) < share
    volunteered = rng.random(n) < np.where(happy, answers[0], answers[1])
    lot = rng.random(n) < drawn
    frame = pd.DataFrame({"customer_id": np.arange(n).astype(str), "days": rng.integers(0, 20, n), "sales": rng.integers(0, 1000, n)})
    frame = frame.assign(mark=np.where(volunteered | lot, np.where(happy, 5, 2), np.nan), drawn=lot, volunteered=volunteered)
    return frame, pd.Series(happy.astype(float)).where(frame["mark"].notna()), float(happy.mean())


def found(frame: pd.DataFrame, yes: pd.Series, *, drawn: bool = True) -> Share:
    made = population_share(frame, yes, drawn=drawn, rng=np.random.default_rng(0), draws=2000)
    assert made is not None
    return made


def test_interval_of_the_drawn_holds_the_truth_nine_times_in_ten_or_more() -> None:
    """95 % of 60 worlds is 57; fewer than 52 happen in less than one of 100 runs of an honest interval."""
    held = 0
    for seed in range(60):
        frame, yes, truth = people(800, seed=seed)
        of = found(frame, yes).estimate
        held += of.lo <= truth <= of.hi
    assert held >= 52


def test_respondents_alone_lead_astray_and_weighting_does_not_mend_it() -> None:
    frame, yes, truth = people(3000, seed=1)
    assert found(frame, yes, drawn=False).estimate.lo > truth
    assert abs(found(frame, yes).estimate.value - truth) < 0.06  # three standard errors of 480 drawn


def test_weighting_mends_answers_that_hang_on_what_is_known_of_everybody() -> None:
    """Who has defects is dissatisfied and answers less: the U9 world. Weighted by defects, the share is everybody's."""
    rng = np.random.default_rng(3)
    defects = rng.poisson(1.95, 600)
    happy = defects < 2
    answered = rng.random(600) < np.where(happy, 0.6, 0.24)
    frame = pd.DataFrame({"customer_id": np.arange(600).astype(str), "defects": defects, "sales": 1, "mark": np.where(answered, np.where(happy, 5, 2), np.nan), "drawn": False, "volunteered": answered})  # fmt: skip
    of = found(frame, pd.Series(happy.astype(float)).where(answered), drawn=False).estimate
    assert of.lo <= happy.mean() <= of.hi < 0.5 < happy[answered].mean()


def test_sales_of_the_dissatisfied_hold_the_truth_where_few_buy_most_and_are_satisfied_more_often() -> None:
    """95 % of 60 worlds is 57; fewer than 52 happen in less than one of 100 runs of an honest interval. Counting heads misses most."""
    held = 0
    for seed in range(60):
        rng = np.random.default_rng([seed, 8])
        sales = rng.lognormal(0, 1.5, 1500) * 1000
        happy = rng.random(1500) < 0.4 + 0.03 * np.log(sales / 1000)
        lot = rng.random(1500) < 0.3
        frame = pd.DataFrame({"customer_id": np.arange(1500).astype(str), "sales": sales, "mark": np.where(lot, np.where(happy, 5, 2), np.nan), "drawn": lot, "volunteered": False})  # fmt: skip
        low, high = np.quantile(found(frame, pd.Series(happy.astype(float)).where(lot)).dissatisfied, [0.025, 0.975])
        held += low <= sales[~happy].sum() <= high
    assert held >= 52


def test_a_few_dozen_answers_tell_apart_who_has_defects() -> None:
    """Five dissatisfied among 35 answers are a cell of their own: without it those who answered would stand for the dissatisfied too."""
    defects = np.array([0] * 30 + [3] * 5 + [0] * 12 + [3] * 33)
    frame = pd.DataFrame({"customer_id": np.arange(80).astype(str), "defects": defects, "sales": 1, "drawn": False, "volunteered": np.arange(80) < 35})  # fmt: skip
    frame["mark"] = np.where(frame["volunteered"], np.where(defects == 0, 5, 2), np.nan)
    of = found(frame, pd.Series((defects == 0) * 1.0).where(frame["volunteered"]), drawn=False).estimate
    assert of.lo <= 42 / 80 <= of.hi < 0.7


def test_everybody_asked_leaves_nothing_open() -> None:
    frame, yes, truth = people(200, seed=5, drawn=1.0, answers=(0.0, 0.0))
    of = found(frame, yes).estimate
    assert (of.value, of.lo, of.hi) == pytest.approx((truth, truth, truth))


def test_nine_answers_say_nothing_of_everybody() -> None:
    frame, yes, _ = people(100, seed=1, drawn=0.0)
    few = yes.where(yes.notna().cumsum() <= 9)
    assert population_share(frame.assign(volunteered=few.notna()), few, drawn=False, rng=np.random.default_rng(0)) is None


def share_of(yes: int, n: int, everybody: int = 100_000) -> Share:
    """So many of n drawn at random say yes."""
    flags = np.full(everybody, np.nan)
    flags[:n] = np.arange(n) < yes
    frame = pd.DataFrame(
        {"customer_id": np.arange(everybody).astype(str), "sales": 100, "mark": flags, "drawn": ~np.isnan(flags), "volunteered": False}
    )
    return found(frame, pd.Series(flags))


@pytest.mark.parametrize(("yes", "choice"), [(330, REWARD), (270, FIX), (303, ASK)])
def test_the_rule_has_three_branches(yes: int, choice: str) -> None:
    share = share_of(yes, 600)
    rule = majority(share, customers=100_000)
    decision = focus_decision(share, rule, minor=1)
    assert (rule.choice, decision.choice) == (choice, choice)
    assert (decision.p_wrong is None) == (choice == ASK)
    assert (rule.needed.value > 0) == (choice == ASK)


def test_needed_answers_are_cochrans() -> None:
    """303 of 600: half a point from one half; (1.2816 + 0.8416)^2 / (4 x 0.005^2) = 45,079 answers, of 100,000 customers 31,072, less 600."""
    assert majority(share_of(303, 600), customers=100_000).needed.value == pytest.approx(31_072 - 600, abs=5)


def test_sure_side_has_little_chance_to_be_wrong() -> None:
    share = share_of(240, 600)
    decision = focus_decision(share, majority(share, customers=100_000), minor=1)
    assert decision.p_wrong is not None
    assert decision.p_wrong < 0.001
