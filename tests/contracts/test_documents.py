"""What the documents promise exists: commands, options, targets, files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from idic_lib.cli import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "data/README.md"]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


def code(name: str) -> str:
    """Everything a document shows as code: blocks and `words`."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return "\n".join(block + word for block, word in re.findall(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", text, flags=re.DOTALL))


def command() -> TyperGroup:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return group


def options(name: str) -> set[str]:
    return {o for p in command().commands[name].params for o in p.opts}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_named_in_a_document_exists(name: str) -> None:
    assert set(re.findall(r"\bmake ([a-z]+)\b", code(name))) - TARGETS == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_idic_command_and_option_named_in_a_document_exists(name: str) -> None:
    lines = re.findall(r"\bidic ([a-z]+)([^\n;]*)", code(name))
    assert {c for c, _ in lines} - set(command().commands) == set()
    assert [(c, o) for c, rest in lines for o in re.findall(r"(?<!\S)\[?(--?[a-z][a-z-]*)", rest) if o not in options(c)] == []


def test_the_readme_names_the_two_commands_and_every_idic_command() -> None:
    text = code("README.md")
    assert {"report", "test"} <= set(re.findall(r"\bmake ([a-z]+)\b", text))
    assert set(command().commands) <= set(re.findall(r"\bidic ([a-z]+)\b", text))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_to_a_file_leads_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = [t for t in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in t]
    assert [t for t in links if not ((ROOT / name).parent / t).exists()] == []


def test_the_data_page_names_every_package_that_a_case_reads() -> None:
    page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    cases = sorted((ROOT / "data" / "cases").glob("*/case.toml"))
    packages = {p for c in cases for p in re.findall(r'^package = "(.+)"', c.read_text(encoding="utf-8"), flags=re.MULTILINE)}
    assert packages
    assert {p for p in packages if p not in page and p.replace("_", "-") not in page} == set()
