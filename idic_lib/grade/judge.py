"""One fact against its truth, one decision against the right choice, one detector against what was planted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from idic_lib.facts import Decision, Fact
from idic_lib.grade.key import REFUSED, DecisionRow, DetectorRow, FactRow, Fires
from idic_lib.grade.truth import Answer


class Mark(StrEnum):
    """What a row of the key got."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    EQUAL = "equal"
    WRONG = "wrong"
    REFUSED = "refused, has a truth"
    MAY_REFUSE = "refused, as it may"
    NO_TRUTH = "no truth"
    MISSING = "missing"
    LOST = "lost"
    RIGHT = "right"
    BESIDE = "not the true one"
    FIRED = "fired"
    SILENT = "silent"
    NOT_FIRED = "silent, should fire"
    FALSE_ALARM = "fired, should be silent"


FAULTS = frozenset({Mark.WRONG, Mark.LOST, Mark.REFUSED, Mark.NOT_FIRED, Mark.FALSE_ALARM})
"""Marks that fail a run by themselves. An interval beside its truth fails only through the agreed share; what no stage states yet, and
what stands on an estimate and is not the true one, is counted."""
UNANSWERED = frozenset({Mark.MISSING, Mark.REFUSED, Mark.MAY_REFUSE})
"""Marks of what has a truth and got no answer."""

FIRES = "fires"
Kind = Literal["fact", "decision", "detector"]


@dataclass(frozen=True)
class Graded:
    """One row of the key and its mark; the values as stated, `truth` None where nothing was to be computed."""

    kind: Kind
    id: str
    about: str
    mark: Mark
    value: Answer | None = None
    lo: float | None = None
    hi: float | None = None
    unit: str = ""
    truth: Answer | None = None
    later: bool = False
    estimated: bool = False

    @property
    def choice(self) -> bool:
        """Whether this is a decision, or a name or count that stands on an estimate: right or not, without an interval."""
        return self.kind == "decision" or (self.estimated and self.mark in {Mark.RIGHT, Mark.BESIDE})


def grade_fact(row: FactRow, fact: Fact | None, truth: Answer, *, persons: int) -> Graded:
    """Hold a fact against its truth in a world of so many persons; `refused` is the truth of what must not be answered."""
    if fact is None:
        return Graded("fact", row.id, row.about, Mark.MISSING if row.later else Mark.LOST, truth=truth, later=row.later)
    mark = _mark(fact, truth, row)
    if mark is Mark.REFUSED and row.may_be_refused(persons):
        mark = Mark.MAY_REFUSE
    return Graded("fact", row.id, row.about, mark, fact.value, fact.lo, fact.hi, fact.unit, truth, row.later, row.estimated)


def _mark(fact: Fact, truth: Answer, row: FactRow) -> Mark:
    if truth == REFUSED:
        return Mark.RIGHT if fact.refused else Mark.WRONG
    if fact.value is None or truth is None:
        return Mark.REFUSED if truth is not None else Mark.NO_TRUTH
    if isinstance(truth, str) or isinstance(fact.value, str):
        same = str(fact.value) == str(truth)
    elif fact.lo is not None and fact.hi is not None:
        return Mark.INSIDE if fact.lo <= truth <= fact.hi else Mark.OUTSIDE
    else:
        same = abs(fact.value - truth) <= row.tolerance
    if row.estimated:
        return Mark.RIGHT if same else Mark.BESIDE
    return Mark.EQUAL if same else Mark.WRONG


def grade_decision(row: DecisionRow, decision: Decision | None, right: Answer) -> Graded:
    """Hold a decision's choice against the right one."""
    if decision is None:
        return Graded("decision", row.id, row.about, Mark.MISSING if row.later else Mark.LOST, truth=right, later=row.later)
    bad = Mark.BESIDE if row.estimated else Mark.WRONG
    mark = Mark.RIGHT if decision.choice == right else bad
    return Graded("decision", row.id, row.about, mark, decision.choice, truth=right, later=row.later, estimated=row.estimated)


def grade_detector(row: DetectorRow, shown: Fact | Decision | None, *, faults: bool) -> Graded:
    """Whether a detector fired where its fault was planted and stayed silent where it was not."""
    should = row.planted and faults
    words = FIRES if should else "stays silent"
    if shown is None:
        return Graded("detector", row.id, row.name, Mark.MISSING if row.later else Mark.LOST, truth=words, later=row.later)
    if isinstance(shown, Fact) and shown.refused and row.fires.refused is None:  # it saw nothing: no silence that would count
        blind = Mark.MAY_REFUSE if row.later or row.rare else Mark.REFUSED
        return Graded("detector", row.id, row.name, blind, unit=shown.unit, truth=words, later=row.later)
    fired = _fires(row.fires, shown)
    mark = (Mark.FIRED if should else Mark.FALSE_ALARM) if fired else (Mark.NOT_FIRED if should and not row.rare else Mark.SILENT)
    if isinstance(shown, Decision):
        return Graded("detector", row.id, row.name, mark, shown.choice, truth=words, later=row.later)
    return Graded("detector", row.id, row.name, mark, shown.value, shown.lo, shown.hi, shown.unit, words, row.later)


def _fires(when: Fires, shown: Fact | Decision) -> bool:
    if isinstance(shown, Decision):
        return when.choice == shown.choice
    if when.refused is not None:
        return shown.refused is when.refused
    if when.verdict is not None:
        return shown.verdict == when.verdict
    if isinstance(shown.value, str) or shown.value is None:
        return False
    low, high = (shown.value, shown.value) if shown.lo is None or shown.hi is None else (shown.lo, shown.hi)
    return low > when.above if when.above is not None else when.below is not None and high < when.below
