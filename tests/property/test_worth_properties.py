"""What must hold for any customers: no money is lost, equal customers are treated alike, another unit of the currency changes no share."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.differentiate.worth import COSTS, Costing, below_zero, causes, contribution_facts, margin_rate, whale

AMOUNTS = st.lists(
    st.tuples(st.integers(1, 10_000), st.integers(0, 9_000), st.integers(0, 3_000), st.integers(0, 3_000)), min_size=10, max_size=60
)


def table(rows: list[tuple[int, int, int, int]], *, scale: int = 1) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["sales", "goods", "delivery", "discount"]).mul(scale)
    made = made.reindex(columns=["sales", *COSTS, "discount", "assumed"]).fillna(0).astype("int64")
    return made.assign(
        customer_id=[f"c{i:03}" for i in range(len(made))], orders=1, contribution=made["sales"] - made[list(COSTS)].sum(axis=1)
    )


@settings(max_examples=40, deadline=None)
@given(AMOUNTS)
def test_every_customer_below_zero_has_one_main_cause(rows: list[tuple[int, int, int, int]]) -> None:
    below = below_zero(table(rows))
    found = causes(below)
    assert found["main"].sum() == len(below)
    assert (found.loc[found["cause"] != "together", "enough"] >= found.loc[found["cause"] != "together", "main"]).all()


@settings(max_examples=20, deadline=None)
@given(AMOUNTS, st.integers(0, 1000))
def test_the_order_of_customers_changes_neither_curve_nor_causes(rows: list[tuple[int, int, int, int]], seed: int) -> None:
    one, other = table(rows), table(rows).sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(whale(one), whale(other))
    pd.testing.assert_frame_equal(causes(below_zero(one)), causes(below_zero(other)))


@settings(max_examples=10, deadline=None)
@given(AMOUNTS)
def test_another_unit_of_the_currency_scales_money_and_nothing_else(rows: list[tuple[int, int, int, int]]) -> None:
    small, large = (contribution_facts(table(rows, scale=s), Costing("costs"), seed=1, currency="VND", minor=1) for s in (1, 1000))
    for one, other in zip(small, large, strict=True):
        factor = 1000 if one.unit == "VND" else 1
        assert one.refused == other.refused
        assert one.refused or np.isclose(float(other.value or 0), float(one.value or 0) * factor)


@settings(max_examples=40, deadline=None)
@given(AMOUNTS, st.floats(0.1, 1e6))
def test_equal_customers_get_equal_rates_between_their_own_and_that_of_all(rows: list[tuple[int, int, int, int]], credit: float) -> None:
    twice = table([*rows, rows[0]])
    rates = margin_rate(twice, credit=credit)
    assert rates.iloc[0] == rates.iloc[-1]
