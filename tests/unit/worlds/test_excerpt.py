import hashlib
from pathlib import Path

import pytest

from idic_lib.case import CASES
from idic_lib.worlds import WORLDS, write_world


def _bytes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir()) if p.name != ".world"}


@pytest.mark.parametrize("world", WORLDS)
def test_the_committed_excerpt_is_what_the_code_writes_today(world: str, tmp_path: Path) -> None:
    made = write_world(world, tmp_path / "w", customers=1000, seed=1)
    assert _bytes(made / "raw") == _bytes(CASES / world / "excerpt" / "raw"), "run `make excerpts` and commit what it writes"


def test_the_excerpts_together_stay_below_three_megabytes() -> None:
    assert sum(p.stat().st_size for w in WORLDS for p in (CASES / w / "excerpt").rglob("*") if p.is_file()) <= 3_000_000


@pytest.mark.parametrize("world", WORLDS)
def test_no_truth_lies_in_an_excerpt(world: str) -> None:
    assert sorted(p.name for p in (CASES / world / "excerpt").iterdir()) == ["case.toml", "raw"]
