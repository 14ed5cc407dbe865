"""Letters that went wrong before the export: 'Nguyá»…n' is 'Nguyễn' again, counted, and accents beside their letters are composed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress

import ftfy
import pyarrow as pa

from idic_lib.engine import Engine
from idic_lib.sources.staging import ROW, identifier, quoted

REPAIRED, GARBLED = "repaired", "garbled"
"""What is counted: cells whose letters were restored, and cells whose letters still look wrong."""

_LATER = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
"""What the later bytes of a letter in UTF-8 (80 to BF) are in windows-1252 and latin-1."""
MARKS = f"[ÂÃÄÅÆÌ][{_LATER}]|(á[º»]|â€)[{_LATER}]|\ufffd"
"""Two or three letters that were one letter of Vietnamese or of Western Europe, and the sign that stands for a lost letter."""
_BYTES = {chr(b): b for b in range(256)} | {bytes([b]).decode("sloppy-windows-1252"): b for b in range(256)}
"""The byte that a letter was, if it was read as windows-1252 or latin-1."""
_THREE = re.compile(f"á[º»][{_LATER}]")
_FOREIGN = re.compile("[^\x00-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u203a\u20ab\u20ac]")
_APART = "[\u0300-\u036f]"


def mend(engine: Engine, view: str, read: str, texts: Sequence[str]) -> dict[str, int]:
    """Look through the text columns of a staging view (`read` is its SQL), restore their letters, and count cells by what became of them.

    A view without such letters stays as it is.
    """
    if not texts:
        return {}
    looks = [
        f"count_if(case when strlen({c}) <> length({c}) then regexp_matches({c}, {quoted(p)}) end)"
        for c in map(identifier, texts)
        for p in (MARKS, _APART)
    ]
    found = engine.connection.execute(f"select {', '.join(looks)} from {view}").fetchall()[0]
    wrong = [c for c, n in zip(texts, found[::2], strict=True) if n]
    apart = [c for c, n in zip(texts, found[1::2], strict=True) if n]
    counts = _repairs(engine, view, wrong) if wrong else {}
    if REPAIRED in counts or apart:
        engine.connection.execute(f"create or replace temp view {view} as {_mended_sql(engine, view, read, (wrong, apart))}")
    return counts


def _repairs(engine: Engine, view: str, columns: Sequence[str]) -> dict[str, int]:
    """Fill the table `<view>_repairs` with what the garbled cells were and are now; count them."""
    cells = " union all ".join(
        f"select {c} as cell from {view} where regexp_matches({c}, {quoted(MARKS)})" for c in map(identifier, columns)
    )
    counted = engine.connection.execute(f"select cell, count(*) from ({cells}) group by cell order by cell").fetchall()
    cells_now = [(was, restored(was), n) for was, n in counted]
    changed = [(was, now) for was, now, _ in cells_now if now != was]
    texts = {name: pa.array([pair[at] for pair in changed], pa.string()) for at, name in enumerate(("was", "now"))}
    engine.connection.register(f"{view}_repairs", pa.table(texts))
    counts = {
        REPAIRED: sum(n for was, now, n in cells_now if now != was),
        GARBLED: sum(n for _, now, n in cells_now if re.search(MARKS, now)),
    }
    return {name: n for name, n in counts.items() if n}


def restored(text: str) -> str:
    """Undo that UTF-8 was read as windows-1252 or latin-1: by ftfy; where it hesitates, if all of the text is letters in UTF-8 so.

    In a text that is no such whole only the three that were one Vietnamese letter are taken for one, for two such as Ã” end quotations.
    A text with a letter lost on the way stays as it is.
    """
    whole = all(letter in _BYTES for letter in text)
    now = ftfy.fix_encoding(text) if whole else text
    if now == text and whole:
        now = _decoded(text)
    if now == text and "«" not in text:
        now = _THREE.sub(lambda letters: _decoded(letters[0]), text)
    return text if "\ufffd" in now else unicodedata.normalize("NFC", now)


def _decoded(text: str) -> str:
    with suppress(UnicodeDecodeError):
        now = bytes(_BYTES[letter] for letter in text).decode("utf-8")
        return text if _FOREIGN.search(now) else now
    return text


def _mended_sql(engine: Engine, view: str, read: str, columns: tuple[Sequence[str], Sequence[str]]) -> str:
    """SQL of a view with the repairs of its garbled columns, and with accents composed in those that hold them apart."""
    wrong, apart = columns
    names = {c: f"r{n}.now" for n, c in enumerate(wrong)}

    def cell(column: str) -> str:
        plain = f"v.{identifier(column)}"
        text = f"coalesce({names[column]}, {plain})" if column in names else plain
        return f"{f'nfc_normalize({text})' if column in apart else text} as {identifier(column)}"

    cells = ", ".join(cell(c) for c in engine.columns(view) if c != ROW)
    joins = " ".join(f"left join {view}_repairs as r{n} on r{n}.was = v.{identifier(c)}" for n, c in enumerate(wrong))
    return f"select v.{ROW}, {cells} from ({read}) as v {joins}"
