"""A real PostgreSQL as a source: typed rows over ADBC, a password that stays in the environment, a hash that follows the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from idic_lib.case import Case, read_case
from idic_lib.errors import InputError
from idic_lib.run.prepare import prepare
from idic_lib.source import Source
from idic_lib.sources import fingerprints
from tests.unit.sources.desk import Desk, case
from tests.unit.sources.postgres import PASSWORD, Server, server

COLUMNS = {"order_id": "id", "customer_id": "customer", "ordered_on": "day", "amount": "paid"}
TABLES = (
    "create type mood as enum ('vui', 'buồn')",
    "create table sales (id int, customer text, day date, at timestamptz, paid numeric(12, 2), price money, kind mood, written text, note jsonb)",
    """insert into sales values
       (2, 'Trần', '2023-01-03', '2023-01-02 16:30+00', -3.00, 3, 'buồn', '3.000 đ', '{"a": 1}'),
       (1, 'Nguyễn', '2023-01-02', '2023-01-01 18:30+00', 12.50, 12.5, 'vui', '1.250 đ', null),
       (3, null, '2023-01-04', null, 1234567.89, 7, 'vui', '', null)""",
    "create schema archive",
    "create table archive.sales as select * from sales where id = 1",
    "create table secrets as select * from sales",
    "grant usage on schema archive to asker",
    "grant select on sales, archive.sales to asker",
)


@pytest.fixture(scope="module")
def shop() -> Iterator[Server]:
    with server() as running:
        running.run(*TABLES)
        yield running


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)


def asked(shop: Server, **more: Any) -> Source:  # noqa: ANN401 - settings of a source
    given = {"table": "orders", "format": "postgres", "url": shop.url(), "password_env": "SHOP_PASSWORD", "columns": COLUMNS, **more}
    return Source(**given if "query" in more else {"table_name": "sales", **given})


def loaded(shop: Server, folder: Path, **more: Any) -> Desk:  # noqa: ANN401 - settings of a source
    return Desk(case(folder, asked(shop, **more)), folder / "tables")


def test_rows_arrive_typed_and_what_is_not_known_is_set_aside(shop: Server, tmp_path: Path) -> None:
    found = loaded(shop, tmp_path)
    assert found.kept() == [("Nguyễn", "2023-01-02", 1250), ("Trần", "2023-01-03", -300)]
    assert found.aside() == {"no customer_id": (1, 123456789.0)}
    assert (found.loaded[0].source, found.loaded[0].rows) == (f"{shop.home.name}/shop, table sales", 3)
    assert [p.name for p in (tmp_path / "tables").iterdir()] == ["orders.parquet"]


def test_a_query_and_a_table_of_a_schema_are_read_too(shop: Server, tmp_path: Path) -> None:
    assert len(loaded(shop, tmp_path, query="select * from sales where id < 3; ").kept()) == 2
    assert loaded(shop, tmp_path, table_name="archive.sales").kept() == [("Nguyễn", "2023-01-02", 1250)]


def test_types_that_the_driver_hands_over_as_bytes_or_cents_are_read_for_what_they_are(shop: Server, tmp_path: Path) -> None:
    """The driver hands over the type money in cents, and an enum as bytes."""
    found = loaded(shop, tmp_path, columns={"customer_id": "kind", "ordered_on": "day", "amount": "price"}, keep={"note": ('{"a": 1}',)})
    assert found.kept() == [("buồn", "2023-01-03", 300)]


def test_moments_are_days_of_the_clients_clock(shop: Server, tmp_path: Path) -> None:
    columns = COLUMNS | {"ordered_on": "at"}
    for zone in ("UTC", "Asia/Ho_Chi_Minh"):
        company = case(tmp_path).case.model_copy(update={"timezone": "Asia/Ho_Chi_Minh"})
        engaged = Case(folder=tmp_path, case=company, sources=(asked(shop, columns=columns, timezone=zone),))
        assert [r[1] for r in Desk(engaged, tmp_path / zone).kept()] == ["2023-01-02", "2023-01-02"]  # 1:30 and 23:30 there
    with pytest.raises(InputError, match=r"column 'at' holds moments of any time zone.*timezone = \"UTC\""):
        loaded(shop, tmp_path, columns=columns)


def test_the_order_in_which_the_server_keeps_rows_changes_nothing(shop: Server, tmp_path: Path) -> None:
    unnumbered = {k: v for k, v in COLUMNS.items() if k != "order_id"}
    one, other = (
        loaded(shop, tmp_path / way, query=f"select * from sales order by id {way}", columns=unnumbered) for way in ("asc", "desc")
    )
    assert one.loaded[0].sha256 == other.loaded[0].sha256
    assert one.kept(columns="order_id, customer_id") == other.kept(columns="order_id, customer_id")


def test_a_changed_database_is_another_fingerprint_and_only_mapped_columns_count(shop: Server, tmp_path: Path) -> None:
    shop.run("create table moving as select id, customer, day, paid, written from sales", "grant select on moving to asker")
    engaged = case(tmp_path, asked(shop, table_name="moving"))
    first = fingerprints(engaged)
    shop.run("update moving set written = 'seen'", "vacuum full moving")
    assert fingerprints(engaged) == first
    shop.run("update moving set paid = paid + 0.01 where id = 1")
    assert fingerprints(engaged) != first


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no such column": ({"columns": COLUMNS | {"amount": "sum"}}, r"there is no column 'sum' for orders\.amount; .* has id, customer, day"),
    "no such table": ({"table_name": "sails"}, r'the database refuses: relation "sails" does not exist\. Correct query or table_name'),
    "no right to read": ({"table_name": "secrets"}, r"the database refuses: permission denied for table secrets"),
    "a query that writes": ({"query": "with gone as (delete from sales returning *) select * from gone"}, r"the database refuses: "),
    "a query that stops midway": ({"query": "select *, 1 / (id - 3) as x from sales", "columns": COLUMNS | {"amount": "x"}}, r"the database refuses: division by zero"),
    "a name twice": ({"query": "select *, id as customer from sales"}, r"the query has several columns 'customer'"),
    "a day in text": ({"columns": COLUMNS | {"ordered_on": "written"}}, r"column 'written' is text in the database, and orders needs a day\. Write a query .*to_date\(written"),
    "an amount in text": ({"columns": COLUMNS | {"amount": "written"}}, r"column 'written' is text in the database, and orders needs a number"),
    "no server": ({"url": "postgresql://asker@127.0.0.1:1/shop"}, r"127\.0\.0\.1/shop, table sales: the database cannot be reached: .*refused\. Check url"),
    "no password": ({"password_env": None}, r"the database cannot be reached: .*no password supplied"),
    "no such variable": ({"password_env": "NOT_SET"}, r"the environment variable NOT_SET is not set"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_goes_wrong_is_a_sentence_without_the_password(shop: Server, tmp_path: Path, name: str) -> None:
    more, sentence = WRONG[name]
    with pytest.raises(InputError, match=sentence) as error:
        loaded(shop, tmp_path, **more)
    assert PASSWORD not in str(error.value)
    assert shop.url() not in str(error.value)


def test_a_wrong_password_is_a_sentence_that_does_not_repeat_it(shop: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "hunter2")
    with pytest.raises(InputError, match=r"cannot be reached: password authentication failed.*password_env") as error:
        loaded(shop, tmp_path)
    assert "hunter2" not in str(error.value)


def test_nothing_was_ever_written_to_the_database(shop: Server, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        loaded(shop, tmp_path, query="delete from sales returning *")
    assert loaded(shop, tmp_path).loaded[0].rows == 3


def test_no_file_of_a_run_holds_the_password(shop: Server, tmp_path: Path) -> None:
    engaged = case(tmp_path, asked(shop))
    (tmp_path / "run").mkdir()
    prepare(engaged, tmp_path / "run", None, fingerprints(engaged))
    written = b"".join(p.read_bytes() for p in (tmp_path / "run").rglob("*") if p.is_file())
    assert b"SHOP_PASSWORD" in written
    assert not any(secret in written for secret in (PASSWORD.encode(), b"s3cret"))


CASE = """
[case]
name = "acme"
company = "Acme"
currency = "USD"
as_of = 2024-01-01
[[sources]]
table = "orders"
format = "postgres"
{more}
columns = {{ customer_id = "c", ordered_on = "d", amount = "a" }}
"""
REFUSED = {
    'url = "postgresql://me:hunter2@db/crm"\ntable_name = "t"': "a password stands in case.toml; change that password",
    'url = "postgresql://db/crm?user=me&password=hunter2"\ntable_name = "t"': "a password stands in case.toml",
    'url = "postgresql://me@db/crm"\npassword = "hunter2"\ntable_name = "t"': "let password_env name the environment variable",
    'file = "postgresql://me:hunter2@db/crm"': "a password stands in case.toml",
    'url = ["postgresql://me:hunter2@db/crm"]\ntable_name = "t"': "a password stands in case.toml",
    'url = "postgresql://me@db/crm"': "either query or table_name",
    'url = "postgresql://me@db/crm"\nquery = "select 1"\ntable_name = "t"': "either query or table_name",
    'url = "mysql://me@db/crm"\ntable_name = "t"': "url names no PostgreSQL database",
    'table_name = "t"': "url names no PostgreSQL database",
    'url = "postgresql://me@db/crm"\ntable_name = "t"\nfile = "o.csv"': "file is given, but format is",
}


@pytest.mark.parametrize("more", REFUSED)
def test_a_case_names_the_database_and_never_its_password(tmp_path: Path, more: str) -> None:
    (tmp_path / "case.toml").write_text(CASE.format(more=more), encoding="utf-8")
    with pytest.raises(InputError, match=REFUSED[more]) as error:
        read_case(tmp_path)
    assert "hunter2" not in str(error.value)


def test_an_error_of_the_settings_themselves_does_not_quote_the_password() -> None:
    with pytest.raises(ValidationError) as error:
        Source(table="orders", format="postgres", url="postgresql://me:hunter2@db/crm", table_name="t", columns=COLUMNS)
    assert "hunter2" not in str(error.value)


def test_keys_of_a_database_need_its_format() -> None:
    with pytest.raises(ValidationError, match="password_env is given, but format is 'csv'"):
        Source(table="orders", file="o.csv", password_env="CRM", columns=COLUMNS)  # noqa: S106 - a name


def test_queries_that_begin_alike_are_told_apart() -> None:
    queries = [f"select customer, day, paid from sales_of_the_year as s where s.shop = '{shop}'" for shop in "ab"]
    sources = [Source(table="orders", format="postgres", url="postgresql://me@db/crm", query=q, columns=COLUMNS) for q in queries]
    both = Case(case=case(Path(), *sources[:1]).case, sources=tuple(sources))
    assert len({s.label for s in both.sources}) == 2
    assert all(s.label.startswith("db/crm, select customer, day, paid from sales_of_the_year") for s in both.sources)


def test_the_day_is_that_of_the_row(shop: Server, tmp_path: Path) -> None:
    assert loaded(shop, tmp_path).engine.run("select max(ordered_on) as last from orders")["last"][0].date() == dt.date(2023, 1, 3)
