"""Load a case: each export once to Parquet, kept rows and set-aside rows together, and views on both."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from idic_lib.case import Case, Source
from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.sources.convert import below_minor_sql, check_columns, check_values, columns_of, reason_sql, value_sql
from idic_lib.sources.locate import label, locate, sha256
from idic_lib.sources.staging import ROW, STAGED, identifier, quoted, readable, stage
from idic_lib.tables import EXPORTS

REASON, BELOW_MINOR = "_reason", "_below_minor"


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
    return {label(s): sha256(locate(case, s)) for s in case.sources}


def load_case(case: Case, folder: Path) -> list[Loaded]:
    """Write every export of a case to `folder` as Parquet and say what became of its rows.

    Raises InputError, before anything is computed, for a missing file or column, a cell that cannot be
    read, no orders at all, or an `as_of` before the first order.
    """
    paths = [locate(case, s) for s in case.sources]
    engine = Engine(folder / "spill")
    loaded = [_load(engine, case, s, p, folder) for s, p in zip(case.sources, paths, strict=True)]
    _check_orders(open_tables(engine, folder, case), case)
    return loaded


def _load(engine: Engine, case: Case, source: Source, path: Path, folder: Path) -> Loaded:
    check_columns(source, stage(engine, source, path))
    with readable(source):
        check_values(engine, case, source)
    table = EXPORTS[source.table]
    values = [f"{value_sql(case, source, c)} as {identifier(c.name)}" for c in columns_of(source)]
    if source.table == "orders" and "order_id" not in source.columns:
        values.append(f"cast({ROW} as varchar) as order_id")
    target = folder / f"{source.table}.parquet"
    values.append(f"{below_minor_sql(case, source)} as {BELOW_MINOR}")
    converted = f"select {ROW}, {', '.join(values)} from {STAGED}"
    with readable(source):
        engine.connection.execute(
            f"copy (select *, {reason_sql(case, source, table)} as {REASON} from ({converted}) order by {ROW}) to {quoted(str(target))} (format parquet, compression zstd)"
        )
    rows, kept = engine.connection.execute(
        f"select count(*), count(*) filter ({REASON} is null) from read_parquet({quoted(str(target))})"
    ).fetchall()[0]
    return Loaded(source.table, label(source), rows, kept, sha256(path), tuple(source.columns))


def open_tables(engine: Engine, folder: Path, case: Case) -> Engine:
    """Name the loaded tables in an engine: `orders` holds the kept rows, `orders_raw` every row with its reason.

    A table with no row kept counts as absent. Without an export of orders, an order is the sum of the lines that
    share its number and customer: numbers that start again in another shop join no two customers.
    """
    for source in case.sources:
        path = folder / f"{source.table}.parquet"
        engine.view(f"{source.table}_raw", path)
        columns = ", ".join(identifier(c) for c in engine.columns(f"{source.table}_raw") if c not in {ROW, REASON, BELOW_MINOR})
        if engine.connection.execute(f"select count(*) from {source.table}_raw where {REASON} is null").fetchall()[0][0]:
            engine.name(source.table, f"select {columns} from {source.table}_raw where {REASON} is null")
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
    labels = [label(s) for s in case.sources if s.table in {"orders", "order_lines"}]
    return f"{' and '.join(labels)} hold{'s' if len(labels) == 1 else ''}" if labels else "its sources hold leads but"
