"""Whatever customers, tiers and budgets come: cap, cool-down, budget and holdout hold, and only what should matter matters."""

from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.customize import ActionList, Plan, action_list
from idic_lib.customize.holdout import held_out_of

AS_OF = date(2018, 1, 1)
TIERS = ("top", "middle", "low")

Inputs = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, Plan]


@st.composite
def inputs(draw: st.DrawFn) -> Inputs:
    ids = draw(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=60, unique=True))
    n = len(ids)
    days = st.lists(st.integers(1, 12), min_size=n, max_size=n)
    tiers = pd.DataFrame(
        {
            "customer_id": ids,
            "tier": draw(st.lists(st.sampled_from(TIERS), min_size=n, max_size=n)),
            "amount": draw(st.lists(st.integers(0, 5), min_size=n, max_size=n)),
        }
    ).astype({"customer_id": "str", "tier": "str"})
    ago = pd.to_timedelta(draw(days), unit="D")
    customers = pd.DataFrame({"customer_id": tiers["customer_id"], "last_on": pd.Timestamp(AS_OF) - ago})
    rows = [
        (c, name, rank, f"i{rank}", "why", pd.Timestamp(AS_OF) - pd.Timedelta(days=draw(st.integers(1, 12))))
        for c in ids
        for name in draw(st.lists(st.sampled_from(("repeat", "discover")), unique=True, max_size=2))
        for rank in (1, 2)
    ]
    offers = pd.DataFrame(rows, columns=["customer_id", "list", "rank", "item", "reason", "last_on"])
    offers = offers.astype(
        {"customer_id": "str", "list": "str", "item": "str", "reason": "str", "rank": "int64", "last_on": "datetime64[us]"}
    )
    weights = draw(st.none() | st.dictionaries(st.sampled_from(TIERS), st.floats(0.1, 5.0), min_size=1))
    plan = Plan(
        contacts=draw(st.integers(0, 80)),
        holdout_share=draw(st.sampled_from((0.1, 0.2, 1 / 3, 0.5))),
        cool_down_days=draw(st.integers(0, 6)),
        salt=draw(st.text(max_size=3)),
        tier_weights=weights,
    )
    return tiers, offers, customers, plan


def run(made: Inputs) -> ActionList:
    tiers, offers, customers, plan = made
    return action_list(tiers, offers, customers, as_of=AS_OF, plan=plan)


@settings(deadline=None, max_examples=300)
@given(inputs())
def test_no_rule_is_ever_broken(made: Inputs) -> None:
    tiers, offers, customers, plan = made
    done = run(made)
    actions, funnel = done.actions, done.funnel
    assert actions["customer_id"].is_unique
    assert (actions["arm"] == "send").sum() <= plan.contacts
    waited = (pd.Timestamp(AS_OF) - actions["customer_id"].map(customers.set_index("customer_id")["last_on"])).dt.days
    assert (waited > plan.cool_down_days).all()
    bought = actions.merge(offers, on=["customer_id", "list", "rank", "item"])["last_on"]
    assert ((pd.Timestamp(AS_OF) - bought).dt.days > plan.cool_down_days).all()
    for _, tier in actions.groupby("tier"):
        assert (tier["arm"] == "holdout").sum() == held_out_of(len(tier), plan.holdout_share)
    assert funnel["customers"].iloc[0] == len(tiers)
    assert funnel["customers"].tolist()[1:] == (funnel["customers"] - funnel["lost"]).tolist()[:-1]
    assert funnel["customers"].iloc[-1] - funnel["lost"].iloc[-1] == len(actions)


@settings(deadline=None, max_examples=60)
@given(inputs(), st.integers(0, 2**31))
def test_the_order_of_rows_never_matters(made: Inputs, seed: int) -> None:
    tiers, offers, customers, plan = made
    mixed = (
        tiers.sample(frac=1, random_state=seed),
        offers.sample(frac=1, random_state=seed),
        customers.sample(frac=1, random_state=seed),
        plan,
    )
    pd.testing.assert_frame_equal(run(made).actions, run(mixed).actions)
    pd.testing.assert_frame_equal(run(made).funnel, run(mixed).funnel)


@settings(deadline=None, max_examples=60)
@given(inputs(), st.integers(2, 1000))
def test_another_currency_leaves_list_and_arms_unchanged(made: Inputs, factor: int) -> None:
    tiers, offers, customers, plan = made
    scaled = (tiers.assign(amount=tiers["amount"] * factor), offers, customers, plan)
    pd.testing.assert_frame_equal(run(made).actions, run(scaled).actions)


@settings(deadline=None, max_examples=60)
@given(inputs())
def test_arms_are_drawn_from_ids_alone(made: Inputs) -> None:
    done = run(made).actions
    renamed = made[1].assign(item=made[1]["item"] + "!", reason="other")
    again = run((made[0], renamed, made[2], made[3])).actions
    pd.testing.assert_series_equal(done["arm"], again["arm"])


@settings(deadline=None, max_examples=60)
@given(inputs())
def test_every_contact_is_used_as_long_as_somebody_is_left(made: Inputs) -> None:
    tiers, offers, customers, plan = made
    done = run(
        (tiers, offers, customers, Plan(contacts=plan.contacts, holdout_share=plan.holdout_share, cool_down_days=plan.cool_down_days))
    )
    sent, beyond = int((done.actions["arm"] == "send").sum()), int(done.funnel["lost"].iloc[-1])
    assert sent == plan.contacts or beyond == 0
