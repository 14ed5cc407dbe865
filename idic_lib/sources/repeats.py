"""Rows that were loaded more than once, in tables whose rows have no key: found by whole days, files, blocks and orders, never by two equal rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from idic_lib.engine import Engine
from idic_lib.sources.staging import quoted

FEWEST = 5
"""So many different rows must be repeated together: fewer are no evidence, for people do buy twice."""
BY_CHANCE = 1e-4
"""A day or file is repeated only if, at the rate at which its rows are repeated elsewhere, chance would do it more rarely than this."""
ALIKE = 0.9
"""Two files hold the same days if this share of the different rows of the smaller stands as often in the other."""
BLOCK = 20
"""So many rows in a row must stand in the same order again to be a block, half of them different."""

BY_FILE = "loaded again: stands in another file"
BY_DAY = "loaded again: every row of its day"
BY_BLOCK = "loaded again: a block of rows"
BY_ORDER = "loaded again: every line of its order"
LOADED_AGAIN = (BY_FILE, BY_DAY, BY_BLOCK, BY_ORDER)
"""Why a row counts as one that was loaded again."""

AGAIN = "_again"
"""Table of the rows found: `_file, _row, why`, the file by its number among all of the case."""


@dataclass(frozen=True)
class Rows:
    """The converted rows of one table in a Parquet file, `_same` telling equal rows of an export; `day` is the column of their day, if they have one."""

    file: Path
    day: str | None
    orders: Path | None = None
    """Where the orders of these lines stand."""
    until: date | None = None
    """Rows dated on or after this day are not looked at, so that they change nothing."""


def find_repeats(engine: Engine, rows: Rows) -> bool:
    """Fill the table `_again` with what was loaded again and say whether there is any; of equal rows the first in file order stays.

    Rows that would be kept are looked at, and those that only lack a customer: what nobody bought is not to be summed twice either.
    """
    run = engine.connection.execute
    early = f" and ({rows.day} < date '{rows.until}' or {rows.day} is null)" if rows.day and rows.until else ""
    usable = f"read_parquet({quoted(str(rows.file))}) where (_reason is null or _reason like '%no customer_id'){early}"
    run(f"create or replace temp table {AGAIN} (_file integer, _row bigint, why varchar)")
    if run(f"select count(*) - count(distinct _same) < {1 if rows.orders else FEWEST} from {usable}").fetchall()[0][0]:
        return False
    more = ", order_id, amount" if rows.orders else ""
    run(f"create or replace temp table _rows as select _file, _row, _same, {rows.day or 'cast(null as date)'} as day{more} from {usable}")
    run(f"create or replace temp view _left as select * from _rows anti join {AGAIN} using (_file, _row)")
    steps = [_DAY_AGAIN, _BLOCK_AGAIN, _FILE_AGAIN]
    if rows.orders:
        steps.append(_ORDER_AGAIN.replace("{orders}", f"read_parquet({quoted(str(rows.orders))})"))
    for text in steps:
        run(f"insert into {AGAIN} select _file, _row, why from ({text}) anti join {AGAIN} using (_file, _row)")
    run("drop view _left; drop table _rows")
    return bool(run(f"select count(*) > 0 from {AGAIN}").fetchall()[0][0])


def again_sql(reason: str) -> str:
    """SQL of the reason of rows joined with `_again`."""
    return f"coalesce({AGAIN}.why, {reason})"


def _numbered(equal: Sequence[str]) -> str:
    return f"row_number() over (partition by {', '.join(equal)} order by _row)"


_DAY_AGAIN = f"""
    with contents as (select _file, day, _same, count(*) as n from _left where day is not null group by all),
    least as (select _file, day, min(n) as times, count(*) as kinds from contents group by all),
    days as (select _file, day, any_value(times) as times, any_value(kinds) as kinds, count(*) filter (n > 1) as repeated,
             any_value(times) > 1 and bool_and(n % times = 0) as whole from contents join least using (_file, day) group by all),
    totals as (select _file, count(*) as days, sum(repeated) as repeated, sum(kinds) as kinds from days group by all),
    placed as (select *, row_number() over (partition by _file order by day) as place from days),
    runs as (select *, place - row_number() over (partition by _file, whole order by day) as run from placed),
    spans as (select _file, run, sum(kinds) as kinds from runs where whole group by all having sum(kinds) >= {FEWEST}),
    evident as (select _file, run from spans as s join totals as t using (_file)
                where t.days * pow((t.repeated - s.kinds + 1) / (t.kinds - s.kinds + 2), s.kinds) < {BY_CHANCE}),
    again as (select _file, day, times from runs join evident using (_file, run) where whole),
    ranked as (select _file, _row, times, {_numbered(["_file", "day", "_same"])} as place,
               count(*) over (partition by _file, day, _same) as n
               from _left join again using (_file, day))
    select _file, _row, {quoted(BY_DAY)} as why from ranked where place > n // times
"""
"""Every row of a day, or of days in a row, stands as many times over: 2, or 3; of a row that stands 4 times on a day loaded twice 2 are kept."""

_BLOCK_AGAIN = f"""
    with placed as (select _file, _row, _same, row_number() over (order by _file, _row) as p from _rows),
    short as (select p, hash(_same, lead(_same, 1) over (order by p), lead(_same, 2) over (order by p), lead(_same, 3) over (order by p)) as four
              from placed),
    long as (select p, hash(four, lead(four, 4) over (order by p), lead(four, 8) over (order by p), lead(four, 12) over (order by p),
             lead(four, 16) over (order by p)) as twenty from short qualify lead(p, {BLOCK - 1}) over (order by p) is not null),
    begun as (select p, p - lag(p) over (partition by twenty order by p) as apart from long),
    runs as (select p, apart, p - row_number() over (partition by apart order by p) as run from begun where apart >= {BLOCK}),
    blocks as (select min(p) as first, max(p) + {BLOCK - 1} as last, apart from runs group by apart, run),
    inside as (select first, apart, p, placed._file, placed._row, placed._same from blocks join placed on p between first and last),
    evident as (select first, apart from inside group by all having count(distinct _same) >= {BLOCK // 2})
    select inside._file, inside._row, max(case when inside._file = before._file then {quoted(BY_BLOCK)} else {quoted(BY_FILE)} end) as why
    from inside join evident using (first, apart) join placed as before on before.p = inside.p - apart group by all
"""
"""Twenty rows and more in the order in which they stood before, in this file or in another."""

_FILE_AGAIN = f"""
    with contents as (select _file, _same, any_value(day) as day, count(*) as n from _left group by all),
    pairs as (select a._file as earlier, b._file as later, _same, a.day, a.n as there, a.n = b.n as equal
              from contents as a join contents as b using (_same) where a._file < b._file and a.day is not distinct from b.day),
    days as (select _file, day, count(*) as kinds from contents group by all),
    totals as (select _file, count(distinct day) as days, count(*) as kinds, count(*) filter (n > 1) as repeated from contents group by all),
    spans as (select earlier, later, min(day) as first, max(day) as last, count(*) filter (equal) as equal from pairs group by all
              union
              select earlier, later, day, day, count(*) filter (equal) from pairs where day is not null group by all),
    sizes as (select earlier, later, first, last, any_value(equal) as equal,
              least(coalesce(sum(kinds) filter (_file = earlier), 0), coalesce(sum(kinds) filter (_file = later), 0)) as kinds
              from spans join days on _file in (earlier, later) and (day between first and last or (day is null and first is null)) group by all),
    usual as (select earlier, later, any_value(a.days) as days, least(any_value(a.kinds), any_value(b.kinds)) as kinds,
              any_value(a.kinds) + any_value(b.kinds) as own, any_value(a.repeated) + any_value(b.repeated) as repeated, count(*) filter (equal) as equal
              from pairs join totals as a on a._file = earlier join totals as b on b._file = later group by all),
    evident as (select earlier, later, first, last from sizes as s join usual as u using (earlier, later)
                where s.equal >= {FEWEST} and s.equal >= {ALIKE} * s.kinds and
                u.days * pow(least(1, (u.equal - s.equal + repeated + 1) / greatest(1, u.kinds - s.kinds + own + 2)), s.equal) < {BY_CHANCE}),
    ranked as (select _file, _row, _same, day, {_numbered(["_file", "_same"])} as place from _left)
    select distinct ranked._file, ranked._row, {quoted(BY_FILE)} as why from ranked
    join pairs on pairs.later = ranked._file and pairs._same = ranked._same and place <= there
    join evident on evident.earlier = pairs.earlier and evident.later = pairs.later
        and (ranked.day between first and last or (ranked.day is null and first is null))
"""
"""On a day, or over the days that two files share (or in all), nine in ten of the different rows of the smaller stand as often in the other:
each counts as often as in the one that has more."""

_ORDER_AGAIN = f"""
    with headers as (select order_id, count(*) as times, any_value(amount) as due from {{orders}}
                     where order_id is not null group by order_id
                     having count(*) > 1 and count(distinct (customer_id, ordered_on, amount)) = 1),
    contents as (select _file, order_id, _same, count(*) as n, sum(amount) as paid from _left group by all),
    evident as (select _file, order_id, any_value(times) as times from contents join headers using (order_id) group by all
                having bool_and(n % times = 0) and abs(sum(paid) / any_value(times) - any_value(due)) < abs(sum(paid) - any_value(due))
                and (sum(paid) = any_value(times) * any_value(due) or count(*) > 1)),
    ranked as (select _file, _row, times, {_numbered(["_file", "order_id", "_same"])} as place,
               count(*) over (partition by _file, order_id, _same) as n
               from _left join evident using (_file, order_id))
    select _file, _row, {quoted(BY_ORDER)} as why from ranked where place > n // times
"""
"""An order stands more than once, its lines as many times over, and once they come nearer to its amount."""
