"""Load a case: its exports to one Parquet file a table, kept rows and set-aside rows together, and views on both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from idic_lib.case import Case
from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.sources.amounts import beside_plain
from idic_lib.sources.convert import below_minor_sql, check_values, columns_of, left_out_sql, value_sql
from idic_lib.sources.exports import Export, find_exports, notes_of, open_exports, sha256_of
from idic_lib.sources.reasons import (
    BELOW_MINOR,
    FILE,
    HAPPENED,
    LEFT_OUT,
    ORDER_REASON,
    REASON,
    SAME,
    SOURCE,
    first_day,
    keyed,
    of_the_order_sql,
    reason_sql,
    repeats_sql,
)  # fmt: skip
from idic_lib.sources.repeats import AGAIN, Rows, again_sql, find_repeats
from idic_lib.sources.staging import ROW, Staged, identifier, quoted, readable
from idic_lib.tables import EXPORTS, PERSONAL

BESIDE = frozenset({ROW, FILE, SOURCE, REASON, BELOW_MINOR})
"""What a loaded table holds beside its contract: the row in its file, that file, the source by its place in case.toml, and why it was set aside."""


@dataclass(frozen=True)
class Loaded:
    """What became of one source: rows read and kept, its files' SHA-256 and, in `notes`, how they were written and how many cells were repaired."""

    table: str
    source: str
    rows: int
    kept: int
    sha256: str
    columns: tuple[str, ...]
    notes: dict[str, str | int] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Plain values for run.json."""
        return asdict(self)


def load_case(case: Case, folder: Path, private: Path | None = None) -> list[Loaded]:
    """Write every table that a case's exports fill to `folder` as Parquet, and say what became of each export's rows.

    Columns that name a person are left out there; a table that has any is written whole to `private` (`folder`/private unless given).
    Raises InputError, before anything is computed, for a missing file or column, a cell that cannot be
    read, no orders at all (unless leads are there and purchases rare), or an `as_of` before the first order.
    """
    engine = Engine(folder / "spill")
    tables = dict.fromkeys(s.table for s in case.sources)
    with TemporaryDirectory(dir=folder, prefix=".opened-") as space:
        exports = find_exports(case, Path(space))
        opened = open_exports(engine, exports, Path(space))
        for table in sorted(tables, key=lambda t: t == "order_lines"):  # lines may take customer and day from their order
            _load(engine, case, {e: opened[e.number] for e in exports if e.source.table == table}, folder)
            _part_from_persons(engine, folder / f"{table}.parquet", private or folder / "private")
    _check_orders(open_tables(engine, folder, case), case)
    return [_counted(engine, case, place, {e: opened[e.number] for e in exports if e.place == place}) for place in range(len(case.sources))]


def _load(engine: Engine, case: Case, exports: Mapping[Export, Staged], folder: Path) -> None:
    """Unite the exports of one table: a column that one of them lacks is NULL there; and look for rows that were loaded again."""
    sources = [e.source for e in exports]
    table = EXPORTS[sources[0].table]
    united = " union all by name ".join(_part(engine, case, e, opened, folder, several=len(exports) > 1) for e, opened in exports.items())
    names = [c for c in _columns(engine, united) if c not in BESIDE | {SAME}]
    target, whole = folder / f"{table.name}.parquet", folder / f"{table.name}.whole"
    with readable(sources[0]):
        engine.connection.execute(f"copy ({united}) to {quoted(str(whole))} (format parquet, compression snappy)")
    rows = f"select * exclude ({SAME}) replace ({{why}} as {REASON}) from read_parquet({quoted(str(whole))})"
    if keyed(table, sources):
        rows = rows.format(why=repeats_sql(table, names))
    else:
        lines_of = folder / "orders.parquet" if table.name == "order_lines" and (folder / "orders.parquet").exists() else None
        find_repeats(engine, Rows(whole, first_day(table, names), lines_of, case.as_of if table.name in HAPPENED else None))
        rows = f"select * exclude (why) from ({rows.format(why=again_sql(REASON))} left join {AGAIN} using ({FILE}, {ROW}))"
    order = f"{f't.{FILE}, ' if len(exports) > 1 else ''}{ROW}"
    named = f"select * replace ({_file_sql(exports)} as {FILE}) from ({rows}) as t"
    engine.connection.execute(f"copy ({named} order by {order}) to {quoted(str(target))} (format parquet, compression zstd)")
    whole.unlink()


def _file_sql(exports: Iterable[Export]) -> str:
    """SQL of the name of a row's file, which goes by its number until all rows are written."""
    names = ", ".join(f"{e.number}: {quoted(e.source.file or e.source.label)}" for e in exports)
    return f"map {{{names}}}[{FILE}]"


def _part_from_persons(engine: Engine, table: Path, private: Path) -> None:
    """Move a table that names persons to `private`, and leave the rest of it in its place."""
    named = [c for c in _columns(engine, f"from read_parquet({quoted(str(table))})") if c in PERSONAL]
    if not named:
        return
    private.mkdir(parents=True, exist_ok=True)
    whole = table.replace(private / table.name)
    engine.connection.execute(
        f"copy (select * exclude ({', '.join(named)}) from read_parquet({quoted(str(whole))})) to {quoted(str(table))} (format parquet, compression zstd)"
    )


def open_private(engine: Engine, folder: Path, table: str) -> str | None:
    """Name the kept rows of a table that names persons, as `<table>_private` with source and row beside them; None where there is none."""
    path, name = folder / f"{table}.parquet", f"{table}_private"
    if not path.exists():
        return None
    engine.view(f"{name}_raw", path)
    engine.name(name, f"select * exclude ({REASON}, {BELOW_MINOR}) from {name}_raw where {REASON} is null")
    return name


def _part(engine: Engine, case: Case, export: Export, opened: Staged, folder: Path, *, several: bool) -> str:
    """SQL of one export's rows, converted, each with the reason to set it aside."""
    source = export.source
    view = beside_plain(engine, case, source, export.view) if source.amounts == "written" else export.view
    check_values(engine, case, source, view)
    values = [f"{value_sql(case, source, c)} as {identifier(c.name)}" for c in columns_of(source)]
    if source.table == "orders" and "order_id" not in source.columns:
        values.append(f"{quoted(source.label + ':') + ' || ' if several else ''}cast({ROW} as varchar) as order_id")
    beside = f"{export.place} as {SOURCE}, {below_minor_sql(case, source)} as {BELOW_MINOR}, {left_out_sql(source)} as {LEFT_OUT}"
    same = f"hash({', '.join(map(identifier, sorted(opened.columns)))}) as {SAME}, {export.number} as {FILE}"
    converted = f"select {ROW}, {', '.join(values)}, {beside}, {same} from {view}"
    if source.takes:
        orders = folder / "orders.parquet"
        converted = of_the_order_sql(converted, source, orders, columns=_columns(engine, f"from read_parquet({quoted(str(orders))})"))
    used = f"{LEFT_OUT}, {ORDER_REASON}" if source.takes else LEFT_OUT
    return f"select * exclude ({used}), {reason_sql(case, source)} as {REASON} from ({converted})"


def _columns(engine: Engine, text: str) -> list[str]:
    """Names of the columns that an SQL text makes."""
    return [str(name) for (name,) in engine.connection.execute(f"select column_name from (describe {text})").fetchall()]


def _counted(engine: Engine, case: Case, place: int, exports: Mapping[Export, Staged]) -> Loaded:
    source = case.sources[place]
    rows, kept = engine.connection.execute(
        f"select count(*), count(*) filter ({REASON} is null) from {source.table}_raw where {SOURCE} = {place}"
    ).fetchall()[0]
    return Loaded(source.table, source.label, rows, kept, sha256_of(exports), tuple(source.columns), notes_of(exports.values()))


def open_tables(engine: Engine, folder: Path, case: Case) -> Engine:
    """Name the loaded tables in an engine: `orders` holds the kept rows, `orders_raw` every row with its source and reason.

    A table with no row kept counts as absent. Without an export of orders, an order is the sum of the lines that
    share its number and customer: numbers that start again in another shop join no two customers.
    """
    for table in dict.fromkeys(s.table for s in case.sources):
        engine.view(f"{table}_raw", folder / f"{table}.parquet")
        columns = ", ".join(identifier(c) for c in engine.columns(f"{table}_raw") if c not in BESIDE)
        if engine.connection.execute(f"select count(*) from {table}_raw where {REASON} is null").fetchall()[0][0]:
            engine.name(table, f"select {columns} from {table}_raw where {REASON} is null")
    if not engine.has("orders"):
        for raw in (r for r in ("", "_raw") if engine.has(f"order_lines{r}")):
            engine.name(f"orders{raw}", _orders_from_lines(raw, engine.columns(f"order_lines{raw}")))
    return engine


def _orders_from_lines(raw: str, columns: Iterable[str]) -> str:
    """SQL of the orders that lines make; of raw lines those kept and those set aside for one reason are each an order's part."""
    beside = [c for c in (ROW, SOURCE, "store_id") if raw and c in columns]
    parts = "".join(f", min({c}) as {c}" for c in beside) + (f", {REASON}" if raw else "")
    return f"""
        select order_id, customer_id, min(ordered_on) as ordered_on, cast(sum(amount) as bigint) as amount{parts}
        from order_lines{raw} group by order_id, customer_id{f", {REASON}" if raw else ""}"""


def _check_orders(engine: Engine, case: Case) -> None:
    if engine.has("orders"):
        _check_kept(engine, case)
        return
    if case.case.setting == "rare" and engine.has("leads"):
        return
    first = None
    if engine.has("orders_raw"):
        first = engine.connection.execute("select min(ordered_on) from orders_raw").fetchall()[0][0]
    if first is not None and first >= case.as_of:
        raise InputError(
            f"case {case.name}: as_of is {case.as_of}, but the first order is of {first}. Set as_of in case.toml (or --as-of) to a day after it."
        )
    raise InputError(
        f"case {case.name}: {_supplied(case)} no order that can be kept. Supply orders with customer, date and amount; the file of each source stands in case.toml."
    )


def _check_kept(engine: Engine, case: Case) -> None:
    first, sold = engine.connection.execute("select min(ordered_on), bool_or(amount <> 0) from orders").fetchall()[0]
    if not sold:
        raise InputError(
            f"case {case.name}: {_supplied(case)} no amount other than 0. Map the column with what customers paid as amount in case.toml."
        )
    until = case.case.calibration_end
    if until is not None and until < first:
        raise InputError(
            f"case {case.name}: calibration_end is {until}, but the first order is of {first}. Set calibration_end in case.toml to a day after it, or remove it."
        )


def _supplied(case: Case) -> str:
    """Name the exports in which orders were looked for."""
    labels = [s.label for s in case.sources if s.table in {"orders", "order_lines"}]
    return (
        f"{' and '.join(labels)} hold{'s' if len(labels) == 1 else ''}"
        if labels
        else f"its sources hold {'no lead and' if case.case.setting == 'rare' else 'leads but'}"
    )
