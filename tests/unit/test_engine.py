from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from idic_lib.engine import Engine, sql_text
from idic_lib.errors import TableMissingError

ORDERS = pd.DataFrame({
    "order_id": ["1", "2", "3"], "customer_id": ["a", "a", "b"],
    "ordered_on": pd.to_datetime(["2024-01-01", "2024-01-05", "2024-02-01"]).date, "amount": [100, 250, 999],
})  # fmt: skip


def test_frames_become_tables_by_name() -> None:
    engine = Engine.of(orders=ORDERS)
    assert (engine.has("orders"), engine.has("touches")) == (True, False)
    assert engine.relation("orders").columns == ("order_id", "customer_id", "ordered_on", "amount")


def test_a_table_nobody_supplied_is_named_with_the_remedy() -> None:
    with pytest.raises(TableMissingError, match=r"no table 'touches'\. Declare a source for it in case\.toml"):
        Engine().relation("touches")


def test_a_query_runs_one_named_text_with_its_parameters() -> None:
    frame = Engine.of(orders=ORDERS).query("customers_active", as_of=date(2024, 2, 1), active_since=date(2024, 1, 5))
    assert frame.to_dict("records") == [{"known": 1, "active": 1}]


def test_values_come_in_as_parameters_and_never_as_text() -> None:
    text = "select count(*) as n from orders where customer_id = $who"
    assert Engine.of(orders=ORDERS).run(text, {"who": "a' or '1' = '1"}).n[0] == 0


def test_a_parameter_that_the_text_does_not_know_is_an_error() -> None:
    with pytest.raises(duckdb.Error, match="until"):
        Engine.of(orders=ORDERS).query("customers_active", until=date(2024, 2, 1))


def test_a_parquet_file_is_read_in_place_under_any_path(tmp_path: Path) -> None:
    folder = tmp_path / "L'été ở nhà"
    folder.mkdir()
    ORDERS.to_parquet(folder / "orders.parquet", index=False)
    engine = Engine(folder / "spill", threads=1)
    engine.view("orders", folder / "orders.parquet")
    engine.name("large", "select * from orders where amount > 200")
    assert engine.run("select sum(amount) as s from large").s[0] == 1249
    assert engine.relation("large").columns == ("order_id", "customer_id", "ordered_on", "amount")


def test_days_are_days_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """An export may hold times with a zone; the day of 23:30 UTC must not depend on the machine's clock."""
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    frame = Engine().run("select cast(cast(timestamptz '2018-01-01 23:30:00+00' as date) as varchar) as day")
    assert frame.day[0] == "2018-01-01"


def test_nothing_is_fetched_and_nothing_spills_beside_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = "select current_setting('autoinstall_known_extensions') as fetch, current_setting('temp_directory') as spill"
    row = Engine().run(settings).iloc[0]
    assert not row.fetch
    assert Path(str(row.spill)).is_absolute()
    assert list(tmp_path.iterdir()) == []


def test_texts_are_read_by_name_and_end_as_one_table() -> None:
    assert sql_text("customers_active").startswith("-- ")
    with pytest.raises(FileNotFoundError):
        sql_text("no_such_text")
