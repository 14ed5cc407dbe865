"""What was loaded more than once, laid out for a reader: which days of which export, how many rows, how much money, and what stands against them."""

from __future__ import annotations

import pandas as pd

from idic_lib.case import Case
from idic_lib.engine import Engine
from idic_lib.sources.reasons import ELSEWHERE, REASON, SOURCE, first_day
from idic_lib.sources.repeats import FEWEST, LOADED_AGAIN
from idic_lib.sources.staging import quoted
from idic_lib.tables import EXPORTS

COLUMNS = ["table", "source", "day_from", "day_to", "rows", "amount", "why", "once"]


def overlaps(engine: Engine, case: Case) -> pd.DataFrame:
    """Lay out rows that were set aside because they stand elsewhere too: `table, source, day_from, day_to, rows, amount, why, once`.

    Days that follow one another in an export and of which at least half as many rows are repeated as stand once are one line;
    what is scattered over other days is another. `amount` is in minor units (NA for tables without), `once` counts the other rows of
    the same days and export, kept or not: as many as `rows` where days were loaded twice. Tables without a day have NaT.
    """
    found = [_of_table(engine, case, t) for t in dict.fromkeys(s.table for s in case.sources)]
    return pd.concat([_none(), *(f for f in found if len(f))], ignore_index=True).astype(_none().dtypes)


def _none() -> pd.DataFrame:
    kinds = {"day_from": "datetime64[us]", "day_to": "datetime64[us]", "rows": "int64", "amount": "Int64", "once": "int64"}
    return pd.DataFrame({c: pd.Series(dtype=kinds.get(c, "str")) for c in COLUMNS})


def _of_table(engine: Engine, case: Case, table: str) -> pd.DataFrame:
    days = engine.run(_days_sql(engine, table))
    groups = [_lines(days[days[SOURCE] == source], why) for source, why in days[[SOURCE, "why"]].drop_duplicates().to_numpy()]
    if not groups:
        return _none()
    together = pd.concat(groups, ignore_index=True)
    labels = {place: s.label for place, s in enumerate(case.sources)}
    return together.assign(table=table, source=together["source"].map(labels))[COLUMNS]


def _days_sql(engine: Engine, table: str) -> str:
    """SQL of each export's days: the rows that stand elsewhere too, by reason, and beside them the others."""
    columns = engine.columns(f"{table}_raw")
    amount = "cast(sum(amount) as bigint)" if "amount" in columns else "cast(null as bigint)"
    day = first_day(EXPORTS[table], columns) or "cast(null as date)"
    again = f"({REASON} like '%{ELSEWHERE}' and {REASON} not like 'its order %' or {REASON} in ({', '.join(map(quoted, LOADED_AGAIN))}))"
    return f"""
        with days as (select {SOURCE}, {day} as day, case when {again} then {REASON} end as why, count(*) as "rows", {amount} as amount
                      from {table}_raw group by all)
        select {SOURCE}, day, why, "rows", amount, coalesce(sum("rows") filter (why is null) over (partition by {SOURCE}, day), 0) as once,
               dense_rank() over (partition by {SOURCE} order by day) as place
        from days qualify why is not null order by 1, 2, 3"""


def _lines(days: pd.DataFrame, why: str) -> pd.DataFrame:
    """Join days in a row that were repeated as a whole; put the other repeats of one reason on one line."""
    own = days[days["why"] == why]
    whole = 2 * own["rows"] >= own["once"]
    run = (own["place"] - whole.cumsum()).where(whole, -1)
    run = run.where(own.groupby(run)["rows"].transform("sum") >= FEWEST, -1)
    sums = {"day_from": ("day", "min"), "day_to": ("day", "max"), "rows": ("rows", "sum"), "once": ("once", "sum")}
    lines = own.groupby(run).agg(**sums, amount=("amount", lambda a: a.sum(min_count=1)))
    return lines.sort_values("day_from").reset_index(drop=True).assign(source=own[SOURCE].iloc[0], why=why)
