"""A sheet of an Excel file as a table of texts: typed cells are written as the source says its own texts are."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from idic_lib.errors import InputError
from idic_lib.source import DAY_NUMBERS, Source
from idic_lib.sources.layout import header, wanted
from idic_lib.tables import EXPORTS

Cell: TypeAlias = object
"""What a spreadsheet holds: a text, a number, a truth, a date, a time, or '' for nothing."""

_WHOLE = 1e15
"""A whole number below this is written with all its digits, as the spreadsheet shows it."""


_LOOK = 100
"""So many rows are looked at for the header."""


@dataclass(frozen=True)
class _Sheet:
    """All cells from the first row and column on, and the first and last cell of every merged range; None where the file does not tell."""

    cells: list[list[Cell]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] | None


def rows(source: Source, path: Path, row: str) -> pa.Table:
    """Read one sheet: the column `row` with each row's number in the sheet, then the sheet's columns as texts; rows without any cell are left out.

    Raises InputError for a file that is no Excel file, a sheet that is not there, mapped cells that are merged over several rows
    unless the source says what that means, and ids that are numbers too long for a spreadsheet.
    """
    sheet = _sheet(source, path)
    _check_day_numbers(source, path)
    cells, skip = sheet.cells, _lines_above(source, sheet.cells)
    top = skip + source.header
    if len(cells) < max(top, 1):
        raise InputError(
            f"{source.label}: the sheet ends above row {max(top, 1)}, where its columns are named. Correct sheet or skip in case.toml."
        )
    head = cells[skip] if source.header else [""] * len(cells[0])
    names = _names([_text(source, c) or "" for c in head])
    _part_merged(source, sheet, names, top)
    filled = [(number, line) for number, line in enumerate(cells[top:], top + 1) if any(c != "" for c in line)]
    _check_long(source, names, filled)
    columns = [pa.array([_text(source, line[i]) for _, line in filled], pa.string()) for i in range(len(head))]
    return pa.table([pa.array([n for n, _ in filled], pa.int64()), *columns], names=[row, *names])


def _lines_above(source: Source, cells: Sequence[Sequence[Cell]]) -> int:
    if source.skip != "auto":
        return source.skip
    return header(([_text(source, c) or "" for c in line] for line in cells[:_LOOK]), wanted(source))[1]


def _part_merged(source: Source, sheet: _Sheet, names: Sequence[str], top: int) -> None:
    """Give each row of a merged cell its value in the columns that the source names; in other mapped columns it is an error."""
    if source.merged and sheet.merged is None:
        raise InputError(f"{source.label}: this kind of file does not tell which cells are merged. Save it as .xlsx, or unmerge them.")
    for (first, left), (last, right) in sheet.merged or ():
        if first == last or first < top:
            continue
        for place in range(left, min(right + 1, len(names))):
            if names[place] in source.merged:
                for line in sheet.cells[first : last + 1]:
                    line[place] = sheet.cells[first][left]
            elif names[place] in wanted(source):
                raise InputError(
                    f"{source.label}, rows {first + 1:,} to {last + 1:,}: the cells of column '{names[place]}' are merged into one. If each row has its value, add merged = [\"{names[place]}\"] to the source in case.toml; else unmerge them and write what each row has."
                )


def _check_long(source: Source, names: Sequence[str], lines: Sequence[tuple[int, Sequence[Cell]]]) -> None:
    """Refuse an id of which the spreadsheet has lost the last digits: two customers would become one."""
    kinds = {c.name: c.kind for c in EXPORTS[source.table].columns}
    texts = {str(theirs) for ours, theirs in source.columns.items() if kinds.get(ours, "text") == "text"}
    for place in (i for i, name in enumerate(names) if name in texts):
        for number, line in lines:
            cell = line[place]
            if isinstance(cell, float) and abs(cell) >= _WHOLE:
                raise InputError(
                    f"{source.label}, row {number:,}: column '{names[place]}' holds the number {cell:.15g}, and a spreadsheet keeps only 15 digits of it. Export this column as text."
                )


def _sheet(source: Source, path: Path) -> _Sheet:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        found = list(book.sheet_names)
        if source.sheet is not None and source.sheet not in found:
            raise InputError(
                f"{source.label}: there is no sheet '{source.sheet}'; the file has {', '.join(found)}. Correct sheet in case.toml."
            )
        sheet = book.get_sheet_by_name(source.sheet or found[0])
        cells: list[list[Cell]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]  # a list of lists of what a cell may hold
    except CalamineError as error:
        raise InputError(
            f"{source.label} cannot be read as Excel: {str(error).rstrip('.')}. Save it again as .xlsx, without a password."
        ) from None
    return _Sheet(cells, sheet.merged_cell_ranges)


def _check_day_numbers(source: Source, path: Path) -> None:
    """Hold the way in which numbers are said to count days against that of the workbook: the two ways are four years apart."""
    said = [f for f in source.date_formats if f in DAY_NUMBERS]
    if not said or not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as book:
        parts = [book.read(name) for name in book.namelist() if name == "xl/workbook.xml"]
    counted = "excel 1904" if any(re.search(rb'date1904="(1|true)"', part) for part in parts) else "excel"
    if parts and said != [counted]:
        raise InputError(f'{source.label}: this workbook counts days as "{counted}", not as "{said[0]}". Correct date_format in case.toml.')


def _names(head: Sequence[str]) -> list[str]:
    """Name every column once: one without a name by its position, from column0 on, one named again with a number behind."""
    taken: list[str] = []
    for place, name in enumerate(head):
        wanted = name.strip() or f"column{place}"
        taken.append(next(w for n in count() if (w := f"{wanted}_{n}" if n else wanted) not in taken))
    return taken


def _text(source: Source, cell: Cell) -> str | None:
    """Write one cell: days in the source's date format, numbers with its decimal sign and, where whole, without one."""
    if cell == "":
        return None
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, (datetime, date)):
        return _day(source, cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _WHOLE else repr(cell).replace(".", source.decimal)
    return str(cell)


def _day(source: Source, cell: date | datetime) -> str:
    """Write a typed day as the source says that its texts are, so that it is read back as itself."""
    named = next((f for f in source.date_formats if f not in DAY_NUMBERS), None)
    if named is not None:
        return cell.strftime(named)
    moment = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
    since = moment.replace(tzinfo=None) - datetime.combine(DAY_NUMBERS[source.date_format], time())
    return str(since.days) if not since.seconds else repr(since.days + since.seconds / 86_400)
