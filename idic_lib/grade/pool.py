"""Many graded worlds together: how often the intervals hold their truth, and how often each detector fires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from idic_lib.grade.coverage import Coverage
from idic_lib.grade.grades import Grades
from idic_lib.grade.judge import FIRES, Graded, Mark

_ENOUGH = 5
"""In so many worlds a rare fault must have come about, and a choice that is sound must have been right."""


@dataclass(frozen=True)
class Pooled:
    """The grades of several worlds in the order of their seeds: `faulty` with planted faults, `clean` their twins without."""

    faulty: tuple[Grades, ...]
    clean: tuple[Grades, ...]

    @property
    def grades(self) -> tuple[Grades, ...]:
        """All of them."""
        return (*self.faulty, *self.clean)

    @property
    def coverage(self) -> Coverage:
        """How often intervals hold their truth, seed by seed: a world and its clean twin share their persons, and so are one cluster."""
        worlds = [[g for g in pair if g is not None] for pair in zip_longest(self.faulty, self.clean)]
        counts = [(sum(g.count(Mark.INSIDE) for g in pair), sum(g.intervals for g in pair)) for pair in worlds]
        return Coverage(tuple(counts), self.grades[0].agreed)

    @property
    def passed(self) -> bool:
        """Whether coverage is what was agreed, nothing is plainly wrong in any world, and no fault or choice was missed in all of them."""
        wrong = any(g.faults for g in self.grades)
        return self.coverage.holds and not wrong and not self.never_fired() and not self.never_right()

    def choices(self) -> list[tuple[Graded, int, int]]:
        """List decisions, names and counts on an estimate: the row, how often right, how often stated."""
        return _often([r for g in self.grades for r in g.choices], Mark.RIGHT)

    def never_right(self) -> list[str]:
        """List choices that were right in none of five worlds or more: an estimate may go wrong, but not always."""
        return [r.id for r, right, stated in self.choices() if stated >= _ENOUGH and not right]

    def by_row(self) -> list[tuple[Graded, int, int]]:
        """List facts that were stated with an interval: the row, how often inside, how often stated."""
        return _often([r for g in self.grades for r in g.rows if r.mark in {Mark.INSIDE, Mark.OUTSIDE}], Mark.INSIDE)

    def never_fired(self) -> list[str]:
        """List detectors of rare faults that fired in none of so many worlds that the fault must have come about."""
        if len(self.faulty) < _ENOUGH:
            return []
        return [r.id for r, fired, _ in self.detectors() if r.truth == FIRES and not fired and r.mark is Mark.SILENT]

    def detectors(self) -> list[tuple[Graded, int, int]]:
        """List detectors: the row, in how many faulty worlds it fired, in how many clean ones."""
        return [(r, _fired(self.faulty, r.id), _fired(self.clean, r.id)) for r in self.grades[0].rows if r.kind == "detector"]


def pooled(faulty: Sequence[Grades], clean: Sequence[Grades]) -> Pooled:
    """Put the grades of several worlds together, both in the order of their seeds: where both are given, the twins stand at the same place."""
    return Pooled(tuple(faulty), tuple(clean))


def _often(rows: Sequence[Graded], good: Mark) -> list[tuple[Graded, int, int]]:
    first = {r.id: r for r in reversed(rows)}
    ids = dict.fromkeys(r.id for r in rows)
    return [(first[i], sum(r.id == i and r.mark is good for r in rows), sum(r.id == i for r in rows)) for i in ids]


def _fired(grades: Sequence[Grades], detector: str) -> int:
    return sum(r.mark in {Mark.FIRED, Mark.FALSE_ALARM} for g in grades for r in g.rows if r.id == detector)
