"""Bring the catalogue up to date: `python -m idic_lib.text.extract` finds every message and keeps the translations it has.

Messages stand in four places: `_()` and `N_()` in the code and in the templates, Markdown paragraphs of the notebooks, and the captions and
notes of tables that a notebook's code cell shows.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from idic_lib.text import LOCALES

ROOT = Path(__file__).parents[2]
CATALOGUES = Path(__file__).parent / "locale"
_KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None}
_SHOWN = ("caption", "note")
_HEADER = "# {language} messages of the IDIC workbook. `make catalogue` writes this file; only the translations are written by hand."

Found = tuple[str, str]
"""A message and the file that holds it."""


def messages(root: Path = ROOT) -> dict[str, list[str]]:
    """Return every message with the files that hold it, sorted."""
    found: dict[str, set[str]] = {}
    for message, file in (*_code(root), *_notebooks(root)):
        if message.strip():
            found.setdefault(message, set()).add(file)
    return {message: sorted(found[message]) for message in sorted(found)}


def _code(root: Path) -> Iterator[Found]:
    library = root / "idic_lib"
    for method, pattern in (("python", "**/*.py"), ("jinja2.ext:babel_extract", "report/templates/*.j2")):
        for path in sorted(library.glob(pattern)):
            for _line, message, _comments, _context in extract_from_file(method, path, keywords=_KEYWORDS):
                yield str(message), path.relative_to(root).as_posix()


def _notebooks(root: Path) -> Iterator[Found]:
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            said = source.split("\n\n") if cell["cell_type"] == "markdown" else _shown(source) if cell["cell_type"] == "code" else ()
            for message in said:
                yield message, path.relative_to(root).as_posix()


def _shown(source: str) -> Iterator[str]:
    """Find caption and note of `ws.show(frame, caption, note)`, which the workspace translates."""
    for call in (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "show":
            given = [*call.args[1:3], *(k.value for k in call.keywords if k.arg in _SHOWN)]
            yield from (v.value for v in given if isinstance(v, ast.Constant) and isinstance(v.value, str))


def read(language: str) -> Catalog:
    """Read a language's catalogue; an absent one is empty."""
    path = CATALOGUES / f"{language}.po"
    with BytesIO(path.read_bytes() if path.exists() else b"") as file:
        return read_po(file, locale=language)


def updated(language: str, root: Path = ROOT) -> Catalog:
    """Return a language's catalogue with exactly today's messages and the translations that it had for them."""
    template = Catalog()
    for message, files in messages(root).items():
        template.add(message, locations=[(file, None) for file in files])  # type: ignore[arg-type,list-item]  # no line: it would change daily
    old = read(language)
    old.update(template, no_fuzzy_matching=True)
    fresh = Catalog(locale=language, header_comment=_HEADER.format(language=old.locale.english_name if old.locale else language))
    for message in (old[m] for m in template._messages):
        fresh[message.id] = message
    return fresh


def main() -> None:
    """Update every catalogue and say what still waits for its translation."""
    for language in sorted(set(LOCALES) - {"en"}):
        catalogue = updated(language)
        _write(catalogue, CATALOGUES / f"{language}.po")
        waiting = [str(m.id) for m in catalogue if m.id and not m.string]
        sys.stdout.write(f"{language}: {len(catalogue)} messages, {len(waiting)} not translated\n")
        sys.stdout.writelines(f"  {m}\n" for m in waiting)


if __name__ == "__main__":
    main()
