"""What each customer buys and how lately: purchase days per item, reduced in the engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted
from idic_lib.text import N_

RECENT_DAYS = 28
"""Best sellers are those of the last four weeks."""


def item_history(
    order_lines: Relation,
    *,
    until: date,
    half_life_days: int = 90,
    excluded: Sequence[str] = (),
    min_buyers: int = 5,
) -> pd.DataFrame:
    """Return one row per customer and item bought before `until`: weight, purchases, last_on, gap_days.

    An item is a `product_type` of the table `products` beside `order_lines`; `excluded` names departments or categories
    that hold nothing one could offer (fuel, coupons). A purchase is a day, however many lines it has; `weight` counts each
    as 0.5 ** (days since / half_life_days); `gap_days` is the median gap between two, missing after a single one. Items with
    fewer than `min_buyers` buyers are left out: their frequency says more about chance than about customers.
    """
    history = order_lines.engine.query(
        "item_history", until=until, half_life_days=half_life_days, excluded=_one_text(excluded), min_buyers=min_buyers
    )
    return history.astype({"customer_id": "category", "item": "category", "purchases": "int64"})


def items_bought(order_lines: Relation, *, since: date, until: date, excluded: Sequence[str] = ()) -> pd.DataFrame:
    """Return the pairs customer_id, item with a purchase in [since, until), without the `excluded` departments and categories."""
    return order_lines.engine.query("items_bought", since=since, until=until, excluded=_one_text(excluded))


def _one_text(names: Sequence[str]) -> str:
    """Write names so that each stands between newlines, as the SQL looks for it."""
    return "".join(f"\n{name}\n" for name in names)


def best_sellers(history: pd.DataFrame, *, until: date, days: int = RECENT_DAYS) -> pd.DataFrame:
    """Return item and buyers, most buyers first: customers with a purchase in the `days` before `until`."""
    recent = history[history["last_on"] >= pd.Timestamp(until - timedelta(days=days))]
    buyers = recent.groupby("item", observed=True).size().rename("buyers").reset_index()
    ordered = buyers.astype({"item": "str", "buyers": "int64"}).sort_values(["buyers", "item"], ascending=[False, True])
    return ordered.reset_index(drop=True)


def excluded_facts(order_lines: Relation, *, until: date, excluded: Sequence[str] = ()) -> list[Fact]:
    """State how many purchase lines before `until` are left out because they hold nothing that could be offered."""
    row = order_lines.engine.query("lines_excluded", until=until, excluded=_one_text(excluded)).iloc[0]
    says = N_(
        "{value} of {n} purchase lines are left out of the lists: departments without anything to offer, such as fuel, and products of no known type."
    )
    method = N_("count of purchase lines in an excluded department or category, or without a product type")
    return [
        counted(
            "customize.excluded.rows", int(row["excluded"]), unit="rows", method=method, says=says, n=int(row["lines"]), table="order_lines"
        )
    ]
