"""Write a commented case for a client's own orders; an existing case is never touched."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from babel.numbers import is_currency

from idic_lib.case import read_case
from idic_lib.errors import InputError
from idic_lib.sources.propose import Ask, Proposal, Wishes, propose
from idic_lib.sources.sniff import open_export

__all__ = ["NewCase", "Wishes", "new_case"]

_TEMPLATE = """\
# The case '{name}', proposed from {file}. Every line may be changed; 'idic check {name}' says what it makes of them.

[case]
name = {name_}
company = {company}
language = "en"  # of notebooks and report: en or vi
currency = {currency}  # ISO code of all amounts
as_of = {as_of}  # nothing dated on or after this day counts; proposed: the day after the last order
setting = "repeat"  # repeat purchases; contract and rare are the others
seed = 1  # of everything random
customers_are = "customers"  # what one customer is called
{calibration}  # last day that the back-tested model may see; proposed: half of the period

[[sources]]
table = {table}
file = {path}  # beside this file: a copy of the client's export
format = "csv"
delimiter = {delimiter}
{decimal}
amounts = {amounts}  # written: as people write them, such as 1.250.000 đ, 1,5 triệu or (500.000)
encoding = {encoding}
missing = {missing}  # cells that mean 'not known'
date_format = {date_format}

[sources.columns]  # the workbook's column = the export's column
{columns}

# More exports answer more questions: products, contacts, campaigns, touches, redemptions and others.
# Each is another [[sources]] block like the one above.
"""


@dataclass(frozen=True)
class NewCase:
    """The case.toml that was written, and what the user should know about it."""

    file: Path
    notes: list[str]


def new_case(name: str, orders: Path, *, parent: Path, wishes: Wishes, ask: Ask | None = None) -> NewCase:
    """Write `parent/name/case.toml` and a copy of the orders beside it.

    Raises InputError, and writes nothing, for an unusable name, currency or file, for a case that is there
    already, and for a question that stays open with `ask` None.
    """
    folder = parent / _usable(name)
    if folder.exists():
        raise InputError(f"{folder} is there already and is left alone. Choose another name.")
    if not is_currency(wishes.currency):
        raise InputError(f"--currency '{wishes.currency}' is no ISO 4217 code. Write one such as USD, EUR or VND.")
    proposal = propose(open_export(orders), wishes, ask)
    _write(folder, orders, _text(name, orders, wishes, proposal))
    return NewCase(folder / "case.toml", [*_seen(proposal, wishes), *proposal.notes])


def _usable(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", name):
        raise InputError(f"'{name}' cannot name a case. Use up to 40 small letters, digits, - and _, as in acme-2024.")
    return name


def _write(folder: Path, orders: Path, text: str) -> None:
    """Fill a folder beside the final one and move it there when it is whole and can be read back."""
    making = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(making, ignore_errors=True)
    (making / "raw").mkdir(parents=True)
    try:
        shutil.copyfile(orders, making / "raw" / orders.name)
        (making / "case.toml").write_text(text, encoding="utf-8", newline="\n")
        read_case(making)
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _text(name: str, orders: Path, wishes: Wishes, proposal: Proposal) -> str:
    text = _TEMPLATE.format(
        name=name,
        name_=_toml(name),
        company=_toml(wishes.company or name.replace("-", " ").replace("_", " ").title()),
        currency=_toml(wishes.currency),
        as_of=_as_of(proposal, wishes),
        calibration=_calibration(proposal, _as_of(proposal, wishes)),
        table=_toml(proposal.table),
        file=orders.name,
        path=_toml(f"raw/{orders.name}"),
        delimiter=_toml(proposal.delimiter),
        encoding=_toml(proposal.encoding),
        decimal=f"decimal = {_toml(proposal.decimal)}"
        if proposal.decimal
        else '# decimal = ","  # named, it settles what could be thousands or decimals',
        amounts=_toml(proposal.amounts),
        missing=_toml(proposal.missing),
        date_format=_toml(proposal.date_format),
        columns="\n".join(f"{ours} = {_toml(theirs)}" for ours, theirs in proposal.columns.items()),
    )
    return "\n".join(map(_aligned, text.split("\n")))


def _calibration(proposal: Proposal, as_of: date) -> str:
    """Propose half of the days that count; only a comment where that would leave no day to judge by."""
    last = min(proposal.last, as_of - timedelta(days=1))
    half = proposal.first + (last - proposal.first) / 2
    return f"{'' if half < last else '# '}calibration_end = {half}"


def _aligned(line: str) -> str:
    """Put the comment behind a setting at one column."""
    setting, mark, comment = line.partition("  #")
    return f"{setting.rstrip():<36}# {comment.strip()}" if mark else line


def _as_of(proposal: Proposal, wishes: Wishes) -> date:
    return wishes.as_of or proposal.last + timedelta(days=1)


def _toml(value: str | list[str]) -> str:
    """Write a text or a list of texts as TOML, which reads JSON strings."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _seen(proposal: Proposal, wishes: Wishes) -> list[str]:
    """Say what was proposed, so that a wrong proposal is seen at once."""
    columns = proposal.columns
    return [
        f"Customer: column '{columns['customer_id']}'. Day: column '{columns['ordered_on']}', written {proposal.date_format}. Amount: column '{columns['amount']}', in {wishes.currency}.",
        f"Orders from {proposal.first} to {proposal.last}; the workbook stands at {_as_of(proposal, wishes)}.",
    ]
