"""From a client's cell to a contract value: what cannot be read stops the run, what is empty is set aside with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from idic_lib.case import Case
from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.source import Source
from idic_lib.sources.amounts import PLAIN, read_cell, trouble, unsettled_sql
from idic_lib.sources.dates import EARLIEST, LATEST, clash_sql, first_day_sql, moment_sql, readings_sql
from idic_lib.sources.staging import ROW, STAGED, identifier, quoted, readable
from idic_lib.tables import DUCKDB_TYPES, EXPORTS, Column

_WHAT = {"money": "an amount", "number": "a number", "integer": "a whole number", "date": "a date"}


def columns_of(source: Source) -> list[Column]:
    """List the contract columns that a source fills, a client's own traits as text."""
    known = {c.name: c for c in EXPORTS[source.table].columns}
    return [known.get(name, Column(name, "text", needed=False)) for name in source.columns]


def check_columns(source: Source, found: tuple[str, ...]) -> None:
    """Hold the mapped columns, and those that rows are kept by, against those the export has."""
    wanted = [(str(theirs), f"{source.table}.{ours}", "[sources.columns]") for ours, theirs in source.columns.items()]
    for theirs, ours, where in [*wanted, *((c, "keep", "keep") for c in source.keep)]:
        if theirs not in found:
            raise InputError(
                f"{source.label}: there is no column '{theirs}' for {ours}; the file has {', '.join(found)}. Correct {where} or the export."
            )


def _text(source: Source, theirs: str) -> str:
    """Trimmed text of one cell, NULL where it stands for 'not known'."""
    cell = f"trim(cast({identifier(theirs)} as varchar))"
    missing = ", ".join(quoted(m) for m in source.missing)
    return f"case when {cell} in ({missing}) then null else {cell} end" if missing else cell


def left_out_sql(source: Source) -> str:
    """SQL that says why a row is none that the case keeps, NULL for one that it does."""
    texts = [(c, _text(source, c), ", ".join(map(quoted, values))) for c, values in source.keep.items()]
    reasons = [
        f"when coalesce({text}, '') not in ({values}) then coalesce({quoted(c + ' is ')} || left({text}, 40), {quoted('no ' + c)})"
        for c, text, values in texts
    ]
    return f"case {' '.join(reasons)} end" if reasons else "cast(null as varchar)"


def value_sql(case: Case, source: Source, column: Column) -> str:
    """SQL that turns one cell into the contract's type, NULL where that fails."""
    text = _text(source, str(source.columns[column.name]))
    if column.kind == "text":
        return text
    if column.kind == "money":
        return f"try_cast(round({_major_sql(source, column)} * {case.minor}) as bigint)"
    if column.kind == "date":
        return first_day_sql(_days_sql(case, source, column, text))
    if source.is_typed:
        return f"try_cast({_cell(source, column)} as {DUCKDB_TYPES[column.kind]})"
    return f"try_cast({_number(source, text)} as {DUCKDB_TYPES[column.kind]})"


def _days_sql(case: Case, source: Source, column: Column, text: str) -> list[str]:
    """SQL of a day, once for each format in which it may be written; a typed one has a single reading."""
    if source.is_typed:
        time = f"try_cast({_cell(source, column)} as timestamp)"
        return [_at_home(case, source, column, time)] if source.is_instant else [f"try_cast({_cell(source, column)} as date)"]
    return [_at_home(case, source, column, moment_sql(text, f)) for f in source.date_formats]


def _at_home(case: Case, source: Source, column: Column, time: str) -> str:
    """SQL of the day of a moment: as written, or where the export's clock is another's, as the client's own clock says."""
    if source.is_instant:
        instant = time if "%z" in source.date_format else f"({time} at time zone {quoted(source.timezone or '')})"
        there = f"({instant} at time zone {quoted(case.case.timezone or '')})"
        dateless = f"typeof({identifier(str(source.columns[column.name]))}) = 'DATE'"
        time = f"case when {dateless} then {time} else {there} end" if source.is_typed else there
    return f"cast({time} as date)"


def _major_sql(source: Source, column: Column) -> str:
    """SQL of an amount in major units, before it is rounded to minor ones."""
    if source.is_typed:
        return f"try_cast({_cell(source, column)} as double)"
    if source.amounts == "written":
        return f"try_cast({identifier(PLAIN + column.name)} as decimal(28, 6))"
    return f"try_cast({_number(source, _text(source, str(source.columns[column.name])))} as decimal(28, 6))"


def _cell(source: Source, column: Column) -> str:
    """One typed cell; its text is read only where the case names words for 'not known'."""
    theirs = str(source.columns[column.name])
    cell = identifier(theirs)
    return f"case when {_text(source, theirs)} is not null then {cell} end" if set(source.missing) - {""} else cell


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


@dataclass(frozen=True)
class _Doubt:
    """A cell that stops the run: of which column, under which condition, what is wrong with it (`shown` is SQL of what was found), and the remedy."""

    column: Column
    condition: str
    problem: str | Callable[[str], str]
    shown: str = "''"
    remedy: str = "Add it to the source's missing list in case.toml, or fix the export."


def check_values(engine: Engine, case: Case, source: Source, view: str = STAGED) -> None:
    """Read every row that counts once, and stop at the first column with a cell that cannot be read; say row, finding, how many, and the remedy.

    Of texts, any can be read; they are looked at so that a file with letters of another encoding stops here, under its own name.
    """
    doubts = list(_doubts(case, source))
    texts = [] if source.is_typed else [f"count({identifier(str(theirs))})" for theirs in source.columns.values()]
    counts = ", ".join(["count(*)", *(f"count(*) filter ({d.condition})" for d in doubts), *texts])
    counting = f"{view} where {left_out_sql(source)} is null"
    with readable(source):
        _, *rows = engine.connection.execute(f"select {counts} from {counting}").fetchall()[0]
    for wrong, doubt in zip(rows, doubts, strict=False):
        if wrong:
            _stop(engine, source, doubt, f"{counting} and {doubt.condition}", wrong)


def _stop(engine: Engine, source: Source, doubt: _Doubt, where: str, rows: int) -> None:
    theirs = str(source.columns[doubt.column.name])
    cell = f"cast({identifier(theirs)} as varchar)"
    found = engine.connection.execute(f"select min({ROW}), arg_min({cell}, {ROW}), arg_min({doubt.shown}, {ROW}) from {where}")
    first, text, shown = found.fetchall()[0]
    like = f" {rows - 1} rows like it." if rows > 1 else ""
    problem = doubt.problem if isinstance(doubt.problem, str) else doubt.problem(text)
    raise InputError(
        f"{source.label}, row {first:,}: {doubt.column.name} (column '{theirs}') '{text}' {problem}{shown}.{like} {doubt.remedy}"
    )


def _doubts(case: Case, source: Source) -> Iterator[_Doubt]:
    for column in (c for c in columns_of(source) if c.kind != "text"):
        value, text = value_sql(case, source, column), _text(source, str(source.columns[column.name]))
        yield _Doubt(column, f"case when {value} is null then {text} is not null else false end", _unread(case, source, column))
        if column.kind == "date":
            yield from _doubtful_days(case, source, column, value)
        if column.kind == "money" and source.amounts == "plain":
            yield _Doubt(
                column, unsettled_sql(case, source, text), "may mean thousands or decimals",
                remedy=f'{case.currency} has no decimals: say decimal = "," in the source if the point sets thousands apart, decimal = "." if it does not.',
            )  # fmt: skip


def _unread(case: Case, source: Source, column: Column) -> str | Callable[[str], str]:
    """Say what a cell that cannot be read is not."""
    if column.kind == "money" and source.amounts == "written":
        return lambda text: trouble(read_cell(case, source, text), case.currency)
    dated = column.kind == "date" and not source.is_typed
    return f"is not {_WHAT[column.kind]}" + (f" written as {' or '.join(source.date_formats)}" if dated else "")


def _doubtful_days(case: Case, source: Source, column: Column, value: str) -> Iterator[_Doubt]:
    outside = f"({value} < date '{EARLIEST}' or {value} >= date '{LATEST}')"
    yield _Doubt(column, outside, f"is out of range ({EARLIEST} to {LATEST})")
    days = _days_sql(case, source, column, _text(source, str(source.columns[column.name])))
    if len(days) > 1:
        yield _Doubt(
            column, clash_sql(days), "is ", readings_sql(source, days), "Name the one format that holds, or export days in one way."
        )
