"""What was supplied and what was not: tables, days covered, and the questions that stay open."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.facts import Fact, counted, refused
from idic_lib.tables import EXPORTS
from idic_lib.text import N_, _

_ASKED_FOR = (
    "order_lines",
    "products",
    "contacts",
    "campaigns",
    "touches",
    "redemptions",
    "consents",
    "costs",
    "surveys",
    "tickets",
    "leads",
)
"""Exports whose absence is said in the brief; the others follow from these."""

_MISSING: dict[str, str] = {
    "order_lines": N_(
        "Lines of orders were not supplied; one row per product in an order would show what is bought, with what, and what to offer next."
    ),
    "products": N_(
        "A product table was not supplied; one row per product with its type would show which kinds of product a customer buys or has never tried."
    ),
    "contacts": N_(
        "Contact records were not supplied; one row per record about a customer would show who the customers are, and whether those known are typical."
    ),
    "campaigns": N_("Campaign dates were not supplied; one row per campaign with start and end would show when customers were written to."),
    "touches": N_(
        "Contacts with customers were not supplied; one row per message sent, with campaign and customer, would show what campaigns added and who is written to too often."
    ),
    "redemptions": N_("Redemptions were not supplied; one row per coupon used would show who answers to offers."),
    "consents": N_("Consents were not supplied; one row per consent, with purpose and channel, would show who may be written to, and how."),
    "costs": N_(
        "Margins and costs were not supplied, so all money here is sales; margin by product group and cost by campaign would show whether an action pays."
    ),
    "surveys": N_("Survey answers were not supplied; one row per answer would show what customers need and how satisfied they are."),
    "tickets": N_("Requests and complaints were not supplied; one row per case would show what goes wrong, for whom and at what value."),
    "leads": N_("Leads were not supplied; one row per lead with its source would show which sources bring customers, and at what cost."),
}

_DAYS = "select min(ordered_on) as first_day, max(ordered_on) as last_day from orders"


def inventory(engine: Engine, sources: Iterable[dict[str, object]]) -> pd.DataFrame:
    """List the tables supplied, those of several exports together: `table, holds, rows, kept, first_day, last_day` (days empty where none are dated)."""
    together: dict[str, dict[str, int]] = {}
    for source in sources:
        counts = together.setdefault(str(source["table"]), {"rows": 0, "kept": 0})
        counts["rows"] += int(str(source["rows"]))
        counts["kept"] += int(str(source["kept"]))
    return pd.DataFrame([{"table": t, "holds": _(EXPORTS[t].holds), **counts, **_days(engine, t)} for t, counts in together.items()])


def _days(engine: Engine, table: str) -> dict[str, str]:
    dated = [c.name for c in EXPORTS[table].columns if c.kind == "date"]
    if not engine.has(table) or not dated or dated[0] not in engine.columns(table):
        return {"first_day": "", "last_day": ""}
    first, last = engine.connection.execute(f"select min({dated[0]}), max({dated[0]}) from {table}").fetchall()[0]  # noqa: S608 - a contract's own names
    return {"first_day": str(first or ""), "last_day": str(last or "")}


def open_questions(engine: Engine) -> pd.DataFrame:
    """List the exports that were not supplied and what each would answer: `table, would_answer`."""
    return pd.DataFrame([{"table": t, "would_answer": _(EXPORTS[t].answers)} for t in _ASKED_FOR if not engine.has(t)])


def sales_table(engine: Engine) -> str:
    """Name the export that holds the sales: the orders where they were supplied, their lines where orders are made from them."""
    return "order_lines" if _made_from_lines(engine) else "orders"


def _made_from_lines(engine: Engine) -> bool:
    """Whether `orders` is the sum of the lines; a row of an export names its file."""
    return engine.has("order_lines") and engine.has("orders_raw") and "_file" not in engine.columns("orders_raw")


def inventory_facts(engine: Engine) -> list[Fact]:
    """State what is there (`brief.tables`, `brief.first_day`, `brief.last_day`) and refuse what is not (`brief.missing.<table>`)."""
    there = sum(engine.has(t) for t in EXPORTS) - _made_from_lines(engine)
    return [
        counted(
            "brief.tables",
            there,
            unit="tables",
            method=N_("count of tables supplied with at least one row kept"),
            says=N_("Tables that can be used: {value}."),
            table="orders",
        ),
        *(_day_facts(engine) if engine.has("orders") else []),
        *(refused(f"brief.missing.{t}", unit="tables", reason=_MISSING[t]) for t in _ASKED_FOR if not engine.has(t)),
    ]


def _day_facts(engine: Engine) -> list[Fact]:
    days = engine.run(_DAYS).iloc[0]
    return [
        counted(
            "brief.first_day",
            str(days.first_day.date()),
            unit="date",
            method=N_("date of the first order kept"),
            says=N_("The first order is of {value}."),
            table="orders",
        ),
        counted(
            "brief.last_day",
            str(days.last_day.date()),
            unit="date",
            method=N_("date of the last order kept"),
            says=N_("The last order is of {value}."),
            table="orders",
        ),
    ]
