"""Days of birth: read by the declared format, and told from those that a form puts in where nobody answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd
from scipy.stats import poisson

from idic_lib.engine import Engine, sql_text
from idic_lib.identify.standardise.typed import rules_table

NEVER: Final = tuple(pd.Timestamp(d) for d in ("1899-12-30", "1899-12-31", "1900-01-01", "1901-01-01"))
"""Where calendars of programs begin: nobody alive was born then."""
SUSPECT: Final = tuple(pd.Timestamp(d) for d in ("1970-01-01", "1980-01-01", "2000-01-01"))
"""Where calendars begin and people were born too: placeholders where chance hardly explains how many share the day."""
CHANCE: Final = 0.01
"""How likely so many births on a suspect day may be, given those of the year around it."""
FAR_MORE, AT_LEAST = 10, 10
"""Any other day is a placeholder with ten times the births of the days around it, and ten different names: of some 25,000 days none does
that by chance."""
OLDEST: Final = 110


def standard_births(engine: Engine, date_formats: Mapping[int, str], as_of: date) -> None:
    """Keep `standardise_births` (source, typed, birth, placeholder, impossible, unreadable); needs `standardise_names`."""
    rules_table(engine, "standardise_days", pd.concat([_days(engine, *item) for item in _formats(engine, date_formats)]))
    filled = placeholder_days(engine.query("standardise_birth_days"))
    rules_table(engine, "standardise_filled", pd.DataFrame({"birth": filled}).astype("datetime64[us]"))
    engine.keep("standardise_births", sql_text("standardise_births_read"), {"as_of": as_of, "oldest": OLDEST})


def _formats(engine: Engine, declared: Mapping[int, str]) -> list[tuple[int, str]]:
    """List every source on file with its format; one without a format writes days as ISO 8601 does."""
    sources = engine.run("select distinct source from standardise_typed order by source")["source"]
    return [(int(s), declared.get(int(s), "%Y-%m-%d")) for s in sources] or [(0, "%Y-%m-%d")]


def _days(engine: Engine, source: int, date_format: str) -> pd.DataFrame:
    day = date_format.replace("T", " ").split(" ")[0]
    days = engine.query("standardise_births", source=source, format=date_format, day_format=day)
    return days.assign(source=source).astype({"typed": "str"})


def placeholder_days(days: pd.DataFrame) -> list[pd.Timestamp]:
    """Pick, from `birth, names, around` (names on the other 364 days of the year around), the days that stand for 'not known'."""
    expected = days["around"] / 364
    listed = days["birth"].isin(SUSPECT) & (poisson.sf(days["names"] - 1, expected.clip(lower=1e-9)) < CHANCE)
    crowded = (days["names"] >= AT_LEAST) & (days["names"] >= FAR_MORE * expected)
    return list(days.loc[listed | crowded | days["birth"].isin(NEVER), "birth"])
