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

    An empty reason means kept; per table the rows and amounts of all reasons sum to the raw exports. A table that
    several exports fill may be named once for each of them.
    """
    parts = []
    for table in dict.fromkeys(tables):
        amount = "cast(coalesce(sum(amount), 0) as bigint)" if "amount" in engine.columns(f"{table}_raw") else "cast(null as bigint)"
        parts.append(_SET_ASIDE.format(table=table, amount=amount))
    return engine.run(" union all ".join(parts) + " order by 1, 2")


def set_aside(engine: Engine, tables: Iterable[str]) -> pd.DataFrame:
    """Return the rows of the reconciliation that were not kept."""
    rows = reconciliation(engine, tables)
    return rows[rows.reason != ""].reset_index(drop=True)


def line_audit(order_lines_raw: Relation, *, period_end: date, period_begin: date | None = None, as_of: date = date.max) -> pd.DataFrame:
    """Count what stands out in raw lines: `finding, rows, amount` (minor units)."""
    return order_lines_raw.engine.query("audit_lines", period_begin=period_begin, period_end=period_end, as_of=as_of)


def order_audit(orders_raw: Relation, *, period_end: date, period_begin: date | None = None, as_of: date = date.max) -> pd.DataFrame:
    """Count what stands out in raw orders: `finding, rows, amount` (minor units)."""
    return orders_raw.engine.query("audit_orders", period_begin=period_begin, period_end=period_end, as_of=as_of)


def unknown_products(order_lines_raw: Relation) -> pd.DataFrame:
    """Count products sold that the product table does not know: one row `products, rows, amount`."""
    return order_lines_raw.engine.query("products_unknown")


_FINDINGS = {
    "quantity_zero": N_("a quantity of 0"),
    "amount_zero": N_("an amount of exactly 0"),
    "amount_below_minor": N_("an amount of less than half a cent"),
    "negative": N_("a negative quantity or amount"),
    "after_period": N_("a day after the period that the export covers"),
    "before_period": N_("a day before the period that the export covers"),
    "same_day": N_("the customer, day and amount of another order"),
    "tiny": N_("an amount of less than a hundredth of the usual one"),
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
    "before_period": N_(
        "{value} rows are dated before the period that the export was said to cover: ask whether a system writes its times in another zone. They are kept."
    ),
    "same_day": N_("{value} orders repeat the customer, day and amount of another; they are kept, because people do buy twice."),
    "tiny": N_(
        "{value} rows have an amount of less than a hundredth of the usual one (median): ask whether they stand in thousands, or are trials."
    ),
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
    """State the rows of every table as `identify.rows.<table>`, those of several exports together."""
    says = N_("The export {detail} has {value} rows.")
    together: dict[str, int] = {}
    for table, n in rows:
        together[table] = together.get(table, 0) + n
    return [
        counted(f"identify.rows.{t}", n, unit="rows", method=N_("count of rows in the raw export"), says=says, table=t)
        for t, n in together.items()
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


def kept_facts(orders: Relation, rows: pd.DataFrame, table: str, *, currency: str, minor: int) -> list[Fact]:
    """State the orders kept and their customers, and the money in `table`, which holds the sales, that names no customer."""
    kept = orders.engine.query("kept_counts").iloc[0]
    nobody = rows[(rows.table == table) & (rows.reason == _ASIDE["no_customer"][0])].amount.sum() / minor
    return [
        counted("identify.kept.orders", int(kept.orders), unit="orders", method=N_("count of orders kept"), says=N_("{value} orders are kept."), table="orders"),
        counted("identify.kept.customers", int(kept.customers), unit="customers", method=N_("count of distinct customer numbers in orders kept"), says=N_("They are of {value} customer numbers."), table="orders"),
        counted("identify.set_aside.no_customer_sales", nobody, unit=currency, method=N_("sum of amounts of rows that name no customer"), says=N_("Rows that name no customer hold {value}."), table=table),
    ]  # fmt: skip


_ASIDE = {
    "no_customer": ("no customer_id", N_("{value} rows name no customer and are set aside: what they bought counts for nobody.")),
    "future": ("dated on or after as_of", N_("{value} rows are dated on or after the workbook's date and are set aside.")),
    "repeated": ("order_id stands in another row", N_("{value} rows repeat the number of another order and are set aside.")),
}


def set_aside_facts(rows: pd.DataFrame, table: str) -> list[Fact]:
    """State how many rows of `table`, which holds the sales, were set aside for each reason that tells of a system's habits."""
    counts = rows[rows.table == table].set_index("reason")["rows"]
    return [
        counted(
            f"identify.set_aside.{name}",
            int(counts.get(reason, 0)),
            unit="rows",
            method=N_("count of rows set aside for this reason"),
            says=says,
            table=table,
        )
        for name, (reason, says) in _ASIDE.items()
        if name != "repeated" or table == "orders"
    ]


def everyday_facts(orders: Relation, *, as_of: date) -> list[Fact]:
    """State how many customer numbers have an order on more than two days in five: more often than people shop."""
    found = orders.engine.query("audit_everyday", as_of=as_of).iloc[0]
    says = N_(
        "{value} customer numbers have an order on more than two days in five: ask whether each is one customer, or a card that the shop itself uses."
    )
    return [
        counted(
            "identify.audit.everyday",
            int(found.customers),
            unit="customers",
            method=N_("count of customer numbers with an order on more than two of five days on file"),
            says=says,
            table="orders",
        )
    ]
