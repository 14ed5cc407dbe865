"""How a case knows of which world its exports are."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from idic_lib.worlds import STAMP, WORLDS, Written, fill_case, stamp, write_world, written_world

SMALL = 300


@pytest.mark.parametrize("world", WORLDS)
def test_a_filled_case_says_which_world_its_exports_are_of(world: str, tmp_path: Path) -> None:
    fill_case(world, tmp_path, customers=SMALL, seed=2)
    assert (tmp_path / "raw" / STAMP).read_text(encoding="utf-8") == stamp(world, customers=SMALL, seed=2)
    assert {p.name for p in tmp_path.iterdir()} == {"raw", "truth"}


def test_another_world_size_seed_or_kind_has_another_stamp() -> None:
    stamps = [
        stamp("dairy", customers=9, seed=1),
        stamp("property", customers=9, seed=1),
        stamp("dairy", customers=8, seed=1),
        stamp("dairy", customers=9, seed=2),
        stamp("dairy", customers=9, seed=1, faults=False),
    ]
    assert len(set(stamps)) == len(stamps)


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_in_a_folder_of_its_own_is_never_written_again_by_a_run(world: str, tmp_path: Path) -> None:
    """It may be of other settings, or the clean twin: its case no longer orders the exports."""
    made = write_world(world, tmp_path / "twin", customers=SMALL, faults=False)
    case = tomllib.loads((made / "case.toml").read_text(encoding="utf-8"))
    assert "world" not in case
    assert len(case["sources"]) > 5
    assert written_world(made) == Written(world, SMALL, 1, faults=False)


def test_a_case_with_a_case_toml_of_its_own_counts_as_nobody_elses(tmp_path: Path) -> None:
    fill_case("property", tmp_path, customers=SMALL, seed=2)
    assert written_world(tmp_path) is None
