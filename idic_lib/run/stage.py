"""One stage's notebook, executed in a run's folder or in place."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from idic_lib.case import Case
from idic_lib.run import notebooks
from idic_lib.run.execute import Progress, execute
from idic_lib.run.signature import notebook
from idic_lib.text import Language
from idic_lib.workspace import STAGES


def run_stage(case: Case, folder: Path, stage: str, lang: Language, progress: Progress) -> None:
    """Execute one stage's notebook in a run's folder."""
    started = time.monotonic()
    parameters: dict[str, object] = {"case": case.name, "run": "..", "lang": lang}
    execute(stage, notebook(stage), folder / "notebooks" / notebook(stage).name, parameters, progress)
    progress.stage_done(stage, time.monotonic() - started)


def execute_in_place(progress: Progress) -> None:
    """Execute the committed notebooks as 'Run All' would and keep their outputs (for `make notebooks`)."""
    for stage in STAGES:
        source = notebook(stage)
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / source.name
            execute(stage, source, target, {}, progress)
            notebooks.write(source, notebooks.read(target))
