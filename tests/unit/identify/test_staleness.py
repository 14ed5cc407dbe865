from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.identify import quality, staleness
from tests.unit.identify.records_desk import AS_OF, desk, orders, record


def aged() -> pd.DataFrame:
    rows = [
        record("old", name_sorted="a", created_on="2020-01-01"),
        record("seen", name_sorted="b", created_on="2020-01-01"),
        record("new", name_sorted="c", created_on="2026-01-01"),
        record("undated", name_sorted="d"),
    ]
    engine = desk(rows, orders=orders(("seen", "2026-06-01", 1), ("old", "2021-01-01", 1), ("old", "2026-07-01", 1)))
    staleness.activity(engine)
    return staleness.ages(engine.relation("records"), as_of=AS_OF, stale_days=730)


def test_a_record_written_long_ago_is_stale_unless_seen_since() -> None:
    row = aged().iloc[0]
    assert row[["records", "dated", "written_long_ago", "stale"]].tolist() == [4, 3, 2, 1]
    assert row["share"] == pytest.approx(1 / 3)


def test_records_without_any_day_refuse_the_share() -> None:
    engine = desk([record("a", name_sorted="a")])
    staleness.activity(engine)
    fact = staleness.staleness_facts(staleness.ages(engine.relation("records"), as_of=AS_OF, stale_days=730), pd.DataFrame())[0]
    assert fact.refused
    assert "day of writing" in fact.sentence()


def two_systems(differ_per_year: float, n: int = 600) -> Engine:
    """Persons whose shop record is 0 to 4 years older than their web record and differs the likelier the older."""
    rng = np.random.default_rng(7)
    rows = []
    for i, (years, luck) in enumerate(zip(rng.uniform(0, 4, n), rng.random(n), strict=True)):
        day = date(2026, 1, 1) - timedelta(days=int(365.25 * years))
        phone = "moved" if luck < differ_per_year * years else str(i)
        rows += [record(f"s{i}", "shop", f"p{i}", phone=str(i), created_on=str(day))]
        rows += [record(f"w{i}", "web", f"p{i}", phone=phone, created_on="2026-01-01")]
    return desk(rows)


def test_decay_that_was_planted_is_found_within_its_interval() -> None:
    row = staleness.disagreement_by_age(quality.cells(two_systems(0.15).relation("records"))).iloc[0]
    assert row["lo"] < 0.15 < row["hi"]
    assert row["lo"] > 0.1  # 600 pairs with a spread of 1.2 years: standard error about .014


def test_without_decay_the_interval_holds_nothing() -> None:
    engine = two_systems(0.0)
    slopes = staleness.disagreement_by_age(quality.cells(engine.relation("records")))
    fact = staleness.staleness_facts(aged(), slopes)[1]
    assert fact.refused  # no pair disagrees: age has nothing to explain
    assert "no pair of systems disagrees" in fact.sentence()


def test_a_slope_whose_interval_holds_nothing_is_said_to_show_no_change() -> None:
    rows = {"field": ["phone", "email"], "slope": [0.02, 0.02], "lo": [-0.01, 0.01], "hi": [0.05, 0.05], "pairs": [200, 200]}
    facts = staleness.staleness_facts(aged(), pd.DataFrame(rows))[1:]
    assert ["no change with age can be shown" in f.sentence() for f in facts] == [True, False]


def test_fewer_than_a_hundred_pairs_give_no_slope() -> None:
    slopes = staleness.disagreement_by_age(quality.cells(two_systems(0.15, n=99).relation("records")))
    assert slopes.empty
    assert staleness.staleness_facts(aged(), slopes)[1].refused


def lists(*customers: tuple[str, int, tuple[int, ...]]) -> Engine:
    """Customers (name, how many, quarters back in which they bought: 0 is the last before AS_OF)."""
    rows = [
        (f"{name}{i}", str(AS_OF - timedelta(days=91 * q + 10)), 1) for name, n, quarters in customers for i in range(n) for q in quarters
    ]
    return Engine.of(orders=orders(*rows))


def test_a_list_is_judged_by_who_of_it_buys_in_the_last_quarter() -> None:
    engine = lists(("loyal", 60, (0, 1, 5)), ("new", 40, (0, 1)), ("lost", 60, (5,)), ("recent", 20, (1,)), ("first", 1, (6,)))
    table = staleness.lists_by_age(engine.relation("orders"), as_of=AS_OF)
    assert table[["age_days", "customers", "bought"]].to_numpy().tolist()[0] == [0, 120, 100]
    assert table[["age_days", "customers", "bought"]].to_numpy().tolist()[-1] == [364, 120, 60]


def test_what_a_year_old_list_loses_is_the_difference_of_the_two_shares() -> None:
    engine = lists(("loyal", 60, (0, 1, 5)), ("new", 40, (0, 1)), ("lost", 60, (5,)), ("recent", 20, (1,)), ("first", 1, (6,)))
    fact = staleness.list_fact(engine.relation("orders"), as_of=AS_OF)
    assert fact.value == pytest.approx(100 / 120 - 60 / 120)
    assert fact.lo is not None
    assert 0 < fact.lo < 1 / 3


def test_one_list_twice_loses_nothing_for_sure() -> None:
    """Who is on both lists counts once: the interval of no difference at all has no width."""
    engine = lists(("loyal", 150, (0, 1, 5)), ("gone", 50, (1, 5)), ("first", 1, (6,)))
    fact = staleness.list_fact(engine.relation("orders"), as_of=AS_OF)
    assert (fact.value, fact.lo, fact.hi) == (0, pytest.approx(0, abs=1e-12), pytest.approx(0, abs=1e-12))


def test_a_short_history_and_rare_buyers_are_refused_with_the_reason() -> None:
    short = lists(("a", 200, (0, 1, 2)))
    assert "18 months" in staleness.list_fact(short.relation("orders"), as_of=AS_OF).sentence()
    assert "buy once" in staleness.list_fact(short.relation("orders"), as_of=AS_OF, setting="rare").sentence()
    assert staleness.lists_by_age(short.relation("orders"), as_of=AS_OF)["age_days"].tolist() == [0]
