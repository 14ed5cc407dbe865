"""A table from outside the client, such as figures of its provinces: where it comes from, and by which right it is joined with customers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from idic_lib.source import Frozen


class External(Frozen):
    """One `[[external]]` block of case.toml.

    `key` is the column of the file that says whom a row is about, `joins` the field of customers with the same words;
    `columns` maps names of the workbook to columns of the file. Without `licence` and `legal_basis` the table is read, but not joined.
    """

    name: Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
    file: str
    format: Literal["csv", "excel"] = "csv"
    sheet: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    key: str
    joins: str
    columns: Mapping[str, str]
    source: Annotated[str, Field(min_length=1)]
    date: date
    licence: str | None = None
    legal_basis: str | None = None

    @property
    def undeclared(self) -> tuple[str, ...]:
        """What the case does not say and must, before the table may be joined with persons."""
        return tuple(k for k in ("licence", "legal_basis") if not (getattr(self, k) or "").strip())

    @model_validator(mode="after")
    def _something_to_join(self) -> Self:
        if not self.columns:
            raise ValueError("columns is empty; name at least one column of the file")
        if self.joins in self.columns:
            raise ValueError(f"columns.{self.joins} would overwrite the field by which the table is joined; name it otherwise")
        return self
