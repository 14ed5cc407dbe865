"""From a client's CSV to a proposed source: which column is what, how days and amounts are written; never a guess about a date order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
from babel.numbers import get_currency_precision

from idic_lib.errors import InputError
from idic_lib.sources.amounts import trouble
from idic_lib.sources.names import Role, fit
from idic_lib.sources.sniff import SAMPLE, Export, cell, day, first_row, likely_formats, missing_words, share_of_days, share_of_numbers
from idic_lib.sources.staging import STAGED, quoted
from idic_lib.text.amounts import Sign, read_amount

Ask = Callable[[str, Sequence[str]], str]
"""Puts a question with its choices to whoever sits at the terminal and returns the choice."""

_MOST = 0.9
"""A column holds days or numbers when nine of ten filled cells do; the rest is for the loader to name."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the user said on the command line; None is left to the proposal."""

    customer: str | None = None
    day: str | None = None
    amount: str | None = None
    date_format: str | None = None
    decimal: str | None = None
    currency: str = "USD"
    company: str | None = None
    as_of: date | None = None


@dataclass(frozen=True)
class Proposal:
    """A source for `orders` or `order_lines`, the days it spans and what was noticed on the way."""

    table: str
    columns: dict[str, str]
    delimiter: str
    encoding: str
    decimal: str | None
    """None where amounts are written by people and no sign was named."""
    amounts: str
    date_format: str
    missing: list[str]
    first: date
    last: date
    notes: list[str]


def propose(export: Export, wishes: Wishes, ask: Ask | None) -> Proposal:
    """Propose a source; raises InputError where the file leaves a question open and nobody can be asked."""
    on = _column(export, "date", wishes.day, [c for c in export.columns if share_of_days(export, c) >= _MOST], ask)
    rest = [c for c in export.columns if c != on]
    amount = _column(export, "amount", wishes.amount, [c for c in rest if share_of_numbers(export, c) >= _MOST], ask)
    customer = _column(export, "customer", wishes.customer, [c for c in rest if c != amount], ask)
    date_format = _date_format(export, on, wishes.date_format, ask)
    amounts = _amounts(export, amount, wishes)
    decimal = _decimal(export, amount, wishes, ask) if amounts == "plain" else wishes.decimal and _one_of(wishes.decimal)
    table, more, notes = _grain(export, {customer, on, amount})
    columns = {"customer_id": customer, "ordered_on": on, "amount": amount, **more}
    first, last = _span(export, on, date_format)
    missing = missing_words(export, list(columns.values()))
    return Proposal(table, columns, export.delimiter, export.encoding, decimal, amounts, date_format, missing, first, last, notes)


def _column(export: Export, role: Role, wish: str | None, fitting: list[str], ask: Ask | None) -> str:
    """Take the wished column, the one best named, the only one that fits, or ask."""
    if wish is not None:
        if wish not in export.columns:
            raise InputError(
                f"{export.path.name}: there is no column '{wish}' for the {role}; the file has {', '.join(export.columns)}. Correct --{role}."
            )
        return wish
    scores = {c: fit(c, role) for c in fitting}
    best = [c for c in fitting if scores[c] == max(scores.values()) > 0]
    if len(best) == 1:
        return best[0]
    if len(fitting) == 1 and role != "amount":  # a lone number may be a unit price
        return fitting[0]
    if ask is None:
        raise InputError(
            f"{export.path.name}: no column is clearly the {role}; the file has {', '.join(export.columns)}. Name it: --{role} COLUMN."
        )
    return ask(f"Which column holds the {role}?", list(fitting or export.columns))


def _date_format(export: Export, column: str, wish: str | None, ask: Ask | None) -> str:
    """Find the one format that reads every row; where two do and disagree, ask."""
    formats = [wish] if wish else likely_formats(export, column)
    whole = [f for f in formats if _unread(export, column, f) is None]
    if not whole:
        raise InputError(_no_format(export, column, formats))
    differing = [
        f for f in whole if f == whole[0] or first_row(export, column, f"{day(column, f)} is distinct from {day(column, whole[0])}")
    ]
    if len(differing) == 1:
        return whole[0]
    row, text = first_row(export, column, f"{day(column, differing[0])} is distinct from {day(column, differing[1])}") or (0, "")
    readings = [f"{f} ({_reading(export, column, f, text)})" for f in differing]
    question = f"{export.path.name}, row {row:,}: '{text}' in column '{column}' can be read as {' or '.join(readings)}, and so can every other row."
    if ask is None:
        raise InputError(f"{question} Say which: --date-format '{differing[0]}' or --date-format '{differing[1]}'.")
    return ask(f"{question} Which one is it?", differing)


def _unread(export: Export, column: str, date_format: str) -> tuple[int, str] | None:
    """Return the first filled cell that the format cannot read."""
    try:
        duckdb.execute("select try_strptime('', $format)", {"format": date_format})
    except duckdb.Error:
        raise InputError(f"--date-format '{date_format}' is no date format. Write it with %Y %m %d, as %d/%m/%Y.") from None
    return first_row(export, column, f"{cell(column)} is not null and {day(column, date_format)} is null")


def _no_format(export: Export, column: str, formats: list[str]) -> str:
    if not formats:
        row, text = first_row(export, column, f"{cell(column)} is not null") or (0, "")
        return f"{export.path.name}, row {row:,}: '{text}' in column '{column}' is written in no date format known here. Name it: --date-format FORMAT, or name another column: --date COLUMN."
    row, text = _unread(export, column, formats[0]) or (0, "")
    return f"{export.path.name}, row {row:,}: '{text}' in column '{column}' is no day written as {formats[0]}. Correct the export, or name the format: --date-format FORMAT."


def _reading(export: Export, column: str, date_format: str, text: str) -> str:
    quoted = text.replace("'", "''")
    found = export.rows(
        f"select strftime(min({day(column, date_format)}), '%-d %B %Y') from {STAGED} where {cell(column)} = trim('{quoted}')"
    )
    return str(found[0][0])


_DECIMAL = {
    ",": r"\.\d{3}.*,|\.\d{3}\.|^[^.]*,(\d{1,2}|\d{4,})\D*$|^\D*0,",
    ".": r",\d{3}.*\.|,\d{3},|^[^,]*\.(\d{1,2}|\d{4,})\D*$|^\D*0\.",
}
"""Amounts that show their decimal sign: 1.234,5 or 12,50 or 1.234.567 for the comma, and the mirror image."""


def _amounts(export: Export, column: str, wishes: Wishes) -> str:
    """Say whether amounts are plain numbers, or written by people in a way that leaves none of the first rows open."""
    more = f"not regexp_full_match({cell(column)}, '[-+0-9., ]+')"
    if first_row(export, column, more) is None:
        return "plain"
    decimal = _one_of(wishes.decimal) if wishes.decimal else None
    for (text,) in export.rows(f"select distinct {cell(column)} from {SAMPLE} where {cell(column)} is not null order by all"):
        found = read_amount(str(text), currency=wishes.currency, decimal=decimal)
        if found.exact is None or found.currency not in {None, wishes.currency}:
            row, shown = first_row(export, column, f"{cell(column)} = {quoted(str(text))}") or (0, text)
            raise InputError(
                f"{export.path.name}, row {row:,}: '{shown}' in column '{column}' {trouble(found, wishes.currency)}. Export amounts as plain numbers, without currency or text."
            )
    return "written"


def _decimal(export: Export, column: str, wishes: Wishes, ask: Ask | None) -> str:
    """Find the decimal sign of the amounts; '1.234' alone does not tell, so ask."""
    if wishes.decimal is not None:
        return _one_of(wishes.decimal)
    shown = {sign: first_row(export, column, f"regexp_matches({cell(column)}, '{pattern}')") for sign, pattern in _DECIMAL.items()}
    told = [(sign, row) for sign, row in shown.items() if row]
    if len(told) > 1:
        ways = " and ".join(f"'{text}' in row {row:,}" for _, (row, text) in told)
        raise InputError(f"{export.path.name}: column '{column}' writes amounts in two ways: {ways}. Export them in one way.")
    if told:
        return told[0][0]
    return _open_decimal(export, column, wishes.currency, ask)


def _open_decimal(export: Export, column: str, currency: str, ask: Ask | None) -> str:
    grouped = first_row(export, column, f"regexp_matches({cell(column)}, '[.,]')")
    if grouped is None:
        return "."
    row, text = grouped
    if not get_currency_precision(currency):  # dong have no decimals: the sign groups thousands
        return "," if "." in text else "."
    question = f"{export.path.name}, row {row:,}: '{text}' in column '{column}' may mean thousands or decimals, and so may every other row."
    if ask is None:
        raise InputError(f"{question} Name the decimal sign: --decimal . or --decimal ,")
    return ask(f"{question} Which is the decimal sign?", [".", ","])


def _one_of(sign: str) -> Sign:
    if sign not in {".", ","}:
        raise InputError(f"--decimal '{sign}' is neither . nor , . Write one of them.")
    return "," if sign == "," else "."


def _grain(export: Export, taken: set[str]) -> tuple[str, dict[str, str], list[str]]:
    """Say whether a row is an order or one line of an order, from the order numbers where there are any."""
    free = [c for c in export.columns if c not in taken]
    named: dict[Role, str] = {role: c for role in ("quantity", "product", "order") for c in free if fit(c, role) > 50}
    order = named.get("order")
    if order is None:
        return "orders", {}, ["Without an order number each row counts as one order."]
    if export.rows(f"select count({cell(order)}) = count(distinct {cell(order)}) from {STAGED}")[0][0]:
        return "orders", {"order_id": order}, []
    if "product" in named and "quantity" in named:
        return "order_lines", {"order_id": order, "product_id": named["product"], "quantity": named["quantity"]}, []
    return (
        "orders",
        {},
        [f"Several rows share one '{order}': each row counts as an order of its own. Sum them first if they are one purchase."],
    )


def _span(export: Export, column: str, date_format: str) -> tuple[date, date]:
    """First and last day of the export."""
    first, last = export.rows(f"select min({day(column, date_format)}), max({day(column, date_format)}) from {STAGED}")[0]
    if not isinstance(first, date) or not isinstance(last, date):
        raise InputError(f"{export.path.name}: column '{column}' holds no day at all. Name another: --date COLUMN.")
    return first, last
