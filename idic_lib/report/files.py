"""A run's folder becomes pages: report.html, and one page beside it for every notebook."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

import nbformat

from idic_lib.case import Case
from idic_lib.charts.svg import Picture
from idic_lib.facts import Fact
from idic_lib.report.html import report_html
from idic_lib.report.meta import Absent, ReportMeta, Source
from idic_lib.report.notebook import LEFT_OUT, fact_sections, notebook_page
from idic_lib.tables import EXPORTS
from idic_lib.text import Language, use
from idic_lib.workspace import STAGES, StageRecord, run_ledger, write_text

_VERSIONS = ("pandas", "numpy", "duckdb", "matplotlib", "lifetimes", "scikit-learn")


def write_report(folder: Path, case: Case, lang: Language) -> Path:
    """Write `report.html` from what the stages of a run stated and drew; returns its path."""
    use(lang)
    facts, decisions, _absent_sections = run_ledger(folder)
    page = report_html(facts, decisions, _pictures(folder), _meta(folder, case, lang, facts), tables=_tables(folder))
    write_text(folder / "report.html", page)
    return folder / "report.html"


def write_pages(folder: Path, case: Case, lang: Language) -> list[Path]:
    """Write each executed notebook of a run as a page beside it; returns their paths."""
    use(lang)
    pages = []
    for stage, path in _notebooks(folder):
        nb = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        absent = frozenset(f"needs-{s}" for s in StageRecord(folder, stage).absent)
        page = notebook_page(nb, title=_title(nb, stage), lang=lang, company=case.case.company, left_out=LEFT_OUT | absent)
        write_text(path.with_suffix(".html"), page)
        pages.append(path.with_suffix(".html"))
    return pages


def _notebooks(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        stage = path.stem.split("_", maxsplit=1)[-1]
        if stage in STAGES:
            yield stage, path


def _title(nb: nbformat.NotebookNode, stage: str) -> str:
    for cell in nb.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return str(cell.source).splitlines()[0].removeprefix("# ").strip()
    return stage.capitalize()


def _kept(folder: Path, suffix: str) -> list[Path]:
    """List the figures or tables that the stages kept for the report, in the order in which they were shown."""
    names = (name for stage in STAGES for name in StageRecord(folder, stage).files)
    return [folder / n for n in names if n.startswith("figures/") and n.endswith(suffix)]


def _pictures(folder: Path) -> dict[str, Picture]:
    return {path.stem: Picture(**json.loads(path.read_text(encoding="utf-8"))) for path in _kept(folder, ".json")}


def _tables(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in _kept(folder, ".html")}


def _meta(folder: Path, case: Case, lang: Language, facts: list[Fact]) -> ReportMeta:
    books = {stage: (path, nbformat.read(path, as_version=4)) for stage, path in _notebooks(folder)}  # type: ignore[no-untyped-call]
    pages = {stage: f"notebooks/{path.stem}.html" for stage, (path, _nb) in books.items()}
    sections = {key: link for stage, (_path, nb) in books.items() for key, link in fact_sections(nb, pages[stage]).items()}
    supplied = {s.table for s in case.sources}
    return ReportMeta(
        company=case.case.company, since=_since(case, facts), until=case.period_end, currency=case.currency, language=lang, run=folder.name,
        command=f"idic run {case.name} --as-of {case.as_of} --lang {lang}", seed=case.seed, sources=_sources(folder),
        versions={"Python": sys.version.split()[0], **{p: version(p) for p in _VERSIONS}},
        absent=tuple(Absent(t.name, t.answers) for t in EXPORTS.values() if t.name not in supplied and not _made_up(t.name, supplied)),
        notebooks=pages, sections=sections,
    )  # fmt: skip


def _made_up(table: str, supplied: set[str]) -> bool:
    """Whether a table follows from another: orders from their lines; leads are another kind of case."""
    return (table == "orders" and "order_lines" in supplied) or table in {"leads", "lead_stages"}


def _sources(folder: Path) -> tuple[Source, ...]:
    path = folder / "sources.json"
    read = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return tuple(Source(s["table"], str(s["source"]).rsplit("/", maxsplit=1)[-1], int(s["rows"]), str(s["sha256"])) for s in read)


def _since(case: Case, facts: list[Fact]) -> date | None:
    first = next((f for f in facts if f.id == "brief.first_day" and f.value is not None), None)
    if first is not None:
        return date.fromisoformat(str(first.value))
    return case.case.period[0] if case.case.period else None
