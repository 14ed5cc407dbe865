"""One run against one truth: every row of the key graded, and whether the run passes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from idic_lib.case import Case
from idic_lib.errors import InputError
from idic_lib.facts import Decision, Fact
from idic_lib.grade.judge import FAULTS, UNANSWERED, Graded, Mark, grade_decision, grade_detector, grade_fact
from idic_lib.grade.key import REFUSED, AnswerKey, DecisionRow, FactRow
from idic_lib.grade.truth import Answer, Asking, Truth
from idic_lib.grade.truths import COUNTED


@dataclass(frozen=True)
class Grades:
    """The graded rows of one run, in the order of the key."""

    agreed: float
    rows: tuple[Graded, ...]

    def count(self, *marks: Mark) -> int:
        """Count rows with one of these marks."""
        tally = Counter(r.mark for r in self.rows)
        return sum(tally[m] for m in marks)

    @property
    def intervals(self) -> int:
        """How many facts were stated with an interval and held against a truth."""
        return self.count(Mark.INSIDE, Mark.OUTSIDE)

    @property
    def share_inside(self) -> float | None:
        """Return the share of stated intervals that hold their truth; None where none was stated."""
        return self.count(Mark.INSIDE) / self.intervals if self.intervals else None

    @property
    def choices(self) -> tuple[Graded, ...]:
        """Decisions, names and counts on an estimate that were stated and held against the right one."""
        return tuple(r for r in self.rows if r.choice and r.mark in {Mark.RIGHT, Mark.BESIDE, Mark.WRONG})

    @property
    def right(self) -> int:
        """How many of the choices are right."""
        return sum(r.mark is Mark.RIGHT for r in self.choices)

    @property
    def faults(self) -> tuple[Graded, ...]:
        """Rows that fail the run by themselves."""
        return tuple(r for r in self.rows if r.mark in FAULTS)

    @property
    def passed(self) -> bool:
        """Whether there are intervals, the agreed share of them holds its truth, and nothing is plainly wrong.

        A run that states no interval that could be held against a truth has shown nothing, and does not pass.
        """
        return not self.faults and self.share_inside is not None and self.share_inside >= self.agreed

    def as_json(self) -> dict[str, object]:
        """Plain values: the rows and what they add up to."""
        return {
            "agreed": self.agreed,
            "inside": self.count(Mark.INSIDE),
            "intervals": self.intervals,
            "decisions": len(self.choices),
            "decisions_right": self.right,
            "missing": self.count(*UNANSWERED),
            "passed": self.passed,
            "rows": [asdict(r) for r in self.rows],
        }


def grade_run(run: Path, truth: Truth, key: AnswerKey) -> Grades:
    """Grade a finished run; a truth that the key names and the world does not have is an error that names it."""
    facts = {f.id: f for f in (Fact.model_validate_json(json.dumps(f)) for f in _ledger(run, "facts"))}
    decisions = {d.id: d for d in (Decision.model_validate_json(json.dumps(d)) for d in _ledger(run, "decisions"))}
    case = Case.model_validate_json((run / "case.json").read_text(encoding="utf-8"))
    asking = Asking(truth, case, facts)
    expanded = [one for row in key.fact for one in _each(row, asking)]
    return Grades(
        key.agreed,
        (
            *(grade_fact(row, facts.get(row.id), _answer(row.id, row.truth, asking), persons=truth.persons) for row in expanded),
            *(grade_decision(row, decisions.get(row.id), _right(row, asking)) for row in key.decision),
            *(grade_detector(d, facts.get(d.fact) or decisions.get(d.fact), faults=truth.faults) for d in key.detector),
        ),
    )


def _ledger(run: Path, name: str) -> list[object]:
    content: list[object] = json.loads((run / f"{name}.json").read_text(encoding="utf-8"))
    return content


def _each(row: FactRow, asking: Asking) -> list[FactRow]:
    """Write a row with a star once for every entry that the truth has at its place; where the truth is counted, for every fact that the run states."""
    if "*" not in row.id:
        return [row]
    if "(" in row.truth:
        before, after = row.id.split("*")
        entries = [i[len(before) : len(i) - len(after)] for i in asking.facts if i.startswith(before) and i.endswith(after)]
    else:
        entries = list(asking.truth.entries(row.truth.partition(".*")[0]))
    return [row.model_copy(update={"id": row.id.replace("*", e.lower()), "truth": row.truth.replace("*", e)}) for e in entries] or [row]


def _answer(id: str, asked: str, asking: Asking) -> Answer:  # noqa: A002 - as a fact's id
    """Look a truth up at its path, or count it by the function of that name with what stands in its brackets."""
    if asked == REFUSED:
        return REFUSED
    if "(" not in asked:
        return asking.truth.answer(asked)
    name, _, given = asked.removesuffix(")").partition("(")
    count = COUNTED.get(name)
    if count is None:
        raise InputError(
            f"The answer key asks '{asked}' for {id}, and there is no such count of the truth. There are: {', '.join(COUNTED)}."
        )
    return count(asking, *(a.strip() for a in given.split(",") if a.strip()))


def _right(row: DecisionRow, asking: Asking) -> Answer:
    """Return the right choice: what a count of the truth says, or the words of the key."""
    return _answer(row.id, row.right, asking) if row.right.endswith(")") else row.right
