from __future__ import annotations

from pathlib import Path

import pytest

from idic_lib.facts import counted
from idic_lib.run import folders, lab, stage
from idic_lib.run.lab import open_stage
from idic_lib.workspace import StageRecord
from tests.unit.run.conftest import Kernels, Silent, run_case


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Send what is opened by hand to a folder of the test."""
    monkeypatch.setattr(folders, "REPORTS", tmp_path / "reports")
    return tmp_path / "reports" / "acme"


@pytest.fixture
def background(kernels: Kernels, monkeypatch: pytest.MonkeyPatch) -> Kernels:
    monkeypatch.setattr(stage, "run_stage", kernels.run_stage)
    return kernels


def test_a_notebook_opened_by_hand_has_its_own_folder_and_its_earlier_stages(background: Kernels, base: Path, acme: Path) -> None:
    ws = open_stage("customize", case=str(acme))
    assert ws.folder == base / "lab"
    assert background.ran == ["identify", "differentiate"]
    assert ws.facts["differentiate.orders"].value == 360


def test_what_is_up_to_date_is_not_run_again(background: Kernels, base: Path, acme: Path) -> None:
    del base
    open_stage("customize", case=str(acme))
    background.ran = []
    open_stage("customize", case=str(acme))
    assert background.ran == []


def test_results_of_a_finished_run_are_taken_over_and_the_run_is_never_written_to(background: Kernels, base: Path, acme: Path) -> None:
    done = run_case(acme, progress=Silent())
    before = {p: p.stat().st_mtime_ns for p in done.path.rglob("*")}
    background.ran = []
    ws = open_stage("report", case=str(acme))
    ws.state(counted("report.more", 1, unit="rows", method="count of rows", says="{value}"))
    ws.done()
    assert (background.ran, ws.folder) == ([], base / "lab")
    assert {p: p.stat().st_mtime_ns for p in done.path.rglob("*")} == before


def test_other_orders_start_the_folder_anew(background: Kernels, base: Path, acme: Path) -> None:
    open_stage("interact", case=str(acme))
    with (acme / "orders.csv").open("a", encoding="utf-8") as file:
        file.write("3,2023-05-01,7.50\n")
    background.ran = []
    assert open_stage("interact", case=str(acme)).facts["differentiate.orders"].value == 361
    assert background.ran == ["identify", "differentiate"]
    assert (base / "lab" / "engagement").exists()


def test_a_stage_left_midway_does_not_count_as_complete(background: Kernels, base: Path, acme: Path) -> None:
    """Run All, then Run All again and stop midway: what was stated is no longer the whole of it."""
    open_stage("interact", case=str(acme))
    assert StageRecord(base / "lab", "differentiate").signature
    halfway = open_stage("differentiate", case=str(acme))
    halfway.state(counted("differentiate.orders", 1, unit="orders", method="count of orders", says="{value}"))
    background.ran = []
    open_stage("interact", case=str(acme))
    assert background.ran == ["differentiate"]


def test_the_notebook_of_a_run_opens_that_run_with_its_frozen_case(background: Kernels, acme: Path, tmp_path: Path) -> None:
    del background
    done = run_case(acme, out=tmp_path / "out", progress=Silent())
    (acme / "case.toml").write_text("broken", encoding="utf-8")
    ws = open_stage("report", case="acme", run=str(done.path))
    assert (ws.folder, ws.case.name, ws.lang) == (done.path, "acme", "en")


def test_progress_by_hand_names_the_notebook_and_stays_silent_about_its_cells(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = lab.Quiet()
    quiet.stage_started("identify", 12)
    quiet.cell_done("identify", 1)
    quiet.stage_done("identify", 1.0)
    quiet.stage_kept("brief")
    quiet.message("So far.")
    assert capsys.readouterr().err == "Running notebook identify first (12 cells) ...\nSo far.\n"
