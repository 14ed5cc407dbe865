"""What lies beside a case's exports: its hash is an input, and what is wrong in it is said with file and row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from idic_lib.case import Case
from idic_lib.errors import InputError
from idic_lib.external import External
from idic_lib.sources import fingerprints, load_beside
from idic_lib.sources.sample import read_sample
from tests.unit.sources.desk import case


@pytest.fixture
def engaged(tmp_path: Path) -> Case:
    (tmp_path / "orders.csv").write_text("customer,date,amount\n1,2023-01-01,5\n", encoding="utf-8")
    (tmp_path / "provinces.csv").write_text("tinh,dan_so\nHuế,1.2\n", encoding="utf-8")
    (tmp_path / "checked.csv").write_text("record_id,field,right\n1,phone,yes\n1,email,Không\n2,phone,\n", encoding="utf-8")
    made = case(tmp_path)
    table = External(
        name="province",
        file="provinces.csv",
        key="tinh",
        joins="province",
        columns={"people": "dan_so"},
        source="a yearbook",
        date=date(2023, 1, 1),
    )
    identify = made.identify.model_copy(update={"checked_sample": "checked.csv"})
    return made.model_copy(update={"external": (table,), "identify": identify})


def test_a_change_of_what_lies_beside_the_exports_changes_the_inputs(engaged: Case, tmp_path: Path) -> None:
    before = fingerprints(engaged)
    (tmp_path / "provinces.csv").write_text("tinh,dan_so\nHuế,1.3\n", encoding="utf-8")
    after = fingerprints(engaged)
    assert {k for k in before if before[k] != after[k]} == {"beside provinces.csv"}


def test_a_run_holds_the_table_from_outside_and_the_checked_cells(engaged: Case, tmp_path: Path) -> None:
    tables, private = tmp_path / "tables", tmp_path / "private"
    tables.mkdir()
    load_beside(engaged, tables, private)
    assert pd.read_parquet(tables / "external_province.parquet").to_dict("list") == {"tinh": ["Huế"], "people": [1.2]}
    assert list(pd.read_parquet(private / "checked_sample.parquet")["right"]) == [True, False]


def test_a_cell_nobody_looked_at_does_not_count_as_wrong(engaged: Case) -> None:
    assert len(read_sample(engaged)) == 2


def test_a_word_that_is_neither_yes_nor_no_is_named_with_its_row(engaged: Case, tmp_path: Path) -> None:
    (tmp_path / "checked.csv").write_text("record_id,field,right\n1,phone,yes\n1,email,maybe\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"checked\.csv, row 3: right is 'maybe'"):
        read_sample(engaged)


def test_a_table_that_is_not_there_is_said_before_anything_runs(engaged: Case, tmp_path: Path) -> None:
    (tmp_path / "provinces.csv").unlink()
    with pytest.raises(InputError, match=r"there is no file .*provinces\.csv"):
        fingerprints(engaged)
