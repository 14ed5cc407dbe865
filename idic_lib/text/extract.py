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

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from idic_lib.text import LOCALES

ROOT = Path(__file__).parents[2]
CATALOGUES = Path(__file__).parent / "locale"
_KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None}
_SHOWN = ("caption", "note")
_HEADER = """\
# `make catalogue` writes this file; only the translations (msgstr) are written by hand.
msgid ""
msgstr ""
"Project-Id-Version: idic-workbook\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

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
    return read_po(BytesIO(path.read_bytes() if path.exists() else b""), locale=language)


def updated(language: str, root: Path = ROOT) -> Catalog:
    """Return a language's catalogue with exactly today's messages and the translations that it had for them."""
    template = Catalog()
    for message, files in messages(root).items():
        template.add(message, locations=[(file, 0) for file in files])
    catalogue = read(language)
    catalogue.update(template, no_fuzzy_matching=True)
    for entry in catalogue:
        entry.flags.discard("python-format")  # our placeholders are braces; a percent sign is a percent sign
    return catalogue


def text(catalogue: Catalog) -> str:
    """Write a catalogue as a PO file that says no date and no line number, so that it changes only with its messages."""
    out = BytesIO()
    write_po(out, catalogue, width=100, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return _HEADER.format(language=catalogue.locale_identifier, plural=catalogue.plural_forms) + out.getvalue().decode("utf-8")


def waiting(catalogue: Catalog) -> list[str]:
    """List the messages without a translation."""
    return [str(m.id) for m in catalogue if m.id and not m.string]


def main() -> None:
    """Update every catalogue and say what still waits for its translation."""
    for language in sorted(set(LOCALES) - {"en"}):
        catalogue = updated(language)
        (CATALOGUES / f"{language}.po").write_text(text(catalogue), encoding="utf-8", newline="\n")
        left = waiting(catalogue)
        sys.stdout.write(f"{language}: {len(catalogue)} messages, {len(left)} not translated\n")
        sys.stdout.writelines(f"  {message}\n" for message in left)


if __name__ == "__main__":
    main()
