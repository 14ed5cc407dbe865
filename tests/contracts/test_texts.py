"""SQL texts and catalogues: nothing unused, nothing that cannot be carried elsewhere, no translation that loses a number."""

from __future__ import annotations

import ast
import string
import unicodedata
from pathlib import Path

import pytest
import sqlglot
from babel.messages.pofile import read_po
from sqlglot import exp

from idic_lib.text import LOCALES

LIB = Path(__file__).parents[2] / "idic_lib"
SQL = sorted((LIB / "sql").glob("*.sql"))
PO = sorted((LIB / "text" / "locale").glob("*.po"))


def final_select(path: Path) -> exp.Select:
    tree = sqlglot.parse_one(path.read_text(encoding="utf-8"), dialect="duckdb")
    while isinstance(tree, exp.SetOperation):
        tree = tree.left
    assert isinstance(tree, exp.Select), f"{path.name} is no select"
    return tree


def test_there_are_queries() -> None:
    assert len(SQL) > 5


def test_every_query_is_used_by_the_library() -> None:
    trees = [ast.parse(p.read_text(encoding="utf-8")) for p in LIB.rglob("*.py")]
    named = {n.value for t in trees for n in ast.walk(t) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    assert [p.name for p in SQL if p.stem not in named] == []


@pytest.mark.parametrize("path", SQL, ids=lambda p: p.stem)
def test_a_query_names_the_columns_it_returns(path: Path) -> None:
    assert not any(isinstance(e, exp.Star) for e in final_select(path).expressions)


@pytest.mark.parametrize("path", SQL, ids=lambda p: p.stem)
def test_a_query_returns_its_rows_in_one_order(path: Path) -> None:
    tree = sqlglot.parse_one(path.read_text(encoding="utf-8"), dialect="duckdb")
    select = final_select(path)
    one_row = not select.args.get("group") and all(e.find(exp.AggFunc) for e in select.expressions)
    assert one_row or tree.args.get("order") is not None


@pytest.mark.parametrize("dialect", ["spark", "postgres"])
@pytest.mark.parametrize("path", SQL, ids=lambda p: p.stem)
def test_a_query_can_be_carried_to_a_larger_engine(path: Path, dialect: str) -> None:
    carried = sqlglot.transpile(path.read_text(encoding="utf-8"), read="duckdb", write=dialect, unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert len(carried) == 1


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def messages(path: Path) -> list[tuple[str, str]]:
    with path.open("rb") as file:
        catalogue = read_po(file)
    return [(str(m.id), str(m.string)) for m in catalogue if m.id and m.string]


def test_every_language_but_the_source_has_a_catalogue() -> None:
    assert [p.stem for p in PO] == sorted(set(LOCALES) - {"en"})


@pytest.mark.parametrize("path", PO, ids=lambda p: p.stem)
def test_a_translation_keeps_every_placeholder(path: Path) -> None:
    pairs = messages(path)
    assert pairs
    assert [(i, s) for i, s in pairs if placeholders(i) != placeholders(s)] == []


@pytest.mark.parametrize("path", PO, ids=lambda p: p.stem)
def test_a_catalogue_is_written_in_composed_letters(path: Path) -> None:
    """NFD would break searching in the report and some fonts."""
    assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))


def test_the_placeholder_rule_sees_a_lost_number() -> None:
    assert placeholders("{value} of {n}") != placeholders("{value}")
    assert placeholders("{value:.1f} {{not}}") == {"value"}
