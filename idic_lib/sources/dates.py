"""Days as an export writes them: by each declared format on its own, never guessed across formats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from idic_lib.source import DAY_NUMBERS, Source
from idic_lib.sources.staging import quoted

EARLIEST, LATEST = date(1980, 1, 1), date(2100, 1, 1)
"""Days outside are typing errors, not history; a year of two digits is one of 1969 to 2068."""

_SECONDS = 86_400


def moment_sql(text: str, date_format: str) -> str:
    """SQL of the moment that a text says in one format, NULL where it says none."""
    first = DAY_NUMBERS.get(date_format)
    if first is None:
        return f"try_strptime({text}, {quoted(date_format)})"
    number = f"try_cast(replace({text}, ',', '.') as double)"
    counted = f"timestamp '{first}' + to_seconds(cast(round({number} * {_SECONDS}) as bigint))"
    return f"case when regexp_full_match({text}, '[0-9]{{1,6}}([.,][0-9]+)?') then {counted} end"


def first_day_sql(days: Sequence[str]) -> str:
    """SQL of the first of several readings that is a day in range; where none is, of the first that is a day."""
    return days[0] if len(days) == 1 else f"coalesce({', '.join([*map(_in_range, days), *days])})"


def clash_sql(days: Sequence[str]) -> str:
    """SQL that marks a cell which two formats read as different days."""
    return f"len(list_distinct([{', '.join(map(_in_range, days))}])) > 1"


def readings_sql(source: Source, days: Sequence[str]) -> str:
    """SQL that says how each format reads a cell: '2025-04-03 as %d/%m/%Y and 2025-03-04 as %m/%d/%Y'."""
    said = (f"cast({_in_range(day)} as varchar) || {quoted(f' as {f}')}" for day, f in zip(days, source.date_formats, strict=True))
    return f"concat_ws(' and ', {', '.join(said)})"


def _in_range(day: str) -> str:
    return f"case when {day} >= date '{EARLIEST}' and {day} < date '{LATEST}' then {day} end"
