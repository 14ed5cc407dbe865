from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.identify import habits
from tests.unit.identify.records_desk import AS_OF, desk, record


def days(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    texts = [c for c in frame.columns if c not in columns]
    typed = frame.assign(**{c: pd.to_datetime(frame[c]).astype("datetime64[s]") for c in columns})
    return typed.assign(**{c: typed[c].astype("str").where(typed[c].notna(), None) for c in texts})


def survey(app: int, shop: int) -> Engine:
    rows = [record(f"a{i}", "app", name_sorted="x") for i in range(100)] + [record(f"s{i}", "shop", name_sorted="x") for i in range(100)]
    who = [f"a{i}" for i in range(app)] + [f"s{i}" for i in range(shop)]
    return desk(rows, surveys=days(pd.DataFrame({"customer_id": who, "question": "csat", "answered_on": "2026-01-01"}), "answered_on"))


def test_a_survey_that_one_systems_customers_answered_alone_is_counted_whole() -> None:
    assert habits.survey_one_channel(survey(40, 0).relation("surveys")).value == 40
    assert habits.survey_one_channel(survey(40, 10).relation("surveys")).value == 0


def test_a_handful_of_answers_tells_nothing_of_channels() -> None:
    assert habits.survey_one_channel(survey(29, 0).relation("surveys")).value == 0


def test_products_without_a_cost_are_counted_where_costs_are_known_at_all() -> None:
    goods = pd.DataFrame({"product_id": list("abc"), "unit_cost": pd.Series(["1", "", None], dtype="str")})
    assert habits.costs_missing(Engine.of(products=goods).relation("products")).value == 2
    assert habits.costs_missing(Engine.of(products=goods[["product_id"]]).relation("products")).value == 0


def sent(**held: int) -> Engine:
    rows = [(c, None if i < n else "2026-01-05") for c, n in held.items() for i in range(10)]
    return Engine.of(touches=days(pd.DataFrame(rows, columns=["campaign_id", "sent_on"]), "sent_on"))


def test_a_campaign_without_anybody_held_out_is_odd_only_among_others_that_have() -> None:
    assert habits.holdout_missing(sent(spring=2, summer=0).relation("touches")).value == 1
    assert habits.holdout_missing(sent(spring=0, summer=0).relation("touches")).value == 0


def stages(*extra: tuple[str, str, str]) -> Engine:
    usual = [(f"l{i}", s, f"2026-01-{d:02d}") for i in range(20) for s, d in (("new", 1), ("called", 3), ("visit", 9), ("won", 20))]
    return Engine.of(lead_stages=days(pd.DataFrame([*usual, *extra], columns=["lead_id", "stage", "entered_on"]), "entered_on"))


def test_a_lead_that_jumps_back_is_counted_and_two_stages_on_one_day_are_not() -> None:
    assert habits.stage_backwards(stages().relation("lead_stages")).value == 0
    again = stages(("l1", "called", "2026-01-12"), ("l2", "called", "2026-01-09"))
    assert habits.stage_backwards(again.relation("lead_stages")).value == 1


def dated(last: int, other: int) -> pd.DataFrame:
    rows = [(f"l{i}", "won", "2026-01-31") for i in range(last)] + [(f"m{i}", "won", f"2026-01-{1 + i % 28:02d}") for i in range(other)]
    return days(pd.DataFrame(rows, columns=["lead_id", "stage", "entered_on"]), "entered_on")


def test_days_piled_up_at_the_months_end_are_counted_and_chance_is_not() -> None:
    assert habits.month_end(Engine.of(lead_stages=dated(20, 80)).relation("lead_stages"), as_of=AS_OF).value == 20
    assert habits.month_end(Engine.of(lead_stages=dated(6, 94)).relation("lead_stages"), as_of=AS_OF).value == 0
    assert habits.month_end(Engine.of(lead_stages=dated(3, 1)).relation("lead_stages"), as_of=AS_OF).value == 0


def test_contacts_entered_in_bulk_are_counted_and_campaigns_are_left_out() -> None:
    calls = dated(20, 80).rename(columns={"stage": "channel", "entered_on": "sent_on"})
    assert habits.bulk_logged(Engine.of(touches=calls).relation("touches"), as_of=AS_OF).value == 20
    campaign = calls.assign(campaign_id="spring")
    assert habits.bulk_logged(Engine.of(touches=campaign).relation("touches"), as_of=AS_OF).value == 0


def bought_list(agreed: int) -> Engine:
    leads = pd.DataFrame({"lead_id": [f"l{i}" for i in range(100)], "source": ["list"] * 50 + ["web"] * 50, "created_on": "2026-01-01"})
    who = [f"l{i}" for i in range(agreed)] + [f"l{i}" for i in range(60, 100)]
    consents = pd.DataFrame({"customer_id": who, "given_on": "2026-01-01"})
    return Engine.of(leads=days(leads, "created_on"), consents=days(consents, "given_on"))


def test_leads_of_a_source_that_hardly_asks_are_without_consent_and_others_who_said_no_are_not() -> None:
    assert habits.without_consent(bought_list(3).relation("leads"), as_of=AS_OF).value == 47
    assert habits.without_consent(bought_list(40).relation("leads"), as_of=AS_OF).value == 0


def units(*rows: tuple[str, str]) -> Engine:
    return Engine.of(units=pd.DataFrame(rows, columns=["unit_id", "project"], dtype="str"))


def test_one_code_under_two_names_counts_the_rarer_name() -> None:
    found = units(("RS-1", "Riverside"), ("RS-2", "Ven Sông"), ("RS-3", "Ven Sông"), ("CT-1", "Central"))
    assert habits.project_names(found.relation("units")).value == 1


def test_blocks_of_several_projects_are_no_second_name() -> None:
    found = units(("A-1", "Riverside"), ("B-1", "Riverside"), ("A-2", "Central"), ("B-2", "Central"))
    assert habits.project_names(found.relation("units")).value == 0


def paid(*waits: int | None) -> Engine:
    """Deposits of 1 June 2025 that were refunded after so many days, or never; one of u1, which another has signed for; one of late June 2026."""
    first = pd.Timestamp("2025-06-01")
    refunded = [None if w is None else first + pd.Timedelta(days=w) for w in waits]
    rows = [(f"w{i}", f"v{i}", first, back, None) for i, back in enumerate(refunded)]
    again, new = ("l2", "u1", first, pd.Timestamp("2025-06-20"), None), ("l4", "u4", pd.Timestamp("2026-06-20"), None, None)
    own = ("l1", "u1", pd.Timestamp("2026-01-01"), None, "c1")
    deposits = pd.DataFrame([own, again, new, *rows], columns=["lead_id", "unit_id", "paid_on", "refunded_on", "order_id"])
    sales = pd.DataFrame([("c1", "k1", "2026-01-30", 1, "u1")], columns=["order_id", "customer_id", "ordered_on", "amount", "unit_id"])
    texts = dict.fromkeys(["lead_id", "unit_id", "order_id"], "string")
    return Engine.of(deposits=days(deposits.astype(texts), "paid_on", "refunded_on"), orders=days(sales, "ordered_on"))


def counts(engine: Engine) -> tuple[object, object]:
    recycled, unsettled = habits.deposits(engine.relation("deposits"), as_of=AS_OF)
    return recycled.value, unsettled.value


def test_a_unit_used_again_is_counted_and_deposits_that_nobody_settled_where_chance_leaves_fewer() -> None:
    """Of 40 settled none took longer than half as much again as nearly all: 8 of 49 open for a year are no chance, 1 may be."""
    assert counts(paid(*[20] * 40, *[None] * 8)) == (1, 8)
    assert counts(paid(*[20] * 40, None)) == (1, 0)


def test_one_deposit_that_was_settled_late_does_not_excuse_the_others() -> None:
    assert counts(paid(*[20] * 60, 300, *[None] * 12)) == (1, 12)


def test_without_any_settled_deposit_none_is_late() -> None:
    engine = paid(None, None)
    engine.connection.execute("delete from deposits where lead_id in ('l1', 'l2')")
    assert counts(engine) == (0, 0)


def test_a_case_states_the_habits_that_its_tables_can_show() -> None:
    engine = Engine.of(lead_stages=dated(20, 80), units=pd.DataFrame({"unit_id": ["A-1"], "project": ["x"]}, dtype="str"))
    assert [f.id.rpartition(".")[2] for f in habits.habit_facts(engine, as_of=date(2026, 7, 1))] == [
        "stage_backwards",
        "month_end",
        "project_names",
    ]
