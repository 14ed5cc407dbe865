"""Fields that give the outcome away are found and named; fields that merely foresee it are not."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from idic_lib.differentiate.criteria import answered_fields, giveaway_facts, given_away
from idic_lib.differentiate.criteria.giveaway import AFTER, LATER, SAYS_IT
from idic_lib.differentiate.history import Refusal
from idic_lib.engine import Engine

SINCE = date(2025, 7, 1)


def fields(*, seed: int = 1, n: int = 800) -> tuple[pd.DataFrame, np.ndarray]:  # type: ignore[type-arg]
    """A third leave. Nothing here says who, but `risk` foresees it well and `place` a little."""
    rng = np.random.default_rng(seed)
    leaves = rng.random(n) < 0.33
    frame = pd.DataFrame({
        "risk": rng.normal(size=n) + 1.8 * leaves,
        "place": pd.Series(np.where(rng.random(n) < 0.2 + 0.2 * leaves, "north", "south"), dtype="str"),
        "number": pd.Series([f"id{k}" for k in range(n)], dtype="str"),
        "phoned": pd.Series(np.where(rng.random(n) < 0.3, "yes", None), dtype="str"),
        "joined_on": pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 180, n), unit="D"),
        "nothing": pd.Series([None] * n, dtype="str"),
    })  # fmt: skip
    return frame, leaves


def judged(frame: pd.DataFrame, leaves: np.ndarray) -> dict[str, str]:  # type: ignore[type-arg]
    found = given_away(frame, leaves, since=SINCE, seed=1)
    assert isinstance(found, pd.DataFrame)
    return dict(found.loc[~found["kept"], ["field", "verdict"]].itertuples(index=False))


@pytest.mark.parametrize("seed", range(5))
def test_clean_fields_may_all_be_used_however_well_they_foresee(seed: int) -> None:
    assert judged(*fields(seed=seed)) == {}


def test_a_satisfaction_score_that_equals_the_outcome_is_found() -> None:
    frame, leaves = fields()
    score = np.where(leaves, 1 + np.arange(len(leaves)) % 2, 4 + np.arange(len(leaves)) % 2)
    assert judged(frame.assign(satisfaction=score), leaves) == {"satisfaction": SAYS_IT}
    assert judged(frame.assign(satisfaction=score.astype(str)), leaves) == {"satisfaction": SAYS_IT}


def test_a_reason_that_is_filled_in_only_when_somebody_has_left_is_found_even_when_often_empty() -> None:
    frame, leaves = fields()
    told = leaves & (np.arange(len(leaves)) % 3 == 0)
    reason = pd.Series(np.where(told, np.where(np.arange(len(leaves)) % 2, "price", "moved"), None), dtype="str")
    assert judged(frame.assign(reason=reason), leaves) == {"reason": AFTER}


def test_a_field_that_only_those_who_stay_can_fill_is_found() -> None:
    frame, leaves = fields()
    assert judged(frame.assign(renewal=pd.Series(np.where(leaves, None, "signed"), dtype="str")), leaves) == {"renewal": AFTER}


def test_days_after_the_outcome_began_are_too_late() -> None:
    frame, leaves = fields()
    assert judged(frame.assign(joined_on=pd.Timestamp("2025-08-01")), leaves) == {"joined_on": LATER}


def test_the_fields_are_named_with_what_they_tell() -> None:
    frame, leaves = fields()
    found = given_away(frame.assign(copy=leaves.astype(str)), leaves, since=SINCE, seed=1)
    facts = giveaway_facts(found, customers=len(frame))
    assert [(f.id, f.value) for f in facts] == [("differentiate.giveaway.fields", 1), ("differentiate.giveaway.copy", pytest.approx(1.0))]
    assert "left out" in facts[1].sentence()


def test_an_outcome_that_everybody_has_is_refused() -> None:
    frame, leaves = fields()
    found = given_away(frame, np.ones_like(leaves), seed=1)
    assert isinstance(found, Refusal)
    assert giveaway_facts(found, customers=len(frame))[0].refused


def test_answers_become_fields_the_last_one_of_each_question_before_the_day() -> None:
    days = pd.to_datetime(["2025-01-01", "2025-03-01", "2025-09-01", "2025-02-01"])
    surveys = pd.DataFrame(
        {
            "customer_id": ["a", "a", "a", "b"],
            "answered_on": days,
            "question": ["score", "score", "score", "why"],
            "answer": ["1", "4", "5", "dear"],
        }
    )
    traits = pd.DataFrame({"customer_id": ["a", "b", "c"], "place": ["x", "y", None]})
    wide = answered_fields(traits, Engine.of(surveys=surveys).relation("surveys"), until=SINCE).set_index("customer_id")
    assert wide.loc["a", "score"] == 4
    assert wide.loc["b", "why"] == "dear"
    assert wide.loc["c", ["score", "why"]].isna().all()
