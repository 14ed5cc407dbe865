"""Notebooks without kernels: the same cells, the same ledger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from idic_lib.case import read_case
from idic_lib.errors import StageFailedError
from idic_lib.run import inprocess
from idic_lib.run.inprocess import code_cells, run_in_process
from idic_lib.run.signature import notebook
from idic_lib.workspace import STAGES


def test_a_run_in_this_process_states_facts_and_decisions_and_keeps_tables(acme: Path, tmp_path: Path) -> None:
    run = run_in_process(read_case(acme), tmp_path / "run", stages=("brief", "identify"))
    facts = {f["id"]: f["value"] for f in json.loads((run / "facts.json").read_text(encoding="utf-8"))}
    assert facts["identify.rows.orders"] == 360
    assert json.loads((run / "decisions.json").read_text(encoding="utf-8")) == []
    assert (run / "tables" / "customers.parquet").exists()


def test_a_cell_that_stops_is_named(acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.ipynb"
    cells = [{"cell_type": "markdown", "source": ["# T"]}, {"cell_type": "code", "source": ["1 / 0"], "metadata": {}}]
    broken.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setattr(inprocess, "notebook", lambda _: broken)
    with pytest.raises(StageFailedError, match="Notebook brief, cell 1 failed: ZeroDivisionError"):
        run_in_process(read_case(acme), tmp_path / "run", stages=("brief",))


@pytest.mark.parametrize("stage", STAGES)
def test_every_notebook_begins_with_its_parameters(stage: str) -> None:
    cells = code_cells(notebook(stage))
    assert [is_parameters for _, is_parameters in cells] == [True] + [False] * (len(cells) - 1)


def test_the_last_notebook_states_nothing_so_that_it_may_be_left_out() -> None:
    said = "\n".join(code for code, _ in code_cells(notebook(STAGES[-1])))
    assert "ws.state(" not in said
    assert "ws.decide(" not in said
