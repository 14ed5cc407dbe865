from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.identify import active_picture, completeness_picture, first_cohort, half_year_changes

DAY = date.fromisoformat


def engine(*rows: tuple[str, str, int]) -> Engine:
    frame = pd.DataFrame(
        [(str(i), c, DAY(d), a) for i, (c, d, a) in enumerate(rows)], columns=["order_id", "customer_id", "ordered_on", "amount"]
    )
    return Engine.of(orders=frame)


def test_half_years_that_the_data_does_not_cover_are_not_compared() -> None:
    orders = engine(("a", "2023-01-10", 100), ("a", "2023-08-10", 100)).relation("orders")
    assert len(half_year_changes(orders, since=DAY("2023-01-01"), as_of=DAY("2024-01-01"))) > 0
    assert half_year_changes(orders, since=DAY("2023-01-10"), as_of=DAY("2024-01-01")).empty


def test_the_first_cohort_is_who_joined_in_the_first_month_of_the_data() -> None:
    orders = engine(("a", "2023-01-02", 100), ("b", "2023-02-01", 100), ("c", "2023-02-02", 100), ("a", "2023-03-01", 50)).relation(
        "orders"
    )
    cohort = first_cohort(orders, since=DAY("2023-01-02"), as_of=DAY("2023-04-01"))
    assert set(cohort["size"]) == {2}  # 2 January and the 30 days after it


def test_the_picture_of_the_base_shows_whole_months_only() -> None:
    months = pd.DataFrame({"month_on": pd.to_datetime(["2023-01-01", "2023-02-01"]), "customers": [5, 3], "complete": [True, False]})
    assert active_picture(months).to_dict("records") == [{"period": "2023-01", "customers": 5}]


def test_the_picture_of_completeness_names_fields_as_words() -> None:
    fields = pd.DataFrame({"field": ["home_ownership"], "share": [0.23], "sales_share": [0.4]})
    assert completeness_picture(fields).to_dict("records") == [{"field": "Home ownership", "customers": 0.23, "sales": 0.4}]
