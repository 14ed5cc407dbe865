"""The share of what is paid per order that a grouping explains: as computed by hand, zero for nothing, and as planted for needs."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from idic_lib.differentiate.criteria import explained, explained_by_need, explained_by_need_fact, explained_facts, paid_per_order
from idic_lib.differentiate.needs.segments import Segments, needs_segments
from tests.unit.differentiate.criteria.shop import AS_OF, shop

IDS = [f"c{k}" for k in range(400)]


def paid(values: np.ndarray) -> pd.DataFrame:  # type: ignore[type-arg]
    return pd.DataFrame({"customer_id": IDS, "paid": values})


def groups(names: object) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": IDS, "group": names})


def test_the_share_is_the_adjusted_one_of_analysis_of_variance() -> None:
    rng = np.random.default_rng(1)
    names = rng.choice(list("abcd"), 400)
    value = rng.normal(size=400) + (names == "a")
    found = explained(paid(value), groups(names), by="group", seed=1)
    within = pd.Series(value) - pd.Series(value).groupby(names).transform("mean")
    by_hand = 1 - (within**2).sum() / ((value - value.mean()) ** 2).sum() * 399 / 396
    assert found is not None
    assert found.value == pytest.approx(by_hand)
    assert found.lo < found.value < found.hi


def test_groups_without_meaning_hold_zero_in_19_of_20_or_more() -> None:
    rng = np.random.default_rng(2)
    hits = 0
    for seed in range(20):
        found = explained(paid(rng.normal(size=400)), groups(rng.choice(list("abcdefghijklmnop"), 400)), by="group", seed=seed)
        hits += found is not None and found.lo <= 0 <= found.hi
    assert hits >= 19  # the bootstrap's standard error is on the safe side for many small groups


def test_one_group_or_few_customers_are_no_grouping() -> None:
    assert explained(paid(np.arange(400.0)), groups("a"), by="group", seed=1) is None
    assert explained(paid(np.arange(400.0)), groups([None] * 390 + list("ababababab")), by="group", seed=1) is None


def test_a_month_in_thousands_does_not_outweigh_everybody() -> None:
    made = shop(dear=2.0)
    wrong = made.engine.run("select * from orders order by order_id").assign(amount=lambda t: t["amount"].where(t.index != 7, 1))
    made.engine.connection.register("_wrong", wrong)
    made.engine.connection.execute("create or replace table orders as select * from _wrong")
    by_need = explained(paid_per_order(made.orders, as_of=AS_OF), made.traits, by="need", seed=1)
    assert by_need is not None
    assert by_need.value > 0.3


def test_needs_that_are_only_probable_explain_what_the_true_ones_do() -> None:
    made = shop(dear=2.0, customers=1200)
    found = needs_segments(made.lines, as_of=AS_OF, kind="category", seed=1)
    assert isinstance(found, Segments)
    true = explained(paid_per_order(made.orders, as_of=AS_OF), made.traits, by="need", seed=1)
    probable = explained_by_need(made.orders, found, as_of=AS_OF, kind="category", seed=1)
    assert true is not None
    assert probable is not None
    assert probable.lo <= true.value <= probable.hi


def test_nothing_after_the_day_it_stands_at_counts() -> None:
    made = shop()
    early = AS_OF - timedelta(weeks=10)
    before = paid_per_order(made.orders, as_of=early)
    made.engine.connection.execute("delete from orders where ordered_on >= $early", {"early": early})
    pd.testing.assert_frame_equal(before, paid_per_order(made.orders, as_of=AS_OF))


def test_facts_name_each_trait_and_refuse_what_is_unknown() -> None:
    made = shop()
    traits = made.traits.assign(empty=pd.Series(pd.NA, index=made.traits.index, dtype="str"))
    facts = {f.id: f for f in explained_facts(paid_per_order(made.orders, as_of=AS_OF), traits, by=["place", "empty", "absent"], seed=1)}
    assert set(facts) == {"differentiate.criteria.place", "differentiate.criteria.empty"}
    assert facts["differentiate.criteria.empty"].refused
    assert explained_by_need_fact(None).refused
