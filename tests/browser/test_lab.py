"""Run All in JupyterLab: a later notebook opened first brings the earlier ones with it, and nothing fails."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.lab import REPO, Lab, code_cells, copy_of_the_workbook, run_all, started

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start JupyterLab on a copy of the workbook that has no run yet."""
    tree = copy_of_the_workbook(tmp_path_factory.mktemp("workbook"))
    with started(tree, tmp_path_factory.mktemp("jupyter")) as running:
        yield running


def assert_ran(lab: Lab, name: str) -> None:
    """The saved file, whose outputs had been taken out, is the proof: a page can look idle before anything ran."""
    cells = code_cells(lab, name)
    assert [c["execution_count"] for c in cells] == list(range(1, len(cells) + 1))
    assert [o for c in cells for o in c["outputs"] if o["output_type"] == "error"] == []
    assert any(o["output_type"] == "display_data" for c in cells for o in c["outputs"])


def test_a_later_notebook_opened_first_runs_the_earlier_ones_and_then_itself(browser: Browser, lab: Lab) -> None:
    before = folders_of_runs()
    page = run_all(browser, lab, "3_interact.ipynb")
    page.close()
    assert_ran(lab, "3_interact.ipynb")
    earlier = lab.tree / "reports" / "retail" / "lab" / "stages" / "differentiate.json"
    assert json.loads(earlier.read_text(encoding="utf-8"))["signature"]
    assert folders_of_runs() == before


def test_the_first_notebook_runs_from_top_to_bottom(browser: Browser, lab: Lab) -> None:
    run_all(browser, lab, "0_brief.ipynb").close()
    assert_ran(lab, "0_brief.ipynb")


def folders_of_runs() -> dict[str, float]:
    """When the runs of this checkout were last written to: the test works in its copy."""
    return {str(p): p.stat().st_mtime for p in (REPO / "reports").glob("*/*")}
