"""What must hold for any orders: row order, names of customers, the currency and the future change nothing."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.differentiate import customer_summary, lorenz, rfm_scores, spend_by_customer, tier_movement, tier_of
from idic_lib.differentiate.top import caught
from idic_lib.engine import Engine, Relation

AS_OF = date(2024, 7, 1)
ROW = st.tuples(st.sampled_from("abcdefg"), st.integers(0, 200), st.integers(0, 100_000))
ROWS = st.lists(ROW, min_size=1, max_size=40)


def orders_of(rows: list[tuple[str, int, int]]) -> Relation:
    frame = pd.DataFrame(rows, columns=["customer_id", "day", "amount"])
    days = pd.to_datetime([date(2024, 1, 1) + timedelta(days=d) for d in frame["day"]])
    frame = frame.assign(order_id=[str(k) for k in range(len(frame))], ordered_on=days).drop(columns="day")
    return Engine.of(orders=frame).relation("orders")


@settings(max_examples=20, deadline=None)
@given(ROWS, st.randoms())
def test_row_order_never_matters(rows: list[tuple[str, int, int]], random: object) -> None:
    mixed = sorted(rows, key=lambda _: random.random())  # type: ignore[attr-defined]
    for table in (lambda o: rfm_scores(o, as_of=AS_OF), lambda o: customer_summary(o, until=AS_OF)):
        pd.testing.assert_frame_equal(table(orders_of(rows)), table(orders_of(mixed)))


@settings(max_examples=20, deadline=None)
@given(ROWS)
def test_renaming_customers_only_permutes_results(rows: list[tuple[str, int, int]]) -> None:
    renamed = [(chr(ord("z") - ord(c) + ord("a")), d, a) for c, d, a in rows]
    one = rfm_scores(orders_of(rows), as_of=AS_OF).drop(columns="customer_id")
    two = rfm_scores(orders_of(renamed), as_of=AS_OF).drop(columns="customer_id")
    pd.testing.assert_frame_equal(one, two.iloc[::-1].reset_index(drop=True))


@settings(max_examples=20, deadline=None)
@given(ROWS)
def test_equal_customers_get_equal_scores(rows: list[tuple[str, int, int]]) -> None:
    twice = rows + [(c.upper(), d, a) for c, d, a in rows]
    scores = rfm_scores(orders_of(twice), as_of=AS_OF).set_index("customer_id").filter(like="score")
    if len(scores):
        for name in {c for c, _, _ in rows} & set(scores.index):
            assert scores.loc[name].equals(scores.loc[name.upper()])


@settings(max_examples=20, deadline=None)
@given(ROWS)
def test_no_money_is_lost_and_nothing_after_as_of_counts(rows: list[tuple[str, int, int]]) -> None:
    seen = [(c, d, a) for c, d, a in rows if date(2024, 1, 1) + timedelta(days=d) < AS_OF]
    orders = orders_of(rows)
    spend = spend_by_customer(orders, since=date(2024, 1, 1), until=AS_OF)
    assert spend["amount"].sum() == sum(a for _, _, a in seen)
    assert customer_summary(orders, until=AS_OF)["amount"].sum() == spend["amount"].sum()
    assert rfm_scores(orders, as_of=AS_OF)["monetary"].sum() == spend["amount"].sum()


AMOUNTS = st.lists(st.integers(0, 10_000), min_size=2, max_size=60)


@settings(max_examples=50, deadline=None)
@given(AMOUNTS, st.sampled_from([10, 100, 25_000]))
def test_scaling_the_currency_leaves_tiers_and_shares(amounts: list[int], factor: int) -> None:
    values = np.array(amounts, dtype=float)
    assert tier_of(values).equals(tier_of(values * factor))
    ones = np.ones((1, len(values)))
    np.testing.assert_allclose(caught(ones, values, values, 0.2), caught(ones, values * factor, values * factor, 0.2), atol=1e-12)


@settings(max_examples=50, deadline=None)
@given(AMOUNTS)
def test_lorenz_rises_and_lies_above_the_line_of_equality(amounts: list[int]) -> None:
    curve = lorenz(pd.Series(amounts))
    assert curve["sales"].is_monotonic_increasing
    if sum(amounts):
        assert (curve["sales"] >= curve["customers"] - 1e-12).all()


@settings(max_examples=50, deadline=None)
@given(AMOUNTS, st.floats(0.05, 0.95))
def test_the_top_share_does_not_depend_on_the_order_of_customers(amounts: list[int], fraction: float) -> None:
    values = np.array(amounts, dtype=float)
    ones = np.ones((1, len(values)))
    later = values[::-1] + 1
    mixed = np.argsort(np.sin(np.arange(len(values))))
    np.testing.assert_allclose(caught(ones, values, later, fraction), caught(ones, values[mixed], later[mixed], fraction), atol=1e-12)


@settings(max_examples=30, deadline=None)
@given(AMOUNTS)
def test_nobody_moves_when_nothing_changes(amounts: list[int]) -> None:
    matrix = tier_movement(pd.Series(amounts), pd.Series(amounts)).to_numpy()
    assert set(np.diag(matrix)[np.isfinite(np.diag(matrix))].tolist()) <= {1.0}
