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
    text = _text(source, column)
    if column.kind == "text":
        return text
    if column.kind == "money":
        return f"try_cast(round({_major_sql(source, column)} * {case.minor}) as bigint)"
    if source.format == "parquet":
        return f"try_cast({_cell(source, column)} as {DUCKDB_TYPES[column.kind]})"
    if column.kind == "date":
        return f"cast(try_strptime({text}, {quoted(source.date_format)}) as date)"
    return f"try_cast({_number(source, text)} as {DUCKDB_TYPES[column.kind]})"


def _major_sql(source: Source, column: Column) -> str:
    """SQL of an amount in major units, before it is rounded to minor ones."""
    if source.format == "parquet":
        return f"try_cast({_cell(source, column)} as double)"
    return f"try_cast({_number(source, _text(source, column))} as decimal(28, 6))"


def _cell(source: Source, column: Column) -> str:
    """One typed cell; its text is read only where the case names words for 'not known'."""
    cell = identifier(str(source.columns[column.name]))
    return f"case when {_text(source, column)} is not null then {cell} end" if set(source.missing) - {""} else cell


def _number(source: Source, text: str) -> str:
    """Plain digits of a number; NULL unless its thousands stand apart as thousands do, so that 12,50 never becomes 1250."""
    mark = "." if source.decimal == "," else ","
    bare = f"regexp_replace({text}, '[\\s\u00a0\u202f]', '', 'g')"
    form = rf"[+-]?(\d+|\d{{1,3}}([{mark}]\d{{2,3}})*[{mark}]\d{{3}})?([{source.decimal}]\d*)?([eE][+-]?\d+)?"
    plain = f"replace(replace({bare}, {quoted(mark)}, ''), {quoted(source.decimal)}, '.')"
    return f"case when regexp_full_match({bare}, {quoted(form)}) then {plain} end"


def below_minor_sql(case: Case, source: Source) -> str:
    """SQL that marks an amount which is not zero in the export but is less than half a minor unit."""
    contract = EXPORTS[source.table]
    if "amount" not in source.columns or not any(c.name == "amount" for c in contract.columns):
        return "false"
    column = contract.column("amount")
    return f"coalesce({value_sql(case, source, column)} = 0 and {_major_sql(source, column)} <> 0, false)"


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
    first = f"case {' '.join(reasons)} end" if reasons else "cast(null as varchar)"
    return _with_repeats(first, source, table)


def _with_repeats(first: str, source: Source, table: Table) -> str:
    """Add the last reason: of usable rows with one key only one counts, the smallest by its values, whatever the order of rows."""
    if not table.key or not set(table.key) <= set(source.columns):
        return first
    keys, values = ", ".join(table.key), ", ".join(identifier(c.name) for c in columns_of(source))
    place = f"row_number() over (partition by {keys}, ({first}) is null order by {values}, {ROW})"
    return f"coalesce({first}, case when {place} > 1 then '{keys} stands in another row' end)"
