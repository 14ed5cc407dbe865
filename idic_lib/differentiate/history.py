"""What the orders say about each customer: spend in a window, and the repeat-purchase summary that the models are fitted to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.errors import IdicError

LEAST_WEEKS = 26
_BEGINNING = date(1, 1, 1)


@dataclass(frozen=True)
class Refusal:
    """There is no answer: why, and what to collect (a catalogue message)."""

    reason: str


@dataclass(frozen=True)
class Period:
    """The days that the orders cover, [first_on, until)."""

    first_on: date
    until: date

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.until - self.first_on).days

    @property
    def middle(self) -> date:
        """The day that halves the period, moved to the first of a month where one lies within a week: half-years as people read them."""
        day = self.first_on + timedelta(days=self.days // 2)
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        nearest = min(day.replace(day=1), following, key=lambda d: abs((d - day).days))
        return nearest if abs((nearest - day).days) <= 7 else day

    @property
    def too_short(self) -> bool:
        """Whether the period has fewer than 26 weeks, too few to learn from one part and judge by the other."""
        return self.days < LEAST_WEEKS * 7


def period(orders: Relation, *, as_of: date) -> Period:
    """Return the period from the first order to `as_of`."""
    row = orders.engine.query("order_period", as_of=as_of).iloc[0]
    if pd.isna(row["first_on"]):
        raise IdicError(f"orders: none is dated before {as_of}. Check as_of in case.toml, or the export's dates.")
    return Period(row["first_on"].date(), as_of)


def spend_by_customer(orders: Relation, *, since: date, until: date) -> pd.DataFrame:
    """Return customer_id, orders, amount (minor units), first_on, last_on of those who ordered in [since, until)."""
    return orders.engine.query("spend_by_customer", since=since, until=until)


def customer_summary(orders: Relation, *, until: date, since: date | None = None, recent_days: int | None = None) -> pd.DataFrame:
    """Return the repeat-purchase summary of everybody with an order in [since, until), at day grain.

    Columns: customer_id, first_on, last_on, frequency (x, repeat purchase days), recency (t_x, days from first to last),
    age (T, days from first to the last day seen, which is the day before `until`), recent (repeat purchase days among the
    last `recent_days`, all of them when None), repeat_amount and amount in minor units. As
    lifetimes.summary_data_from_transaction_data, which calls the last day seen observation_period_end.
    """
    recent_from = until - timedelta(days=recent_days) if recent_days is not None else _BEGINNING
    return orders.engine.query("customer_summary", since=since or _BEGINNING, until=until, recent_from=recent_from)


def purchases_between(orders: Relation, *, since: date, until: date) -> pd.DataFrame:
    """Return customer_id, purchases (days with an order) and amount (minor units) in [since, until)."""
    return orders.engine.query("purchases_between", since=since, until=until)
