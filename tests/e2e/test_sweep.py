"""Two seeds of both generated worlds, with faults and clean, through the notebooks' code: what is stated holds its truth."""

from __future__ import annotations

import pytest

from idic_lib.grade import Grades, Mark, Pooled, pooled
from idic_lib.run.grading import sweep
from idic_lib.worlds import WORLDS

pytestmark = pytest.mark.e2e

SEEDS = (1, 2)
CUSTOMERS = 3000


@pytest.fixture(scope="module", params=WORLDS)
def pool(request: pytest.FixtureRequest) -> Pooled:
    swept = list(sweep(request.param, seeds=SEEDS, customers=CUSTOMERS, faults="both"))
    return pooled([s.grades for s in swept if s.faults], [s.grades for s in swept if not s.faults])


def named(grades: tuple[Grades, ...], *marks: Mark) -> set[str]:
    return {f"{r.id}: {r.value} against {r.truth}" for g in grades for r in g.rows if r.mark in marks}


def test_intervals_hold_their_truth_as_often_as_agreed(pool: Pooled) -> None:
    assert pool.coverage.holds, named(pool.grades, Mark.OUTSIDE)


def test_exact_counts_and_decisions_are_right(pool: Pooled) -> None:
    assert named(pool.grades, Mark.WRONG) == set()


def test_what_the_key_expects_is_stated(pool: Pooled) -> None:
    """An id of the key that is misspelt, a fact that a stage no longer states, or refuses though it has a truth, stands here."""
    assert named(pool.grades, Mark.LOST, Mark.REFUSED) == set()


def test_detectors_fire_where_faults_were_planted(pool: Pooled) -> None:
    assert named(pool.faulty, Mark.NOT_FIRED, Mark.FALSE_ALARM) == set()


def test_every_detector_stays_silent_in_the_clean_twin(pool: Pooled) -> None:
    assert named(pool.clean, Mark.FALSE_ALARM) == set()
    assert sum(g.count(Mark.FIRED) for g in pool.clean) == 0
    assert any(g.count(Mark.SILENT) for g in pool.clean)


def test_what_a_stage_states_by_now_is_no_longer_marked_as_later(pool: Pooled) -> None:
    """`later` in a key only says that no stage states it: once one does, the mark must go."""
    assert {r.id for g in pool.grades for r in g.rows if r.later and r.mark is not Mark.MISSING} == set()
