"""What one `[[sources]]` block may say, and the sentence for what it may not."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from idic_lib.source import Source, holds_password, place_of

COLUMNS = {"customer_id": "c", "ordered_on": "d", "amount": "a"}


def source(**more: Any) -> Source:  # noqa: ANN401 - settings of every type
    return Source(**{"table": "orders", "file": "o.csv", "columns": COLUMNS, **more})


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no file": ({"file": ""}, "file is missing; name the export"),
    "an encoding nobody reads": ({"encoding": "tcvn3"}, "encoding"),
    "two signs between cells": ({"delimiter": ";;"}, 'neither one character nor "auto"'),
    "lines below none": ({"skip": -1}, 'neither a number of lines nor "auto"'),
    "a word for lines": ({"skip": "two"}, 'neither a number of lines nor "auto"'),
    "a header looked for where there is none": ({"skip": "auto", "header": False}, 'skip = "auto" looks for the header, but header is false'),
    "lines above Parquet": ({"skip": "auto", "format": "parquet"}, "skip is given, but format is 'parquet'"),
    "merged cells in a CSV": ({"merged": ["c"]}, "merged is given, but format is 'csv'"),
    "merged cells of a column that is not mapped": ({"merged": ["x"], "format": "excel"}, "merged names 'x', a column that is not mapped"),
    "a database in a CSV": ({"url": "postgresql://db/crm"}, "url is given, but format is 'csv'"),
    "a variable that is no name": ({"format": "postgres", "file": "", "url": "postgresql://db/crm", "table_name": "t", "password_env": "a b"}, "password_env"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_setting_that_does_not_fit_is_refused_with_a_sentence(name: str) -> None:
    more, sentence = WRONG[name]
    with pytest.raises(ValidationError, match=sentence):
        source(**more)


@pytest.mark.parametrize(
    "more",
    [{"skip": "auto"}, {"skip": 3}, {"delimiter": "auto"}, {"delimiter": "\t"}, {"encoding": "auto"}, {"merged": ["c"], "format": "excel"}],
)
def test_settings_survive_being_written_and_read_again(more: dict[str, Any]) -> None:
    """A run keeps its case as JSON."""
    assert Source.model_validate_json(source(**more).model_dump_json(exclude_defaults=True)) == source(**more)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://me@db.acme.vn:5432/crm?sslmode=require", "db.acme.vn/crm"),
        ("postgres://me@/crm?host=/run/postgresql", "postgresql/crm"),
        ("postgresql:///crm", "localhost/crm"),
        ("postgresql://db?dbname=crm", "db/crm"),
    ],
)
def test_a_database_is_called_by_host_and_name_and_nobody_else(url: str, place: str) -> None:
    assert place_of(url) == place


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("postgresql://me:pw@db/crm", True),
        ("postgresql://db/crm?password=pw", True),
        ("postgresql://me@db:5432/crm", False),
        ("postgresql://me:@db/crm", False),
        ("raw/a:b@c.csv", False),
    ],
)
def test_a_password_in_a_text_is_seen(text: str, held: bool) -> None:  # noqa: FBT001 - a table of cases
    assert holds_password(text) is held
