"""Notebooks opened by hand: their own run folder `lab`, and the stages before them run first when they are missing."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from idic_lib.case import Case, read_case
from idic_lib.run import answers, folders
from idic_lib.run.gate import pass_gate
from idic_lib.run.prepare import prepare
from idic_lib.run.signature import before, engagement, notebook, stage_signatures
from idic_lib.run.supply import supply
from idic_lib.sources import fingerprints
from idic_lib.text import Language
from idic_lib.workspace import STAGES, StageRecord, Workspace, write_text


class Quiet:
    """Says on the standard error which notebooks run in the background, and nothing of their cells."""

    def stage_started(self, stage: str, cells: int) -> None:
        """Say that a notebook with so many cells runs first."""
        sys.stderr.write(f"Running notebook {stage} first ({cells} cells) ...\n")

    def cell_done(self, stage: str, cell: int) -> None:
        """Stay silent."""

    def stage_done(self, stage: str, seconds: float) -> None:
        """Stay silent."""

    def stage_kept(self, stage: str) -> None:
        """Stay silent."""

    def message(self, text: str) -> None:
        """Pass a line on."""
        sys.stderr.write(text + "\n")


def open_stage(
    stage: str, *, case: str = "retail", run: str = "", lang: Language | None = None, settings: Mapping[str, object] | None = None
) -> Workspace:
    """Open a stage's workspace: in the run that the runner named, or by hand in the case's folder `lab`.

    By hand, the exports are loaded and the stages that this one reads are run first when their results are
    missing or out of date; a finished run is never written to.
    """
    if run:
        folder = Path(run).resolve()
        frozen = Case.model_validate_json((folder / "case.json").read_text(encoding="utf-8"))
        inputs = {str(k): str(v) for k, v in _inputs(folder).items()}
        return Workspace(
            folder,
            frozen,
            stage,
            lang or frozen.case.language,
            signature=stage_signatures(frozen, inputs, lang or frozen.case.language)[stage],
        )
    engaged = read_case(case, settings=settings)
    supply(engaged, Quiet().message)
    language = lang or engaged.case.language
    folder = folders.REPORTS / engaged.name / "lab"
    signatures = _bring_up_to_date(engaged, folder, stage, language)
    return Workspace(folder, engaged, stage, language, signature=signatures[stage])


def _inputs(folder: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads((folder / "loaded.json").read_text(encoding="utf-8"))["inputs"]
    return content


def _bring_up_to_date(case: Case, folder: Path, stage: str, lang: Language) -> dict[str, str]:
    inputs = fingerprints(case) | answers.gather(folder.parent)
    signatures = stage_signatures(case, inputs, lang)
    stamp = folder / "engagement"
    if not stamp.exists() or stamp.read_text(encoding="utf-8").strip() != engagement(case, inputs):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        prepare(case, folder, None, inputs)
        answers.hand_over(folder.parent, folder)
        write_text(stamp, engagement(case, inputs) + "\n")
    from idic_lib.run.stage import run_stage  # papermill is needed only when an earlier stage must run

    finished = folders.latest(folder.parent)
    for earlier in (s for s in STAGES if s in before(stage)):
        if StageRecord(folder, earlier).signature == signatures[earlier]:
            continue
        if finished is not None and StageRecord(finished, earlier).signature == signatures[earlier]:
            folders.copy_stage(finished, folder, earlier, notebook(earlier).name)
        else:
            run_stage(case, folder, earlier, lang, Quiet())
    pass_gate(case, folder, stage)
    return signatures
