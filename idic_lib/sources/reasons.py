"""Why a row is set aside: one reason a row, the first that holds, in SQL over converted rows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from idic_lib.case import Case
from idic_lib.source import Source
from idic_lib.sources.staging import ROW, identifier, quoted
from idic_lib.tables import EXPORTS, Table

SOURCE, REASON, BELOW_MINOR = "_source", "_reason", "_below_minor"
LEFT_OUT, ORDER_REASON = "_left_out", "_order_reason"
SAME, FILE = "_same", "_file"
"""What tells rows that are equal in all their cells, and the number of their file among all of the case: while repeats are looked for."""
ELSEWHERE = "stands in another row"
"""Ends the reason of rows whose key another row has."""

HAPPENED = frozenset(
    {"orders", "order_lines", "redemptions", "touches", "events", "tickets", "surveys", "leads", "lead_stages", "consents"}
)
"""Tables of things that happened: a row dated on or after `as_of` is set aside. Campaigns, groups and payments may be plans."""


def reason_sql(case: Case, source: Source) -> str:
    """SQL that says why a converted row of one export is set aside, NULL when it is kept."""
    table = EXPORTS[source.table]
    filled = (*source.columns, *source.takes)
    reasons = [f"when {LEFT_OUT} is not null then {LEFT_OUT}"]
    for column in (c for c in table.columns if c.needed and c.name in filled):
        reasons.append(f"when {column.name} is null then 'no {column.name}'")
        if column.name == "order_id" and source.takes:
            reasons.append(f"when {ORDER_REASON} is not null then {ORDER_REASON}")
    dated = [c.name for c in table.columns if c.kind == "date" and c.name in filled]
    if (table.name in HAPPENED or table.name == "contacts") and dated:  # who was not known yet is nobody
        reasons.append(f"when {dated[0]} >= date '{case.as_of}' then 'dated on or after as_of'")
    if table.name == "order_lines":
        reasons.append("when quantity = 0 and amount = 0 then 'no quantity and no amount'")
    return f"case {' '.join(reasons)} end"


def of_the_order_sql(lines: str, source: Source, orders: Path, *, columns: Iterable[str]) -> str:
    """SQL of lines with what their order says: who bought, when and where, and why the order was set aside if it was.

    Of the rows with one order number the kept one counts; `columns` are those that the export of orders has.
    """
    taken = [c for c in source.takes if c in columns]
    one = f"row_number() over (partition by order_id order by {REASON} is not null, {REASON} like '%{ELSEWHERE}', {REASON}, customer_id, ordered_on, amount, {ROW})"
    known = f"select order_id, {', '.join(taken)}, {REASON} from read_parquet({quoted(str(orders))}) where order_id is not null qualify {one} = 1"
    reason = f"case when o.order_id is null then 'no order of that number' when o.{REASON} is not null then 'its order was set aside: ' || o.{REASON} end"
    return f"select l.*, {', '.join(f'o.{c}' for c in taken)}, {reason} as {ORDER_REASON} from ({lines}) as l left join ({known}) as o on o.order_id = l.order_id"


def keyed(table: Table, sources: Iterable[Source]) -> bool:
    """Whether the rows of a table have a key by which repeats are found."""
    return bool(table.key) and any(set(table.key) <= set(s.columns) for s in sources)


def repeats_sql(table: Table, names: Iterable[str]) -> str:
    """SQL of the last reason: of usable rows with one key only one counts, the smallest by its values, whatever the order of rows and sources.

    Of rows that cannot be used and are equal in all their cells only the first keeps its own reason: what nobody bought is not summed twice either.
    """
    keys = ", ".join(table.key)
    order = [c.name for c in table.columns]
    values = sorted(names, key=lambda n: (order.index(n) if n in order else len(order), n))
    beside = f"order by {', '.join(map(identifier, values))}, {SOURCE}, {FILE}, {ROW}"
    usable = f"row_number() over (partition by {keys}, {REASON} is null {beside})"
    equal = f"row_number() over (partition by {keys}, {REASON}, {SAME} order by {SOURCE}, {FILE}, {ROW})"
    again = f"case when {REASON} is null then {usable} when {' and '.join(f'{k} is not null' for k in table.key)} then {equal} end > 1"
    return f"case when {again} then '{keys} {ELSEWHERE}' else {REASON} end"


def first_day(table: Table, names: Iterable[str]) -> str | None:
    """Name the column with the day of a table's rows, of those that it has."""
    return next((c.name for c in table.columns if c.kind == "date" and c.name in names), None)
