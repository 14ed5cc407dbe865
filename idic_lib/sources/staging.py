"""One export as a staging view in the engine: its own columns beside the number of each row, its letters in UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.source import Source
from idic_lib.sources import excel
from idic_lib.sources.encoding import as_utf8
from idic_lib.sources.layout import composed, layout

STAGED = "_staged"
ROW = "_row"


@dataclass(frozen=True)
class Staged:
    """One export in the engine: its columns, SQL that reads it, and what was found out about how it is written."""

    columns: tuple[str, ...]
    read: str
    notes: Mapping[str, str | int]


def quoted(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def stage(engine: Engine, source: Source, path: Path, space: Path, view: str = STAGED) -> Staged:
    """Make the view of one export; `space` is a folder for a copy of one that is not in UTF-8, which must stay as long as the view is read.

    Raises InputError with the reader's cause for a file that cannot be read.
    """
    if not path.stat().st_size:
        raise InputError(f"{source.label}: the file is empty. Export it again, with its rows.")
    encoding = None
    if source.format in {"csv", "whitespace"}:
        path, encoding = as_utf8(source, path, space)
    with readable(source):
        read = _reader(engine, source, path, view)
        engine.connection.execute(f"create or replace temp view {view} as {read}")
        columns = tuple(c for c in engine.columns(view) if c != ROW)
        read = _renamed(engine, view, read, columns)
    return Staged(tuple(map(composed, columns)), read, {"encoding": encoding} if encoding and encoding != "utf-8" else {})


def _reader(engine: Engine, source: Source, path: Path, view: str) -> str:
    """SQL that reads one export, the number of each row beside its cells."""
    if source.format == "excel":
        engine.connection.register(f"{view}_cells", excel.rows(source, path, ROW))
        return f"select * from {view}_cells"
    if source.format == "csv":
        return _csv(source, path)
    return _whitespace(source, path) if source.format == "whitespace" else _parquet(path)


def _renamed(engine: Engine, view: str, read: str, columns: Sequence[str]) -> str:
    """Call columns by the names that keyboards write, where a program wrote accents beside their letters."""
    if all(c == composed(c) for c in columns):
        return read
    names = ", ".join(f"{identifier(c)} as {identifier(composed(c))}" for c in columns)
    renamed = f"select {ROW}, {names} from ({read})"
    engine.connection.execute(f"create or replace temp view {view} as {renamed}")
    return renamed


@contextmanager
def readable(source: Source) -> Iterator[None]:
    """Turn what the reader stumbles over, wherever in the file, into a sentence with its line and cause."""
    try:
        yield
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        letters = "unicode" in str(error).lower()
        remedy = 'Write encoding = "auto" in case.toml' if letters else f"Save it again as {source.format} in UTF-8"
        raise InputError(f"{source.label}{stumbled(error)}. {remedy}, or correct the source in case.toml.") from None


def stumbled(error: duckdb.Error) -> str:
    """Name line and cause of a reader's error, without its page of advice."""
    lines = str(error).splitlines()
    at = re.search(r"Line: (\d+)", lines[0])
    if at is None:
        uneven = "sniffing" in lines[0]
        return ": the rows do not all have the same number of cells" if uneven else f" cannot be read: {lines[0].rstrip('.')}"
    cause = next((line for line in lines[1:] if not line.startswith("Original Line")), lines[0])
    return f", line {int(at[1]):,}: {cause.strip().rstrip('.')}"


def _parquet(path: Path) -> str:
    return (
        f"select file_row_number + 1 as {ROW}, * exclude (file_row_number) from read_parquet({quoted(str(path))}, file_row_number = true)"
    )


def _csv(source: Source, path: Path) -> str:
    delimiter, skip = layout(source, path)
    options = f"all_varchar = true, header = {str(source.header).lower()}, delim = {quoted(delimiter)}, quote = '\"', escape = '\"', encoding = 'utf-8', null_padding = false, skip = {skip}, comment = ''"
    first = skip + (2 if source.header else 1)  # as a spreadsheet counts
    return f"select row_number() over () + {first - 1} as {ROW}, * from read_csv({quoted(str(path))}, {options})"


def _whitespace(source: Source, path: Path) -> str:
    """Columns apart by blanks have no names: they are called by position, 1, 2, 3."""
    with path.open(encoding="utf-8", newline="") as file:
        first = file.readline()
    end = "\\r\\n" if first.endswith("\r\n") else "\\n"
    lines = f"read_csv({quoted(str(path))}, header = false, auto_detect = false, columns = {{'line': 'VARCHAR'}}, delim = '\\x01', quote = '', escape = '', new_line = '{end}')"
    skip = "where _n > 1" if source.header else ""
    cells = ", ".join(f'parts[{i}] as "{i}"' for i in range(1, len(first.split()) + 1))
    return f"select _n as {ROW}, {cells} from (select row_number() over () as _n, regexp_split_to_array(trim(line), '\\s+') as parts from {lines}) {skip}"
