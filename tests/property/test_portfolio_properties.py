"""What must hold of every portfolio, whatever its customers."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.case.differentiate import Differentiate
from idic_lib.differentiate.portfolio.base import base_of
from idic_lib.differentiate.portfolio.build import Portfolio, portfolio
from idic_lib.differentiate.portfolio.groups import GROUPS
from idic_lib.differentiate.portfolio.rules import among_top
from idic_lib.differentiate.top import standing

seeds = st.integers(0, 10_000)
sizes = st.integers(12, 60)


def _built(seed: int, n: int, *, order: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None, times: int = 1) -> Portfolio:
    rng = np.random.default_rng(seed)
    rate = rng.gamma(0.5, 80, n) * (rng.random(n) < 0.9)
    draws = rate * rng.gamma(2, 0.5, (64, n)) * (rng.random((64, n)) < 0.7)
    value = pd.DataFrame(
        {
            "customer_id": [f"c{k}" for k in range(n)],
            "expected_amount": np.rint(rate * 100).astype(np.int64),
            "amount": rng.integers(0, 90_000, n),
        }
    )
    summary = value[["customer_id"]].assign(
        first_on=pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 200, n), unit="D"), frequency=rng.poisson(1, n)
    )
    at = np.arange(n) if order is None else order
    value, draws, summary = value.iloc[at].reset_index(drop=True), draws[:, at], summary.iloc[at].reset_index(drop=True)
    money = value.assign(expected_amount=value["expected_amount"] * times, amount=value["amount"] * times)
    return portfolio(base_of(money, draws * times, None, minor=100, seed=1), summary, Differentiate(), minor=100, seed=1)


@settings(max_examples=25, deadline=None)
@given(seeds, sizes)
def test_chances_add_to_one_and_everybody_has_a_tier(seed: int, n: int) -> None:
    table = _built(seed, n).table
    assert np.abs(table[[f"p_{g}" for g in GROUPS]].sum(axis=1) - 1).max() < 1e-12
    assert table["tier"].notna().all()
    assert (table["unrealised"] >= 0).all()
    assert table["share_of_customer"].between(0, 1).all()


@settings(max_examples=25, deadline=None)
@given(seeds, sizes)
def test_order_of_rows_changes_nothing(seed: int, n: int) -> None:
    order = np.random.default_rng(seed + 1).permutation(n)
    as_is, moved = _built(seed, n).table, _built(seed, n, order=order).table
    pd.testing.assert_frame_equal(as_is.sort_values("customer_id", ignore_index=True), moved.sort_values("customer_id", ignore_index=True))


@settings(max_examples=25, deadline=None)
@given(seeds, sizes)
def test_another_currency_scales_amounts_and_leaves_tiers(seed: int, n: int) -> None:
    plain, scaled = _built(seed, n).table, _built(seed, n, times=64).table
    assert (plain["tier"] == scaled["tier"]).all()
    assert (plain["group"] == scaled["group"]).all()
    assert (
        np.abs(scaled["potential"] - 64 * plain["potential"]).max() <= 33
    )  # a potential is a mean of two levels, rounded to the minor unit


@settings(deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=40), st.sampled_from([0.02, 0.1, 0.2, 0.3, 0.5, 0.9]))
def test_top_share_treats_equal_customers_alike(scores: list[int], share: float) -> None:
    score = np.array(scores, dtype=np.float64)
    assert (among_top(score, share) == (standing(score) < share)).all()
