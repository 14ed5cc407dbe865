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
from idic_lib.run import folders
from idic_lib.run.execute import Progress
from idic_lib.run.prepare import prepare
from idic_lib.run.signature import before, engagement, notebook, stage_signatures
from idic_lib.run.stage import run_stage
from idic_lib.sources import fingerprints
from idic_lib.text import Language, use
from idic_lib.workspace import STAGES, StageRecord, as_json, run_ledger, write_text

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
    earlier: Path | None
    stale: tuple[str, ...]


def run_case(
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
    """Run a case to its report.

    Raises InputError before any kernel starts for wrong input, StageFailedError when a notebook stops;
    in both cases earlier runs stay as they were.
    """
    if start is not None and start not in STAGES:
        raise InputError(f"--from {start}: there is no stage '{start}'. Stages: {', '.join(STAGES)}.")
    engaged = read_case(case, as_of=as_of, settings=dict(parse_override(s) for s in settings))
    lang = lang or engaged.case.language
    use(lang)
    base = out or folders.REPORTS / engaged.name
    inputs = fingerprints(engaged)
    home, name = _home(base, engaged, inputs, lang)
    signatures = stage_signatures(engaged, inputs, lang)
    plan = _Plan(engaged, lang, inputs, signatures, home, _stale(home, signatures, start, force=force))
    if home is not None and not plan.stale and (home / "run.json").exists():
        return RunResult(home, home / "report.html", ran=False)
    if name is None:
        name = folders.next_name(base, engaged.as_of)
    try:
        return _carry_out(plan, base, name, progress)
    except StageFailedError as error:
        last = folders.latest(base)
        error.last_report = last / "report.html" if last else None
        raise


def _home(base: Path, case: Case, inputs: dict[str, str], lang: Language) -> tuple[Path | None, str | None]:
    """Find what may be taken over, and the run's name when a language only adds its files to a finished run."""
    latest = folders.latest(base)
    if latest is None:
        return None, None
    content = folders.facts_of_run(latest)
    if content["lang"] == lang:
        return latest, None
    same = content["engagement"] == engagement(case, inputs)
    return (latest / lang, f"{latest.name}/{lang}") if same else (None, None)


def _stale(home: Path | None, signatures: dict[str, str], start: str | None, *, force: bool) -> tuple[str, ...]:
    if force or home is None:
        return STAGES
    forced = set(STAGES[STAGES.index(start) :]) if start else set()
    stale: list[str] = []
    for stage in STAGES:
        again = stage in forced or StageRecord(home, stage).signature != signatures[stage] or set(before(stage)) & set(stale)
        stale += [stage] if again else []
    return tuple(stale)


def _carry_out(plan: _Plan, base: Path, name: str, progress: Progress) -> RunResult:
    folder = base / name
    with folders.unfinished(folder, base / "failed"):
        prepare(plan.case, folder, plan.earlier, plan.inputs)
        write_text(folder / "case.json", plan.case.model_dump_json(indent=2, exclude={"folder"}) + "\n")
        for stage in STAGES:
            if stage in plan.stale or plan.earlier is None:
                run_stage(plan.case, folder, stage, plan.lang, progress)
            else:
                folders.copy_stage(plan.earlier, folder, stage, notebook(stage).name)
                progress.stage_kept(stage)
        report = _finish(plan, folder)
    if "/" not in name:
        folders.switch_latest(base, name)
    return RunResult(folder, report, ran=True)


def _finish(plan: _Plan, folder: Path) -> Path:
    facts, decisions, _ = run_ledger(folder)
    write_text(folder / "facts.json", as_json([f.model_dump(mode="json") for f in facts]))
    write_text(folder / "decisions.json", as_json([d.model_dump(mode="json") for d in decisions]))
    write_pages(folder, plan.case, plan.lang)
    report = write_report(folder, plan.case, plan.lang)
    content = {
        "case": plan.case.name,
        "as_of": str(plan.case.as_of),
        "lang": plan.lang,
        "engagement": engagement(plan.case, plan.inputs),
        "inputs": plan.inputs,
        "stages": plan.signatures,
        "versions": {"python": sys.version.split()[0], **{p: version(p) for p in _VERSIONS}},
    }
    shutil.rmtree(folder / "spill", ignore_errors=True)
    write_text(folder / "run.json", as_json(content))
    return report
