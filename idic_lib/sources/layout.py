"""Where the table stands in an export: what parts its cells, and how many lines stand above its header."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from idic_lib.source import Source

DELIMITERS = (",", ";", "\t", "|")
_LOOK = 100
"""So many lines are looked at for the header."""


def wanted(source: Source) -> frozenset[str]:
    """Name the columns that a source must have."""
    return frozenset({*(composed(str(c)) for c in source.columns.values()), *map(composed, source.keep)})


def composed(name: str) -> str:
    """Write a column's name with its accents composed (NFC), as keyboards do and some programs do not."""
    return unicodedata.normalize("NFC", name.strip())


def header(rows: Iterable[Sequence[str]], columns: frozenset[str]) -> tuple[int, int]:
    """Return how many of `columns` the best of the rows holds, and its place from 0: the first of those that hold most."""
    held = [(len(columns & {composed(c) for c in row}), -place) for place, row in enumerate(rows)]
    found, place = max(held, default=(0, 0))
    return found, -place if found else 0


def layout(source: Source, path: Path) -> tuple[str, int]:
    """Return delimiter and lines above the header of a CSV in UTF-8, looked for where the source says "auto".

    What holds most of the mapped columns is taken; whoever holds the columns against the mapping says which are lacking.
    """
    if "auto" not in {source.delimiter, source.skip}:
        return source.delimiter, int(source.skip)
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        lines = list(islice(file, _LOOK))
    ways = {d: list(csv.reader(lines, delimiter=d)) for d in (DELIMITERS if source.delimiter == "auto" else (source.delimiter,))}
    tops = {d: header(rows, wanted(source)) if source.skip == "auto" else _top(rows, source) for d, rows in ways.items()}
    delimiter = max(ways, key=lambda d: (tops[d][0], evenness(ways[d][tops[d][1] :])))
    return delimiter, tops[delimiter][1]


def _top(rows: Sequence[Sequence[str]], source: Source) -> tuple[int, int]:
    at = int(source.skip)
    return header(rows[at : at + 1], wanted(source))[0], at


def evenness(rows: Sequence[Sequence[str]]) -> tuple[bool, int]:
    """Whether all rows have as many cells as the first, and how many it has; empty rows and the last, which may be cut, aside."""
    return bool(rows) and all(len(r) == len(rows[0]) for r in rows[1:-1] if r), len(rows[0]) if rows else 0
