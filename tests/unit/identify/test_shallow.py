from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idic_lib.case import read_case
from idic_lib.engine import Engine
from idic_lib.identify import shallow
from idic_lib.sources import load_case, open_tables
from idic_lib.worlds import write_world
from tests.unit.identify.records_desk import AS_OF, orders


def table(days: str, customers: list[str | None], **columns: object) -> pd.DataFrame:
    frame = pd.DataFrame({"customer_id": pd.Series(customers, dtype="str"), days: pd.Timestamp("2026-05-01")})
    return frame.astype({days: "datetime64[s]"}).assign(**columns)


def everybody(n: int = 200) -> list[str]:
    return [f"c{i}" for i in range(n)]


def rich(**changed: pd.DataFrame) -> Engine:
    """A shop that knows all there is to know of 200 customers."""
    bought = pd.concat([table("ordered_on", everybody(), amount=5), table("ordered_on", ["c0"], amount=5).assign(ordered_on="2024-01-01")])
    tables = {
        "orders": bought.assign(ordered_on=pd.to_datetime(bought["ordered_on"]).astype("datetime64[s]")),
        "order_lines": table("ordered_on", everybody()),
        "events": table("happened_on", everybody()),
        "touches": table("sent_on", everybody()),
        "surveys": pd.concat([table("answered_on", everybody(), answer="4"), table("answered_on", everybody(), answer="too late")]),
    }
    return Engine.of(**{**tables, **changed})


def states(engine: Engine, **settings: str) -> dict[str, str]:
    found = shallow.signals(engine, as_of=AS_OF, **settings)
    return dict(zip(found["key"], found["state"], strict=True))


def test_a_shop_that_records_everything_is_deep_enough() -> None:
    assert set(states(rich()).values()) == {shallow.DEEP}


def test_visits_that_mostly_name_nobody_are_shallow() -> None:
    half = table("happened_on", [*everybody(), *[None] * 201])
    assert states(rich(events=half))["usage"] == shallow.NOBODY
    assert states(rich(events=half.iloc[:-2]))["usage"] == shallow.DEEP


def test_rows_that_the_loader_set_aside_for_want_of_a_customer_count_as_nobodys() -> None:
    raw = table("happened_on", [*everybody(100), *[None] * 900]).assign(_source=0)
    raw = raw.assign(_reason=pd.Series([None] * 100 + ["no customer_id"] * 900, dtype="str"))
    found = shallow.signals(rich(events_raw=raw, events=raw.iloc[:100]), as_of=AS_OF).set_index("key").loc["usage"]
    assert found[["rows", "named", "state"]].tolist() == [1000, 100, shallow.NOBODY]


def test_a_signal_of_too_few_customers_is_shallow() -> None:
    assert states(rich(events=table("happened_on", everybody(96))))["usage"] == shallow.FEW
    assert states(rich(events=table("happened_on", everybody(97))))["usage"] == shallow.DEEP


def test_a_missing_table_and_rows_of_the_future_are_missing() -> None:
    later = table("happened_on", everybody()).assign(happened_on=pd.Timestamp("2026-07-01"))
    assert states(rich(events=later))["usage"] == shallow.MISSING
    assert states(Engine.of(orders=orders(("a", "2026-01-01", 1))))["lines"] == shallow.MISSING


def test_somebody_held_out_was_not_written_to_and_an_undated_message_was() -> None:
    held = table("sent_on", everybody()).assign(sent_on=pd.NaT).astype({"sent_on": "datetime64[s]"})
    assert states(rich(touches=held))["engagement"] == shallow.MISSING
    assert states(rich(touches=held[["customer_id"]]))["engagement"] == shallow.DEEP


def test_less_than_a_year_of_orders_is_too_short() -> None:
    assert states(rich(orders=table("ordered_on", everybody(), amount=5)))["history"] == shallow.SHORT


def test_where_customers_buy_once_orders_are_no_signal() -> None:
    assert {"history", "lines"} & set(states(rich(), setting="rare")) == set()


def test_the_pitfall_counts_the_weak_signals_and_says_what_to_collect() -> None:
    engine = rich(events=table("happened_on", everybody(3)), surveys=table("answered_on", everybody(), answer="4"))
    facts = {f.id: f for f in shallow.shallow_facts(shallow.signals(engine, as_of=AS_OF), {"usage": None})}
    assert facts["identify.pitfall.shallow_data"].value == 2
    assert facts["identify.pitfall.shallow_data"].n == 6
    assert "open answers" in facts["identify.signal.needs"].sentence()
    assert facts["identify.signal_worth.usage"].refused


def test_persons_without_phone_or_e_mail_cannot_be_reached() -> None:
    row = shallow.identifiers_signal(None, 10).iloc[0]
    assert (row["key"], row["state"]) == ("identifiers", shallow.MISSING)


def seen_before(more: float, n: int = 4000) -> Engine:
    """Half of the customers were seen in the quarter before; these buy `more` often again, at the same number of orders before."""
    rng = np.random.default_rng(3)
    seen, luck = rng.random(n) < 0.5, rng.random(n)
    before, after = str(AS_OF - timedelta(days=100)), str(AS_OF - timedelta(days=10))
    bought = [(f"c{i}", before, 1) for i in range(n)] + [(f"c{i}", after, 1) for i in np.flatnonzero(luck < 0.3 + more * seen)]
    visits = table("happened_on", [f"c{i}" for i in np.flatnonzero(seen)]).assign(happened_on=pd.Timestamp(before))
    links = pd.DataFrame({"record_id": [f"c{i}" for i in range(n)], "customer_id": [f"c{i}" for i in range(n)]}, dtype="str")
    return Engine.of(orders=orders(*bought), events=visits, links=links)


@pytest.mark.parametrize("more", [0.0, 0.1])
def test_what_a_signal_is_worth_is_found_within_its_interval(more: float) -> None:
    found = shallow.worth(seen_before(more), "usage", as_of=AS_OF)
    assert found is not None
    assert found.lo <= more <= found.hi
    assert found.hi - found.lo < 0.08  # two shares of 2,000 at .3 to .4: standard error .015


def test_the_worth_of_a_signal_of_few_is_not_stated() -> None:
    engine = seen_before(0.0, n=150)
    assert shallow.worth(engine, "usage", as_of=AS_OF) is None
    assert shallow.worth(engine, "engagement", as_of=AS_OF) is None


@pytest.mark.parametrize(("faults", "weak"), [(True, ["usage"]), (False, [])])
def test_the_pitfall_fires_on_the_dairy_and_is_silent_on_its_clean_twin(tmp_path: Path, faults: bool, weak: list[str]) -> None:  # noqa: FBT001 - a parameter of the test
    folder = write_world("dairy", tmp_path / "dairy", customers=600, seed=4, faults=faults)
    case = read_case(folder)
    load_case(case, tmp_path)
    found = shallow.signals(open_tables(Engine(), tmp_path, case), as_of=date(2026, 7, 1))
    assert found.loc[found["state"] != shallow.DEEP, "key"].tolist() == weak
