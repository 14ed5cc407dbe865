"""A shop of four customers whose every cost can be added up by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from idic_lib.engine import Engine

AS_OF = date(2025, 1, 1)
WORDS = {"delivery": "order sent", "return": "order back", "ticket": "request", "coupon": "coupon used"}
ORDERS = [
    ("o1", "ann", "2024-02-01", 100_000, 0, None),
    ("o2", "ann", "2024-03-01", 50_000, None, 500),
    ("o3", "bob", "2024-04-01", 40_000, 15_000, None),
    ("o4", "cid", "2024-05-01", 60_000, None, None),
    ("o5", "dot", "2024-08-01", 30_000, None, None),
    ("late", "dot", "2025-01-01", 900_000, None, None),
]
LINES = [  # order, product, quantity, amount, discount, reason
    ("o1", "milk", 5, 100_000, 0, None),
    ("o2", "milk", 2, 40_000, 0, None),
    ("o2", "cheese", 1, 10_000, 0, None),
    ("o3", "milk", 4, 40_000, 40_000, None),
    ("o4", "gift", 1, 60_000, 0, None),
    ("o5", "milk", 2, 30_000, 10_000, None),
    ("r1", "milk", 1, 20_000, 0, "its order was set aside: status is returned"),
    ("r1", "milk", 1, 20_000, 0, "loaded again: every row of its day"),
    ("r2", "milk", 3, 60_000, 0, "its order was set aside: status is returned"),
]
PRODUCTS = [("milk", "dairy", 20_000, 10_000), ("cheese", "dairy", 10_000, None), ("gift", "gifts", 60_000, None)]
RETURNS = [("r1", "bob", "2024-06-01", 20_000, 15_000), ("r2", "eve", "2024-06-01", 60_000, 0)]
COSTS = [("packing", "order sent", 2_000), ("carriage", "order sent", 30_000), ("shelf", "order back", 20_000), ("desk", "request", 62_000)]
COSTS += [("coupon", "coupon used", 5_000), ("mail", "letter", 700)]


def engine(*, shuffle: int | None = None, drop: tuple[str, ...] = ()) -> Engine:
    """Build the shop; `shuffle` reorders all rows, `drop` leaves tables out."""
    frames = {name: frame for name, frame in _frames().items() if name not in drop}
    if shuffle is not None:
        frames = {name: frame.sample(frac=1, random_state=shuffle) for name, frame in frames.items()}
    return Engine.of(**frames)


def _frames() -> dict[str, pd.DataFrame]:
    lines = pd.DataFrame(LINES, columns=["order_id", "product_id", "quantity", "amount", "discount", "_reason"])
    orders = _orders()
    kept = lines[lines["_reason"].isna()].drop(columns="_reason").merge(orders[["order_id", "customer_id", "ordered_on"]], on="order_id")
    return {
        "orders": orders,
        "order_lines": kept,
        "order_lines_raw": lines.astype({"_reason": "str"}).assign(_reason=lines["_reason"]),
        "products": _whole(pd.DataFrame(PRODUCTS, columns=["product_id", "category", "price", "unit_cost"]), "unit_cost"),
        "returns": _dated(pd.DataFrame(RETURNS, columns=["order_id", "customer_id", "ordered_on", "amount", "delivery_fee"]), "ordered_on"),
        "costs": pd.DataFrame(COSTS, columns=["item", "per", "amount"]),
        "tickets": _dated(pd.DataFrame([("dot", "2024-09-01"), ("dot", "2025-02-01")], columns=["customer_id", "opened_on"]), "opened_on"),
        "redemptions": _dated(
            pd.DataFrame([("ann", "c", "2024-02-01")], columns=["customer_id", "campaign_id", "redeemed_on"]), "redeemed_on"
        ),
    }


def _orders() -> pd.DataFrame:
    orders = pd.DataFrame(ORDERS, columns=["order_id", "customer_id", "ordered_on", "amount", "delivery_fee", "points"])
    return _whole(_dated(orders, "ordered_on"), "delivery_fee", "points")


def _dated(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    return frame.assign(**{column: pd.to_datetime(frame[column]).dt.date})


def _whole(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.astype(dict.fromkeys(columns, "Int64"))


def units(amounts: Sequence[tuple[str, str, int, str | None, int]]) -> Engine:
    """Build a seller of units from (order, kind, amount, broker, cost of care); every order has its own customer."""
    frame = pd.DataFrame(amounts, columns=["order_id", "product", "amount", "broker", "care"])
    orders = frame.assign(customer_id="c" + frame["order_id"], unit_id="u" + frame["order_id"], ordered_on=date(2024, 5, 1))
    return Engine.of(
        orders=orders[["order_id", "customer_id", "ordered_on", "amount", "broker", "unit_id"]]
        .astype({"broker": "str"})
        .assign(broker=frame["broker"]),
        units=orders[["unit_id", "product"]],
        order_costs=frame[["order_id"]].assign(amount=frame["care"]),
    )
