from datetime import date

import numpy as np
import pandas as pd
import pytest

from idic_lib import tables
from idic_lib.engine import Engine
from idic_lib.inference.intervals import wilson
from idic_lib.measure import comparable, growth_bridge, quarter_facts, quarters, value_per_customer

SINCE, AS_OF = date(2017, 1, 1), date(2018, 1, 2)


def engine(rows: list[tuple[str, str, int]]) -> Engine:
    frame = pd.DataFrame(rows, columns=["customer_id", "ordered_on", "amount"])
    frame["ordered_on"] = pd.to_datetime(frame["ordered_on"]).dt.date  # a DATE in the engine, as the contract says
    return Engine.of(orders=frame.assign(order_id=[str(i) for i in range(len(frame))]))


ROWS = [
    ("stays", "2017-01-01", 100), ("stays", "2017-03-31", 50), ("stays", "2017-04-01", 400), ("stays", "2017-07-01", 100), ("stays", "2017-12-31", 100),
    ("leaves", "2017-02-01", 70),
    ("returns", "2017-02-01", 30), ("returns", "2017-08-01", 45),
    ("joins", "2017-05-01", 20), ("joins", "2017-09-30", 25),
    ("stays", "2018-01-01", 999), ("future", "2018-01-02", 5000),
]  # fmt: skip


def table(rows: list[tuple[str, str, int]] = ROWS) -> pd.DataFrame:
    return quarters(engine(rows).relation("orders"), since=SINCE, as_of=AS_OF)


def random_rows(seed: int, n: int = 600, first: str = "2017-01-01", days: int = 366) -> list[tuple[str, str, int]]:
    rng = np.random.default_rng(seed)
    on = pd.Timestamp(first) + pd.to_timedelta(rng.integers(0, days, n), unit="D")
    ids, amounts = rng.integers(0, 60, n), rng.integers(-200, 3000, n)
    return [(f"c{c}", str(d.date()), int(a)) for c, d, a in zip(ids, on, amounts, strict=True)]


def test_quarters_by_hand() -> None:
    q = table()
    tables.check("quarters", q)
    assert q["quarter"].tolist() == ["2017 Q1", "2017 Q2", "2017 Q3", "2017 Q4", "2018 Q1"]
    assert q["amount"].tolist() == [250, 420, 170, 100, 999]
    assert q["customers"].tolist() == [3, 2, 3, 1, 1]
    assert q.loc[0, "order_value"] == 62.5


def test_a_quarter_of_one_day_is_shown_but_compared_with_nothing() -> None:
    q = table()
    assert q["complete"].tolist() == [True, True, True, True, False]
    assert q.loc[4, "lost_amount"] is pd.NA
    assert comparable(q)["quarter"].tolist() == ["2017 Q2", "2017 Q3", "2017 Q4"]


def test_a_first_quarter_that_began_before_the_data_is_partial() -> None:
    q = quarters(engine(ROWS).relation("orders"), since=date(2017, 1, 2), as_of=AS_OF)
    assert not q.loc[0, "complete"]


def test_the_bridge_by_hand() -> None:
    bridge = growth_bridge(table()).set_index(["quarter", "part"])
    assert bridge.loc["2017 Q2", "amount"].to_dict() == {"new": 20, "kept": 250, "reactivated": 0, "lost": -100}
    assert bridge.loc["2017 Q3", "amount"].to_dict() == {"new": 0, "kept": -295, "reactivated": 45, "lost": 0}
    assert bridge.loc["2017 Q4", "customers"].to_dict() == {"new": 0, "kept": 1, "reactivated": 0, "lost": 2}


@pytest.mark.parametrize("seed", range(5))
def test_the_bridge_adds_to_the_change_in_sales_to_the_cent(seed: int) -> None:
    q = table(random_rows(seed))
    pairs = comparable(q).set_index("quarter")
    parts = growth_bridge(q).groupby("quarter")["amount"].sum()
    assert (parts == pairs["amount"] - pairs["amount_before"]).all()
    assert len(parts) == 3


def test_no_customer_is_lost_between_two_quarters() -> None:
    pairs = comparable(table(random_rows(7)))
    assert (pairs["kept_customers"] + pairs["lost_customers"] == pairs["customers_before"]).all()
    assert (pairs["new_customers"] + pairs["kept_customers"] + pairs["reactivated_customers"] == pairs["customers"]).all()


def test_a_quarter_without_orders_is_a_gap_that_nothing_is_compared_across() -> None:
    q = table([("a", "2017-01-01", 1), ("a", "2017-08-01", 1)])
    assert q["quarter"].tolist() == ["2017 Q1", "2017 Q3"]
    assert comparable(q).empty
    assert growth_bridge(q).empty


def test_nothing_on_or_after_as_of_changes_anything() -> None:
    before = random_rows(1, days=367)
    after = before + [(c, d.replace("2017", "2018").replace("-01-01", "-01-02"), a) for c, d, a in before]
    first, second = (table([r for r in rows if r[1] < "2018-01-02" or rows is after]) for rows in (before, after))
    pd.testing.assert_frame_equal(first, second)


def test_value_per_customer_has_a_bootstrap_interval_like_the_normal_one() -> None:
    rows = random_rows(3, n=2000)
    orders = engine(rows).relation("orders")
    q = quarters(orders, since=SINCE, as_of=AS_OF)
    found = value_per_customer(orders, starts_on=date(2017, 4, 1), as_of=AS_OF, seed=1)
    assert found.value == pytest.approx(q.loc[1, "per_customer"])
    frame = pd.DataFrame(rows, columns=["c", "d", "a"]).query("'2017-04-01' <= d < '2017-07-01'").groupby("c")["a"].sum()
    # Sixty customers, 2,000 draws: bootstrap and normal half-widths agree within an eighth.
    assert (found.hi - found.lo) / 2 == pytest.approx(1.96 * frame.std() / len(frame) ** 0.5, rel=0.125)


def test_facts_name_quarters_and_carry_the_interval_of_wilson() -> None:
    rows = random_rows(1)
    orders = engine(rows).relation("orders")
    q = quarters(orders, since=SINCE, as_of=AS_OF)
    facts = {f.id: f for f in quarter_facts(orders, q, as_of=AS_OF, money=("USD", 100), seed=1)}
    assert facts["measure.sales.2017q3"].value == q.loc[2, "amount"] / 100
    share = wilson(int(q.loc[1, "kept_customers"]), int(q.loc[0, "customers"]))
    kept = facts["measure.retention.2017q2"]
    assert (kept.value, kept.lo, kept.hi) == (share.value, share.lo, share.hi)
    assert not any("2018q1" in name for name in facts)
    assert {f"measure.bridge.2017q2.{p}" for p in ("new", "kept", "reactivated", "lost")} <= set(facts)


def test_facts_without_a_whole_quarter_say_what_to_collect() -> None:
    orders = engine([("a", "2017-02-01", 1)]).relation("orders")
    q = quarters(orders, since=date(2017, 2, 1), as_of=date(2017, 3, 1))
    facts = quarter_facts(orders, q, as_of=date(2017, 3, 1), money=("USD", 100), seed=1)
    assert [f.refused for f in facts] == [True]


def test_one_whole_quarter_is_stated_and_its_retention_refused() -> None:
    orders = engine([("a", "2017-01-01", 1), ("b", "2017-02-01", 2)]).relation("orders")
    q = quarters(orders, since=SINCE, as_of=date(2017, 4, 1))
    facts = {f.id: f for f in quarter_facts(orders, q, as_of=date(2017, 4, 1), money=("USD", 100), seed=1)}
    assert facts["measure.retention"].refused
    assert facts["measure.customers.2017q1"].value == 2


def test_no_orders_give_an_empty_table_of_the_same_shape() -> None:
    empty = table([("a", "2019-01-01", 1)])
    assert empty.empty
    assert growth_bridge(empty).empty


def test_where_customers_buy_once_sales_are_stated_and_who_came_back_is_refused() -> None:
    orders = engine(random_rows(1)).relation("orders")
    q = quarters(orders, since=SINCE, as_of=AS_OF)
    again, rare = (
        {f.id: f for f in quarter_facts(orders, q, as_of=AS_OF, money=("USD", 100), seed=1, setting=s)} for s in ("repeat", "rare")
    )
    assert set(rare) == {i for i in again if not i.startswith(("measure.retention.", "measure.bridge."))} | {"measure.retention"}
    assert rare["measure.retention"].refused
