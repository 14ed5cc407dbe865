"""Answer keys and truths: what is misspelt in either is an error that names it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from idic_lib.errors import InputError
from idic_lib.grade import AnswerKey, Grades, grade_run, read_key, read_truth
from tests.unit.grade.toy import KEY


def keyed(folder: Path, text: str) -> AnswerKey:
    (folder / "other.toml").write_text(text, encoding="utf-8")
    return read_key("other", folder)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("T6.satisfied", "T6.satisfies", r"T6\.satisfies.*T6 has satisfied, rule"),
        ("T6.satisfied", "T9.satisfied", r"T9\.satisfied.*truth\.json has world, T1, T6"),
        ("T6.satisfied", "T1.quarters", r"T1\.quarters.*no number but a group"),
        ("T6.satisfied", "elsewhere()", r"elsewhere\(\).*differentiate\.satisfaction\.share"),
        ("T1.quarters.*", "T1.persons.*", r"T1\.persons.*has no entries"),
    ],
)
def test_a_truth_that_the_world_does_not_have_is_named(world: Path, graded: Callable[..., Grades], old: str, new: str, named: str) -> None:
    graded()
    with pytest.raises(InputError, match=named):
        grade_run(world / "run", read_truth(world), keyed(world, KEY.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("identify.rows.orders", "identfy.rows.orders", r"fact\.0\.id"),
        ("fires = { above = 0 }", "fires = { above = 0, below = 2 }", "exactly one"),
        ("measure.sales.*", "measure.sales.all", r"needs one in the truth|a \* in the id"),
        ('about = "Sales', 'abuot = "Sales', "about"),
        ("identify.persons", "identify.rows.orders", "stands twice"),
        ("agreed = 0.5", "agreed = 1.5", "agreed"),
    ],
)
def test_an_impossible_key_is_refused_by_name(world: Path, old: str, new: str, named: str) -> None:
    with pytest.raises(InputError, match=named):
        keyed(world, KEY.replace(old, new, 1))


def test_a_world_without_a_key_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no answer key for a world 'moon'"):
        read_key("moon", tmp_path)


def test_a_case_without_truth_says_that_real_data_has_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="real data has no truth"):
        read_truth(tmp_path)


def test_a_table_of_truth_that_is_not_there_is_named(world: Path) -> None:
    with pytest.raises(InputError, match="no table of truth 'persons'"):
        read_truth(world).table("persons")


@pytest.mark.parametrize("world_name", ["dairy", "property"])
def test_the_committed_keys_can_be_read(world_name: str) -> None:
    assert read_key(world_name).fact


def test_grades_can_be_written_as_json(graded: Callable[..., Grades]) -> None:
    content = json.loads(json.dumps(graded().as_json()))
    assert (content["inside"], content["intervals"], content["missing"], content["passed"]) == (1, 1, 2, True)
