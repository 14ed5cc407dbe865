"""From a client's cell to a contract value: what cannot be read stops the run, what is empty is set aside with its reason."""

from __future__ import annotations

from datetime import date

from idic_lib.case import Case, Source
from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.sources.locate import label
from idic_lib.sources.staging import ROW, STAGED, identifier, quoted
from idic_lib.tables import DUCKDB_TYPES, EXPORTS, Column, Table

EARLIEST, LATEST = date(1980, 1, 1), date(2100, 1, 1)
"""Days outside are typing errors, not history."""

HAPPENED = frozenset({"orders", "order_lines", "redemptions", "touches", "events", "tickets", "surveys"})
"""Tables of things that happened: a row dated on or after `as_of` is set aside. Campaigns and leads may be plans."""

_WHAT = {"money": "an amount", "number": "a number", "integer": "a whole number", "date": "a date"}


def columns_of(source: Source) -> list[Column]:
    """List the contract columns that a source fills, a client's own traits as text."""
    known = {c.name: c for c in EXPORTS[source.table].columns}
    return [known.get(name, Column(name, "text", needed=False)) for name in source.columns]


def check_columns(source: Source, found: tuple[str, ...]) -> None:
    """Hold the mapped columns against those the export has."""
    for ours, theirs in source.columns.items():
        if str(theirs) not in found:
            raise InputError(
                f"{label(source)}: there is no column '{theirs}' for {source.table}.{ours}; the file has {', '.join(found)}. Correct [sources.columns] or the export."
            )


def _text(source: Source, column: Column) -> str:
    """Trimmed text of one cell, NULL where it stands for 'not known'."""
    cell = f"trim(cast({identifier(str(source.columns[column.name]))} as varchar))"
    missing = ", ".join(quoted(m) for m in source.missing)
    return f"case when {cell} in ({missing}) then null else {cell} end" if missing else cell


def value_sql(case: Case, source: Source, column: Column) -> str:
    """SQL that turns one cell into the contract's type, NULL where that fails."""
    cell = identifier(str(source.columns[column.name]))
    text = _text(source, column)
    if column.kind == "text":
        return text
    if source.format == "parquet":
        return _typed(case, column, cell)
    if column.kind == "date":
        return f"cast(try_strptime({text}, {quoted(source.date_format)}) as date)"
    thousands = "," if source.decimal == "." else "."
    plain = f"replace(replace(replace({text}, ' ', ''), {quoted(thousands)}, ''), {quoted(source.decimal)}, '.')"
    if column.kind == "money":
        return f"cast(round(try_cast({plain} as decimal(28, 6)) * {case.minor}) as bigint)"
    return f"try_cast({plain} as {DUCKDB_TYPES[column.kind]})"


def _typed(case: Case, column: Column, cell: str) -> str:
    if column.kind == "money":
        return f"cast(round(try_cast({cell} as double) * {case.minor}) as bigint)"
    return f"try_cast({cell} as {DUCKDB_TYPES[column.kind]})"


def below_minor_sql(case: Case, source: Source) -> str:
    """SQL that marks an amount which is not zero in the export but is less than half a minor unit."""
    contract = EXPORTS[source.table]
    if "amount" not in source.columns or not any(c.name == "amount" for c in contract.columns):
        return "false"
    amount = value_sql(case, source, contract.column("amount"))
    exact = amount.replace("cast(round(", "(").replace(f" * {case.minor}) as bigint)", ")")
    return f"coalesce({amount} = 0 and {exact} <> 0, false)"


def check_values(engine: Engine, case: Case, source: Source) -> None:
    """Stop at the first column with a cell that cannot be read; say row, finding, how many, and the remedy."""
    for column in columns_of(source):
        if column.kind == "text":
            continue
        value, text = value_sql(case, source, column), _text(source, column)
        _stop_at(
            engine, source, column, f"{text} is not null and {value} is null", f"is not {_WHAT[column.kind]}{_as_written(source, column)}"
        )
        if column.kind == "date":
            outside = f"{value} < date '{EARLIEST}' or {value} >= date '{LATEST}'"
            _stop_at(engine, source, column, outside, f"is out of range ({EARLIEST} to {LATEST})")


def _as_written(source: Source, column: Column) -> str:
    return f" written as {source.date_format}" if column.kind == "date" and source.format != "parquet" else ""


def _stop_at(engine: Engine, source: Source, column: Column, condition: str, problem: str) -> None:
    cell = identifier(str(source.columns[column.name]))
    bad = engine.connection.execute(
        f"select count(*), min({ROW}), arg_min(cast({cell} as varchar), {ROW}) from {STAGED} where {condition}"
    ).fetchall()
    rows, first, found = bad[0]
    if not rows:
        return
    like = f" {rows - 1} rows like it." if rows > 1 else ""
    theirs = source.columns[column.name]
    raise InputError(
        f"{label(source)}, row {first:,}: {column.name} (column '{theirs}') '{found}' {problem}.{like} Add it to the source's missing list in case.toml, or fix the export."
    )


def reason_sql(case: Case, source: Source, table: Table) -> str:
    """SQL that says why a converted row is set aside, NULL when it is kept; the first reason counts."""
    reasons = [f"when {c.name} is null then 'no {c.name}'" for c in table.columns if c.needed and c.name in source.columns]
    dated = [c.name for c in table.columns if c.kind == "date" and c.name in source.columns]
    if table.name in HAPPENED and dated:
        reasons.append(f"when {dated[0]} >= date '{case.as_of}' then 'dated on or after as_of'")
    if table.name == "order_lines":
        reasons.append("when quantity = 0 and amount = 0 then 'no quantity and no amount'")
    if table.key and set(table.key) <= set(source.columns):
        keys = ", ".join(table.key)
        reasons.append(f"when row_number() over (partition by {keys} order by {ROW}) > 1 then '{keys} stands in an earlier row'")
    return f"case {' '.join(reasons)} end" if reasons else "cast(null as varchar)"
