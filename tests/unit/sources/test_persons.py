"""Names of persons stay out of the tables, and numbers become persons where records were linked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.sources import by_person, open_private
from idic_lib.tables import PERSONAL
from tests.unit.sources.desk import Desk, case, source


@pytest.fixture
def links(tmp_path: Path) -> Path:
    path = tmp_path / "links.parquet"
    pd.DataFrame({"record_id": ["a", "b", "c"], "customer_id": ["a", "a", "c"], "rule": ["scored", "scored", "alone"]}).to_parquet(path)
    return path


def _engine(tmp_path: Path) -> Engine:
    orders = pd.DataFrame({"order_id": ["1", "2", "3", "4"], "customer_id": ["a", "b", "c", "stranger"], "amount": [10, 20, 30, 40]})
    orders.to_parquet(tmp_path / "orders.parquet")
    engine = Engine()
    engine.view("orders_raw", tmp_path / "orders.parquet")
    engine.name("orders", "select * from orders_raw")
    return engine


def test_numbers_of_one_person_count_together_and_no_money_is_lost(tmp_path: Path, links: Path) -> None:
    engine = _engine(tmp_path)
    by_person(engine, links, ["orders", "touches"])
    spent = engine.run("select customer_id, cast(sum(amount) as bigint) as amount from orders group by 1 order by 1")
    assert dict(zip(spent.customer_id, spent.amount, strict=True)) == {"a": 30, "c": 30, "stranger": 40}


def test_the_number_an_order_was_placed_under_stays_beside_the_person(tmp_path: Path, links: Path) -> None:
    engine = _engine(tmp_path)
    by_person(engine, links, ["orders"])
    assert list(engine.run("select record_id from orders order by order_id")["record_id"]) == ["a", "b", "c", "stranger"]


@pytest.mark.parametrize("numbers", [True, False])
def test_what_went_over_the_firms_own_card_counts_for_nobody(tmp_path: Path, links: Path, numbers: bool) -> None:  # noqa: FBT001 - a case of the test
    pd.read_parquet(links).assign(rule=["scored", "scored", "own"]).to_parquet(links)
    engine = _engine(tmp_path)
    by_person(engine, links, ["orders"], numbers=numbers)
    assert set(engine.run("select customer_id from orders")["customer_id"]) == ({"a", "b", "stranger"} if numbers else {"a", "stranger"})
    assert engine.run("select count(*) as n from orders_numbers")["n"][0] == 4


def test_counting_by_person_twice_changes_nothing(tmp_path: Path, links: Path) -> None:
    engine = _engine(tmp_path)
    for _ in range(2):
        by_person(engine, links, ["orders"])
    assert engine.run("select count(distinct customer_id) as n from orders")["n"][0] == 3


def test_without_links_every_number_is_a_customer(tmp_path: Path) -> None:
    engine = _engine(tmp_path)
    by_person(engine, tmp_path / "links.parquet", ["orders"])
    assert "record_id" not in engine.columns("orders")


def _loaded(tmp_path: Path, contacts: dict[str, str]) -> Engine:
    (tmp_path / "orders.csv").write_text("customer,date,amount\n1,2023-01-01,5\n", encoding="utf-8")
    (tmp_path / "contacts.csv").write_text("id,name,province\n1,Lan,Hà Nội\n2,,Huế\n", encoding="utf-8")
    engaged = case(tmp_path, source(), source("contacts", "contacts.csv", columns={"customer_id": "id", **contacts}))
    return Desk(engaged, tmp_path / "tables").engine


def test_what_names_a_person_is_kept_apart_from_the_tables(tmp_path: Path) -> None:
    engine = _loaded(tmp_path, {"full_name": "name", "province": "province"})
    assert not PERSONAL & set(engine.columns("contacts"))
    assert open_private(engine, tmp_path / "tables" / "private", "contacts") == "contacts_private"
    named = engine.run("select full_name, province from contacts_private order by _row")
    assert list(named["province"]) == ["Hà Nội", "Huế"]
    assert list(named["full_name"].dropna()) == ["Lan"]


def test_a_case_without_names_keeps_nothing_apart(tmp_path: Path) -> None:
    engine = _loaded(tmp_path, {"province": "province"})
    assert open_private(engine, tmp_path / "tables" / "private", "contacts") is None
    assert not (tmp_path / "tables" / "private").exists()
