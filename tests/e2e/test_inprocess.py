"""A sweep runs notebooks without kernels; it would prove nothing if they stated something else there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from idic_lib.case import read_case
from idic_lib.run.inprocess import run_in_process
from idic_lib.run.whole import RunResult

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("ledger", ["facts", "decisions"])
def test_facts_and_decisions_are_those_of_a_run_with_kernels(cdnow_run: RunResult, tmp_path: Path, ledger: str) -> None:
    own = run_in_process(read_case("cdnow"), tmp_path / "run")
    read = [json.loads((folder / f"{ledger}.json").read_text(encoding="utf-8")) for folder in (own, cdnow_run.path)]
    assert read[0] == read[1]
