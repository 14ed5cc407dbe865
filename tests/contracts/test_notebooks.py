"""Notebooks are thin, tagged and committed as executed: the eight files are the same for every case."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NAMES = ["0_brief", "1_identify", "2_differentiate", "3_interact", "4_customize", "5_measure", "6_models", "7_report"]
MOST_CELLS, MOST_LINES = 40, 12
TAGS = {"parameters", "injected-parameters", "setup", "client", "facilitator", "solution", "exercise"}
BANNED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.With, ast.Try)


def cells(name: str, kind: str = "code") -> list[dict[str, Any]]:
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    return [c for c in notebook["cells"] if c["cell_type"] == kind]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def outputs(name: str) -> list[dict[str, Any]]:
    return [o for c in cells(name) for o in c["outputs"]]


def test_the_eight_notebooks_are_there_and_no_other() -> None:
    assert sorted(p.stem for p in NOTEBOOKS.glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_first_code_cell_holds_the_parameters_and_the_second_opens_the_workspace(name: str) -> None:
    first, second = cells(name)[:2]
    assert "parameters" in first["metadata"].get("tags", [])
    assert all(isinstance(s, ast.Assign | ast.AnnAssign) for s in ast.parse(source(first)).body)
    assert "idic_lib.open(" in source(second)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_imports_from_idic_lib_only(name: str) -> None:
    trees = [ast.parse(source(c)) for c in cells(name)]
    imported = {a.name for t in trees for n in ast.walk(t) if isinstance(n, ast.Import) for a in n.names}
    imported |= {str(n.module) for t in trees for n in ast.walk(t) if isinstance(n, ast.ImportFrom)}
    assert imported
    assert {m for m in imported if m.split(".")[0] != "idic_lib"} == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_defines_nothing_and_loops_over_nothing(name: str) -> None:
    found = [type(n).__name__ for c in cells(name) for n in ast.walk(ast.parse(source(c))) if isinstance(n, BANNED)]
    assert found == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_has_few_code_cells_and_they_are_short(name: str) -> None:
    assert 2 <= len(cells(name)) <= MOST_CELLS
    assert [source(c) for c in cells(name) if source(c).count("\n") >= MOST_LINES] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_committed_executed_from_top_to_bottom(name: str) -> None:
    counts = [c["execution_count"] for c in cells(name)]
    assert counts == list(range(1, len(counts) + 1))


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_notebook_shows_no_error_and_no_warning(name: str) -> None:
    assert [o for o in outputs(name) if o["output_type"] == "error" or o.get("name") == "stderr"] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_tag_is_one_that_the_views_know(name: str) -> None:
    tags = {t for kind in ("code", "markdown") for c in cells(name, kind) for t in c["metadata"].get("tags", [])}
    assert {t for t in tags if not t.startswith("needs-")} - TAGS == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_carries_no_stamp_of_the_run_that_made_it(name: str) -> None:
    """Durations, hosts and folders would make every run a difference in git."""
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    assert "papermill" not in notebook["metadata"]
    assert [c for c in notebook["cells"] if {"papermill", "execution"} & set(c["metadata"])] == []
