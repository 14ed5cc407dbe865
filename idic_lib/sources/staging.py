"""One export as a staging view in the engine: its own columns, untouched, beside the number of each row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.source import Source
from idic_lib.sources import excel

STAGED = "_staged"
ROW = "_row"


def quoted(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def stage(engine: Engine, source: Source, path: Path, view: str = STAGED) -> tuple[str, ...]:
    """Make the view of one export and return its columns; an unreadable file is an error with the reader's cause."""
    if not path.stat().st_size:
        raise InputError(f"{source.label}: the file is empty. Export it again, with its rows.")
    if source.format == "excel":
        engine.connection.register(view, excel.rows(source, path, ROW))
        return engine.columns(view)[1:]
    readers = {"csv": _csv, "parquet": _parquet, "whitespace": _whitespace}
    with readable(source):
        engine.connection.execute(f"create or replace temp view {view} as {readers[source.format](source, path)}")
        return tuple(c for c in engine.columns(view) if c != ROW)


@contextmanager
def readable(source: Source) -> Iterator[None]:
    """Turn what the reader stumbles over, wherever in the file, into a sentence with its line and cause."""
    try:
        yield
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        raise InputError(
            f"{source.label}{stumbled(error)}. Save it again as {source.format} in {source.encoding}, or correct the source in case.toml."
        ) from None


def stumbled(error: duckdb.Error) -> str:
    """Name line and cause of a reader's error, without its page of advice."""
    lines = str(error).splitlines()
    at = re.search(r"Line: (\d+)", lines[0])
    if at is None:
        uneven = "sniffing" in lines[0]
        return ": the rows do not all have the same number of cells" if uneven else f" cannot be read: {lines[0].rstrip('.')}"
    cause = next((line for line in lines[1:] if not line.startswith("Original Line")), lines[0])
    return f", line {int(at[1]):,}: {cause.strip().rstrip('.')}"


def _parquet(source: Source, path: Path) -> str:
    del source
    return (
        f"select file_row_number + 1 as {ROW}, * exclude (file_row_number) from read_parquet({quoted(str(path))}, file_row_number = true)"
    )


def _csv(source: Source, path: Path) -> str:
    options = f"all_varchar = true, header = {str(source.header).lower()}, delim = {quoted(source.delimiter)}, quote = '\"', escape = '\"', encoding = {quoted(source.encoding)}, null_padding = false, skip = {source.skip}, comment = ''"
    first = source.skip + (2 if source.header else 1)  # as a spreadsheet counts
    return f"select row_number() over () + {first - 1} as {ROW}, * from read_csv({quoted(str(path))}, {options})"


def _whitespace(source: Source, path: Path) -> str:
    """Columns apart by blanks have no names: they are called by position, 1, 2, 3."""
    with path.open(encoding=source.encoding, newline="") as file:
        first = file.readline()
    end = "\\r\\n" if first.endswith("\r\n") else "\\n"
    lines = f"read_csv({quoted(str(path))}, header = false, auto_detect = false, columns = {{'line': 'VARCHAR'}}, delim = '\\x01', quote = '', escape = '', new_line = '{end}')"
    skip = "where _n > 1" if source.header else ""
    cells = ", ".join(f'parts[{i}] as "{i}"' for i in range(1, len(first.split()) + 1))
    return f"select _n as {ROW}, {cells} from (select row_number() over () as _n, regexp_split_to_array(trim(line), '\\s+') as parts from {lines}) {skip}"
