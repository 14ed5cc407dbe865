"""One run of the retail case, shared by every test that looks at a real run: end to end, and in the browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from idic_lib.run.whole import RunResult, run_case


@dataclass
class Heard:
    """Who is told how far a run is, and remembers which stages ran."""

    started: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def stage_started(self, stage: str, cells: int) -> None:
        assert cells > 0
        self.started.append(stage)

    def cell_done(self, stage: str, cell: int) -> None:
        assert cell > 0
        assert stage == self.started[-1]

    def stage_done(self, stage: str, seconds: float) -> None:
        assert seconds > 0
        assert stage == self.started[-1]

    def stage_kept(self, stage: str) -> None:
        self.kept.append(stage)

    def message(self, text: str) -> None:
        assert text


@pytest.fixture(scope="session")
def retail_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the runs of the retail case go to."""
    return tmp_path_factory.mktemp("retail")


@pytest.fixture(scope="session")
def retail_run(retail_base: Path) -> RunResult:
    """Run the retail case from scratch, once for all tests."""
    return run_case("retail", out=retail_base, progress=Heard())


@pytest.fixture(scope="session")
def cdnow_run(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """Run the CDNOW case from scratch, once for all tests."""
    return run_case("cdnow", out=tmp_path_factory.mktemp("cdnow"), progress=Heard())
