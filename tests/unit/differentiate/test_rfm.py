"""RFM scores."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from idic_lib.differentiate import rfm_scores
from idic_lib.engine import Engine, Relation
from idic_lib.errors import IdicError


def orders_of(rows: list[tuple[str, str, int]]) -> Relation:
    frame = pd.DataFrame(rows, columns=["customer_id", "ordered_on", "amount"])
    frame = frame.assign(order_id=[str(k) for k in range(len(frame))], ordered_on=pd.to_datetime(frame["ordered_on"]))
    return Engine.of(orders=frame).relation("orders")


def test_five_customers_get_the_scores_one_to_five() -> None:
    found = rfm_scores(orders_of([(c, f"2024-01-0{k}", 100 * k) for k, c in enumerate("abcde", start=1)]), as_of=date(2024, 2, 1))
    assert found["monetary_score"].tolist() == [1, 2, 3, 4, 5]
    assert found["recency_score"].tolist() == [1, 2, 3, 4, 5]
    assert found["recency_days"].tolist() == [31, 30, 29, 28, 27]


def test_equal_customers_are_scored_alike() -> None:
    found = rfm_scores(orders_of([(c, "2024-01-01", 100) for c in "abcdefg"]), as_of=date(2024, 2, 1))
    assert found["frequency_score"].tolist() == [1] * 7
    assert found["monetary_score"].tolist() == [1] * 7


def test_orders_on_or_after_as_of_do_not_count() -> None:
    rows = [("a", "2024-01-01", 100), ("b", "2024-01-02", 200)]
    as_of = date(2024, 2, 1)
    assert rfm_scores(orders_of(rows), as_of=as_of).equals(rfm_scores(orders_of([*rows, ("a", "2024-02-01", 9999)]), as_of=as_of))


def test_one_bin_is_an_error() -> None:
    with pytest.raises(IdicError, match="bins is 1"):
        rfm_scores(orders_of([("a", "2024-01-01", 100)]), as_of=date(2024, 2, 1), bins=1)


def test_trend_tells_rising_from_falling_customers_of_equal_scores() -> None:
    rows = [("up", d, 100) for d in ("2024-01-10", "2024-05-02", "2024-06-29")] + [
        ("down", d, 100) for d in ("2024-01-10", "2024-01-11", "2024-06-29")
    ]
    found = rfm_scores(orders_of(rows), as_of=date(2024, 6, 30)).set_index("customer_id")
    assert found["trend"].to_dict() == {"up": 1, "down": -1}
    assert found.loc["up"].filter(like="score").equals(found.loc["down"].filter(like="score"))
