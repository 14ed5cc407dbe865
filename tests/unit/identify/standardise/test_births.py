from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd

Column = Callable[..., Any]


CELLS: dict[str | None, tuple[str | None, list[str]]] = {
    "03/04/1985": ("1985-04-03", []),
    "3/4/1985": ("1985-04-03", []),
    "1985-04-03": (None, ["unreadable"]),
    "31/02/1985": (None, ["unreadable"]),
    "13/13/1985": (None, ["unreadable"]),
    "1985": (None, ["unreadable"]),
    "03/04/85": (None, ["impossible"]),
    "01/01/1900": (None, ["placeholder"]),
    "01/01/1970": (None, ["placeholder"]),
    "01/07/2026": (None, ["impossible"]),
    "30/06/2026": ("2026-06-30", []),
    "05/05/1911": (None, ["impossible"]),
    None: (None, []),
}


def test_a_birth_is_read_by_the_declared_format_or_flagged(column: Column) -> None:
    made = column("birth_date", list(CELLS))
    births = [None if b is None else str(b.date()) for b in made.birth]
    assert dict(zip(CELLS, zip(births, made.flags, strict=True), strict=True)) == {
        cell: (birth, [f"birth:{f}" for f in flags]) for cell, (birth, flags) in CELLS.items()
    }
    assert made.birth_raw == list(CELLS)


def test_each_source_is_read_by_its_own_format(contacts: Column) -> None:
    frame = pd.DataFrame({"customer_id": ["A", "B", "C"], "birth_date": ["03/04/1985"] * 2 + ["1985-04-03"]}, dtype="str").assign(
        _source=[0, 1, 2], _row=2
    )
    made = contacts(frame, date_formats={0: "%d/%m/%Y", 1: "%m/%d/%Y %H:%M", 2: "%Y-%m-%dT%H:%M:%S"})
    assert made.birth == [pd.Timestamp("1985-04-03"), pd.Timestamp("1985-03-04"), pd.Timestamp("1985-04-03")]


def days(first: date, count: int) -> list[str]:
    return [f"{first + timedelta(days=n):%d/%m/%Y}" for n in range(count)]


def test_a_day_with_far_more_births_than_those_around_is_a_placeholder(contacts: Column) -> None:
    """Ten different names on one day, one name on every other day of two years."""
    births = days(date(1984, 1, 1), 730) + ["15/08/1984"] * 12
    frame = pd.DataFrame({"customer_id": [f"K{n}" for n in range(len(births))], "birth_date": births, "full_name": [f"Lan {'abcdefghijklm'[n % 13]}{n}x" for n in range(len(births))]}, dtype="str").assign(_source=0, _row=range(len(births)))  # fmt: skip
    made = contacts(frame)
    flagged = made.records["birth_raw"][[f == ["birth:placeholder"] for f in made.flags]]
    assert set(flagged) == {"15/08/1984"}
    assert len(flagged) == 13


def test_one_persons_many_records_make_no_placeholder(contacts: Column) -> None:
    births = days(date(1984, 1, 1), 730) + ["15/08/1984"] * 12
    names = [f"Người{n}" for n in range(730)] + ["Nguyễn Thị Lan"] * 12
    frame = pd.DataFrame({"customer_id": [f"K{n}" for n in range(742)], "birth_date": births, "full_name": names}, dtype="str")
    assert contacts(frame.assign(_source=0, _row=range(742))).flags == [[]] * 742


def test_somebody_among_many_may_be_born_on_the_day_that_calendars_begin(column: Column) -> None:
    """With one birth on every day, one on 1 January 1970 is what chance brings; five are not (P = .004)."""
    births = days(date(1968, 1, 1), 1461)
    assert column("birth_date", births).flags == [[]] * 1461
    assert sum(f == ["birth:placeholder"] for f in column("birth_date", births + ["01/01/1970"] * 5).flags) == 6
