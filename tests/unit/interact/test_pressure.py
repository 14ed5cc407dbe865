from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.interact import (
    campaign_overlap,
    campaigns_at_once,
    campaigns_received,
    contacts_by_fifth,
    overlap_fact,
    pressure_facts,
    redemption_by_group,
    redemption_counts,
    redemption_facts,
    uncontacted,
)

AS_OF, HALF, SINCE = date(2018, 1, 2), date(2017, 7, 1), date(2017, 1, 1)


@pytest.fixture(scope="module")
def received(retail: SimpleNamespace) -> pd.DataFrame:
    return campaigns_received(retail.engine.relation("orders"), since=SINCE, half=HALF, as_of=AS_OF)


def test_pressure_of_the_retail_case_is_as_published(retail: SimpleNamespace, received: pd.DataFrame) -> None:
    """4.38 and 0.3 campaigns per household, 27 campaigns, 100 households and US$150,518 without contact: counted in the mock report."""
    facts = {f.id: f for f in pressure_facts(retail.campaigns, received, currency="USD", minor=100, as_of=AS_OF, seed=1)}
    assert facts["interact.campaigns"].value == 27
    assert facts["interact.contacts.top20"].value == pytest.approx(4.38, abs=0.005)
    assert facts["interact.contacts.fourth"].value == pytest.approx(0.3, abs=0.05)
    assert facts["interact.uncontacted.top40"].value == 100
    assert facts["interact.uncontacted.top40_sales"].value == pytest.approx(150_518, abs=0.5)


def test_no_customer_and_no_campaign_is_lost_between_the_fifths(received: pd.DataFrame) -> None:
    table = contacts_by_fifth(received, seed=1)
    assert table["customers"].sum() == len(received) == 2469
    assert table["campaigns"].sum() == received["campaigns"].sum()
    assert (table["lo"] <= table["per_customer"]).all()
    assert (table["per_customer"] <= table["hi"]).all()


def test_equal_spenders_share_a_fifth() -> None:
    orders = pd.DataFrame(
        {"order_id": list("abcdefghij"), "customer_id": list("abcdefghij"), "ordered_on": pd.Timestamp("2017-02-01"), "amount": 5}
    )
    touches = pd.DataFrame({"customer_id": ["a"], "campaign_id": ["1"]})
    campaigns = pd.DataFrame({"campaign_id": ["1"], "starts_on": pd.to_datetime(["2017-08-01"]), "ends_on": pd.to_datetime(["2017-09-01"])})
    engine = Engine.of(orders=orders, touches=touches, campaigns=campaigns)
    found = campaigns_received(engine.relation("orders"), since=SINCE, half=HALF, as_of=AS_OF)
    assert set(found["fifth_before"]) == {1}
    assert found.set_index("customer_id")["campaigns"]["a"] == 1


def test_the_customers_nobody_wrote_to_come_largest_first(received: pd.DataFrame) -> None:
    missed = uncontacted(received)
    assert missed["amount_after"].is_monotonic_decreasing
    assert len(missed) == 100


def test_campaign_18_shares_most_of_its_customers_with_eight_others(retail: SimpleNamespace) -> None:
    overlap = campaign_overlap(retail.engine.relation("touches"), as_of=AS_OF)
    row = overlap.set_index("campaign_id").loc["18"]
    assert (row["other_campaigns"], row["sent"], row["also_sent"]) == (8, 1133, 623)
    assert overlap_fact(overlap, campaign=18).value == pytest.approx(0.55, abs=0.005)


def test_campaigns_at_once_counts_every_customer_written_to_once(retail: SimpleNamespace) -> None:
    at_once = campaigns_at_once(retail.engine.relation("touches"), as_of=AS_OF)
    assert at_once["customers"].sum() == 1559
    assert at_once["at_once"].tolist() == [1, 2, 3, 4, 5]


def test_redemption_of_the_retail_case_is_as_published(retail: SimpleNamespace) -> None:
    counts = redemption_counts(retail.engine.relation("redemptions"), since=date(2016, 1, 1), as_of=AS_OF)
    facts = {f.id: f for f in redemption_facts(counts, seed=1)}
    assert (facts["interact.reached"].value, facts["interact.never_redeemed"].value) == (1559, 1149)
    assert facts["interact.redeemed.type_a"].value == pytest.approx(0.166, abs=0.0005)
    assert facts["interact.redeemed.type_a"].n == 3647
    assert facts["interact.redeemed.type_a"].lo < 0.166 < facts["interact.redeemed.type_a"].hi


def test_a_rate_from_few_mailings_is_marked_and_not_stated_as_zero_for_sure() -> None:
    counts = pd.DataFrame({"customer_id": list("abcdef"), "campaign_type": "B", "sent": [2] * 6, "redeemed": [0] * 6})
    row = redemption_by_group(counts, seed=1).iloc[0]
    assert row["few"]
    assert row["lo"] == 0 < row["hi"], "six customers who did not answer do not prove that nobody would"
    assert redemption_facts(counts, seed=1)[-1].refused


def test_groups_of_customers_split_mailings_without_losing_any() -> None:
    counts = pd.DataFrame({"customer_id": list("aabb"), "campaign_type": list("ABAB"), "sent": [3, 1, 2, 2], "redeemed": [1, 0, 2, 1]})
    groups = pd.DataFrame({"customer_id": ["a", "b"], "group": ["top", "rest"]})
    table = redemption_by_group(counts, groups, seed=1).set_index("group")
    assert table.loc["top", ["sent", "redeemed"]].tolist() == [4, 1]
    assert table["sent"].sum() == counts["sent"].sum()


def test_who_was_held_out_counts_as_not_written_to() -> None:
    engine = Engine.of(
        orders=pd.DataFrame(
            {"order_id": ["1", "2"], "customer_id": ["a", "b"], "ordered_on": pd.Timestamp("2017-02-01"), "amount": [5, 5]}
        ),
        touches=pd.DataFrame({"customer_id": ["a", "b"], "campaign_id": ["1", "1"], "arm": ["holdout", "send"]}),
        campaigns=pd.DataFrame(
            {"campaign_id": ["1"], "starts_on": pd.to_datetime(["2017-08-01"]), "ends_on": pd.to_datetime(["2017-09-01"])}
        ),
    )
    found = campaigns_received(engine.relation("orders"), since=SINCE, half=HALF, as_of=AS_OF)
    assert found.set_index("customer_id")["campaigns"].to_dict() == {"a": 0, "b": 1}
    assert campaign_overlap(engine.relation("touches"), as_of=AS_OF)["sent"].tolist() == [1]
