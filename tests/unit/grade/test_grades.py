"""The grader itself: what is moved away from the truth is reported, and what was never said is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from idic_lib.errors import InputError
from idic_lib.facts import Fact, refused
from idic_lib.grade import AnswerKey, Grades, Mark, grade_run, grades_rows, read_key, read_truth, summary
from tests.unit.grade.toy import KEY, between, exact

Run = Callable[..., Grades]


def mark(grades: Grades, id: str) -> Mark:  # noqa: A002 - as a fact's id
    return next(r.mark for r in grades.rows if r.id == id)


def test_a_run_that_states_the_truth_passes(graded: Run) -> None:
    grades = graded()
    assert grades.passed
    assert grades.faults == ()
    assert (grades.count(Mark.INSIDE), grades.intervals, grades.count(Mark.EQUAL), grades.count(Mark.FIRED)) == (1, 1, 3, 1)


def test_a_fact_moved_outside_its_interval_is_reported_and_fails(graded: Run) -> None:
    grades = graded(between("differentiate.satisfaction.share", 0.6, 0.57, 0.63))
    assert mark(grades, "differentiate.satisfaction.share") is Mark.OUTSIDE
    assert grades.share_inside == 0
    assert not grades.passed


def test_the_agreed_share_of_intervals_may_miss(graded: Run) -> None:
    """One of two intervals holds its truth: exactly the half that this key agrees on."""
    assert graded(between("measure.sales.2025q1", 50, 40, 60)).passed


def test_an_exact_count_that_is_one_off_fails(graded: Run) -> None:
    grades = graded(exact("identify.rows.orders", 101))
    assert mark(grades, "identify.rows.orders") is Mark.WRONG
    assert not grades.passed


def test_a_row_with_a_star_is_graded_for_every_entry_of_the_truth(graded: Run) -> None:
    grades = graded(exact("measure.sales.2025q2", 41))
    assert (mark(grades, "measure.sales.2025q1"), mark(grades, "measure.sales.2025q2")) == (Mark.EQUAL, Mark.WRONG)


def test_an_answer_where_a_refusal_is_right_fails(graded: Run) -> None:
    assert mark(graded(), "differentiate.repeat_model") is Mark.RIGHT
    assert mark(graded(exact("differentiate.repeat_model", 5)), "differentiate.repeat_model") is Mark.WRONG


def test_a_wrong_decision_fails(graded: Run) -> None:
    grades = graded(choice="Reward the satisfied")
    assert mark(grades, "differentiate.focus") is Mark.WRONG
    assert not grades.passed


def test_a_detector_switched_off_is_reported_and_fails(graded: Run) -> None:
    grades = graded(exact("identify.audit.negative", 0))
    assert mark(grades, "negative_amounts") is Mark.NOT_FIRED
    assert not grades.passed


def test_a_detector_that_is_no_longer_stated_is_lost_and_fails(graded: Run) -> None:
    grades = graded(without="identify.audit.negative")
    assert mark(grades, "negative_amounts") is Mark.LOST
    assert not grades.passed


def test_a_detector_that_fires_in_the_clean_twin_is_reported_and_fails(graded: Run) -> None:
    grades = graded(faults=False)
    assert mark(grades, "negative_amounts") is Mark.FALSE_ALARM
    assert not grades.passed


def test_a_silent_detector_in_the_clean_twin_passes(graded: Run) -> None:
    assert graded(exact("identify.audit.negative", 0), faults=False).passed


def test_what_no_stage_states_yet_is_missing_and_listed_and_does_not_fail(graded: Run) -> None:
    grades = graded()
    assert {r.id for r in grades.rows if r.mark is Mark.MISSING} == {"identify.persons", "night"}
    listed = [row for _, rows in grades_rows(grades) for row in rows]
    assert ("identify.persons", "", "100", "missing") in listed
    assert "2 missing" in summary(grades)


def test_what_a_stage_stated_and_states_no_longer_is_lost_and_fails(graded: Run) -> None:
    """So is a row of the key whose id is misspelt: it must be stated, unless it is marked as later."""
    grades = graded(without="identify.rows.orders")
    assert mark(grades, "identify.rows.orders") is Mark.LOST
    assert not grades.passed


def refusal(id: str) -> Fact:  # noqa: A002 - as a fact's id
    return refused(id, unit="share", reason="Ask more customers.")


def test_a_refusal_of_what_has_a_truth_counts_as_missing_and_fails(graded: Run) -> None:
    grades = graded(refusal("measure.sales.2025q1"))
    assert mark(grades, "measure.sales.2025q1") is Mark.REFUSED
    assert grades.as_json()["missing"] == graded().as_json()["missing"] + 1  # type: ignore[operator]
    assert not grades.passed
    assert "1 refused though there is a truth" in summary(grades)


@pytest.mark.parametrize(("allowed", "passes"), [("true", True), ("11", True), ("10", False), ("false", False)])
def test_a_refusal_that_the_key_allows_is_missing_and_no_fault(world: Path, graded: Run, allowed: str, *, passes: bool) -> None:
    """The toy world has 10 persons: a number allows it in worlds of fewer."""
    graded(refusal("measure.sales.2025q1"))
    key = variant(world, 'truth = "T1.quarters.*"', f'truth = "T1.quarters.*"\nmay_refuse = {allowed}')
    grades = grade_run(world / "run", read_truth(world), key)
    assert grades.passed is passes
    assert mark(grades, "measure.sales.2025q1") is (Mark.MAY_REFUSE if passes else Mark.REFUSED)
    assert grades.as_json()["missing"] == 3


def test_a_run_without_any_interval_fails(graded: Run) -> None:
    """It may have stated every count rightly: about its estimates nothing was shown."""
    grades = graded(exact("differentiate.satisfaction.share", 0.46))
    assert (grades.intervals, grades.share_inside, grades.faults) == (0, None, ())
    assert not grades.passed
    assert summary(grades).startswith("No fact was stated with an interval.")


def test_a_run_that_refuses_everything_fails(graded: Run) -> None:
    everything = [refusal(i) for i in ("identify.rows.orders", "differentiate.satisfaction.share", "measure.sales.2025q1")]
    grades = graded(*everything)
    assert len(grades.faults) == 3
    assert not grades.passed


@pytest.mark.parametrize("faults", [True, False])
def test_a_detector_that_refuses_to_look_is_a_fault_even_where_silence_is_right(graded: Run, *, faults: bool) -> None:
    grades = graded(refusal("identify.audit.negative"), faults=faults)
    assert mark(grades, "negative_amounts") is Mark.REFUSED
    assert not grades.passed


def variant(world: Path, old: str, new: str) -> AnswerKey:
    (world / "variant.toml").write_text(KEY.replace(old, new, 1), encoding="utf-8")
    return read_key("variant", world)


def test_a_choice_that_stands_on_an_estimate_is_counted_apart_from_the_intervals(world: Path, graded: Run) -> None:
    graded(choice="Reward the satisfied")
    estimated = variant(world, 'right = "Fix the most common problems"', 'right = "Fix the most common problems"\nestimated = true')
    grades = grade_run(world / "run", read_truth(world), estimated)
    assert mark(grades, "differentiate.focus") is Mark.BESIDE
    assert (grades.count(Mark.INSIDE), grades.intervals, grades.right, len(grades.choices), grades.faults) == (1, 1, 0, 1, ())
    assert "1 of 1 intervals hold their truth: 100%, agreed 50%. Decisions right: 0 of 1." in summary(grades)


def test_decisions_right_are_said_with_their_number(graded: Run) -> None:
    assert "Decisions right: 1 of 1." in summary(graded())
    assert "Decisions right: 0 of 1." in summary(graded(choice="Reward the satisfied"))


def test_a_truth_that_this_world_does_not_have_is_said_and_counts_for_nothing(world: Path, graded: Run) -> None:
    graded()
    grades = grade_run(world / "run", read_truth(world), variant(world, "T6.satisfied", "T6.nobody_asked"))
    assert mark(grades, "differentiate.satisfaction.share") is Mark.NO_TRUTH
    assert grades.faults == ()
    assert "1 without a truth" in summary(grades)


def test_a_rare_fault_may_be_absent_from_one_world(world: Path, graded: Run) -> None:
    graded(exact("identify.audit.negative", 0))
    grades = grade_run(world / "run", read_truth(world), variant(world, "fires = { above = 0 }", "fires = { above = 0 }\nrare = true"))
    assert mark(grades, "negative_amounts") is Mark.SILENT
    assert grades.passed


def test_a_counted_truth_is_asked_for_every_fact_that_the_run_states(world: Path, graded: Run) -> None:
    graded()
    grades = grade_run(world / "run", read_truth(world), variant(world, 'truth = "T1.quarters.*"', 'truth = "rest(T1.quarters.*)"'))
    assert [(r.id, r.truth) for r in grades.rows if r.id.startswith("measure")] == [
        ("measure.sales.2025q1", -29),
        ("measure.sales.2025q2", -39),
    ]
    gone = variant(world, 'id = "measure.sales.*"\ntruth = "T1.quarters.*"', 'id = "measure.orders.*"\ntruth = "rest(T6.satisfied*)"')
    with pytest.raises(InputError, match=r"T6\.satisfied\*"):
        grade_run(world / "run", read_truth(world), gone)


@pytest.mark.parametrize(("kind", "rows"), [("fact", 6), ("decision", 1), ("detector", 2)])
def test_every_row_of_the_key_is_printed(graded: Run, kind: str, rows: int) -> None:
    assert next(len(r) for head, r in grades_rows(graded()) if head[0] == kind) == rows
