from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from idic_lib.errors import StageFailedError
from idic_lib.run import folders

DAY = date(2024, 1, 1)


def finished(base: Path, name: str, engagement: str = "a") -> Path:
    (base / name).mkdir(parents=True)
    (base / name / "run.json").write_text(json.dumps({"engagement": engagement}), encoding="utf-8")
    return base / name


def stop_in(folder: Path, error: BaseException, *files: str) -> None:
    """Write files into an unfinished folder, then stop; what failed goes beside it."""
    with folders.unfinished(folder, folder.parent / "failed"):
        for name in files:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("{}", encoding="utf-8")
        raise error


def test_a_run_is_named_by_its_day_and_counted_when_the_name_is_taken(tmp_path: Path) -> None:
    assert folders.next_name(tmp_path, DAY) == "2024-01-01"
    finished(tmp_path, "2024-01-01")
    assert folders.next_name(tmp_path, DAY) == "2024-01-01-2"
    finished(tmp_path, "2024-01-01-2")
    assert folders.next_name(tmp_path, DAY) == "2024-01-01-3"


def test_runs_are_listed_by_day_and_count(tmp_path: Path) -> None:
    for name in ("2024-01-01-10", "2024-01-01", "2024-01-01-2", "2023-12-31", "lab"):
        finished(tmp_path, name)
    (tmp_path / "lab" / "run.json").unlink()
    assert [r.name for r in folders.runs(tmp_path)] == ["2023-12-31", "2024-01-01", "2024-01-01-2", "2024-01-01-10"]


def test_the_latest_run_must_be_complete(tmp_path: Path) -> None:
    assert folders.latest(tmp_path) is None
    run = finished(tmp_path, "2024-01-01")
    folders.switch_latest(tmp_path, run.name)
    assert folders.latest(tmp_path) == run
    (run / "run.json").unlink()
    assert folders.latest(tmp_path) is None


def test_the_run_of_an_engagement_is_the_latest_before_any_other(tmp_path: Path) -> None:
    one, two, _other = finished(tmp_path, "2024-01-01"), finished(tmp_path, "2024-01-01-2"), finished(tmp_path, "2024-02-01", "b")
    assert folders.run_of(tmp_path, "a") == two
    folders.switch_latest(tmp_path, one.name)
    assert folders.run_of(tmp_path, "a") == one
    assert folders.run_of(tmp_path, "c") is None


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1), ValueError("x")])
def test_an_unfinished_folder_goes_with_the_folders_made_for_it(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        stop_in(tmp_path / "out" / "acme" / "run", error, "half.json")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_before_stays(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(ValueError, match="x"):
        stop_in(tmp_path / "out" / "run", ValueError("x"))
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_the_notebook_that_failed_is_kept_aside(tmp_path: Path) -> None:
    with pytest.raises(StageFailedError):
        stop_in(tmp_path / "run", StageFailedError("identify", 1, "", "x"), "notebooks/1_identify.ipynb", "notebooks/2_differentiate.ipynb")
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.ipynb")] == ["failed/1_identify.ipynb"]
    assert not (tmp_path / "run").exists()


def test_a_finished_folder_stays(tmp_path: Path) -> None:
    with folders.unfinished(tmp_path / "run", tmp_path / "failed"):
        pass
    assert (tmp_path / "run").is_dir()
