"""What a world writes: exports as a client would send them in `raw`, what only the grader may read in `truth`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pandas as pd
import pyarrow as pa
from pyarrow import parquet


class Exports:
    """Open files of one world; a table may be written in pieces, each appended to the last. The same frames give the same bytes."""

    def __init__(self, folder: Path) -> None:
        """Write into `folder`/raw and `folder`/truth."""
        self.raw, self.truth_folder = folder / "raw", folder / "truth"
        for made in (self.raw, self.truth_folder):
            made.mkdir(parents=True, exist_ok=True)
        self._half = folder / "piece.csv"
        self._engine = duckdb.connect()
        self._columns: dict[str, tuple[str, ...]] = {}
        self._parquet: dict[str, parquet.ParquetWriter] = {}
        self._truth: dict[str, dict[str, object]] = {}

    def __enter__(self) -> Self:
        """Use with `with`, so that the last piece reaches the disk."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close all files and write the truths."""
        self._engine.close()
        for writer in self._parquet.values():
            writer.close()
        text = json.dumps(self._truth, indent=2, ensure_ascii=False) + "\n"
        (self.truth_folder / "truth.json").write_text(text, encoding="utf-8", newline="\n")

    def csv(self, name: str, frame: pd.DataFrame, *, delimiter: str = ",", bom: bool = False) -> None:
        """Append rows to `raw/<name>`: UTF-8, a header, cells quoted where they must be; missing cells stay empty. Texts only: dates and amounts come as the system writes them."""
        if name not in self._columns:
            self._columns[name] = tuple(frame.columns)
            (self.raw / name).parent.mkdir(parents=True, exist_ok=True)
            head = pa.Table.from_pandas(frame.head(0), preserve_index=False)
            (self.raw / name).write_bytes((b"\xef\xbb\xbf" if bom else b"") + self._lines(head, delimiter, header=True))
        if tuple(frame.columns) != self._columns[name]:
            raise ValueError(f"{name}: piece has columns {list(frame.columns)}, the first had {list(self._columns[name])}")
        with (self.raw / name).open("ab") as file:
            file.write(self._lines(pa.Table.from_pandas(frame, preserve_index=False), delimiter, header=False))

    def _lines(self, rows: pa.Table, delimiter: str, *, header: bool) -> bytes:
        """Write rows as the engine does: it quotes only what must be quoted, and keeps their order."""
        columns = ", ".join(
            f"nullif({name}, '') as {name}" if pa.types.is_string(kind) or pa.types.is_large_string(kind) else name
            for name, kind in (('"' + field.name.replace('"', '""') + '"', field.type) for field in rows.schema)
        )
        self._engine.register("piece", rows)
        self._engine.execute(f"copy (select {columns} from piece) to '{self._half}' (format csv, header {header}, delimiter '{delimiter}')")
        text = self._half.read_bytes()
        self._half.unlink()
        return text

    def excel(self, name: str, sheets: Mapping[str, pd.DataFrame], *, above: Sequence[str] = ()) -> None:
        """Write `raw/<name>`, whole: one sheet per frame, `above` the lines a reporting tool puts over the header. Dates may be dates."""
        import xlsxwriter  # only a world writes Excel files

        (self.raw / name).parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(str(self.raw / name), {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
            book.set_properties({"created": pd.Timestamp("2000-01-01").to_pydatetime()})  # the clock must not reach the bytes
            for title, frame in sheets.items():
                sheet = book.add_worksheet(title)
                for row, line in enumerate(above):
                    sheet.write_string(row, 0, line)
                sheet.write_row(len(above), 0, list(frame.columns))
                for row, values in enumerate(frame.astype(object).itertuples(index=False), len(above) + 1):
                    for column, value in enumerate(values):
                        if not _empty(value):
                            sheet.write(row, column, value.to_pydatetime() if isinstance(value, pd.Timestamp) else value)

    def truth_table(self, name: str, frame: pd.DataFrame) -> None:
        """Append rows to `truth/<name>.parquet`."""
        table = pa.Table.from_pandas(frame, preserve_index=False)
        if name not in self._parquet:
            self._parquet[name] = parquet.ParquetWriter(self.truth_folder / f"{name}.parquet", table.schema, compression="zstd")
        self._parquet[name].write_table(table.cast(self._parquet[name].schema))

    def truth(self, name: str, /, **values: object) -> None:
        """State the planted or realised numbers of one truth (T1, U3 ...) under `name` in `truth/truth.json`; plain numbers, texts, lists."""
        self._truth.setdefault(name, {}).update({k: _plain(v) for k, v in values.items()})


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever numpy calls a number
    return value.item() if hasattr(value, "item") else value


def _empty(value: object) -> bool:
    return value is None or value is pd.NaT or value != value  # noqa: PLR0124 - not-a-number is the one value unequal to itself


def is_empty_folder(folder: Path) -> bool:
    """Whether a folder is absent or holds nothing."""
    return not folder.exists() or not os.listdir(folder)  # noqa: PTH208 - one listing, no objects
