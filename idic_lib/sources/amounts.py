"""Amounts of a source that says they are written by people: each distinct text is read once, and put beside its cell as a plain number."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
from babel.numbers import get_currency_precision

from idic_lib.case import Case
from idic_lib.engine import Engine
from idic_lib.source import Source
from idic_lib.sources.staging import identifier, quoted
from idic_lib.tables import EXPORTS
from idic_lib.text.amounts import ABOUT, AMBIGUOUS, AT_LEAST, AT_MOST, RANGE, Amount, Sign, read_amount

PLAIN = "_plain_"
"""Begins the names of the columns that hold what was read: text of a plain number, NULL where none was."""


def money_columns(source: Source) -> list[str]:
    """List the contract columns of money that a source fills."""
    return [c.name for c in EXPORTS[source.table].columns if c.kind == "money" and c.name in source.columns]


def beside_plain(engine: Engine, case: Case, source: Source, view: str) -> str:
    """Name a view of the export that holds, beside each column of money, what its texts say; return its name."""
    said, joins = [], []
    for ours in money_columns(source):
        cell = f"trim(cast(s.{identifier(str(source.columns[ours]))} as varchar))"
        simple, texts = _simple_sql(cell, source.decimal_declared, case.currency), f"{view}_{ours}"
        found = engine.connection.execute(
            f"select distinct {cell} from {view} as s where {simple} is null and {cell} is not null"
        ).fetchall()
        _keep(engine, texts, case, source, (str(text) for (text,) in found))
        said.append(f"coalesce({simple}, {texts}.plain) as {identifier(PLAIN + ours)}")
        joins.append(f"left join {texts} on {texts}.text = {cell}")
    engine.connection.execute(
        f"create or replace temp view {view}_read as select s.*, {', '.join(said)} from {view} as s {' '.join(joins)}"
    )
    return f"{view}_read"


def _keep(engine: Engine, name: str, case: Case, source: Source, texts: Iterable[str]) -> None:
    """Keep what each distinct text says exactly, in the currency of the case."""
    rows = [(text, _exact(case, source, text)) for text in texts]
    table = pa.table({"text": pa.array([r[0] for r in rows], pa.string()), "plain": pa.array([r[1] for r in rows], pa.string())})
    engine.connection.register(f"{name}_given", table)
    engine.connection.execute(f"create or replace temp table {name} as select * from {name}_given")
    engine.connection.unregister(f"{name}_given")


def _exact(case: Case, source: Source, text: str) -> str | None:
    amount = read_cell(case, source, text)
    return None if amount.exact is None or amount.currency not in {None, case.currency} else f"{amount.exact:f}"


def _simple_sql(cell: str, decimal: Sign | None, currency: str) -> str:
    """SQL of texts that are digits, or digits with thousands apart, perhaps with a dong behind them; NULL for others: those are read one by one."""
    dong = r"\s*(đ|₫|vnđ|vnd|đồng)$" if currency == "VND" else "^$"
    bare = f"regexp_replace(lower({cell}), '{dong}', '')"
    groups = not get_currency_precision(currency)
    lone = [sign for sign in ".," if (decimal is not None and sign != decimal) or (decimal is None and groups)]
    shapes = [r"\d+", r"\d{1,3}(\.\d{3}){2,}", r"\d{1,3}(,\d{3}){2,}", *(rf"[1-9]\d{{0,2}}[{sign}]\d{{3}}" for sign in lone)]
    form = quoted(f"-?({'|'.join(shapes)})")
    return f"case when regexp_full_match({bare}, {form}) then regexp_replace({bare}, '[.,]', '', 'g') end"


_TROUBLE = {
    RANGE: "is a range, not one amount",
    ABOUT: "is an estimate, not an amount",
    AT_MOST: "is a limit, not an amount",
    AT_LEAST: "is a limit, not an amount",
    AMBIGUOUS: 'may be read in two ways; where a lone sign is the doubt, say decimal = "." or decimal = "," in case.toml',
}


def trouble(amount: Amount, currency: str) -> str:
    """Say why what a text says is no amount in `currency` that can be counted."""
    if amount.currency not in {None, currency}:
        return f"is in {amount.currency}, not in {currency}; it is not converted here"
    return next((_TROUBLE[flag] for flag in amount.flags if flag in _TROUBLE), "is not an amount")


def read_cell(case: Case, source: Source, text: str) -> Amount:
    """Read one text of a source as its case says that it is written."""
    return read_amount(text, currency=case.currency, decimal=source.decimal_declared)


def unsettled_sql(case: Case, source: Source, text: str) -> str:
    """SQL that marks a plain cell such as '1.250' of a currency without decimals, where the case does not say what the point means."""
    if source.decimal_declared or get_currency_precision(case.currency) or source.is_typed:
        return "false"
    return f"coalesce(regexp_full_match({text}, '[-+]?[1-9][0-9]{{0,2}}\\.[0-9]{{3}}'), false)"
