"""A sheet of an Excel file as a table of texts: typed cells are written as the source says its own texts are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from idic_lib.errors import InputError
from idic_lib.source import Source

Cell: TypeAlias = object
"""What a spreadsheet holds: a text, a number, a truth, a date, a time, or '' for nothing."""

_WHOLE = 1e15
"""A whole number below this is written with all its digits, as the spreadsheet shows it."""


def rows(source: Source, path: Path, row: str) -> pa.Table:
    """Read one sheet: the column `row` with each row's number in the sheet, then the sheet's columns as texts; rows without any cell are left out.

    Raises InputError for a file that is no Excel file and a sheet that is not there.
    """
    cells = _sheet(source, path)
    top = source.skip + source.header
    if len(cells) < max(top, 1):
        raise InputError(
            f"{source.label}: the sheet ends above row {max(top, 1)}, where its columns are named. Correct sheet or skip in case.toml."
        )
    head = cells[source.skip] if source.header else [""] * len(cells[0])
    filled = [(number, line) for number, line in enumerate(cells[top:], top + 1) if any(c != "" for c in line)]
    columns = [pa.array([_text(source, line[i]) for _, line in filled], pa.string()) for i in range(len(head))]
    return pa.table([pa.array([n for n, _ in filled], pa.int64()), *columns], names=[row, *_names([_text(source, c) or "" for c in head])])


def _sheet(source: Source, path: Path) -> list[list[Cell]]:
    """Read all cells from the first row of the sheet on."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        found = list(book.sheet_names)
        if source.sheet is not None and source.sheet not in found:
            raise InputError(
                f"{source.label}: there is no sheet '{source.sheet}'; the file has {', '.join(found)}. Correct sheet in case.toml."
            )
        cells: list[list[Cell]] = book.get_sheet_by_name(source.sheet or found[0]).to_python(skip_empty_area=False)  # type: ignore[assignment]  # a list of lists of what a cell may hold
    except CalamineError as error:
        raise InputError(
            f"{source.label} cannot be read as Excel: {str(error).rstrip('.')}. Save it again as .xlsx, without a password."
        ) from None
    return cells


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
        return cell.strftime(source.date_format)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _WHOLE else repr(cell).replace(".", source.decimal)
    return str(cell)
