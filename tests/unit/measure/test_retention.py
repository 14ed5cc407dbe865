from datetime import date

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.measure import cohort_triangle

ROWS = [
    ("a", "2017-01-05", 10), ("a", "2017-01-06", 10), ("a", "2017-02-01", 10), ("b", "2017-01-31", 5), ("b", "2017-03-01", 7),
    ("c", "2017-02-28", 3), ("c", "2017-04-01", 9), ("d", "2017-05-01", 9),
]  # fmt: skip


def triangle(rows: list[tuple[str, str, int]], as_of: date) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "ordered_on", "amount"])
    frame["ordered_on"] = pd.to_datetime(frame["ordered_on"]).dt.date  # a DATE in the engine, as the contract says
    orders = Engine.of(orders=frame.assign(order_id=[str(i) for i in range(len(frame))])).relation("orders")
    return cohort_triangle(orders, since=date(2017, 1, 1), as_of=as_of)


def test_the_triangle_by_hand() -> None:
    table = triangle(ROWS, date(2017, 4, 2))
    cells = {
        (c.month, int(m)): (int(n), int(size))
        for c, m, n, size in table[["cohort_on", "month", "customers", "size"]].itertuples(index=False)
    }
    assert cells == {(1, 0): (2, 2), (1, 1): (1, 2), (1, 2): (1, 2), (2, 0): (1, 1), (2, 1): (0, 1)}


def test_a_month_that_is_not_over_is_not_there() -> None:
    assert triangle(ROWS, date(2017, 5, 1))["month"].max() == 3
    assert triangle(ROWS, date(2017, 4, 30))["month"].max() == 2


def test_the_future_changes_nothing() -> None:
    now = triangle([r for r in ROWS if r[1] < "2017-04-01"], date(2017, 4, 1))
    pd.testing.assert_frame_equal(now, triangle(ROWS, date(2017, 4, 1)))


def test_sales_of_all_cells_are_all_sales_of_the_months_that_are_over() -> None:
    assert triangle(ROWS, date(2017, 5, 1))["amount"].sum() == sum(a for _, d, a in ROWS if d < "2017-05-01")


def test_no_orders_give_an_empty_triangle() -> None:
    assert triangle(ROWS, date(2017, 1, 1)).empty
