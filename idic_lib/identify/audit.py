"""What the exports hold and what stands out in them: counts and sums, exact, before and after rows are set aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from idic_lib.engine import Engine, Relation
from idic_lib.facts import Fact, counted
from idic_lib.text import N_, _

_SET_ASIDE = """
    select '{table}' as "table", coalesce(_reason, '') as reason, count(*) as "rows", {amount} as amount
    from {table}_raw group by 1, 2"""


def reconciliation(engine: Engine, tables: Iterable[str]) -> pd.DataFrame:
    """Lay out every export's rows and money by what became of them: `table, reason, rows, amount` (minor units).

    An empty reason means kept; per table the rows and amounts of all reasons sum to the raw export.
    """
    parts = []
    for table in tables:
        amount = "cast(coalesce(sum(amount), 0) as bigint)" if "amount" in engine.columns(f"{table}_raw") else "cast(null as bigint)"
        parts.append(_SET_ASIDE.format(table=table, amount=amount))
    return engine.run(" union all ".join(parts) + " order by 1, 2")


def set_aside(engine: Engine, tables: Iterable[str]) -> pd.DataFrame:
    """Return the rows of the reconciliation that were not kept."""
    rows = reconciliation(engine, tables)
    return rows[rows.reason != ""].reset_index(drop=True)


def line_audit(order_lines_raw: Relation, *, period_end: date) -> pd.DataFrame:
    """Count what stands out in raw lines: `finding, rows, amount` (minor units)."""
    return order_lines_raw.engine.query("audit_lines", period_end=period_end)


def order_audit(orders_raw: Relation, *, period_end: date) -> pd.DataFrame:
    """Count what stands out in raw orders: `finding, rows, amount` (minor units)."""
    return orders_raw.engine.query("audit_orders", period_end=period_end)


def unknown_products(order_lines_raw: Relation) -> pd.DataFrame:
    """Count products sold that the product table does not know: one row `products, rows, amount`."""
    return order_lines_raw.engine.query("products_unknown")


_FINDINGS = {
    "quantity_zero": N_("a quantity of 0"),
    "amount_zero": N_("an amount of exactly 0"),
    "amount_below_minor": N_("an amount of less than half a cent"),
    "negative": N_("a negative quantity or amount"),
    "after_period": N_("a day after the period that the export covers"),
    "same_day": N_("the customer, day and amount of another order"),
}


def audit_words(audit: pd.DataFrame) -> pd.DataFrame:
    """Write the findings of an audit for a reader: `finding, rows, amount` (minor units)."""
    return audit.assign(finding=[_(_FINDINGS[str(f)]) for f in audit["finding"]])


_SAYS = {
    "quantity_zero": N_("{value} rows have quantity 0."),
    "amount_zero": N_("{value} rows have an amount of exactly 0."),
    "amount_below_minor": N_("{value} rows have an amount of less than half a cent; they count as 0."),
    "negative": N_("{value} rows have a negative quantity or amount."),
    "after_period": N_(
        "{value} rows are dated after the period that the export was said to cover; they are before the workbook's date and kept."
    ),
    "same_day": N_("{value} orders repeat the customer, day and amount of another; they are kept, because people do buy twice."),
}


def audit_facts(audit: pd.DataFrame, table: str) -> list[Fact]:
    """State every finding of an audit as `identify.audit.<finding>`."""
    return [
        counted(
            f"identify.audit.{r.finding}",
            int(r.rows),
            unit="rows",
            method=N_("count of raw rows"),
            says=_SAYS[str(r.finding)],
            table=table,
        )
        for r in audit.itertuples()
    ]


def unknown_product_facts(unknown: pd.DataFrame) -> list[Fact]:
    """State how many products were sold without standing in the product table."""
    says = N_("{value} products were sold that the product table does not know.")
    return [
        counted(
            "identify.audit.products_unknown",
            int(unknown.products[0]),
            unit="products",
            method=N_("count of distinct products in raw lines without a product row"),
            says=says,
            table="order_lines",
        )
    ]


def raw_facts(orders_raw: Relation, *, currency: str, minor: int) -> list[Fact]:
    """State orders, customers and sales of the raw exports, before any row is set aside."""
    raw = orders_raw.engine.query("raw_counts").iloc[0]
    return [
        counted("identify.orders", int(raw.orders), unit="orders", method=N_("count of distinct orders in the raw export"), says=N_("The exports hold {value} orders.")),
        counted("identify.customers", int(raw.customers), unit="customers", method=N_("count of distinct customer numbers in the raw export"), says=N_("They carry {value} customer numbers.")),
        counted("identify.sales", int(raw.amount) / minor, unit=currency, method=N_("sum of amounts in the raw export"), says=N_("Together they are worth {value} of sales.")),
    ]  # fmt: skip


def row_facts(rows: Iterable[tuple[str, int]]) -> list[Fact]:
    """State the rows of every export as `identify.rows.<table>`."""
    says = N_("The export {detail} has {value} rows.")
    return [
        counted(f"identify.rows.{t}", n, unit="rows", method=N_("count of rows in the raw export"), says=says, table=t) for t, n in rows
    ]


def reconciliation_facts(rows: pd.DataFrame, table: str, *, currency: str, minor: int) -> list[Fact]:
    """State kept and set-aside rows and money of the table that holds the sales; the two sum to the raw export."""
    sales = rows[rows.table == table]
    kept, aside = sales[sales.reason == ""], sales[sales.reason != ""]
    return [
        counted("identify.kept.rows", int(kept["rows"].sum()), unit="rows", method=N_("count of rows kept"), says=N_("{value} rows are kept."), table=table),
        counted("identify.kept.sales", int(kept.amount.sum()) / minor, unit=currency, method=N_("sum of amounts of rows kept"), says=N_("They hold {value} of sales."), table=table),
        counted("identify.set_aside.rows", int(aside["rows"].sum()), unit="rows", method=N_("count of rows set aside"), says=N_("{value} rows are set aside, each with its reason."), table=table),
        counted("identify.set_aside.sales", int(aside.amount.sum()) / minor, unit=currency, method=N_("sum of amounts of rows set aside"), says=N_("The rows set aside hold {value} of sales."), table=table),
    ]  # fmt: skip
