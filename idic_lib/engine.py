"""Where SQL runs: one DuckDB inside the process, one named text per heavy table, results as small frames."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, TypeAlias

import duckdb
import pandas as pd

from idic_lib.errors import TableMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Scalar: TypeAlias = "str | int | float | date | None"


@dataclass(frozen=True)
class Relation:
    """A table that grows with the business: a name in the engine, never a DataFrame."""

    engine: Engine
    name: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that this relation really has."""
        return self.engine.columns(self.name)


@cache
def sql_text(name: str) -> str:
    """Return the text `sql/<name>.sql`; one text makes one table."""
    return resources.files("idic_lib.sql").joinpath(f"{name}.sql").read_text(encoding="utf-8")


class Engine:
    """DuckDB with a memory limit and a spill folder; tables are views on Parquet files or frames."""

    def __init__(self, spill: Path | None = None, *, memory: str = "1500MB", threads: int | None = None) -> None:
        """Open a database in memory that may spill to `spill` above `memory`; it fetches no extension and knows no local time."""
        config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": memory, "preserve_insertion_order": True}
        config |= {
            "temp_directory": str(spill or Path(gettempdir()) / "idic-spill"),
            "autoinstall_known_extensions": False,
            "TimeZone": "UTC",
        }
        config |= {"threads": threads} if threads else {}
        self.connection = duckdb.connect(config=config)
        self._names: set[str] = set()

    @classmethod
    def of(cls, **frames: pd.DataFrame) -> Engine:
        """Build an engine from small frames, for tests and examples."""
        engine = cls()
        for name, frame in frames.items():
            engine.connection.register(f"_{name}", frame)
            engine.connection.execute(f'create table "{name}" as select * from "_{name}"')
            engine._names.add(name)
        return engine

    def view(self, name: str, parquet: Path) -> None:
        """Name a Parquet file."""
        path = str(parquet).replace("'", "''")
        self.connection.execute(f"create or replace view \"{name}\" as select * from read_parquet('{path}')")
        self._names.add(name)

    def name(self, name: str, text: str) -> None:
        """Name the result of one SQL text."""
        self.connection.execute(f'create or replace view "{name}" as {text}')
        self._names.add(name)

    def rename(self, name: str, new: str) -> None:
        """Give a named view another name."""
        self.connection.execute(f'alter view "{name}" rename to "{new}"')
        self._names.add(new)

    def keep(self, name: str, text: str, parameters: Mapping[str, Scalar] | None = None) -> Relation:
        """Compute one SQL text once and keep its rows under a name."""
        self.connection.execute(f'create or replace table "{name}" as {text}', dict(parameters or {}))
        self._names.add(name)
        return Relation(self, name)

    def has(self, name: str) -> bool:
        """Whether a table of that name was given."""
        return name in self._names

    def relation(self, name: str) -> Relation:
        """Return the relation of that name; a table nobody supplied is an error that names it."""
        if name not in self._names:
            raise TableMissingError(f"This case has no table '{name}'. Declare a source for it in case.toml.")
        return Relation(self, name)

    def columns(self, name: str) -> tuple[str, ...]:
        """Names of a relation's columns."""
        rows = self.connection.execute(f'select column_name from (describe "{name}")').fetchall()
        return tuple(str(r[0]) for r in rows)

    def query(self, name: str, **parameters: Scalar) -> pd.DataFrame:
        """Run `sql/<name>.sql` with named parameters (`$as_of`) and return the reduced table."""
        return self.run(sql_text(name), parameters)

    def run(self, text: str, parameters: Mapping[str, Scalar] | None = None) -> pd.DataFrame:
        """Run one text; kept apart from `query` for the sources, which compose theirs from a case."""
        frame: pd.DataFrame = self.connection.execute(text, dict(parameters or {})).df()
        return frame
