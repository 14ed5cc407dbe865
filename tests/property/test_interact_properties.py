"""What must hold of the effects room whatever the data: order, names, currency and the future change nothing they should not."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.engine import Engine
from idic_lib.facts import Verdict
from idic_lib.interact import (
    Effect,
    Reading,
    campaign_effect,
    campaign_effects,
    campaign_panel,
    campaigns_received,
    contacts_by_fifth,
    judge,
)
from idic_lib.interact.verdicts import Reason

START, AS_OF = pd.Timestamp("2017-01-01"), date(2017, 10, 15)
few = settings(max_examples=10, deadline=None)
seeds = st.integers(0, 10_000)


def frames(seed: int, customers: int = 500) -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    size = rng.gamma(2.0, 1500.0, customers)
    who, week = np.nonzero(rng.random((customers, 40)) < 0.6)
    orders = pd.DataFrame({
        "order_id": [f"o{k}" for k in range(len(who))],
        "customer_id": [f"c{c:04d}" for c in who],
        "ordered_on": START + pd.to_timedelta(7 * week + 1, unit="D"),
        "amount": np.rint(size[who] * rng.lognormal(0, 0.4, len(who))).astype("int64"),
    })  # fmt: skip
    sent = np.argsort(-(np.log(size) + rng.normal(0, 1.2, customers)))[:200]
    campaigns = pd.DataFrame(
        {"campaign_id": ["1"], "starts_on": [START + pd.Timedelta(weeks=32)], "ends_on": [START + pd.Timedelta(days=251)]}
    )
    touches = pd.DataFrame({"customer_id": [f"c{c:04d}" for c in sent], "campaign_id": "1"})
    return {"orders": orders, "touches": touches, "campaigns": campaigns}


def reading(tables: dict[str, pd.DataFrame]) -> Reading:
    engine = Engine.of(**tables)
    panel = campaign_panel(engine.relation("orders"), as_of=AS_OF)
    return campaign_effects(panel, engine.run("select * from campaigns"), engine.relation("touches"))[0]


def same(one: Effect | None, other: Effect | None, *, money: float = 1.0) -> None:
    """Equal up to the order of sums in floating point."""
    assert one is not None
    assert other is not None
    assert (one.verdict, one.reason, one.reached, one.comparison) == (other.verdict, other.reason, other.reached, other.comparison)
    assert (other.value, other.lo, other.hi) == pytest.approx((one.value, one.lo, one.hi), rel=1e-6, abs=1e-9)
    assert other.sales == pytest.approx(money * (one.sales or 0))


@few
@given(seeds)
def test_row_order_never_matters(seed: int) -> None:
    tables = frames(seed)
    shuffled = {n: t.sample(frac=1, random_state=seed) for n, t in tables.items()}
    same(reading(tables).effect, reading(shuffled).effect)
    same(reading(tables).check, reading(shuffled).check)


@few
@given(seeds)
def test_renaming_customers_changes_no_effect(seed: int) -> None:
    tables = frames(seed)
    other = {n: t.assign(customer_id=t["customer_id"].str[::-1]) if "customer_id" in t else t for n, t in tables.items()}
    same(reading(tables).effect, reading(other).effect)


@few
@given(seeds, st.sampled_from([7, 100, 23_000]))
def test_another_currency_scales_sales_and_leaves_shares_and_verdicts(seed: int, rate: int) -> None:
    tables = frames(seed)
    dear = tables | {"orders": tables["orders"].assign(amount=tables["orders"]["amount"] * rate)}
    same(reading(tables).effect, reading(dear).effect, money=rate)


@few
@given(seeds)
def test_nothing_dated_on_or_after_as_of_changes_an_effect(seed: int) -> None:
    tables = frames(seed)
    later = tables["orders"].assign(order_id=lambda d: d["order_id"] + "x", ordered_on=pd.Timestamp(AS_OF) + pd.Timedelta(days=seed % 90))
    unsent = tables["touches"].assign(sent_on=tables["campaigns"]["starts_on"].iloc[0])
    future = pd.DataFrame({"customer_id": tables["orders"]["customer_id"].unique(), "campaign_id": "1", "sent_on": pd.Timestamp(AS_OF)})
    changed = tables | {"orders": pd.concat([tables["orders"], later]), "touches": pd.concat([unsent, future])}
    same(reading(tables).effect, reading(changed).effect)


@few
@given(seeds)
def test_the_check_weeks_know_nothing_of_the_campaign(seed: int) -> None:
    """Double every purchase from the start on: the estimate moves, the check does not."""
    tables = frames(seed)
    start = tables["campaigns"]["starts_on"].iloc[0]
    sent = tables["orders"]["customer_id"].isin(tables["touches"]["customer_id"])
    later = (tables["orders"]["ordered_on"] >= start) & sent
    orders = tables["orders"].assign(amount=tables["orders"]["amount"].where(~later, 2 * tables["orders"]["amount"]))
    doubled = reading(tables | {"orders": orders})
    engine = Engine.of(**tables)
    panel = campaign_panel(engine.relation("orders"), as_of=AS_OF)
    plain = campaign_effect(panel, tables["campaigns"], engine.relation("touches"), campaign="1", shift_weeks=-8)
    same(plain, doubled.check)
    assert doubled.effect.value > reading(tables).effect.value


Bounds = tuple[float, float]
bounds = st.tuples(st.floats(-1, 1), st.floats(0.001, 1))
reasons = st.sampled_from([None, "history", "follow-up", "overlap", "group size"])


def estimated(value: float, half: float, **more: object) -> Effect:
    day = date(2017, 1, 1)
    return Effect("1", None, day, day, 0, 100, 100, 100, value, value - half, value + half, half / 1.96, 1_000_000, **more)  # type: ignore[arg-type]


@given(effect=bounds, check=st.none() | bounds, reason=reasons, randomised=st.booleans())
def test_the_verdict_is_the_rule_and_money_comes_only_with_the_first_two(
    *, effect: Bounds, check: Bounds | None, reason: Reason | None, randomised: bool
) -> None:
    judged = judge(estimated(*effect, reason=reason, randomised=randomised), estimated(*check) if check else None)
    excludes, quiet = abs(effect[0]) > effect[1], check is not None and abs(check[0]) <= check[1]
    if reason or (excludes and not randomised and not quiet):
        expected = Verdict.NOT_IDENTIFIABLE
    elif not excludes:
        expected = Verdict.NO_EFFECT_SEEN
    else:
        expected = Verdict.SHOWN if randomised else Verdict.SUGGESTED
    assert judged.verdict is expected
    assert (judged.money is not None) == (expected in {Verdict.SHOWN, Verdict.SUGGESTED})
    assert (judged.reason is not None) == (expected is Verdict.NOT_IDENTIFIABLE)


@few
@given(seeds)
def test_fifths_lose_no_customer_and_treat_equal_spenders_alike(seed: int) -> None:
    tables = frames(seed, customers=60)
    tables["orders"]["amount"] = tables["orders"]["amount"] // 3000 * 3000
    engine = Engine.of(**tables)
    received = campaigns_received(engine.relation("orders"), since=START.date(), half=date(2017, 7, 1), as_of=AS_OF)
    assert contacts_by_fifth(received, seed=1)["customers"].sum() == tables["orders"]["customer_id"].nunique()
    assert received.groupby("amount_before")["fifth_before"].nunique().eq(1).all()
    assert received.sort_values("amount_before", ascending=False)["fifth_before"].is_monotonic_increasing
