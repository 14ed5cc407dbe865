"""A whole run: every stage that must, the report, and then the switch of the latest run."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from idic_lib.case import Case, parse_override, read_case
from idic_lib.errors import InputError, StageFailedError
from idic_lib.report import write_pages, write_report
from idic_lib.run import answers, folders
from idic_lib.run.execute import Progress
from idic_lib.run.gate import pass_gate
from idic_lib.run.prepare import prepare
from idic_lib.run.signature import before, engagement, notebook, stage_signatures
from idic_lib.run.stage import run_stage
from idic_lib.run.supply import supply
from idic_lib.sources import fingerprints
from idic_lib.text import Language, use
from idic_lib.workspace import STAGES, StageRecord, as_json, write_text

_VERSIONS = ("pandas", "numpy", "scipy", "scikit-learn", "duckdb", "matplotlib", "lifetimes")


@dataclass(frozen=True)
class RunResult:
    """A finished run: its folder, its report, and whether anything had to be computed."""

    path: Path
    report: Path
    ran: bool


@dataclass(frozen=True)
class _Plan:
    """What is to be done: the case, where to, which stages are stale, and what may be taken over from where."""

    case: Case
    lang: Language
    inputs: dict[str, str]
    signatures: dict[str, str]
    base: Path
    latest: Path | None
    earlier: Path | None
    """A finished run in this language, whose stages may be taken over."""
    stale: tuple[str, ...]
    into: Path | None
    """The finished run, with these settings and exports, to which this language adds its files."""


def run_case(  # noqa: PLR0913 - one argument for each option of the command
    case: str | Path,
    *,
    as_of: date | None = None,
    lang: Language | None = None,
    start: str | None = None,
    settings: Sequence[str] = (),
    out: Path | None = None,
    force: bool = False,
    progress: Progress,
) -> RunResult:
    """Run a case to its report, in `out`/<case> (`reports`/<case> unless said otherwise).

    Raises InputError before any kernel starts for wrong input, StageFailedError when a notebook stops;
    in both cases earlier runs stay as they were.
    """
    if start is not None and start not in STAGES:
        raise InputError(f"--from {start}: there is no stage '{start}'. Stages: {', '.join(STAGES)}.")
    engaged = read_case(case, as_of=as_of, settings=dict(parse_override(s) for s in settings))
    use(lang or engaged.case.language)
    supply(engaged, progress.message)
    base = (out or folders.REPORTS) / engaged.name
    plan, done = _plan(engaged, lang or engaged.case.language, base, start=start, force=force)
    if done is not None:
        folders.switch_latest(base, done.path.name)
        return done
    try:
        return _add_language(plan, plan.into, progress) if plan.into else _new_run(plan, progress)
    except StageFailedError as error:
        error.last_report = plan.latest / "report.html" if plan.latest else None
        raise


def _plan(case: Case, lang: Language, base: Path, *, start: str | None, force: bool) -> tuple[_Plan, RunResult | None]:
    """Hold the case against the finished runs: what must be done, and the run that has it all done already."""
    inputs = fingerprints(case) | answers.gather(base)
    signatures = stage_signatures(case, inputs, lang)
    same, latest = folders.run_of(base, engagement(case, inputs)), folders.latest(base)
    earlier = _in_language(same or latest, lang)
    stale = _stale(earlier, signatures, start, force=force)
    into = same if same and folders.facts_of_run(same)["lang"] != lang and _up_to_date(same, case, inputs) else None
    plan = _Plan(case, lang, inputs, signatures, base, latest, earlier, stale, into)
    if same is None or stale:
        return plan, None
    return plan, RunResult(same, same / (f"report.{lang}.html" if earlier != same else "report.html"), ran=False)


def _in_language(run: Path | None, lang: Language) -> Path | None:
    """Return the part of a finished run that is in a language."""
    if run is None or folders.facts_of_run(run)["lang"] == lang:
        return run
    return run / lang if (run / lang / "run.json").exists() else None


def _up_to_date(run: Path, case: Case, inputs: dict[str, str]) -> bool:
    """Whether today's code and notebooks made a finished run, so that another language says the same."""
    content = folders.facts_of_run(run)
    return bool(content["stages"] == stage_signatures(case, inputs, content["lang"]))


def _stale(earlier: Path | None, signatures: dict[str, str], start: str | None, *, force: bool) -> tuple[str, ...]:
    if force or earlier is None:
        return STAGES
    forced = set(STAGES[STAGES.index(start) :]) if start else set()
    stale: list[str] = []
    for stage in STAGES:
        again = stage in forced or StageRecord(earlier, stage).signature != signatures[stage] or set(before(stage)) & set(stale)
        stale += [stage] if again else []
    return tuple(stale)


def _new_run(plan: _Plan, progress: Progress) -> RunResult:
    folder = plan.base / folders.next_name(plan.base, plan.case.as_of)
    with folders.unfinished(folder, plan.base / "failed"):
        _carry_out(plan, folder, progress)
    folders.switch_latest(plan.base, folder.name)
    shutil.rmtree(plan.base / "failed", ignore_errors=True)
    return RunResult(folder, folder / "report.html", ran=True)


def _add_language(plan: _Plan, run: Path, progress: Progress) -> RunResult:
    """Make everything in the other language aside, in a folder of the run's name, and then add it to the run."""
    making = plan.base / f".{plan.lang}"
    shutil.rmtree(making, ignore_errors=True)
    with folders.unfinished(making / run.name, plan.base / "failed"):
        _carry_out(plan, making / run.name, progress)
        report = folders.add_language(making / run.name, run, plan.lang)
    making.rmdir()
    folders.switch_latest(plan.base, run.name)
    return RunResult(run, report, ran=True)


def _carry_out(plan: _Plan, folder: Path, progress: Progress) -> None:
    prepare(plan.case, folder, plan.into or plan.earlier or plan.latest, plan.inputs)
    answers.hand_over(plan.base, folder)
    for stage in STAGES:
        pass_gate(plan.case, folder, stage)
        if stage in plan.stale or plan.earlier is None:
            run_stage(plan.case, folder, stage, plan.lang, progress)
        else:
            folders.copy_stage(plan.earlier, folder, stage, notebook(stage).name)
            progress.stage_kept(stage)
    _finish(plan, folder)


def _finish(plan: _Plan, folder: Path) -> None:
    folders.write_ledger(folder)
    write_pages(folder, plan.case, plan.lang)
    write_report(folder, plan.case, plan.lang)
    shutil.rmtree(folder / "spill", ignore_errors=True)
    write_text(folder / "run.json", as_json(_content(plan)))


def _content(plan: _Plan) -> dict[str, object]:
    return {
        "case": plan.case.name,
        "as_of": str(plan.case.as_of),
        "lang": plan.lang,
        "engagement": engagement(plan.case, plan.inputs),
        "inputs": plan.inputs,
        "stages": plan.signatures,
        "versions": {"python": sys.version.split()[0], **{p: version(p) for p in _VERSIONS}},
    }
