"""One export of a client: where it lies, how it is written, which of its columns fill which contract columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from idic_lib.tables import EXPORTS

AS_LIST = Field(strict=False)
"""TOML and JSON know lists, a frozen setting is a tuple; what is in it stays strict."""

OF_THE_ORDER = ("customer_id", "ordered_on", "store_id")
"""What lines of orders take from their order where their own export does not say it."""


class Frozen(BaseModel):
    """Frozen; an unknown key is an error; a number is never read from text."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Source(Frozen):
    """One `[[sources]]` block of case.toml.

    `keep` names columns of the export and the values that count; rows with another value are set aside.
    `timezone` says where the export's clock stands, when that is not where the case's does.
    """

    table: str
    file: str
    package: str | None = None
    format: Literal["csv", "parquet", "whitespace", "excel"] = "csv"
    sheet: str | None = None
    skip: Annotated[int, Field(ge=0)] = 0
    header: bool = True
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    decimal: Literal[".", ","] = "."
    encoding: Literal["utf-8", "utf-16", "latin-1"] = "utf-8"
    missing: Annotated[tuple[str, ...], AS_LIST] = ("",)
    date_format: str = "%Y-%m-%d"
    timezone: str | None = None
    keep: Mapping[str, Annotated[tuple[str, ...], AS_LIST]] = {}
    columns: Mapping[str, str | int]

    @property
    def label(self) -> str:
        """What sentences and reports call the source, without this machine's folders."""
        file = f"{self.package}/{self.file}" if self.package else self.file
        return f"{file}, sheet {self.sheet}" if self.sheet else file

    @property
    def is_instant(self) -> bool:
        """Whether its days depend on where one's clock stands."""
        return self.timezone is not None or "%z" in self.date_format

    @property
    def takes(self) -> tuple[str, ...]:
        """What is taken from the order of each line: nothing where the lines say themselves who bought and when."""
        unsaid = tuple(c for c in OF_THE_ORDER if c not in self.columns)
        return unsaid if self.table == "order_lines" and {"customer_id", "ordered_on"} & set(unsaid) else ()

    @model_validator(mode="after")
    def _columns_fit_the_contract(self) -> Self:
        contract = EXPORTS.get(self.table)
        if contract is None:
            raise ValueError(f"table {self.table!r} is none of {', '.join(EXPORTS)}")
        known = {c.name for c in contract.columns}
        strange = [c for c in self.columns if c not in known]
        if strange and not contract.open:
            raise ValueError(f"columns.{strange[0]} is no column of {self.table}; it has {', '.join(sorted(known))}")
        unusable = [c for c in strange if not re.fullmatch("[a-z][a-z0-9_]*", c)]
        if unusable:
            raise ValueError(f"columns.{unusable[0]} is no name for a column; use small letters, digits and _")
        optional = {"orders": {"order_id"}, "order_lines": set(self.takes)}.get(self.table, set())
        absent = [c.name for c in contract.columns if c.needed and c.name not in self.columns and c.name not in optional]
        if absent:
            raise ValueError(f"columns.{absent[0]} is not mapped; {self.table} needs it")
        if self.table == "contacts" and not strange:
            raise ValueError("columns holds no trait of a customer; map at least one, or leave the source out")
        return self

    @model_validator(mode="after")
    def _way_of_writing(self) -> Self:
        if self.sheet is not None and self.format != "excel":
            raise ValueError(f'sheet is given, but format is {self.format!r}; only format = "excel" has sheets')
        if self.skip and self.format not in {"csv", "excel"}:
            raise ValueError(f"skip is given, but format is {self.format!r}; rows above the header are known of csv and excel")
        if self.timezone is not None:
            known_zone(self.timezone)
        if self.timezone is not None and self.format != "parquet" and not re.search("%[HIXT]", self.date_format):
            raise ValueError(f"timezone is given, but date_format {self.date_format!r} has no time of day to convert")
        empty = [c for c, values in self.keep.items() if not values]
        if empty:
            raise ValueError(f"keep.{empty[0]} names no value, so that no row would count; name those that do")
        return self


def known_zone(name: str) -> str:
    """Return a time zone's name; ValueError for one that nobody keeps."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; write one such as UTC or Asia/Ho_Chi_Minh") from None
    return name
