"""What a fresh machine gets: one lock with hashes, the same versions for conda, no trace of the machine it was written on."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TRACES = [re.escape("/" + "work/"), r"\.\./" + "shared", "/" + "root/", "/" + "home/", "/" + "Users/", "/" + "tmp/", "site-" + "packages/"]
SUFFIXES = {".py", ".md", ".toml", ".yml", ".sql", ".ipynb", ".po", ".html", ".json", ".cfg", ".lock", ".css", ".js", ""}
FOLDERS = ("idic_lib", "notebooks", "tests", "benchmarks", "data", "reports/sample", ".ci")


def locked() -> list[Requirement]:
    lines = re.findall(r"^([a-z0-9][^\n\\]*==[^\n\\]*?) *\\?$", LOCK, flags=re.MULTILINE)
    return [Requirement(line.strip()) for line in lines]


def here() -> dict[str, Requirement]:
    return {r.name: r for r in locked() if r.marker is None or r.marker.evaluate()}


def asked() -> list[Requirement]:
    build = PROJECT["build-system"]["requires"]
    return [Requirement(r) for r in (*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"], *build)]


def texts() -> list[Path]:
    deep = [p for f in FOLDERS for p in (ROOT / f).rglob("*")]
    found = [p for p in (*ROOT.glob("*"), *deep) if p.is_file() and p.suffix in SUFFIXES]
    return [p for p in found if not {"__pycache__", ".ipynb_checkpoints", "raw"} & set(p.parts)]


def test_every_locked_package_has_a_hash() -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK.partition("make lock\n")[2].strip())
    assert len(blocks) == len(locked()) > 100
    assert [b.split()[0] for b in blocks if "--hash=sha256:" not in b] == []


def test_the_lock_names_no_index_and_no_folder() -> None:
    assert re.findall(r"^.*(?:https?://|file:|--index|--find-links|--trusted| @ ).*$", LOCK, flags=re.MULTILINE) == []


@pytest.mark.parametrize("requirement", asked(), ids=lambda r: r.name)
def test_what_the_project_asks_for_is_in_the_lock(requirement: Requirement) -> None:
    assert requirement.specifier.contains(next(iter(here()[requirement.name].specifier)).version)


def test_these_tests_run_on_the_locked_versions() -> None:
    wanted = {name: next(iter(r.specifier)).version for name, r in here().items()}
    assert {n: version(n) for n in wanted} == wanted


def test_conda_and_binder_get_the_versions_of_the_lock() -> None:
    """environment.yml may pin Python and nothing else: everything below pip comes from the lock."""
    text = re.sub(r"#.*", "", (ROOT / "environment.yml").read_text(encoding="utf-8"))
    listed = [line.strip(" -") for line in text.partition("dependencies:")[2].splitlines() if line.strip()]
    assert listed == ["python=3.11", "pip", "pip:", "requirement requirements.lock"]
    assert "3.11" in PROJECT["project"]["requires-python"]


def test_no_file_remembers_the_machine_it_was_written_on() -> None:
    """Absolute folders break on the next machine, and say whose the last one was."""
    paths = texts()
    assert len(paths) > 50
    found = {
        t: [p.relative_to(ROOT).as_posix() for p in paths if re.search(t, p.read_text(encoding="utf-8", errors="replace"))]
        for t in (*TRACES, re.escape(str(ROOT)))
    }
    assert {t: ps for t, ps in found.items() if ps} == {}


def test_no_module_is_named_after_nothing() -> None:
    assert [
        p.name for p in (ROOT / "idic_lib").rglob("*.py") if p.stem.strip("_") in {"utils", "util", "helpers", "common", "core", "misc"}
    ] == []


def test_the_package_carries_what_it_reads() -> None:
    """Every file beside the code has a suffix that the wheel takes along."""
    taken = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    beside = [p for p in (ROOT / "idic_lib").rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}]
    assert beside
    assert [p.name for p in beside if not any(p.match(pattern) for pattern in taken)] == []


def test_every_exception_to_a_rule_gives_its_reason() -> None:
    lines = (
        (ROOT / "pyproject.toml")
        .read_text(encoding="utf-8")
        .partition("[tool.ruff.lint]")[2]
        .partition("[tool.ruff.lint.pydocstyle]")[0]
        .splitlines()
    )
    codes = [line for line in lines if re.match(r' +"[A-Z]+\d*"', line)]
    assert len(codes) > 10
    assert [line for line in codes if "# " not in line] == []
