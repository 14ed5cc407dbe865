"""Who the best customers are like: planted traits stand out, noise does not, and sensitive fields stay out of what is used."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from idic_lib.differentiate.criteria import LookAlike, first_purchases, known_beforehand, look_alike, look_alike_facts, profile_picture
from idic_lib.differentiate.criteria.lookalike import profile
from idic_lib.differentiate.criteria.parting import parted
from idic_lib.differentiate.history import Refusal
from tests.unit.differentiate.criteria.shop import AS_OF, shop


def crowd(*, seed: int = 1, n: int = 1500, planted: bool = True) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Those of `kind` a bring twice as much, women half as much again; `place` says nothing."""
    rng = np.random.default_rng(seed)
    ids = [f"c{k}" for k in range(n)]
    kind, gender, place = rng.choice(list("abc"), n), rng.choice(["female", "male"], n), rng.choice(list("pqrstuvw"), n)
    worth = rng.lognormal(8, 0.7, n) * (np.where(kind == "a", 2.0, 1.0) * np.where(gender == "female", 1.5, 1.0) if planted else 1.0)
    known = pd.DataFrame({"customer_id": ids, "kind": kind, "gender": gender, "place": place})
    return pd.DataFrame({"customer_id": ids, "amount": worth}), known


def looked(*, planted: bool = True, sensitive: tuple[str, ...] = ("gender",)) -> LookAlike:
    value, known = crowd(planted=planted)
    found = look_alike(value, known, amount="amount", sensitive=sensitive, seed=1)
    assert isinstance(found, LookAlike)
    return found


def test_a_planted_trait_stands_out_and_finds_the_best_held_out() -> None:
    found = looked()
    first = found.table.iloc[0]
    assert (first["field"], first["level"], first["stands_out"], first["sensitive"]) == ("kind", "a", True, False)
    assert found.finds.lo > 0.6
    assert found.best == 150


def test_a_sensitive_field_is_shown_apart_and_what_it_would_add_is_said() -> None:
    found = looked()
    apart = found.table[found.table["sensitive"]]
    assert set(apart["field"]) == {"gender"}
    assert apart["stands_out"].any()
    assert found.lost is not None
    assert found.lost.value > 0
    facts = {f.id: f for f in look_alike_facts(found)}
    assert "differentiate.lookalike.sensitive" in facts
    assert "lawful" in facts["differentiate.lookalike.sensitive_cost"].sentence()
    assert looked(sensitive=()).lost is None


def test_where_nothing_is_planted_nothing_stands_out_in_19_of_20() -> None:
    silent = 0
    for seed in range(20):
        value, known = crowd(seed=seed, planted=False)
        best = (value["amount"] >= value["amount"].quantile(0.9)).to_numpy()
        silent += not profile(known.drop(columns="customer_id"), best, sensitive=())["stands_out"].any()
    assert silent >= 18  # 0.95 each; 17 or fewer of 20 in 1.6 % of all such series


def test_where_nothing_is_planted_the_profile_finds_no_more_than_chance() -> None:
    found = looked(planted=False)
    assert found.finds.lo < 0.5 < found.finds.hi + 0.02
    assert "not surely more than by chance" in {f.id: f for f in look_alike_facts(found)}["differentiate.lookalike.capture"].says
    assert len(profile_picture(found)) <= 3


def test_the_chance_of_the_right_order_is_the_area_under_the_curve_ties_counted_half() -> None:
    rng = np.random.default_rng(3)
    score, flags = rng.integers(0, 6, 300).astype(float), rng.random(300) < 0.3
    times = rng.integers(1, 4, 300)
    assert parted(np.ones((1, 300)), score, flags)[0] == pytest.approx(roc_auc_score(flags, score))
    weighted = roc_auc_score(np.repeat(flags, times), np.repeat(score, times))
    assert parted(times[None, :].astype(float), score, flags)[0] == pytest.approx(weighted)


def test_the_lift_is_the_ratio_of_the_two_shares() -> None:
    has, best = np.arange(1000) % 2 == 0, np.arange(1000) < 100
    row = profile(pd.DataFrame({"f": np.where(has, "x", "y")}), best, sensitive=()).iloc[0]
    assert row["best_share"] == row["other_share"] == 0.5
    assert row["lift"] == pytest.approx(1, abs=0.01)  # half a customer is added to each cell
    assert row["lo"] < 1 < row["hi"]


def test_few_customers_or_nothing_usable_are_refused() -> None:
    value, known = crowd(n=200)
    assert isinstance(look_alike(value, known, amount="amount", sensitive=(), seed=1), Refusal)
    value, known = crowd()
    found = look_alike(value, known[["customer_id", "gender"]], amount="amount", sensitive=("gender",), seed=1)
    assert isinstance(found, Refusal)
    assert look_alike_facts(found)[0].refused


def test_first_purchases_know_the_first_day_only() -> None:
    made = shop()
    first = first_purchases(made.orders, made.lines, as_of=AS_OF, kind="category").set_index("customer_id")
    orders = made.engine.run("select o.*, l.product_id from orders o join order_lines l using (order_id) order by o.ordered_on, o.order_id")
    one = orders[orders["customer_id"] == first.index[0]]
    held = set(one.loc[one["ordered_on"] == one["ordered_on"].min(), "product_id"])
    assert {k for k in ("milk", "tea") if first.iloc[0][f"first_basket: {k}"] == "yes"} == held
    assert first["first_amount"].value_counts(normalize=True).round(1).eq(0.2).all()
    assert list(known_beforehand(made.traits, first.reset_index(), fields=["place"]).columns[:2]) == ["customer_id", "place"]
