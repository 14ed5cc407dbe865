"""Grades as words: rows for a terminal's tables, and the sentences below them."""

from __future__ import annotations

from collections.abc import Sequence

from idic_lib.grade.coverage import Coverage
from idic_lib.grade.grades import Grades
from idic_lib.grade.judge import UNANSWERED, Graded, Mark
from idic_lib.grade.pool import Pooled
from idic_lib.grade.truth import Answer
from idic_lib.text.numbers import decimal, ends, quantity

Table = tuple[Sequence[str], Sequence[Sequence[str]]]
"""A head and its rows."""


def grades_rows(grades: Grades) -> list[Table]:
    """Lay out the grades of one run: facts, decisions, detectors, each as stated, as true, and what it got."""
    heads = {
        "fact": ("fact", "stated", "truth", ""),
        "decision": ("decision", "chosen", "right", ""),
        "detector": ("detector", "shown by", "planned", ""),
    }
    tables = [(head, [_row(r) for r in grades.rows if r.kind == kind]) for kind, head in heads.items()]
    return [(head, rows) for head, rows in tables if rows]


def summary(grades: Grades) -> str:
    """Say what the grades add up to."""
    share = "no fact was stated with an interval"
    if grades.share_inside is not None:
        inside = f"{grades.count(Mark.INSIDE)} of {grades.intervals} intervals hold their truth"
        share = f"{inside}: {grades.share_inside:.0%}, agreed {grades.agreed:.0%}"
    chosen = f" Decisions right: {grades.right} of {len(grades.choices)}." if grades.choices else ""
    counts = ", ".join(f"{decimal(n)} {word}" for n, word in _counts(grades) if n) or "nothing else was graded"
    return f"{share[0].upper()}{share[1:]}.{chosen} {counts[0].upper()}{counts[1:]}. {'Passed' if grades.passed else 'Failed'}."


def _counts(grades: Grades) -> list[tuple[int, str]]:
    marks = [
        Mark.EQUAL,
        Mark.WRONG,
        Mark.REFUSED,
        Mark.MAY_REFUSE,
        Mark.FIRED,
        Mark.SILENT,
        Mark.NOT_FIRED,
        Mark.FALSE_ALARM,
        Mark.LOST,
        Mark.NO_TRUTH,
        Mark.MISSING,
    ]
    words = {
        Mark.EQUAL: "exact counts equal",
        Mark.REFUSED: "refused though there is a truth",
        Mark.MAY_REFUSE: "refused as they may be",
        Mark.LOST: "lost (the key expects them, the run does not state them)",
        Mark.NO_TRUTH: "without a truth in this world",
        Mark.MISSING: "missing (no stage states them yet)",
    }
    refusals = sum(r.mark is Mark.RIGHT and not r.choice for r in grades.rows)
    return [(refusals, "rightly refused"), *((grades.count(m), words.get(m, str(m))) for m in marks)]


def _row(row: Graded) -> tuple[str, ...]:
    return (row.id, _stated(row), "" if row.truth is None else _said(row.truth, row.unit), str(row.mark))


def _stated(row: Graded) -> str:
    if row.value is None:
        return "" if row.mark in {Mark.MISSING, Mark.LOST} else "refused"
    said = _said(row.value, row.unit)
    if row.lo is None or row.hi is None:
        return said
    return f"{said} ({' to '.join(ends(row.lo, row.hi, row.unit))})"


def _said(value: Answer, unit: str) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return quantity(value, unit) if unit else f"{value:,.4g}" if isinstance(value, float) else f"{value:,}"


def sweep_rows(pool: Pooled) -> list[Table]:
    """Lay out a sweep: coverage fact by fact, and how often each detector fired in faulty and in clean worlds."""
    facts = [(r.id, f"{inside} of {stated}", f"{inside / stated:.0%}") for r, inside, stated in pool.by_row()]
    chosen = [(r.id, f"{right} of {stated}", f"{right / stated:.0%}") for r, right, stated in pool.choices()]
    fired = [(r.id, _times(r, a, pool.faulty), _times(r, b, pool.clean)) for r, a, b in pool.detectors()]
    wrong = [(r.id, _stated(r), "" if r.truth is None else _said(r.truth, r.unit), str(r.mark)) for g in pool.grades for r in g.faults]
    tables: list[Table] = [
        (("fact", "truth inside", "coverage"), facts),
        (("decision", "right", "share"), chosen),
        (("detector", "fired, with faults", "fired, clean"), fired),
        (("wrong", "stated", "truth", ""), wrong),
    ]
    return [(head, rows) for head, rows in tables if rows]


def _times(row: Graded, fired: int, worlds: Sequence[Grades]) -> str:
    if row.mark is Mark.MISSING:
        return str(row.mark)
    return f"{fired} of {len(worlds)}" if worlds else ""


def sweep_summary(pool: Pooled) -> str:
    """Say what a sweep adds up to."""
    missing = {r.id for g in pool.grades for r in g.rows if r.mark in UNANSWERED}
    wrong = sum(len(g.faults) for g in pool.grades)
    rows = (
        f"{decimal(len(missing))} rows of the key are missing in some world (no stage states them, or refuses to), {decimal(wrong)} wrong."
    )
    said = [_coverage(pool.coverage), _right(pool), rows, _never(pool), "Passed." if pool.passed else "Failed."]
    return " ".join(s for s in said if s)


def _coverage(found: Coverage) -> str:
    """Say share, interval and seeds beside what was agreed."""
    if found.share is None:
        return "No fact was stated with an interval: nothing was shown."
    seeds = f"{len(found.seeds)} seeds, each a cluster" if len(found.seeds) > 1 else "one seed, so no interval for other worlds"
    between = f"95 % interval {found.interval[0]:.1%} to {found.interval[1]:.1%}; " if found.interval else ""
    share = f"{decimal(found.inside)} of {decimal(found.stated)} intervals hold their truth: {found.share:.1%}"
    return f"{share} ({between}{seeds}); agreed {found.agreed:.0%}."


def _right(pool: Pooled) -> str:
    chosen = pool.choices()
    return f"Decisions right: {sum(a for _, a, _ in chosen)} of {sum(b for _, _, b in chosen)}." if chosen else ""


def _never(pool: Pooled) -> str:
    """Name what was missed in every world."""
    never = [f"{i} never fired" for i in pool.never_fired()] + [f"{i} was never right" for i in pool.never_right()]
    return f"{'; '.join(never)}." if never else ""
