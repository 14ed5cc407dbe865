"""The gate after notebook 1 stops what would be built on broken data."""

from __future__ import annotations

from pathlib import Path

import pytest

from idic_lib.case import Case, read_case
from idic_lib.errors import InputError
from idic_lib.facts import counted
from idic_lib.run.gate import pass_gate
from idic_lib.workspace import StageRecord


@pytest.fixture
def case() -> Case:
    return read_case("cdnow")


def _judged(folder: Path, verdict: str) -> Path:
    record = StageRecord(folder, "identify")
    record.facts = [
        counted("identify.gate", verdict, unit="number", method="name of the worst verdict", says="It says {value}."),
        counted("identify.gate.orders", verdict, unit="number", method="name of the verdict", says="No order names a customer."),
    ]
    record.save()
    return folder


def test_a_block_stops_the_next_notebook_and_says_why(tmp_path: Path, case: Case) -> None:
    with pytest.raises(InputError, match=r"No order names a customer\. Mend the exports, or set go_on"):
        pass_gate(case, _judged(tmp_path, "block"), "differentiate")


@pytest.mark.parametrize("verdict", ["pass", "warn"])
def test_whatever_does_not_block_lets_the_run_go_on(tmp_path: Path, case: Case, verdict: str) -> None:
    pass_gate(case, _judged(tmp_path, verdict), "differentiate")


def test_the_gate_does_not_stop_the_notebook_that_states_it(tmp_path: Path, case: Case) -> None:
    pass_gate(case, _judged(tmp_path, "block"), "identify")


def test_a_case_may_go_on_all_the_same(tmp_path: Path, case: Case) -> None:
    bold = case.model_copy(update={"identify": case.identify.model_copy(update={"go_on": True})})
    pass_gate(bold, _judged(tmp_path, "block"), "interact")


def test_without_a_verdict_nothing_is_stopped(tmp_path: Path, case: Case) -> None:
    pass_gate(case, tmp_path, "differentiate")
