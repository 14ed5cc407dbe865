"""The campaigns as a small table, and the days that contacts are counted over."""

from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Relation


def campaign_table(campaigns: Relation) -> pd.DataFrame:
    """Return the campaigns, one row each: campaign_id, campaign_type (None where untyped), starts_on, ends_on."""
    kind = "campaign_type" if "campaign_type" in campaigns.columns else "cast(null as varchar) as campaign_type"
    return campaigns.engine.run(f"select campaign_id, {kind}, starts_on, ends_on from campaigns order by starts_on, campaign_id")  # noqa: S608 - a fixed choice


def half_dates(orders: Relation, *, as_of: date) -> tuple[date, date]:
    """Return the first day of the orders and the middle of the days up to `as_of`, at the first of a month where one is within a week."""
    first = (
        orders.engine.run("select min(ordered_on) as first_on from orders where ordered_on < $as_of", {"as_of": as_of}).iloc[0, 0].date()
    )
    middle = first + (as_of - first) / 2
    month = date(middle.year, middle.month, 1) if middle.day <= 16 else date(middle.year + (middle.month == 12), middle.month % 12 + 1, 1)
    return first, month if first < month < as_of and abs((month - middle).days) <= 7 else middle
