"""The case's tables as the SQL of contribution reads them: every column is there, NULL where the case has none."""

from __future__ import annotations

from idic_lib.engine import Engine, sql_text
from idic_lib.tables import DUCKDB_TYPES, EXPORTS, MADE

_TABLES = (
    "orders",
    "order_lines",
    "products",
    "returns",
    "order_costs",
    "tickets",
    "redemptions",
    "contacts",
    "costs",
    "units",
    "leads",
    "links",
)
_BEYOND = {"units": ("product",)}
"""Columns that a case may add to the contract's own."""
_SET_ASIDE = """select {columns} from order_lines_raw where _reason is not null and _reason not like 'loaded again%'"""
_LINE = ("order_id", "product_id", "quantity", "amount", "discount")


def name_views(engine: Engine) -> None:
    """Name `worth_<table>` for each table: every column of the contract, NULL where the case has none; no rows where it has no table."""
    for table in _TABLES:
        engine.name(f"worth_{table}", _completed(engine, table))
    engine.name("worth_lines_set_aside", _lines_set_aside(engine))
    for view in ("worth_lines", "worth_scaled", "worth_costed"):
        engine.name(view, sql_text(view))


def _completed(engine: Engine, table: str) -> str:
    has = engine.columns(table) if engine.has(table) else ()
    kinds = {c.name: DUCKDB_TYPES[c.kind] for c in (EXPORTS.get(table) or MADE[table]).columns} | dict.fromkeys(
        _BEYOND.get(table, ()), "varchar"
    )
    columns = ", ".join(_column(name, kind, has) for name, kind in kinds.items())
    return f'select {columns} from "{table}"' if has else f"select {columns} where false"  # noqa: S608 - names of the contract


def _column(name: str, kind: str, has: tuple[str, ...]) -> str:
    return f'"{name}"' if name in has else f'cast(null as {kind}) as "{name}"'


def _lines_set_aside(engine: Engine) -> str:
    """Lines of orders that were set aside, those loaded twice left out."""
    if not engine.has("order_lines_raw"):
        return "select order_id, product_id, quantity, amount, discount from worth_order_lines where false"
    has = engine.columns("order_lines_raw")
    kinds = {c.name: DUCKDB_TYPES[c.kind] for c in EXPORTS["order_lines"].columns}
    return _SET_ASIDE.format(columns=", ".join(_column(n, kinds[n], has) for n in _LINE))
