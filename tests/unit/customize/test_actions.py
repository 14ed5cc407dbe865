from datetime import date
from math import floor

import numpy as np
import pandas as pd
import pytest

from idic_lib import tables
from idic_lib.customize import Plan, action_facts, action_list, arms, contacts_for, srm_check, uniform
from idic_lib.customize.budget import spread
from idic_lib.errors import IdicError

AS_OF = date(2018, 1, 1)


def people(n: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    ids = [f"c{i}" for i in range(n)]
    tiers = pd.DataFrame({"customer_id": ids, "tier": ["top" if i < n // 5 else "rest" for i in range(n)], "amount": range(n, 0, -1)})
    customers = pd.DataFrame({"customer_id": ids, "last_on": pd.Timestamp("2017-12-01")})
    rows = [(c, name, r, f"{name}{r}", "why", pd.Timestamp("2017-11-01")) for c in ids for name in ("repeat", "discover") for r in (1, 2)]
    offers = pd.DataFrame(rows, columns=["customer_id", "list", "rank", "item", "reason", "last_on"])
    return tiers, offers, customers


def test_the_list_keeps_its_contract_and_one_action_per_customer() -> None:
    done = action_list(*people(100), as_of=AS_OF, plan=Plan(contacts=40))
    tables.check("actions", done.actions)
    assert set(done.actions["action"]) == {"remind"}
    assert set(done.actions["item"]) == {"repeat1"}


def test_the_budget_pays_what_is_sent_and_the_best_customers_come_first() -> None:
    done = action_list(*people(100), as_of=AS_OF, plan=Plan(contacts=40, holdout_share=0.2))
    assert (done.actions["arm"] == "send").sum() == 40
    assert len(done.actions) == 50
    assert set(done.actions["customer_id"]) == {f"c{i}" for i in range(50)}


def test_weights_spread_contacts_over_tiers_and_pass_on_what_a_small_tier_cannot_use() -> None:
    plan = Plan(contacts=60, holdout_share=0.2, tier_weights={"top": 3.0, "rest": 1.0})
    sent = action_list(*people(100), as_of=AS_OF, plan=plan).actions.query("arm == 'send'").groupby("tier").size()
    assert sent.to_dict() == {"top": 16, "rest": 44}  # the 20 of the top tier less a fifth held out; the others get the rest


def test_whoever_bought_just_now_is_left_alone_and_the_funnel_says_so() -> None:
    tiers, offers, customers = people(100)
    customers.loc[:9, "last_on"] = pd.Timestamp("2017-12-29")
    done = action_list(tiers, offers, customers, as_of=AS_OF, plan=Plan(contacts=1000, cool_down_days=3))
    assert not set(done.actions["customer_id"]) & {f"c{i}" for i in range(10)}
    assert done.funnel.set_index("gate")["lost"].to_dict() == {"permission": 0, "offer": 0, "cool_down": 10, "budget": 0}
    assert len(done.actions) == 90


def test_an_item_bought_just_now_gives_way_to_the_next_one() -> None:
    tiers, offers, customers = people(10)
    offers.loc[offers["item"] == "repeat1", "last_on"] = pd.Timestamp("2017-12-29")
    done = action_list(tiers, offers, customers, as_of=AS_OF, plan=Plan(contacts=1000))
    assert set(done.actions["item"]) == {"repeat2"}


def test_what_is_denied_is_not_offered() -> None:
    tiers, offers, customers = people(10)
    denied = pd.DataFrame({"customer_id": ["c0", "c1", "c1"], "item": [None, "repeat1", "repeat2"]}).astype("str").replace("None", pd.NA)
    denied.loc[0, "item"] = pd.NA
    done = action_list(tiers, offers, customers, as_of=AS_OF, plan=Plan(contacts=1000), denied=denied)
    assert "c0" not in set(done.actions["customer_id"])
    one = done.actions.set_index("customer_id").loc["c1"]
    assert (one["action"], one["item"]) == ("suggest", "discover1")
    assert done.funnel["lost"].tolist()[0] == 1


def test_without_order_lines_the_list_names_customers_and_no_item() -> None:
    tiers, _, customers = people(100)
    done = action_list(tiers, None, customers, as_of=AS_OF, plan=Plan(contacts=40))
    tables.check("actions", done.actions)
    assert set(done.actions["action"]) == {"contact"}
    assert done.actions["item"].eq("").all()
    assert done.funnel["lost"].tolist() == [0, 0, 0, 50]


def test_equal_customers_share_both_arms_by_chance() -> None:
    tiers, offers, customers = people(2000)
    done = action_list(tiers.assign(tier="all", amount=1), offers, customers, as_of=AS_OF, plan=Plan(contacts=400, holdout_share=0.2))
    # Selection by the holdout's own numbers would put the lowest 500 on the list and bias nothing but who is on it; the two
    # numbers must not be alike: the list's mean number is 0.5 with a standard error of 0.29 / sqrt(500) = 0.013, four of them.
    assert np.mean([uniform(c, "actions") for c in done.actions["customer_id"]]) == pytest.approx(0.5, abs=0.052)


def test_the_holdout_is_exact_within_each_tier() -> None:
    frame = pd.DataFrame({"customer_id": [f"c{i}" for i in range(137)], "tier": ["a"] * 100 + ["b"] * 37})
    held = frame[arms(frame, share=0.2, salt="x") == "holdout"].groupby("tier").size()
    assert held.to_dict() == {"a": 20, "b": floor(37 * 0.2 + 0.5)}


def test_another_salt_holds_out_other_people() -> None:
    frame = pd.DataFrame({"customer_id": [f"c{i}" for i in range(1000)], "tier": "a"})
    both = (arms(frame, share=0.2, salt="one") == "holdout") & (arms(frame, share=0.2, salt="two") == "holdout")
    # 0.04 of 1,000 are in both by chance, standard deviation about 5.7; five of them.
    assert 10 <= both.sum() <= 70


def test_the_hash_number_is_the_published_one() -> None:
    # First 13 hex digits of sha256("s\x1f42"), computed with coreutils' sha256sum.
    assert uniform("42", "s") == int("526ea65ec6aca", 16) / 16**13


def test_hash_numbers_are_uniform() -> None:
    numbers = np.sort([uniform(str(i), "salt") for i in range(5000)])
    gap = np.abs(numbers - (np.arange(5000) + 0.5) / 5000).max()
    assert gap < 1.95 / 5000**0.5  # Kolmogorov's bound at one in a thousand


@pytest.mark.parametrize(("held", "alarm"), [(200, False), (150, True)])
def test_srm_check_notices_arms_that_came_back_in_other_shares(held: int, *, alarm: bool) -> None:
    actions = pd.DataFrame({"arm": ["holdout"] * held + ["send"] * (1000 - held)})
    assert (srm_check(actions, holdout_share=0.2) < 0.001) is alarm


def test_srm_alarms_as_often_as_promised() -> None:
    rng = np.random.default_rng(1)
    draws = [pd.DataFrame({"arm": np.where(rng.random(400) < 0.2, "holdout", "send")}) for _ in range(1000)]
    # 5 % of 1,000 with a standard deviation of 0.7 points; three of them.
    assert np.mean([srm_check(d, holdout_share=0.2) < 0.05 for d in draws]) == pytest.approx(0.05, abs=0.021)


def test_an_empty_list_has_no_arms_to_compare() -> None:
    with pytest.raises(IdicError, match="no customers"):
        srm_check(pd.DataFrame({"arm": []}), holdout_share=0.2)


def test_facts_count_what_the_list_holds() -> None:
    done = action_list(*people(100), as_of=AS_OF, plan=Plan(contacts=40))
    facts = {f.id: f.value for f in action_facts(done)}
    assert facts["customize.actions.customers"] == 50
    assert facts["customize.holdout.customers"] == 10
    assert facts["customize.gate.budget.lost"] == 50


def test_no_contacts_mean_an_empty_list() -> None:
    done = action_list(*people(10), as_of=AS_OF, plan=Plan(contacts=0))
    tables.check("actions", done.actions)
    assert done.actions.empty


def test_money_buys_whole_contacts() -> None:
    assert contacts_for(1000, contact_cost=300) == 3
    assert contacts_for(299, contact_cost=300) == 0
    with pytest.raises(IdicError, match="must be positive"):
        contacts_for(1000, contact_cost=0)


def test_spread_gives_everything_or_fills_every_room() -> None:
    room = pd.Series({"a": 2, "b": 50, "c": 50})
    assert spread(10, pd.Series({"a": 5.0, "b": 3.0, "c": 2.0}), room).to_dict() == {"a": 2, "b": 5, "c": 3}
    assert spread(1000, pd.Series({"a": 5.0, "b": 3.0, "c": 2.0}), room).equals(room)


@pytest.mark.parametrize("wrong", [{"contacts": -1}, {"contacts": 1, "holdout_share": 1.0}, {"contacts": 1, "lists": ("best",)}])
def test_a_plan_is_checked_at_the_door(wrong: dict[str, object]) -> None:
    with pytest.raises(IdicError, match="plan:"):
        Plan(**wrong)  # type: ignore[arg-type]
