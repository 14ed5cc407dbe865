"""A year of promotions that earns cash and costs more in customer equity: return on customer (Peppers and Rogers)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.worlds.minis.mini import Mini, Numbers, million, percent
from idic_lib.worlds.minis.settings import RocErosion


def roc_erosion(settings: RocErosion, rng: np.random.Generator) -> Mini:
    """Return customers with their orders and retention before and after the year, and the mailings of its quarters."""
    orders = np.exp(settings.spread * rng.standard_normal(settings.customers) - settings.spread**2 / 2)
    customers = pd.DataFrame({
        "customer_id": np.arange(1, settings.customers + 1),
        "orders_per_year_before": np.round(settings.orders[0] * orders, 2), "retention_before": settings.retention[0],
        "orders_per_year_after": np.round(settings.orders[1] * orders, 2), "retention_after": settings.retention[1],
    })  # fmt: skip
    quarters = pd.DataFrame(
        {"quarter": range(1, len(settings.mailings) + 1), "mailings": settings.mailings, "orders_from_mailings": settings.responses}
    )
    found = lesson(customers, quarters, settings)
    return Mini(
        "roc_erosion",
        "A programme can earn cash every quarter while customers come to be worth less.",
        "Did the year of promotions pay?",
        f"Yes: {million(found['cash_flow'])} after the cost of the mailings, more than nothing in every quarter.",
        f"No: response fell from {percent(found['response_first'])} to {percent(found['response_last'])} and customer equity changed by {million(found['equity_change'])}, more than was earned; return on customer {percent(found['return_on_customer'])}.",
        {"customers.csv": customers, "quarters.csv": quarters},
        found,
    )


def lesson(customers: pd.DataFrame, quarters: pd.DataFrame, settings: RocErosion) -> Numbers:
    """Return cash flow, customer equity before and after, and return on customer.

    Equity of one customer: margin per order times orders per year times r / (1 + d - r), retention r and discount rate d (the
    endless series of kept years). Return on customer = (cash flow of the period + change of customer equity) / equity at its start.
    """
    equity = {}
    for when in ("before", "after"):
        kept = customers[f"retention_{when}"]
        equity[when] = float(
            (settings.margin_per_order * customers[f"orders_per_year_{when}"] * kept / (1 + settings.discount_rate - kept)).sum()
        )
    cash = quarters["orders_from_mailings"] * settings.margin_per_order - quarters["mailings"] * settings.mailing_cost
    response = quarters["orders_from_mailings"] / quarters["mailings"]
    change = equity["after"] - equity["before"]
    return {
        "cash_flow": float(cash.sum()), "worst_quarter": float(cash.min()), "response_first": float(response.iloc[0]), "response_last": float(response.iloc[-1]),
        "equity_before": equity["before"], "equity_after": equity["after"], "equity_change": change,
        "return_on_customer": (float(cash.sum()) + change) / equity["before"],
    }  # fmt: skip
