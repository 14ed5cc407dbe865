"""A run of the toy world whose ledger can be moved away from the truth."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from idic_lib.facts import Fact
from idic_lib.grade import AnswerKey, Grades, grade_run, read_key, read_truth
from tests.unit.grade.toy import KEY, TRUTH, case, focus, stated


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """Return the folder of the case, with its truth."""
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "truth.json").write_text(json.dumps(TRUTH), encoding="utf-8")
    return tmp_path


@pytest.fixture
def key(tmp_path: Path) -> AnswerKey:
    (tmp_path / "toy.toml").write_text(KEY, encoding="utf-8")
    return read_key("toy", tmp_path)


@pytest.fixture
def graded(world: Path, key: AnswerKey) -> Callable[..., Grades]:
    """Grade the run that states everything rightly, changed by `facts` (None takes one away), `choice`, and whether faults were planted."""

    def go(*facts: Fact, without: str = "", choice: str = "Fix the most common problems", faults: bool = True) -> Grades:
        run = world / "run"
        run.mkdir(exist_ok=True)
        ledger = {**stated(), **{f.id: f for f in facts}}
        ledger.pop(without, None)
        (run / "facts.json").write_text(json.dumps([f.model_dump(mode="json") for f in ledger.values()]), encoding="utf-8")
        (run / "decisions.json").write_text(json.dumps([focus(choice).model_dump(mode="json")]), encoding="utf-8")
        (run / "case.json").write_text(case().model_dump_json(exclude={"folder"}), encoding="utf-8")
        (world / "truth" / "truth.json").write_text(json.dumps({**TRUTH, "world": {**TRUTH["world"], "faults": faults}}), encoding="utf-8")
        return grade_run(run, read_truth(world), key)

    return go
