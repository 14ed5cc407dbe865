"""Runs on disk: names by date, one small file that says which is the latest, and nothing half-written left behind."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from idic_lib.errors import StageFailedError
from idic_lib.workspace import PRIVATE, StageRecord, as_json, run_ledger, write_text

REPORTS = Path(__file__).resolve().parents[2] / "reports"
"""Where runs are kept unless --out says otherwise."""


def latest(base: Path) -> Path | None:
    """Return the latest complete run of a case, None before the first."""
    pointer = base / "latest"
    if not pointer.exists():
        return None
    folder = base / pointer.read_text(encoding="utf-8").strip()
    return folder if (folder / "run.json").exists() else None


def runs(base: Path) -> list[Path]:
    """Return the complete runs of a case in the order of their names."""
    return sorted((p.parent for p in base.glob("*/run.json")), key=lambda f: (f.name[:10], int(f.name[11:] or 1)))


def run_of(base: Path, engagement: str) -> Path | None:
    """Return the last complete run of one engagement (these settings, these exports), the latest run before others."""
    return next((f for f in (latest(base), *reversed(runs(base))) if f and facts_of_run(f)["engagement"] == engagement), None)


def facts_of_run(folder: Path) -> dict[str, Any]:
    """Read run.json."""
    content: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return content


def next_name(base: Path, as_of: date) -> str:
    """Return the run's date, with -2, -3 when that name is taken."""
    names = (str(as_of) if i == 1 else f"{as_of}-{i}" for i in count(1))
    return next(n for n in names if not (base / n).exists())


def switch_latest(base: Path, name: str) -> None:
    """Make a complete run the case's latest."""
    write_text(base / "latest", name + "\n")


def copy_stage(source: Path, target: Path, stage: str, notebook: str) -> None:
    """Take over what a stage stated and wrote in an earlier run."""
    record = StageRecord(source, stage)
    for name in [*record.files, f"stages/{stage}.json", f"notebooks/{notebook}"]:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, target / name)


def copy_tables(source: Path, target: Path) -> None:
    """Take over the loaded exports of an earlier run with the same exports."""
    made = {Path(f).name for r in (source / "stages").glob("*.json") for f in json.loads(r.read_text(encoding="utf-8"))["files"]}
    (target / "tables").mkdir(parents=True, exist_ok=True)
    for path in (source / "tables").glob("*.parquet"):
        if path.name not in made:
            shutil.copy2(path, target / "tables" / path.name)
    if (source / PRIVATE).exists():
        shutil.copytree(source / PRIVATE, target / PRIVATE)
    shutil.copy2(source / "sources.json", target / "sources.json")


def add_language(made: Path, run: Path, lang: str) -> Path:
    """Put what was made in another language into a finished run, as `<lang>/` and `report.<lang>.html`; return the report."""
    report = run / f"report.{lang}.html"
    for page in (made / "notebooks").glob("*.html"):
        write_text(page, page.read_text(encoding="utf-8").replace('href="../report.html', f'href="../../{report.name}'))
    text = (made / "report.html").read_text(encoding="utf-8").replace('href="notebooks/', f'href="{lang}/notebooks/')
    (made / "report.html").unlink()
    _put(made, run / lang)
    write_text(report, text)
    return report


def _put(made: Path, place: Path) -> None:
    """Exchange a folder for a newer one."""
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    made.rename(place)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def unfinished(folder: Path, failed: Path) -> Iterator[None]:
    """Remove a run's folder unless it is finished; keep the notebook that failed for whoever looks into it."""
    ours = [f for f in (folder, *folder.parents) if not f.exists()]
    folder.mkdir(parents=True)
    try:
        yield
    except BaseException as error:
        if isinstance(error, StageFailedError):
            _keep_failed(folder, failed, error.stage)
        shutil.rmtree(folder, ignore_errors=True)
        for empty in ours[1:]:
            with suppress(OSError):
                empty.rmdir()
        raise


def _keep_failed(folder: Path, failed: Path, stage: str) -> None:
    for path in (folder / "notebooks").glob(f"*_{stage}.ipynb"):
        failed.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, failed / path.name)


def write_ledger(folder: Path) -> None:
    """Write what all stages of a run stated, whole, as `facts.json` and `decisions.json`."""
    facts, decisions, _absent = run_ledger(folder)
    write_text(folder / "facts.json", as_json([f.model_dump(mode="json") for f in facts]))
    write_text(folder / "decisions.json", as_json([d.model_dump(mode="json") for d in decisions]))
