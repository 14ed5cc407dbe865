"""Exports that overlap hold what one export holds, nothing is lost, and alike rows are never taken for repeated ones."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.identify import reconciliation
from idic_lib.sources.repeats import LOADED_AGAIN
from tests.unit.sources.desk import ORDERS, Desk, case, source

SLOW = settings(max_examples=12, deadline=None)  # each example writes and reads files
START = date(2023, 1, 1)


def _random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - invented visits, no secret


def visits(seed: int, days: int = 40, alike: float = 0.05) -> list[str]:
    """Orders without numbers, day by day; some customers buy the same twice on one day."""
    rng, rows = _random(seed), []
    for n in range(days):
        for _ in range(rng.randint(9, 15)):
            row = f"c{rng.randint(0, 200)},{START + timedelta(days=n)},{rng.choice((5, 10, 20))}"
            rows += [row] * (2 if rng.random() < alike else 1)
    return rows


def kept(folder: Path, *files: list[str]) -> tuple[list[tuple[object, ...]], int]:
    """Kept rows of orders in these files, and how many rows and how much money all files hold, after a check that none is lost."""
    for n, rows in enumerate(files):
        (folder / f"o{n}.csv").write_text("\n".join(["customer,date,amount", *rows, ""]), encoding="utf-8")
    sources = [source(file=f"o{n}.csv", columns=ORDERS) for n in range(len(files))]
    desk = Desk(case(folder, *sources), Path(tempfile.mkdtemp(dir=folder)))
    table = reconciliation(desk.engine, ["orders"])
    assert table["rows"].sum() == sum(map(len, files))
    assert table["amount"].sum() == sum(100 * int(r.rsplit(",", 1)[1]) for rows in files for r in rows)
    return desk.kept(), int(table.loc[table.reason.isin(LOADED_AGAIN), "rows"].sum())


@SLOW
@given(st.integers(0, 10**6), st.integers(0, 30), st.integers(1, 12), st.booleans())
def test_an_export_in_two_files_that_overlap_holds_the_same_rows(seed: int, begins: int, shared: int, shuffled: bool) -> None:  # noqa: FBT001 - drawn
    """The files share whole days, in whatever order of rows."""
    rows = visits(seed)
    first, last = str(START + timedelta(days=begins)), str(START + timedelta(days=begins + shared - 1))
    early, late = [r for r in rows if r.split(",")[1] <= last], [r for r in rows if r.split(",")[1] >= first]
    if shuffled:
        _random(seed).shuffle(late)
    with tempfile.TemporaryDirectory() as folder:
        whole, none = kept(Path(folder), rows)
        both, again = kept(Path(folder), early, late)
        assert (both, none, again) == (whole, 0, len(early) + len(late) - len(rows))


@SLOW
@given(st.integers(0, 10**6), st.integers(0, 250), st.integers(20, 60))
def test_files_that_share_a_run_of_rows_hold_them_once(seed: int, begins: int, shared: int) -> None:
    """Cut anywhere, also within a day."""
    rows = visits(seed)
    with tempfile.TemporaryDirectory() as folder:
        assert kept(Path(folder), rows[: begins + shared], rows[begins:])[0] == kept(Path(folder), rows)[0]


@SLOW
@given(st.integers(0, 10**6), st.integers(0, 39), st.integers(1, 10))
def test_days_loaded_twice_in_one_file_count_once(seed: int, begins: int, days: int) -> None:
    rows = visits(seed)
    span = {str(START + timedelta(days=begins + n)) for n in range(days)}
    again = [r for r in rows if r.split(",")[1] in span]
    _random(seed).shuffle(again)
    with tempfile.TemporaryDirectory() as folder:
        assert kept(Path(folder), [*rows, *again])[0] == kept(Path(folder), rows)[0]


@SLOW
@given(st.integers(0, 10**6), st.floats(0, 0.6))
def test_rows_that_are_only_alike_all_count(seed: int, alike: float) -> None:
    rows = visits(seed, alike=alike)
    with tempfile.TemporaryDirectory() as folder:
        found, again = kept(Path(folder), rows)
        assert (len(found), again) == (len(rows), 0)
