"""A table from outside the client as a frame: its key as text, its figures as numbers."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.external import External
from idic_lib.source import Source
from idic_lib.sources.convert import check_columns
from idic_lib.sources.staging import ROW, STAGED, identifier, readable, stage


def read_external(folder: Path, external: External) -> pd.DataFrame:
    """Read the file beside case.toml in `folder`: the key column under its own name, then the columns by their names in the workbook.

    A column of which every filled cell is a plain number is one of numbers; empty cells are NA. InputError for a file or column that is not there.
    """
    path = folder / external.file
    if not path.is_file():
        raise InputError(
            f"external '{external.name}': there is no file {external.file} in {folder}. Put it there or correct [[external]] file."
        )
    source = Source(
        table="contacts", file=external.file, format=external.format, sheet=external.sheet, delimiter=external.delimiter,
        columns={"customer_id": external.key, **external.columns},
    )  # fmt: skip
    with TemporaryDirectory() as space:
        engine = Engine()
        check_columns(source, stage(engine, source, path, Path(space)).columns)
        wanted = {external.key: external.key, **external.columns}
        cells = ", ".join(
            f"nullif(trim(cast({identifier(theirs)} as varchar)), '') as {identifier(ours)}" for ours, theirs in wanted.items()
        )
        with readable(source):
            frame = engine.run(f"select {cells} from {STAGED} order by {ROW}")
    return frame.assign(**{c: _numbers(frame[c]) for c in external.columns})


def _numbers(cells: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(cells, errors="coerce")
    return cells if bool((numbers.isna() & cells.notna()).any()) or cells.isna().all() else numbers
