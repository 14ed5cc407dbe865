from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.interact import campaign_table, half_dates

DAY = date.fromisoformat


def orders(*days: str) -> Engine:
    return Engine.of(
        orders=pd.DataFrame(
            {"order_id": list(map(str, range(len(days)))), "customer_id": "a", "ordered_on": list(map(DAY, days)), "amount": 1}
        )
    )


@pytest.mark.parametrize(
    ("first", "as_of", "half"),
    [
        ("2017-01-01", "2018-01-02", "2017-07-01"),  # 3 July: a month begins within a week
        ("2017-01-01", "2017-12-31", "2017-07-01"),
        ("2017-01-01", "2017-02-01", "2017-01-16"),  # no month near: the middle itself
        ("2016-12-20", "2017-01-10", "2017-01-01"),  # 30 December: the next month begins within a week
        ("2017-01-05", "2017-01-06", "2017-01-05"),  # both halves stay within the days there are
        ("2017-01-20", "2017-02-01", "2017-01-26"),
    ],
)
def test_the_middle_is_moved_to_the_first_of_a_month_within_a_week(first: str, as_of: str, half: str) -> None:
    found = half_dates(orders(first, as_of).relation("orders"), as_of=DAY(as_of))

    assert found == (DAY(first), DAY(half))


def test_orders_on_or_after_as_of_move_nothing() -> None:
    before = orders("2017-01-01", "2017-05-01")
    after = orders("2017-01-01", "2017-05-01", "2018-01-02", "2019-01-01")
    assert half_dates(before.relation("orders"), as_of=DAY("2018-01-02")) == half_dates(after.relation("orders"), as_of=DAY("2018-01-02"))


def test_campaigns_come_by_day_with_a_type_or_none() -> None:
    rows = pd.DataFrame({"campaign_id": ["b", "a"], "starts_on": [DAY("2017-02-01")] * 2, "ends_on": [DAY("2017-03-01")] * 2})
    untyped = campaign_table(Engine.of(campaigns=rows).relation("campaigns"))
    typed = campaign_table(Engine.of(campaigns=rows.assign(campaign_type=["A", "B"])).relation("campaigns"))
    assert untyped.columns.tolist() == typed.columns.tolist() == ["campaign_id", "campaign_type", "starts_on", "ends_on"]
    assert (untyped.campaign_id.tolist(), typed.campaign_type.tolist()) == (["a", "b"], ["B", "A"])
    assert untyped.campaign_type.isna().all()
