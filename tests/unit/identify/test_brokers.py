from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.facts import Fact
from idic_lib.identify.brokers import broker_facts, broker_leads
from idic_lib.identify.owners import owner_facts, owners
from idic_lib.identify.unseen import total
from idic_lib.inference.intervals import Estimate

AS_OF = date(2026, 1, 1)
RECALL = Estimate(0.9, 0.85, 0.95, 200)


def _days(*days: str) -> pd.Series:
    return pd.to_datetime(pd.Series(list(days)))


def _engine() -> Engine:
    """Persons p (came alone, then by a broker), q (by a broker, then alone), r (by a broker only); all three signed."""
    leads = pd.DataFrame(
        {
            "lead_id": ["p1", "p2", "q1", "q2", "r1"],
            "created_on": _days("2025-01-01", "2025-02-01", "2025-01-01", "2025-03-01", "2025-01-01"),
        }
    )
    contacts = pd.DataFrame({"customer_id": leads["lead_id"], "broker": pd.Series([None, "B1", "B1", None, "B2"], dtype="string")})
    records = pd.DataFrame({"record_id": leads["lead_id"], "phone": ["1", "1", "2", "2", "3"]})
    links = pd.DataFrame({"record_id": leads["lead_id"], "customer_id": ["p1", "p1", "q1", "q1", "r1"]})
    orders = pd.DataFrame({"order_id": ["o1", "o2", "o3", "o4"], "customer_id": ["p1", "q1", "r1", "p1"], "ordered_on": _days("2025-06-01", "2025-06-01", "2025-06-01", "2025-09-01"), "amount": [100, 200, 400, 800]})  # fmt: skip
    return Engine.of(leads=leads, contacts=contacts, records=records, links=links, orders=orders)


def _facts(engine: Engine, recall: Estimate | None = RECALL, rate: float | None = 0.02) -> dict[str, Fact]:
    found = broker_leads(engine, as_of=AS_OF)
    return {f.id: f for f in broker_facts(found, recall=recall, commission_rate=rate, currency="VND", minor=1, draws=300, seed=1)}


def test_a_broker_s_lead_of_somebody_who_came_before_is_repeated() -> None:
    leads = broker_leads(_engine(), as_of=AS_OF).leads.set_index("lead_id")["repeated"]
    assert leads.to_dict() == {"p2": True, "q1": False, "r1": False}


def test_only_the_first_contract_of_somebody_known_before_the_broker_named_him_is_disputed() -> None:
    assert broker_leads(_engine(), as_of=AS_OF).disputed.to_numpy().tolist() == [["p1", "o1", 100]]


def test_a_broker_who_comes_after_the_contract_disputes_nothing() -> None:
    engine = _engine()
    engine.connection.execute("update leads set created_on = date '2025-07-01' where lead_id = 'p2'")
    assert broker_leads(engine, as_of=AS_OF).disputed.empty


def test_tables_by_person_say_the_same() -> None:
    engine, plain = _engine(), broker_leads(_engine(), as_of=AS_OF)
    for table in ("contacts", "orders"):
        engine.connection.execute(
            f"alter table {table} add column record_id varchar; update {table} set record_id = customer_id, customer_id = left(customer_id, 1) || '1'"
        )
    found = broker_leads(engine, as_of=AS_OF)
    pd.testing.assert_frame_equal(found.leads, plain.leads)
    pd.testing.assert_frame_equal(found.firsts, plain.firsts)


def test_a_lead_under_a_phone_of_many_does_not_count_towards_the_share() -> None:
    engine = _engine()
    engine.connection.execute(
        "insert into records select 'x' || i, '3' from range(4) t(i); insert into links select 'x' || i, 'x' || i from range(4) t(i)"
    )
    assert broker_leads(engine, as_of=AS_OF).leads.set_index("lead_id")["own"].to_dict() == {"p2": True, "q1": True, "r1": False}


def test_the_facts_allow_for_the_pairs_that_linking_misses() -> None:
    facts = _facts(_engine())
    share, money = facts["identify.duplicate_leads.broker"], facts["identify.disputed_commission"]
    assert share.value == pytest.approx(1 / 3 / 0.9)
    assert money.value == pytest.approx(2 / 0.9)
    assert (money.lo, money.n, money.unit) == (2, 1, "VND")
    assert money.hi is not None
    assert money.hi > 2


def test_none_found_does_not_say_that_there_is_none() -> None:
    """Who finds a third of the pairs may well have missed one."""
    engine = _engine()
    engine.connection.execute("update leads set created_on = date '2025-07-01' where lead_id = 'p2'")
    money = _facts(engine, Estimate(0.35, 0.2, 0.5, 200))["identify.disputed_commission"]
    assert (money.value, money.lo, money.n) == (0, 0, 0)
    assert money.hi is not None
    assert money.hi > 0


def test_before_the_first_contract_nothing_is_disputed() -> None:
    engine = _engine()
    engine.connection.execute("delete from orders")
    money = _facts(engine)["identify.disputed_commission"]
    assert (money.value, money.lo, money.hi) == (0, 0, 0)


@pytest.mark.parametrize(("recall", "rate", "refused"), [(None, 0.02, 2), (RECALL, None, 1)])
def test_what_is_not_known_is_asked_for(recall: Estimate | None, rate: float | None, refused: int) -> None:
    assert sum(f.refused for f in _facts(_engine(), recall, rate).values()) == refused


@pytest.mark.parametrize("gone", ["leads", "contacts"])
def test_without_leads_or_brokers_both_are_refused(gone: str) -> None:
    engine = _engine()
    if gone == "leads":
        engine = Engine.of(contacts=engine.run("from contacts"))
    else:
        engine.connection.execute("alter table contacts drop column broker")
    assert all(f.refused for f in _facts(engine).values())


def _owners(*, phones: list[str], orders: list[str]) -> Engine:
    ids = [f"n{i}" for i in range(len(phones))]
    blank = dict.fromkeys(["phone_2", "email", "address_key", "province_key"])
    records = pd.DataFrame({"record_id": ids, "phone": phones, "source": 1} | blank).astype(dict.fromkeys(blank, "string"))
    links = pd.DataFrame({"record_id": ids, "customer_id": ids})
    sold = pd.DataFrame({"customer_id": orders, "ordered_on": _days(*["2025-01-01"] * len(orders))})
    return Engine.of(records=records, links=links, orders=sold)


def test_buyers_who_share_a_phone_that_few_have_are_one_owner() -> None:
    found = owners(_owners(phones=["1", "1", "2", "3"], orders=["n0", "n1", "n2", "n2", "n3"]), as_of=AS_OF)
    assert found.to_numpy().tolist() == [["n0", 2, 2, 2], ["n2", 2, 1, 1], ["n3", 1, 1, 1]]


def test_a_phone_of_many_leads_to_no_owner() -> None:
    assert len(owners(_owners(phones=["1"] * 4, orders=["n0", "n1", "n2", "n3"]), as_of=AS_OF)) == 4


def test_owners_of_several_units_are_counted_with_those_not_found() -> None:
    engine = _owners(phones=["1", "1", *map(str, range(2, 42))], orders=["n0", "n1", "n2", "n2", *[f"n{i}" for i in range(3, 42)]])
    engine.connection.execute(
        "insert into records select record_id, case when record_id < 'n3' then phone else 'other' end, 2, null, null, null, null from records"
    )
    (fact,) = owner_facts(engine, owners(engine, as_of=AS_OF), draws=300, seed=1)
    assert fact.lo == 2
    assert isinstance(fact.value, int)
    assert fact.value >= 2


def test_where_one_source_alone_names_buyers_the_count_is_refused() -> None:
    engine = _owners(phones=["1", "2"], orders=["n0", "n1"])
    (fact,) = owner_facts(engine, owners(engine, as_of=AS_OF), draws=300, seed=1)
    assert fact.refused


@pytest.mark.parametrize("seed", range(5))
def test_the_total_covers_the_truth_when_each_is_found_with_a_known_chance(seed: int) -> None:
    import numpy as np

    found = int(np.random.default_rng(seed).binomial(100, 0.8))
    estimate = total(found, Estimate(0.8, 0.76, 0.84, 400), draws=2000, seed=seed)
    assert estimate.lo <= 100 <= estimate.hi
