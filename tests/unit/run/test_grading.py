"""`idic grade`: which run is graded, and what it says where there is nothing to grade."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from idic_lib import cli
from idic_lib.errors import InputError
from idic_lib.facts import Fact
from idic_lib.run import grading
from idic_lib.run.whole import RunResult
from idic_lib.worlds import write_world
from tests.unit.run.conftest import Kernels, Silent

KEY = 'agreed = 0.9\n[[fact]]\nid = "identify.orders"\ntruth = "T1.orders"\nabout = "Orders kept."\n'
KEY += '[[fact]]\nid = "identify.known"\ntruth = "T1.known"\nabout = "Known customers."\n'
KNOWN = Fact(id="identify.known", value=0.5, lo=0.4, hi=0.6, unit="share", method="share of orders", says="{value} are known.")


@pytest.fixture
def toy(acme: Path, kernels: Kernels, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give the case acme a truth and its world an answer key."""
    kernels.more["identify"] = KNOWN
    (acme / "truth").mkdir()
    content = {"world": {"name": "toy", "customers": 40, "faults": True}, "T1": {"orders": 360, "known": 0.55}}
    (acme / "truth" / "truth.json").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "toy.toml").write_text(KEY, encoding="utf-8")
    read = grading.read_key
    monkeypatch.setattr(grading, "read_key", lambda world: read(world, tmp_path))
    return acme


def test_the_latest_run_is_graded_without_running_again(kernels: Kernels, toy: Path, run: Callable[..., RunResult], tmp_path: Path) -> None:
    made = run()
    ran = list(kernels.ran)
    report = grading.grade_case(toy, out=tmp_path / "out", progress=Silent())  # type: ignore[arg-type]
    assert kernels.ran == ran
    assert (report.content["run"], report.passed) == (made.path.name, True)


def test_without_a_run_the_case_is_run_first_and_that_is_said(kernels: Kernels, toy: Path, tmp_path: Path) -> None:
    said: list[str] = []

    class Heard(Silent):
        def message(self, text: str) -> None:
            said.append(text)

    report = grading.grade_case(toy, out=tmp_path / "out", progress=Heard())  # type: ignore[arg-type]
    assert kernels.ran
    assert said == ["There is no run of these exports; running the case first."]
    assert report.passed


def test_a_run_of_other_exports_is_not_held_against_this_truth(
    kernels: Kernels, toy: Path, run: Callable[..., RunResult], tmp_path: Path
) -> None:
    made = run()
    with (toy / "orders.csv").open("a", encoding="utf-8") as file:
        file.write("1,2023-03-01,5.25\n")
    with pytest.raises(InputError, match="made from other exports"):
        grading.grade_case(toy, run=made.path.name, out=tmp_path / "out", progress=Silent())  # type: ignore[arg-type]
    report = grading.grade_case(toy, out=tmp_path / "out", progress=Silent())  # type: ignore[arg-type]
    assert (report.content["run"] != made.path.name, report.passed, len(kernels.ran)) == (True, False, 16)


def test_a_run_that_is_not_there_is_named_with_those_that_are(
    kernels: Kernels, toy: Path, run: Callable[..., RunResult], tmp_path: Path
) -> None:
    made = run()
    assert kernels.ran
    with pytest.raises(InputError, match=f"--run 1999-01-01: there is no such run in .*Runs there: {made.path.name}"):
        grading.grade_case(toy, run="1999-01-01", out=tmp_path / "out", progress=Silent())  # type: ignore[arg-type]


def test_a_wrong_count_makes_the_command_fail_and_stands_in_the_file(
    kernels: Kernels, toy: Path, run: Callable[..., RunResult], tmp_path: Path
) -> None:
    assert run().ran
    assert kernels.ran
    truth = toy / "truth" / "truth.json"
    truth.write_text(truth.read_text(encoding="utf-8").replace("360", "361"), encoding="utf-8")
    result = CliRunner().invoke(cli.app, ["grade", str(toy), "--out", str(tmp_path / "out"), "--json", str(tmp_path / "grades.json")])
    assert result.exit_code == 1
    assert "wrong" in result.output
    assert "Failed." in result.output
    content = json.loads((tmp_path / "grades.json").read_text(encoding="utf-8"))
    assert [(r["id"], r["value"], r["truth"], r["mark"]) for r in content["rows"]] == [
        ("identify.orders", 360, 361, "wrong"),
        ("identify.known", 0.5, 0.55, "inside"),
    ]


@pytest.mark.parametrize("options", [[], ["--sweep", "2"]])
def test_a_case_of_real_data_cannot_be_graded(acme: Path, tmp_path: Path, options: list[str]) -> None:
    result = CliRunner().invoke(cli.app, ["grade", str(acme), "--out", str(tmp_path / "out"), *options])
    assert result.exit_code == 2
    assert "real data has no truth" in result.output
    assert not (tmp_path / "out").exists()


def test_a_run_that_is_not_there_is_said_before_anything_is_written(acme: Path, tmp_path: Path) -> None:
    """The exports of this generated case are absent, and would be written first."""
    with (acme / "case.toml").open("a", encoding="utf-8") as file:
        file.write('\n[world]\nname = "dairy"\ncustomers = 300\nseed = 1\n')
    result = CliRunner().invoke(cli.app, ["grade", str(acme), "--run", "nope", "--out", str(tmp_path / "out")])
    assert (result.exit_code, "--run nope: there is no such run" in result.output) == (2, True)
    assert {p.name for p in acme.iterdir()} == {"case.toml", "orders.csv"}


def test_a_sweep_of_too_few_persons_names_the_least(toy: Path) -> None:
    result = CliRunner().invoke(cli.app, ["grade", str(toy), "--sweep", "1", "--customers", "3"])
    assert (result.exit_code, "--customers 3: a sweep needs at least 300 persons in each world" in result.output) == (2, True)


def test_a_generated_folder_whose_truth_was_taken_away_says_how_to_write_it_again(tmp_path: Path) -> None:
    made = write_world("property", tmp_path / "estate", customers=30, seed=4, faults=False)
    shutil.rmtree(made / "truth")
    result = CliRunner().invoke(cli.app, ["grade", str(made), "--out", str(tmp_path / "out")])
    again = f"idic world property --out {made} --customers 30 --seed 4 --faults none --force"
    assert result.exit_code == 2
    assert f"this case is generated, and its truth is missing. Write it again: {again}" in " ".join(result.output.split())
    assert CliRunner().invoke(cli.app, again.split()[1:]).exit_code == 0
    assert (made / "truth" / "truth.json").is_file()
