"""One customer looked up in the latest run of a case: the card on the terminal, or as a page in the run's `private`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from idic_lib.case import Case, read_case
from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.identify.card import Card, customer_card, masked
from idic_lib.run import folders
from idic_lib.sources import open_private, open_tables
from idic_lib.text import N_, _, use
from idic_lib.text.numbers import money_exact
from idic_lib.text.tables import table_html
from idic_lib.workspace import PRIVATE, write_text

_GOLDEN = "private/golden.parquet"


@dataclass(frozen=True)
class Found:
    """A card, the run it was looked up in, and its tables as they are shown: a heading, the heads of the columns, rows of texts."""

    card: Card
    run: Path
    tables: tuple[tuple[str, pd.DataFrame], ...]


def look_up(case: str | Path, wanted: str, *, out: Path | None = None, show: bool = False) -> Found:
    """Look up a customer in the latest run of a case; names, phones and the like are masked unless `show`.

    Raises InputError where there is no run, the run names nobody, or nobody (or several) is meant.
    """
    engaged = read_case(case)
    run = folders.latest((out or folders.REPORTS) / engaged.name)
    if run is None:
        raise InputError(f"Case {engaged.name} has no finished run. Run it first: idic run {case}")
    if not (run / _GOLDEN).exists():
        raise InputError(
            f"{run} holds no persons: this case names nobody. Map names, phones or e-mails of contacts in case.toml, and run it again."
        )
    frozen = Case.model_validate_json((run / "case.json").read_text(encoding="utf-8"))
    use(frozen.case.language)
    card = customer_card(_opened(run, frozen), wanted, as_of=frozen.as_of)
    shown = card if show else masked(card)
    return Found(shown, run, _tables(shown, frozen))


def _opened(run: Path, case: Case) -> Engine:
    engine = open_tables(Engine(), run / "tables", case)
    open_private(engine, run / PRIVATE, "contacts")
    engine.view("links", run / "tables/links.parquet")
    engine.view("golden", run / _GOLDEN)
    return engine


def _tables(card: Card, case: Case) -> tuple[tuple[str, pd.DataFrame], ...]:
    """Put the parts of a card into words; what the case does not supply is left out."""
    parts = {
        _("What is known, and from where"): card.fields,
        _("Records"): card.records.dropna(axis=1, how="all"),
        _("Orders"): None if card.orders is None else _in_money(card.orders, case),
        _("Open requests"): card.tickets,
        _("May be written to through"): card.consents,
    }
    return tuple((name, _worded(frame)) for name, frame in parts.items() if frame is not None)


def _in_money(orders: pd.DataFrame, case: Case) -> pd.DataFrame:
    amounts = {c: [money_exact(v / case.minor, case.currency) for v in orders[c]] for c in ("amount", "last_amount")}
    return orders.assign(**amounts)


_HEADS = {
    "field": N_("Field"), "value": N_("Value"), "record_id": N_("Record"), "system": N_("System"), "against": N_("Records that differ"), "name": N_("Name"), "phone": N_("Phone"),
    "email": N_("E-mail"), "birth": N_("Birth"), "address": N_("Address"), "province": N_("Province"), "created_on": N_("Registered"), "orders": N_("Orders"), "first_on": N_("First"),
    "last_on": N_("Last"), "amount": N_("Amount"), "last_amount": N_("Amount of the last"), "last_order": N_("Last order"), "opened_on": N_("Opened"), "topic": N_("Topic"),
    "channel": N_("Channel"), "purpose": N_("Purpose"), "given_on": N_("Agreed"),
}  # fmt: skip


def _worded(frame: pd.DataFrame) -> pd.DataFrame:
    texts = {_(_HEADS[str(c)]): [_word(v) for v in frame[c]] for c in frame.columns}
    return pd.DataFrame(texts, columns=list(texts), dtype="object")


def _word(value: object) -> str:
    if pd.isna(value):
        return ""
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def write_card(found: Found) -> Path:
    """Write a card as a page that stands alone into the run's `private/cards`; return its path."""
    parts = "".join(table_html(frame, name) if len(frame) else f"<p>{name}: {_('none')}</p>" for name, frame in found.tables)
    title = quote(found.card.customer_id, safe="")
    path = found.run / "private" / "cards" / f"{title}.html"
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>'
    write_text(path, f"{head}<body><h1>{title}</h1>{parts}</body></html>\n")
    return path


_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;margin:1.5rem 0;width:100%}"
    "caption{text-align:left;font-weight:600}th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #ddd;font-weight:400}"
)
