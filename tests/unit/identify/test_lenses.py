from datetime import date

import numpy as np
import pandas as pd
import pytest

from idic_lib.engine import Engine, Relation
from idic_lib.identify.lenses import active_fact, cohorts_compared, last_halves, lens_facts, one_cohort, one_period, two_periods, whole_base

SINCE, MIDDLE, UNTIL = date(2017, 1, 1), date(2017, 7, 1), date(2018, 1, 1)


def orders(rows: list[tuple[str, str, int]]) -> Relation:
    frame = pd.DataFrame(rows, columns=["customer_id", "ordered_on", "amount"])
    frame["ordered_on"] = pd.to_datetime(frame["ordered_on"]).dt.date  # a DATE in the engine, as the contract says
    return Engine.of(orders=frame.assign(order_id=[str(i) for i in range(len(frame))])).relation("orders")


def random_rows(seed: int, n: int = 800, days: int = 365) -> list[tuple[str, str, int]]:
    rng = np.random.default_rng(seed)
    on = pd.Timestamp("2017-01-01") + pd.to_timedelta(rng.integers(0, days, n), unit="D")
    return [(f"c{c}", str(d.date()), int(a)) for c, d, a in zip(rng.integers(0, 130, n), on, rng.integers(1, 3000, n), strict=True)]


HAND = [
    ("up", "2017-01-05", 100), ("up", "2017-08-05", 111), ("steady", "2017-01-05", 100), ("steady", "2017-08-05", 110),
    ("down", "2017-01-05", 100), ("down", "2017-08-05", 89), ("gone", "2017-06-30", 40), ("new", "2017-07-01", 7),
]  # fmt: skip


def test_two_periods_sort_customers_by_what_they_became() -> None:
    table = two_periods(orders(HAND), since=SINCE, middle=MIDDLE, until=UNTIL).set_index("became")
    assert table["customers"].to_dict() == {"up": 1, "steady": 1, "down": 1, "gone": 1, "new": 1}
    assert (table["amount_before"].sum(), table["amount_after"].sum()) == (340, 317)


def test_customers_with_equal_sales_share_a_tenth() -> None:
    table = one_period(orders([(f"c{i}", "2017-01-05", 100 if i < 12 else 50) for i in range(20)]), since=SINCE, until=UNTIL)
    assert table[["tenth", "customers"]].to_numpy().tolist() == [[1, 12], [7, 8]]


def test_no_customer_and_no_money_is_lost_in_any_lens() -> None:
    rows = random_rows(1)
    frame = pd.DataFrame(rows, columns=["c", "d", "a"])
    relation = orders(rows)
    customers, money = frame["c"].nunique(), frame["a"].sum()
    first = one_period(relation, since=SINCE, until=UNTIL)
    assert (first["customers"].sum(), first["amount"].sum()) == (customers, money)
    assert first["sales_share"].sum() == pytest.approx(1)
    second = two_periods(relation, since=SINCE, middle=MIDDLE, until=UNTIL)
    assert second["customers"].sum() == customers
    assert second[["amount_before", "amount_after"]].to_numpy().sum() == money
    fifth = whole_base(relation, since=SINCE, until=UNTIL)
    assert (fifth["known"].iloc[-1], fifth["new_customers"].sum(), fifth["amount"].sum()) == (customers, customers, money)
    third = one_cohort(relation, since=SINCE, joined_until=UNTIL, until=UNTIL)
    assert third["amount"].sum() == money


def test_one_cohort_holds_only_those_who_joined_in_time() -> None:
    rows = [
        ("early", "2016-12-31", 1),
        ("early", "2017-01-05", 1),
        ("a", "2017-01-05", 10),
        ("a", "2017-02-05", 20),
        ("late", "2017-02-01", 5),
    ]
    table = one_cohort(orders(rows), since=SINCE, joined_until=date(2017, 2, 1), until=date(2017, 2, 10))
    assert table["size"].tolist() == [1, 1]
    assert table["amount"].tolist() == [10, 20]
    assert table["complete"].tolist() == [True, False]


def test_cohorts_are_compared_over_equally_many_days() -> None:
    rows = [("a", "2017-01-31", 10), ("a", "2017-05-01", 20), ("a", "2017-05-02", 40), ("b", "2017-02-01", 1), ("b", "2017-02-01", 1)]
    table = cohorts_compared(orders(rows), since=SINCE, until=date(2017, 5, 2), days=91)
    assert table["cohort_on"].dt.month.tolist() == [1]  # February's last day is not 91 days ago
    assert table["amount"].tolist() == [30]  # the 91st day counts, the 92nd does not
    assert table["came_back"].tolist() == [1]


def test_two_orders_on_the_first_day_are_no_return() -> None:
    rows = [("b", "2017-02-01", 1), ("b", "2017-02-01", 1)]
    assert cohorts_compared(orders(rows), since=SINCE, until=UNTIL)["came_back"].tolist() == [0]


@pytest.mark.parametrize(
    ("until", "halves"),
    [
        (date(2018, 1, 2), (date(2017, 1, 1), date(2017, 7, 1), date(2018, 1, 1))),
        (date(2018, 1, 1), (date(2017, 1, 1), date(2017, 7, 1), date(2018, 1, 1))),
        (date(2017, 12, 31), (date(2016, 7, 1), date(2017, 1, 1), date(2017, 7, 1))),
        (date(1998, 7, 1), (date(1997, 7, 1), date(1998, 1, 1), date(1998, 7, 1))),
    ],
)
def test_the_last_two_whole_halves(until: date, halves: tuple[date, date, date]) -> None:
    assert last_halves(until) == halves


def test_who_is_active_has_an_order_in_the_last_weeks() -> None:
    relation = orders([("a", "2017-10-02", 1), ("b", "2017-10-03", 1), ("c", "2017-01-01", 1), ("d", "2018-01-02", 1)])
    fact = active_fact(relation, as_of=date(2018, 1, 2), active_weeks=13)
    assert fact.value == pytest.approx(1 / 3)
    assert fact.n == 3


def test_the_future_changes_no_lens() -> None:
    past, future = random_rows(2), [(c, d.replace("2017", "2018"), a) for c, d, a in random_rows(3)]
    now, later = orders(past), orders(past + future)
    assert lens_facts(now, since=SINCE, as_of=UNTIL) == lens_facts(later, since=SINCE, as_of=UNTIL)
    for lens in (one_period, whole_base, cohorts_compared):
        pd.testing.assert_frame_equal(lens(now, since=SINCE, until=UNTIL), lens(later, since=SINCE, until=UNTIL))
    both = [one_cohort(o, since=SINCE, joined_until=MIDDLE, until=UNTIL) for o in (now, later)]
    pd.testing.assert_frame_equal(*both)


def test_lens_facts_have_intervals_and_refuse_half_seen_halves() -> None:
    relation = orders(random_rows(4))
    facts = {f.id: f for f in lens_facts(relation, since=SINCE, as_of=UNTIL)}
    assert set(facts) == {"identify.active", "identify.lens.gone", "identify.lens.down", "identify.lens.up"}
    assert all(f.lo is not None and f.hi is not None for f in facts.values())
    short = {f.id: f for f in lens_facts(relation, since=date(2017, 1, 2), as_of=UNTIL)}
    assert short["identify.lens.gone"].refused


def test_where_customers_buy_once_nobody_is_called_active_or_gone() -> None:
    facts = lens_facts(orders([("a", "2017-03-01", 1), ("b", "2017-09-01", 1)]), since=SINCE, as_of=UNTIL, setting="rare")
    assert [f.id for f in facts] == ["identify.active", "identify.lens.gone"]
    assert {f.refused for f in facts} == {True}
