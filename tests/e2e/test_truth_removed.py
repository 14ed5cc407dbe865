"""A workbook cannot know what was planted: with the truths gone it states the same facts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from idic_lib.case import read_case
from idic_lib.run.inprocess import run_in_process
from idic_lib.worlds import WORLDS, write_world

pytestmark = pytest.mark.e2e


def stated(world: Path, folder: Path) -> tuple[str, list[str]]:
    """Facts and decisions of a run, and the ids of the facts."""
    run = run_in_process(read_case(world), folder, lang="en")
    text = (run / "facts.json").read_text(encoding="utf-8")
    return text + (run / "decisions.json").read_text(encoding="utf-8"), [f["id"] for f in json.loads(text)]


@pytest.mark.parametrize("name", WORLDS)
def test_facts_and_decisions_are_the_same_without_the_truths(name: str, tmp_path: Path) -> None:
    world = write_world(name, tmp_path / name, customers=300)
    said, ids = stated(world, tmp_path / "with")
    assert len(ids) == len(set(ids)) > 40
    shutil.rmtree(world / "truth")
    assert stated(world, tmp_path / "without")[0] == said
