"""Load a case: its exports to one Parquet file a table, kept rows and set-aside rows together, and views on both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from idic_lib.case import Case
from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.source import Source
from idic_lib.sources.convert import below_minor_sql, check_columns, check_values, columns_of, left_out_sql, value_sql
from idic_lib.sources.locate import locate, sha256
from idic_lib.sources.reasons import BELOW_MINOR, LEFT_OUT, ORDER_REASON, REASON, SOURCE, of_the_order_sql, reason_sql, repeats_sql
from idic_lib.sources.staging import ROW, STAGED, identifier, quoted, readable, stage
from idic_lib.tables import EXPORTS

BESIDE = frozenset({ROW, SOURCE, REASON, BELOW_MINOR})
"""What a loaded table holds beside its contract: the row in its file, the source by its place in case.toml, and why it was set aside."""


@dataclass(frozen=True)
class _Export:
    """One source of a case, found: its place in case.toml, from 0, and its file."""

    place: int
    source: Source
    path: Path

    @property
    def view(self) -> str:
        """Name of its staging view."""
        return f"{STAGED}_{self.place}"


@dataclass(frozen=True)
class Loaded:
    """What became of one export: rows read and kept, and its bytes' SHA-256."""

    table: str
    source: str
    rows: int
    kept: int
    sha256: str
    columns: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Plain values for run.json."""
        return asdict(self)


def fingerprints(case: Case) -> dict[str, str]:
    """Hash every declared export; an absent one is an error."""
    return {s.label: sha256(locate(case, s)) for s in case.sources}


def load_case(case: Case, folder: Path) -> list[Loaded]:
    """Write every table that a case's exports fill to `folder` as Parquet, and say what became of each export's rows.

    Raises InputError, before anything is computed, for a missing file or column, a cell that cannot be
    read, no orders at all (unless leads are there and purchases rare), or an `as_of` before the first order.
    """
    exports = [_Export(place, source, locate(case, source)) for place, source in enumerate(case.sources)]
    engine = Engine(folder / "spill")
    tables = dict.fromkeys(s.table for s in case.sources)
    for table in sorted(tables, key=lambda t: t == "order_lines"):  # lines may take customer and day from their order
        _load(engine, case, [e for e in exports if e.source.table == table], folder)
    _check_orders(open_tables(engine, folder, case), case)
    return [_counted(engine, e) for e in exports]


def _load(engine: Engine, case: Case, exports: Sequence[_Export], folder: Path) -> None:
    """Unite the exports of one table: a column that one of them lacks is NULL there."""
    sources = [e.source for e in exports]
    table = EXPORTS[sources[0].table]
    united = " union all by name ".join(_part(engine, case, e, folder, several=len(exports) > 1) for e in exports)
    names = [c for c in _columns(engine, united) if c not in BESIDE]
    target = quoted(str(folder / f"{table.name}.parquet"))
    rows = f"select * replace ({repeats_sql(table, sources, names)} as {REASON}) from ({united}) order by {f'{SOURCE}, ' if len(exports) > 1 else ''}{ROW}"
    with readable(sources[0]):
        engine.connection.execute(f"copy ({rows}) to {target} (format parquet, compression zstd)")


def _part(engine: Engine, case: Case, export: _Export, folder: Path, *, several: bool) -> str:
    """SQL of one export's rows, converted, each with the reason to set it aside."""
    source = export.source
    check_columns(source, stage(engine, source, export.path, export.view))
    check_values(engine, case, source, export.view)
    values = [f"{value_sql(case, source, c)} as {identifier(c.name)}" for c in columns_of(source)]
    if source.table == "orders" and "order_id" not in source.columns:
        values.append(f"{quoted(source.label + ':') + ' || ' if several else ''}cast({ROW} as varchar) as order_id")
    beside = f"{export.place} as {SOURCE}, {below_minor_sql(case, source)} as {BELOW_MINOR}, {left_out_sql(source)} as {LEFT_OUT}"
    converted = f"select {ROW}, {', '.join(values)}, {beside} from {export.view}"
    if source.takes:
        orders = folder / "orders.parquet"
        converted = of_the_order_sql(converted, source, orders, columns=_columns(engine, f"from read_parquet({quoted(str(orders))})"))
    used = f"{LEFT_OUT}, {ORDER_REASON}" if source.takes else LEFT_OUT
    return f"select * exclude ({used}), {reason_sql(case, source)} as {REASON} from ({converted})"


def _columns(engine: Engine, text: str) -> list[str]:
    """Names of the columns that an SQL text makes."""
    return [str(name) for (name,) in engine.connection.execute(f"select column_name from (describe {text})").fetchall()]


def _counted(engine: Engine, export: _Export) -> Loaded:
    source = export.source
    rows, kept = engine.connection.execute(
        f"select count(*), count(*) filter ({REASON} is null) from {source.table}_raw where {SOURCE} = {export.place}"
    ).fetchall()[0]
    return Loaded(source.table, source.label, rows, kept, sha256(export.path), tuple(source.columns))


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
            engine.name(f"orders{raw}", _ORDERS_FROM_LINES.format(raw=raw))
    return engine


_ORDERS_FROM_LINES = """
    select order_id, customer_id, min(ordered_on) as ordered_on, cast(sum(amount) as bigint) as amount
    from order_lines{raw} group by order_id, customer_id"""


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
