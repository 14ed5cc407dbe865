"""The notebooks' code without kernels: the same cells, the same ledger, nothing shown; for sweeps over many generated worlds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from idic_lib.case import Case
from idic_lib.errors import StageFailedError
from idic_lib.run import folders
from idic_lib.run.gate import pass_gate
from idic_lib.run.prepare import prepare
from idic_lib.run.signature import notebook
from idic_lib.sources import fingerprints
from idic_lib.text import Language
from idic_lib.workspace import STAGES

STATING = STAGES[:-1]
"""The stages that state facts; the last notebook shows what they stated."""


def run_in_process(case: Case, folder: Path, *, lang: Language | None = None, stages: Sequence[str] = STATING) -> Path:
    """Run a case's notebooks cell by cell in this process, into an empty folder, and return it.

    Facts, decisions and tables are those of a run with kernels; there are no executed notebooks and no report.
    Raises StageFailedError with the cell that stopped.
    """
    folder.mkdir(parents=True, exist_ok=True)
    prepare(case, folder, None, fingerprints(case))
    for stage in stages:
        pass_gate(case, folder, stage)
        _run_cells(stage, {"case": case.name, "run": str(folder), "lang": lang or case.case.language})
    folders.write_ledger(folder)
    return folder


def code_cells(path: Path) -> list[tuple[str, bool]]:
    """Read a notebook's code cells in order: the code, and whether it is the cell of parameters."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [("".join(c["source"]), "parameters" in (c["metadata"].get("tags") or [])) for c in cells if c["cell_type"] == "code"]


def _run_cells(stage: str, parameters: dict[str, object]) -> None:
    """Run one notebook in a namespace of its own; a section that cannot be answered says so itself, as with a kernel."""
    names: dict[str, object] = {"__name__": "__main__"}
    for number, (code, is_parameters) in enumerate(code_cells(notebook(stage)), 1):
        if is_parameters:
            names.update(parameters)
            continue
        try:
            exec(compile(code, f"{stage}, code cell {number}", "exec"), names)  # noqa: S102 - our own notebooks, as a kernel would run them
        except Exception as error:
            raise StageFailedError(stage, number, code, f"{type(error).__name__}: {error}") from error
