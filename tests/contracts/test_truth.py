"""Only worlds write what was planted, and only the grader reads it."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIB = ROOT / "idic_lib"
ALLOWED = re.compile(r"^(worlds/|grade/|grade\.py$|run/grad(e|ing)\.py$)")
NAMES_THE_FOLDER = re.compile(r"(^|[/\\\\])truth([/\\\\.]|$)")


def texts(code: str) -> list[str]:
    """Every text in some code that is no docstring."""
    tree = ast.parse(code)
    said = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    return [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in said]


def named(code: str) -> list[str]:
    return [t for t in texts(code) if NAMES_THE_FOLDER.search(t)]


def test_no_code_but_worlds_and_grader_names_the_folder_of_truths() -> None:
    files = {p.relative_to(LIB).as_posix(): p.read_text(encoding="utf-8") for p in LIB.rglob("*.py")}
    assert {f: found for f, text in files.items() if not ALLOWED.match(f) and (found := named(text))} == {}
    assert [f for f, text in files.items() if ALLOWED.match(f) and named(text)] != []


def test_no_notebook_and_no_case_names_the_folder_of_truths() -> None:
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert [c for c in cells if c["cell_type"] == "code" and named("".join(c["source"]))] == []
    for path in (ROOT / "data" / "cases").glob("*/case.toml"):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        assert [s["file"] for s in case["sources"] if NAMES_THE_FOLDER.search(s["file"])] == []


def test_the_check_sees_a_path_and_not_a_word() -> None:
    assert named('open(folder / "truth")') == ["truth"]
    assert named('read("truth/truth.json")') == ["truth/truth.json"]
    assert named('def f():\n    "what was planted in truth"\n    say("the truth is out")') == []
