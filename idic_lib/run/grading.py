"""A run held against the truth of its generated case, and the same over many worlds without kernels."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from idic_lib.case import Case, read_case
from idic_lib.errors import InputError
from idic_lib.grade import (
    Grades,
    Table,
    Truth,
    grade_run,
    grades_rows,
    has_truth,
    pooled,
    read_key,
    read_truth,
    summary,
    sweep_rows,
    sweep_summary,
)
from idic_lib.run import folders
from idic_lib.run.answers import of_exports
from idic_lib.run.inprocess import run_in_process
from idic_lib.run.supply import supply
from idic_lib.sources import fingerprints
from idic_lib.text import use
from idic_lib.workspace import as_json, write_text
from idic_lib.worlds import write_world, written_world

if TYPE_CHECKING:
    from idic_lib.run.execute import Progress

Faults = Literal["all", "none", "both"]
LEAST = 300
"""Persons in a world of a sweep: with fewer, a stage may find no order, no campaign or no contract at all to speak of."""


@dataclass(frozen=True)
class Report:
    """What grading found, ready to print: tables, a closing sentence, and plain values for a file."""

    tables: list[Table]
    summary: str
    passed: bool
    content: dict[str, object]

    def write(self, file: Path) -> None:
        """Write the grades as JSON."""
        write_text(file, as_json(self.content))


def grade_case(case: str | Path, *, run: str | Path | None = None, out: Path | None = None, progress: Progress) -> Report:
    """Grade a run of a generated case: the latest of its exports, or the named one; without any, run the case first, saying so.

    Raises InputError for a case without truth, for a run that is not there (before anything is written), and for one that was made
    from other exports.
    """
    engaged = read_case(case)
    base = (out or folders.REPORTS) / engaged.name
    named = _named(base, run) if run else None
    supply(engaged, progress.message)
    truth = _truth(engaged)
    graded = _of_these_exports(named, engaged) if named else _latest(base, engaged) or _run_first(engaged.folder, out, progress)
    use("en")
    grades = grade_run(graded, truth, read_key(truth.world))
    return Report(grades_rows(grades), f"{graded.name}: {summary(grades)}", grades.passed, {"run": graded.name, **grades.as_json()})


def _truth(case: Case) -> Truth:
    if has_truth(case.folder):
        return read_truth(case.folder)
    if case.world:
        raise InputError(
            f"{case.folder / 'truth'}: the truth of this generated case was taken away. Remove {case.folder / 'raw'} too, and both are written again."
        )
    made = written_world(case.folder)
    if made:
        raise InputError(
            f"{case.folder / 'truth'}: this case is generated, and its truth is missing. Write it again: {made.command(case.folder)}"
        )
    return read_truth(case.folder)


def _latest(base: Path, case: Case) -> Path | None:
    run = folders.latest(base)
    return run if run and _inputs(run) == fingerprints(case) else None


def _named(base: Path, run: str | Path) -> Path:
    folder = next((f for f in (base / run, Path(run)) if (f / "run.json").exists()), None)
    if folder is None:
        known = ", ".join(f.name for f in folders.runs(base)) or "none"
        raise InputError(f"--run {run}: there is no such run in {base}. Runs there: {known}.")
    return folder


def _of_these_exports(run: Path, case: Case) -> Path:
    if _inputs(run) != fingerprints(case):
        raise InputError(
            f"--run {run.name}: it was made from other exports than those that lie in {case.folder}; their truth is another. Run the case again."
        )
    return run


def _inputs(run: Path) -> dict[str, str]:
    return of_exports(folders.facts_of_run(run)["inputs"])


def _run_first(case: Path, out: Path | None, progress: Progress) -> Path:
    from idic_lib.run.whole import run_case  # papermill is needed only when the case must run

    progress.message("There is no run of these exports; running the case first.")
    return run_case(case, out=out, progress=progress).path


@dataclass(frozen=True)
class Swept:
    """One graded world of a sweep, and how long writing and running it took."""

    seed: int
    faults: bool
    grades: Grades
    seconds: float


def sweep(world: str, *, seeds: Sequence[int], customers: int, faults: Faults = "all") -> Iterator[Swept]:
    """Write a world for each seed, run its notebooks in this process and grade them; worlds and runs are thrown away."""
    for seed in seeds:
        for dirty in {"all": (True,), "none": (False,), "both": (True, False)}[faults]:
            started = time.monotonic()
            with tempfile.TemporaryDirectory() as folder:
                grades = graded_world(world, Path(folder), customers=customers, seed=seed, faults=dirty)
            yield Swept(seed, dirty, grades, time.monotonic() - started)


def graded_world(world: str, folder: Path, *, customers: int, seed: int, faults: bool) -> Grades:
    """Write one world into a folder, run it in this process and grade it."""
    written = write_world(world, folder / world, customers=customers, seed=seed, faults=faults)
    run = run_in_process(read_case(written), folder / "run", lang="en")
    return grade_run(run, read_truth(written), read_key(world))


def _world(case: Case) -> str:
    made = written_world(case.folder)
    return case.world.name if case.world else made.world if made else read_truth(case.folder).world


def sweep_case(case: str | Path, *, seeds: Sequence[int], customers: int, faults: Faults, say: Callable[[str], None]) -> Report:
    """Sweep the world that a case is written by; `say` hears a line for every world."""
    if customers < LEAST:
        raise InputError(
            f"--customers {customers}: a sweep needs at least {LEAST} persons in each world; with fewer there is too little to state."
        )
    world = _world(read_case(case))
    swept = []
    for one in sweep(world, seeds=seeds, customers=customers, faults=faults):
        say(f"seed {one.seed:>3}, {'with faults' if one.faults else 'clean':<11} {one.seconds:6.1f} s  {summary(one.grades)}")
        swept.append(one)
    pool = pooled([s.grades for s in swept if s.faults], [s.grades for s in swept if not s.faults])
    content = [{"seed": s.seed, "faults": s.faults, **s.grades.as_json()} for s in swept]
    seconds = sum(s.seconds for s in swept) / len(swept)
    return Report(
        sweep_rows(pool),
        f"{sweep_summary(pool)} {seconds:.1f} s a world.",
        pool.passed,
        {"coverage": pool.coverage.as_json(), "worlds": content},
    )
