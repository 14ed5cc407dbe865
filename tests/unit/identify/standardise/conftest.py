"""One column of contacts at a time, standardised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.identify.standardise import Standardised, standardise

AS_OF = date(2026, 7, 1)


@dataclass(frozen=True)
class Made:
    """The records in the order of their numbers, and their flags as 'field:flag'."""

    done: Standardised
    records: pd.DataFrame
    flags: list[list[str]]

    def __getattr__(self, column: str) -> list[Any]:
        return [None if pd.isna(v) else v for v in self.records[column]]


def made(frame: pd.DataFrame, **settings: object) -> Made:
    engine = Engine.of(contacts_private=frame)
    asked: dict[str, Any] = {"region": "VN", "name_order": "family first", "date_formats": {0: "%d/%m/%Y"}, "as_of": AS_OF} | settings
    done = standardise(engine.relation("contacts_private"), **asked)
    records = engine.run("select * from records order by record_no")
    found = engine.run("select record_no, field || ':' || flag as flag from record_flags order by 1, 2")
    return Made(done, records, [list(found["flag"][found["record_no"] == n]) for n in records["record_no"]])


def typed(column: str, cells: Sequence[str | None]) -> pd.DataFrame:
    frame = pd.DataFrame({"customer_id": [f"K{n:05d}" for n in range(len(cells))], column: cells}, dtype="str")
    return frame.assign(_source=0, _row=range(2, len(cells) + 2))


@pytest.fixture
def column() -> Callable[..., Made]:
    """Standardise the cells of one column, one record each, in their order."""
    return lambda name, cells, **settings: made(typed(name, cells), **settings)


@pytest.fixture
def contacts() -> Callable[..., Made]:
    """Standardise a frame of contacts."""
    return made
