"""The analyst's way: one CSV of orders, `idic new`, `idic run`, a full report; CDNOW as such a CSV gives the facts of the case cdnow."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner

from idic_lib import cli
from idic_lib.run.whole import RunResult
from idic_lib.tables import SECTIONS
from idic_lib.workspace import STAGES

pytestmark = pytest.mark.e2e

Facts = dict[str, dict[str, object]]
SEED = 1997
"""Of the case cdnow: intervals are drawn from it."""


@pytest.fixture(scope="module")
def own_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the run's folder; its report was made by the two commands alone."""
    folder = tmp_path_factory.mktemp("own")
    spec = find_spec("lifetimes")
    assert spec is not None
    assert spec.origin is not None
    sample = (Path(spec.origin).parent / "datasets" / "CDNOW_sample.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in sample.splitlines() if line.strip()]
    (folder / "orders.csv").write_text("customer,date,amount\n" + "".join(f"{r[1]},{r[2]},{r[4]}\n" for r in rows), encoding="utf-8")
    idic("new", "acme", "--orders", str(folder / "orders.csv"), "--dir", str(folder / "cases"), "--company", "Acme")
    case = folder / "cases" / "acme" / "case.toml"
    case.write_text(re.sub(r"(?m)^seed = 1 ", f"seed = {SEED} ", case.read_text(encoding="utf-8")), encoding="utf-8")
    idic("run", str(case.parent), "--out", str(folder / "runs"))
    return folder / "runs" / "acme" / "1998-07-01"


def idic(*words: str) -> None:
    done = CliRunner().invoke(cli.app, list(words))
    assert done.exit_code == 0, done.output


def facts(run: Path) -> Facts:
    return {f["id"]: f for f in json.loads((run / "facts.json").read_text(encoding="utf-8"))}


def test_own_data_gives_the_facts_of_the_case_cdnow(own_run: Path, cdnow_run: RunResult) -> None:
    """Only the export's bytes differ, so only the hash of its rows may."""
    own, known = facts(own_run), facts(cdnow_run.path)
    assert list(own) == list(known)
    assert len(own) > 100
    for found in (*own.values(), *known.values()):
        found.pop("rows_sha")
    assert {i: own[i] for i in own if own[i] != known[i]} == {}


def test_the_report_is_whole_and_names_the_client(own_run: Path) -> None:
    report = (own_run / "report.html").read_text(encoding="utf-8")
    assert "Acme" in report
    assert [p.name for p in sorted((own_run / "notebooks").glob("*.html"))] == [f"{i}_{s}.html" for i, s in enumerate(STAGES)]
    assert re.findall(r"\{[a-z_.]+\}", re.sub(r"(?s)<style.*?</style>", "", report)) == []
    assert "Traceback" not in report


def test_every_section_that_cannot_be_answered_names_its_table_and_the_question(own_run: Path) -> None:
    pages = "".join(p.read_text(encoding="utf-8") for p in (own_run / "notebooks").glob("*.html"))
    said = re.findall(r'(?s)<p class="missing">(.*?)</p>', pages)
    for section in (s for s in SECTIONS.values() if s.needs != ("orders",)):
        absent = [t for t in section.needs if t != "orders"]  # which the case has
        named = [s for s in said if all(f"<code>{t}" in s for t in absent)]
        assert any(section.answers in s for s in named), section


def test_every_link_of_the_report_resolves(own_run: Path) -> None:
    report = (own_run / "report.html").read_text(encoding="utf-8")
    links = {link.split("#")[0] for link in re.findall(r'<a [^>]*href="([^"#:]+)[^"]*"', report)}
    assert links
    assert [link for link in links if not (own_run / link).is_file()] == []
