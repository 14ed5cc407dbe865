from __future__ import annotations

from datetime import date
from typing import get_args

import pandas as pd
import pytest

from idic_lib import tables
from idic_lib.errors import IdicError
from idic_lib.tables import DUCKDB_TYPES, EXPORTS, MADE, SECTIONS, Kind


def customers(**more: object) -> pd.DataFrame:
    given = {"customer_id": ["a", "b"], "first_on": pd.to_datetime(["2024-01-01", "2024-02-01"]), "orders": [1, 2], "amount": [100, 250]}
    return pd.DataFrame(given | {"last_on": given["first_on"]} | more)


@pytest.mark.parametrize("name", [*EXPORTS, *MADE])
def test_a_contract_has_known_kinds_unique_columns_and_a_key_among_them(name: str) -> None:
    table = MADE.get(name) or EXPORTS[name]
    names = [c.name for c in table.columns]
    assert len(names) == len(set(names))
    assert {c.kind for c in table.columns} <= set(get_args(Kind)) == set(DUCKDB_TYPES)
    assert set(table.key) <= {c.name for c in table.columns if c.needed}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_says_what_it_holds_and_what_it_answers(name: str) -> None:
    assert EXPORTS[name].holds
    assert EXPORTS[name].answers


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_needs_exports_that_exist(name: str) -> None:
    assert SECTIONS[name].needs
    assert set(SECTIONS[name].needs) <= set(EXPORTS)
    assert SECTIONS[name].answers


def test_a_table_that_fits_passes_with_traits_of_its_own() -> None:
    tables.check("customers", customers(fifth=[1, 2]))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"amount": [1.5, 2.5]}, "column 'amount' should be money, found float64"),
        ({"orders": ["1", "2"]}, "column 'orders' should be integer"),
        ({"first_on": [date(2024, 1, 1), date(2024, 2, 1)]}, "column 'first_on' should be date, found object"),
        ({"first_on": ["2024-01-01", "2024-02-01"]}, "column 'first_on' should be date"),
        ({"customer_id": [1, 2]}, "column 'customer_id' should be text, found int64"),
        ({"customer_id": ["a", "a"]}, r"key \('customer_id',\) is not unique, first at row 1"),
        ({"customer_id": ["a", None]}, r"key \('customer_id',\) is empty, first at row 1"),
    ],
)
def test_the_first_column_type_or_key_that_breaks_the_contract_is_named(more: dict[str, object], sentence: str) -> None:
    with pytest.raises(IdicError, match=f"table customers: {sentence}"):
        tables.check("customers", customers(**more))


def test_a_missing_column_and_an_unknown_table_are_named() -> None:
    with pytest.raises(IdicError, match=r"table customers: column 'amount' is missing; it holds \['customer_id'"):
        tables.check("customers", customers().drop(columns="amount"))
    with pytest.raises(IdicError, match="table clients: there is no contract of that name"):
        tables.check("clients", customers())


def test_an_empty_table_and_one_without_a_key_pass() -> None:
    tables.check("customers", customers().iloc[:0])
    tables.check("offers", pd.DataFrame({"customer_id": ["a", "a"], "list": ["due", "due"], "rank": [1, 1], "item": ["x", "x"]}))
