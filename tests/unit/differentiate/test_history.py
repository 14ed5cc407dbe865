"""What the orders say about each customer."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from idic_lib.differentiate import Period, customer_summary, period, purchases_between, spend_by_customer
from idic_lib.engine import Engine, Relation
from idic_lib.errors import IdicError

ROWS = [
    ("1", "ann", "2024-01-01", 1000),
    ("2", "ann", "2024-01-01", 500),  # a second order on the first day: one purchase, and no repeat
    ("3", "ann", "2024-01-11", 700),
    ("4", "ann", "2024-02-01", 300),
    ("5", "bob", "2024-01-20", 250),
    ("6", "eve", "2024-03-01", 900),
]


@pytest.fixture
def orders() -> Relation:
    frame = pd.DataFrame(ROWS, columns=["order_id", "customer_id", "ordered_on", "amount"])
    return Engine.of(orders=frame.assign(ordered_on=pd.to_datetime(frame["ordered_on"]))).relation("orders")


def test_summary_counts_repeat_days_and_leaves_the_first_day_out(orders: Relation) -> None:
    ann = customer_summary(orders, until=date(2024, 3, 1)).set_index("customer_id").loc["ann"]
    assert (ann["frequency"], ann["recency"], ann["age"], ann["repeat_amount"], ann["amount"]) == (2, 31, 59, 1000, 2500)


def test_summary_of_a_single_purchase_has_no_recency(orders: Relation) -> None:
    bob = customer_summary(orders, until=date(2024, 3, 1)).set_index("customer_id").loc["bob"]
    assert (bob["frequency"], bob["recency"], bob["age"], bob["repeat_amount"]) == (0, 0, 40, 0)


def test_summary_ends_before_until(orders: Relation) -> None:
    assert "eve" not in set(customer_summary(orders, until=date(2024, 3, 1))["customer_id"])
    assert "eve" in set(customer_summary(orders, until=date(2024, 3, 2))["customer_id"])


def test_recent_counts_repeats_only(orders: Relation) -> None:
    recent = customer_summary(orders, until=date(2024, 2, 2), recent_days=25).set_index("customer_id")["recent"]
    assert (recent["ann"], recent["bob"]) == (2, 0)
    assert customer_summary(orders, until=date(2024, 2, 2), recent_days=1).set_index("customer_id").loc["ann", "recent"] == 1


def test_spend_takes_a_half_open_window(orders: Relation) -> None:
    spend = spend_by_customer(orders, since=date(2024, 1, 11), until=date(2024, 2, 1)).set_index("customer_id")
    assert spend["amount"].to_dict() == {"ann": 700, "bob": 250}


def test_purchases_are_days(orders: Relation) -> None:
    found = purchases_between(orders, since=date(2024, 1, 1), until=date(2024, 1, 2)).set_index("customer_id").loc["ann"]
    assert (found["purchases"], found["amount"]) == (1, 1500)


def test_period_of_no_orders_is_an_error_that_names_the_date(orders: Relation) -> None:
    with pytest.raises(IdicError, match="2023-01-01"):
        period(orders, as_of=date(2023, 1, 1))


@pytest.mark.parametrize(
    ("first_on", "until", "middle"),
    [
        (date(2017, 1, 1), date(2018, 1, 2), date(2017, 7, 1)),  # the middle is 3 July: two days from a month's first
        (date(1997, 1, 1), date(1998, 7, 1), date(1997, 10, 1)),
        (date(2024, 1, 1), date(2024, 9, 30), date(2024, 5, 16)),  # no month begins within a week
        (date(2024, 6, 20), date(2025, 6, 20), date(2024, 12, 19)),
    ],
)
def test_middle_is_the_half_or_the_first_of_a_month_near_it(first_on: date, until: date, middle: date) -> None:
    assert Period(first_on, until).middle == middle


def test_period_below_26_weeks_is_too_short() -> None:
    assert Period(date(2024, 1, 1), date(2024, 6, 30)).too_short
    assert not Period(date(2024, 1, 1), date(2024, 7, 1)).too_short
