"""A desk for exports: write files and a case around them, load them, and look at what was kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from idic_lib.case import Case, Engagement, Source
from idic_lib.engine import Engine
from idic_lib.identify import reconciliation
from idic_lib.sources import Loaded, load_case, open_tables

ORDERS = {"customer_id": "customer", "ordered_on": "date", "amount": "amount"}
LINES = {c: c for c in ("order_id", "customer_id", "product_id", "ordered_on", "quantity", "amount")}
AS_OF = date(2024, 1, 1)


def source(table: str = "orders", file: str = "orders.csv", **more: Any) -> Source:  # noqa: ANN401 - settings of every type
    columns = more.pop("columns", LINES if table == "order_lines" else ORDERS)
    return Source(table=table, file=file, columns=columns, **more)


def case(folder: Path, *sources: Source, currency: str = "USD", as_of: date = AS_OF, setting: Literal["repeat", "rare"] = "repeat") -> Case:
    engagement = Engagement(name="acme", company="Acme", currency=currency, as_of=as_of, setting=setting)
    return Case(folder=folder, case=engagement, sources=sources or (source(),))


class Desk:
    """One load: the engine with its tables, and what became of every export."""

    def __init__(self, engaged: Case, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.loaded: list[Loaded] = load_case(engaged, folder)
        self.engine = open_tables(Engine(), folder, engaged)

    def kept(
        self, table: str = "orders", columns: str = "customer_id, cast(ordered_on as varchar) as day, amount"
    ) -> list[tuple[object, ...]]:
        frame = self.engine.run(f"select {columns} from {table} order by all")
        return [tuple(None if pd.isna(v) else v for v in row) for row in frame.itertuples(index=False, name=None)]

    def aside(self) -> dict[str, tuple[int, float]]:
        """Reason -> rows and amount of the rows set aside, over all tables."""
        rows = reconciliation(self.engine, [x.table for x in self.loaded])
        return {str(r.reason): (int(r.rows), float(r.amount)) for r in rows[rows.reason != ""].itertuples()}


def desk(folder: Path, text: str | bytes, *, currency: str = "USD", as_of: date = AS_OF, **more: Any) -> Desk:  # noqa: ANN401 - settings of a source
    """Load one export of orders that holds `text`."""
    (folder / "orders.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return Desk(case(folder, source(**more), currency=currency, as_of=as_of), folder / "tables")
