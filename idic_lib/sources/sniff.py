"""A client's CSV before it has a case: how its cells are separated, and what its columns hold."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.source import Encoding, Source
from idic_lib.sources.dates import EARLIEST, LATEST
from idic_lib.sources.encoding import as_utf8
from idic_lib.sources.layout import DELIMITERS, evenness
from idic_lib.sources.staging import ROW, STAGED, identifier, quoted, stage, stumbled

MISSING = ("", "NA", "N/A", "n/a", "NULL", "null", "NaN", "nan", "None")
"""What exports write where they know nothing."""

_DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%m.%d.%Y",
    "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%m-%d-%y", "%y-%m-%d", "%d.%m.%y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y",
)  # fmt: skip
_TIMES = (
    "",
    " %H:%M:%S",
    " %H:%M",
    " %H:%M:%S.%f",
    "T%H:%M:%S",
    "T%H:%M:%SZ",
    "T%H:%M:%S.%f",
    "T%H:%M:%S.%fZ",
    " %I:%M %p",
    " %I:%M:%S %p",
)
DATE_FORMATS = tuple(day + time for day, time in product(_DAYS, _TIMES))
SAMPLE = "_sample"


@dataclass(frozen=True)
class Export:
    """A CSV file opened in an engine: `_staged` holds its rows as text."""

    path: Path
    delimiter: str
    encoding: Encoding
    columns: tuple[str, ...]
    engine: Engine

    def rows(self, text: str) -> list[tuple[object, ...]]:
        """Run one text; what the reader stumbles over becomes a sentence."""
        try:
            return self.engine.connection.execute(text).fetchall()
        except duckdb.Error as error:
            raise InputError(f"{self.path.name}{stumbled(error)}. Save it again as CSV in UTF-8.") from None


def open_export(path: Path) -> Export:
    """Open a CSV of any encoding known here, with a header line, comma, semicolon, tab or bar between cells."""
    source = Source(table="contacts", file=path.name, encoding="auto", columns={"customer_id": "", "trait": ""})
    engine = Engine()
    with TemporaryDirectory(prefix="idic-") as space:
        file, encoding = _text(source, path, Path(space))
        delimiter, head = _split(path, _first_lines(path, file))
        stage(engine, source.model_copy(update={"encoding": "utf-8", "delimiter": delimiter}), file, Path(space))
        export = Export(path, delimiter, encoding, tuple(head), engine)
        if file != path:
            _take_over(export)
    export.rows(f"create temp table {SAMPLE} as select * from {STAGED} limit 2000")
    if export.rows(f"select count(*) from {SAMPLE}") == [(0,)]:
        raise InputError(f"{path.name}: there is a header but no row below it. Export at least one order.")
    return Export(path, delimiter, encoding, tuple(c for c in engine.columns(STAGED) if c != ROW), engine)


def _take_over(export: Export) -> None:
    """Read a copy into the engine, before it is removed."""
    export.rows(f"create temp table _whole as select * from {STAGED}")
    export.rows(f"create or replace temp view {STAGED} as select * from _whole")


def _text(source: Source, path: Path, space: Path) -> tuple[Path, Encoding]:
    try:
        return as_utf8(source, path, space)
    except FileNotFoundError:
        raise InputError(f"There is no file {path}. Give --orders the client's CSV.") from None
    except (IsADirectoryError, PermissionError) as error:
        raise InputError(f"{path} cannot be read: {error.strerror}. Give --orders a CSV file.") from None


def _first_lines(path: Path, file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        lines = list(islice(text, 50))
    if not "".join(lines).strip():
        raise InputError(f"{path.name}: the file is empty. Export the orders again.")
    if any("\0" in line for line in lines):
        raise InputError(f"{path.name}: this is not a text file. Save it as 'CSV UTF-8'.")
    return lines


def _split(path: Path, lines: list[str]) -> tuple[str, list[str]]:
    ways = {d: list(csv.reader(lines, delimiter=d)) for d in DELIMITERS}
    delimiter = max(ways, key=lambda d: evenness(ways[d]))
    head = ways[delimiter][0]
    if len(head) < 3:
        raise InputError(
            f"{path.name}: the first line holds {len(head)} columns ('{lines[0].strip()[:80]}'). Orders need customer, date and amount, with , ; | or a tab between."
        )
    if any(not name.strip() or name.strip()[0].isdigit() for name in head):
        raise InputError(
            f"{path.name}: the first line is no header: '{lines[0].strip()[:80]}'. Put a line with column names on top, such as customer,date,amount."
        )
    return delimiter, head


def cell(column: str) -> str:
    """SQL for a cell's trimmed text, NULL where it says that nothing is known."""
    text = f"trim(cast({identifier(column)} as varchar))"
    return f"case when {text} in ({', '.join(map(quoted, MISSING))}) then null else {text} end"


def day(column: str, date_format: str) -> str:
    """SQL for a cell read as a day in one format, NULL where it is none or out of range."""
    read = f"cast(try_strptime({cell(column)}, {quoted(date_format)}) as date)"
    return f"case when {read} >= date '{EARLIEST}' and {read} < date '{LATEST}' then {read} end"


def share_of_days(export: Export, column: str) -> float:
    """Share of the sample's filled cells that can be read as a day."""
    formats = ", ".join(map(quoted, DATE_FORMATS))
    read = f"try_strptime({cell(column)}, [{formats}])"
    good = f"{read} >= date '{EARLIEST}' and {read} < date '{LATEST}'"
    return _share(export, column, good)


def share_of_numbers(export: Export, column: str) -> float:
    """Share of the sample's filled cells that are a number, perhaps with a currency beside it."""
    return _share(export, column, f"regexp_full_match({cell(column)}, {quoted(_NUMBER)})")


_NUMBER = r"[^0-9]{0,5}[0-9][0-9., '\x{00a0}\x{202f}]*[^0-9]{0,5}"


def _share(export: Export, column: str, good: str) -> float:
    filled, fitting = export.rows(f"select count({cell(column)}), count(*) filter ({good}) from {SAMPLE}")[0]
    return int(str(fitting)) / int(str(filled)) if filled else 0.0


def likely_formats(export: Export, column: str) -> list[str]:
    """Formats that read more than half of the sample."""
    counts = ", ".join(f"count(try_strptime(day, {quoted(f)}))" for f in DATE_FORMATS)
    row = export.rows(f"select count(day), {counts} from (select {cell(column)} as day from {SAMPLE})")[0]
    return [f for f, n in zip(DATE_FORMATS, row[1:], strict=True) if 2 * int(str(n)) > int(str(row[0]))]


def first_row(export: Export, column: str, condition: str) -> tuple[int, str] | None:
    """Return number and text of the first row for which the condition holds."""
    found = export.rows(f"select {ROW}, {identifier(column)} from {STAGED} where {condition} order by {ROW} limit 1")
    return (int(str(found[0][0])), str(found[0][1])) if found else None


def missing_words(export: Export, columns: Sequence[str]) -> list[str]:
    """List the words for 'not known' that these columns hold; the empty cell always counts."""
    words = {
        w
        for c in columns
        for (w,) in export.rows(
            f"select distinct trim({identifier(c)}) from {STAGED} where trim({identifier(c)}) in ({', '.join(map(quoted, MISSING))})"
        )
    }
    return [w for w in MISSING if w in words or not w]
