"""Rows of a PostgreSQL database, read once over ADBC into a Parquet file, in an order of their own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import duckdb
import pyarrow as pa

from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.source import Source
from idic_lib.sources.convert import check_columns, columns_of
from idic_lib.sources.staging import identifier, quoted

_TEXTS = {"text", "varchar", "bpchar", "name", "char"}
_AS_THEY_ARE = _TEXTS | {"bool", "int2", "int4", "int8", "float4", "float8", "numeric", "date", "timestamp", "timestamptz", "uuid"}
_SOME = 100_000
_PATIENCE = 10
"""Seconds after which a database that does not answer counts as out of reach."""


def fetch(source: Source, target: Path) -> Path:
    """Write what the source maps of its table or query to `target`, every type as Parquet has it; return `target`.

    The database is only read (the transaction may not write). Rows come in no order, so they are put into that of all their
    values: the number of a row does not depend on how the server stores them. Types that Parquet does not know are read as text.
    Raises InputError for a database out of reach, a wrong password, a query that the server refuses, a column that is not there,
    and one whose type leaves open what its values mean; the sentence never holds the password.
    """
    from adbc_driver_postgresql import dbapi

    password = _password(source)
    with _sentences(source, password), dbapi.connect(_address(source, password)) as connection, connection.cursor() as cursor:
        cursor.execute("set transaction read only")
        asked = f"({(source.query or '').strip().rstrip(';')}\n)" if source.query else _table(source)
        cursor.execute(_select(source, cursor.adbc_execute_schema(f"select * from {asked} as asked"), asked))
        _write(source, cursor.fetch_record_batch(), target)
    return target


def sha256_of_rows(file: Path) -> str:
    """Hash the rows of a file that `fetch` wrote: the same rows in a database give the same hash, in whatever order they are stored."""
    rows = f"select * exclude (file_row_number) from read_parquet({quoted(str(file))}, file_row_number = true) order by file_row_number"
    texts = Engine(file.parent / "spill").connection.execute(f"select cast(to_json(t) as varchar) from ({rows}) as t")
    digest = hashlib.sha256()
    while some := texts.fetchmany(_SOME):
        digest.update("\n".join(text for (text,) in some).encode())
    return digest.hexdigest()


def _password(source: Source) -> str | None:
    if source.password_env is None:
        return None
    password = os.environ.get(source.password_env)
    if not password:
        raise InputError(
            f"{source.label}: the environment variable {source.password_env} is not set. Set it to the password of the database."
        )
    return password


def _address(source: Source, password: str | None) -> str:
    url = source.url or ""
    asked = parse_qs(urlsplit(url).query)
    more = {"password": password, "connect_timeout": None if "connect_timeout" in asked else str(_PATIENCE)}
    return url + "".join(
        f"{'&' if '?' in url or n else '?'}{k}={quote(v, safe='')}" for n, (k, v) in enumerate((k, v) for k, v in more.items() if v)
    )


@contextmanager
def _sentences(source: Source, password: str | None) -> Iterator[None]:
    """Turn what the driver or the server says into a sentence; a password never is part of it."""
    from adbc_driver_manager import Error, OperationalError

    try:
        yield
    except OperationalError as error:
        raise InputError(
            f"{source.label}: the database cannot be reached: {_cause(error, password)}. Check url, that the server runs, and the password in the variable that password_env names."
        ) from None
    except (Error, duckdb.Error) as error:
        raise InputError(
            f"{source.label}: the database refuses: {_cause(error, password)}. Correct query or table_name in case.toml."
        ) from None


def _cause(error: Exception, password: str | None) -> str:
    said = str(error)
    for secret in (password, quote(password, safe="")) if password else ():
        said = said.replace(secret, "***")
    lines = said.split("Query was:")[0].splitlines()
    cause = next((line for line in lines if "ERROR:" in line or "FATAL:" in line), lines[0])
    return (
        cause.rsplit("ERROR:", maxsplit=1)[-1]
        .rsplit("FATAL:", maxsplit=1)[-1]
        .rsplit("Failed to connect:", maxsplit=1)[-1]
        .strip()
        .rstrip(".")
    )


def _table(source: Source) -> str:
    return ".".join(identifier(part) for part in (source.table_name or "").split("."))


def _select(source: Source, found: pa.Schema, asked: str) -> str:
    """SQL of the columns that the source maps, as the server is asked for them."""
    check_columns(source, tuple(found.names))
    for column in columns_of(source):
        _check_type(source, found, str(source.columns[column.name]), column.kind)
    cells = []
    for name in dict.fromkeys([*map(str, source.columns.values()), *source.keep]):
        typed = _type(found, name)
        cast = "" if typed in _AS_THEY_ARE else "::numeric" if typed == "money" else "::text"
        cells.append(f"{identifier(name)}{cast} as {identifier(name)}")
    return f"select {', '.join(cells)} from {asked} as asked"


def _type(found: pa.Schema, name: str) -> str:
    """The server's name of a column's type, empty where the driver does not know it."""
    return (found.field(found.get_field_index(name)).metadata or {}).get(b"POSTGRESQL:type", b"").decode()  # type: ignore[no-any-return]


def _check_type(source: Source, found: pa.Schema, name: str, kind: str) -> None:
    if found.names.count(name) > 1:
        raise InputError(f"{source.label}: the query has several columns '{name}'. Give each a name of its own, with as.")
    typed = _type(found, name)
    if typed in _TEXTS and kind != "text":
        example = f"to_date({name}, 'DD/MM/YYYY')" if kind == "date" else f"replace({name}, '.', '')::numeric"
        raise InputError(
            f"{source.label}: column '{name}' is text in the database, and {source.table} needs a {'day' if kind == 'date' else 'number'}. Write a query that reads it, such as {example}."
        )
    if typed == "timestamptz" and kind == "date" and source.timezone is None:
        raise InputError(
            f"{source.label}: column '{name}' holds moments of any time zone, and its days depend on where one stands. Add timezone = \"UTC\" to the source."
        )


def _write(source: Source, rows: pa.RecordBatchReader, target: Path) -> None:
    """Write rows in the order of all their values; a moment of any time zone as the source's own clock showed it."""
    moments = {f.name for f in rows.schema if pa.types.is_timestamp(f.type) and f.type.tz is not None} if source.timezone else set()
    cells = (
        f"timezone({quoted(source.timezone or '')}, {identifier(n)}) as {identifier(n)}" if n in moments else identifier(n)
        for n in rows.schema.names
    )
    connection = Engine(target.parent / "spill").connection
    connection.register("arriving", rows)
    connection.execute(
        f"copy (select {', '.join(cells)} from arriving order by all) to {quoted(str(target))} (format parquet, compression zstd)"
    )
    connection.close()
