"""One notebook through papermill, cell by cell, with progress."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import ClassVar, Protocol

import papermill
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError

from idic_lib.errors import StageFailedError
from idic_lib.run import notebooks


class Progress(Protocol):
    """Who is told how far a run is."""

    def stage_started(self, stage: str, cells: int) -> None:
        """A notebook with so many cells starts."""

    def cell_done(self, stage: str, cell: int) -> None:
        """Cell number `cell` (from 1) of a notebook is done."""

    def stage_done(self, stage: str, seconds: float) -> None:
        """A notebook is done."""

    def stage_kept(self, stage: str) -> None:
        """A notebook did not need to run again."""

    def message(self, text: str) -> None:
        """Anything else worth a line."""


class _Engine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """papermill's own engine, telling a listener when a cell is done."""

    listener: ClassVar[tuple[Progress, str] | None] = None
    done: ClassVar[int] = 0

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: object) -> NotebookNode:
        """Execute as papermill does; `cell_complete` also tells the listener."""
        complete = nb_man.cell_complete

        def tell(cell: NotebookNode, cell_index: int | None = None, **more: object) -> None:
            complete(cell, cell_index, **more)
            if cls.listener is not None and cell_index is not None:
                cls.done = cell_index + 1
                cls.listener[0].cell_done(cls.listener[1], cls.done)

        nb_man.cell_complete = tell
        executed: NotebookNode = super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
        return executed


papermill_engines.register("idic", _Engine)


def execute(stage: str, source: Path, target: Path, parameters: dict[str, object], progress: Progress) -> None:
    """Run one notebook into `target`; a cell that fails raises StageFailedError with cell and cause."""
    node = notebooks.translated(notebooks.read(source))
    notebooks.write(target, node)
    progress.stage_started(stage, len(node.cells) + 1)
    _Engine.listener, _Engine.done = (progress, stage), 0
    logging.getLogger("papermill").setLevel(logging.ERROR)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # it would triple every kernel's start
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    try:
        papermill.execute_notebook(
            target,
            target,
            parameters,
            engine_name="idic",
            kernel_name="python3",
            progress_bar=False,
            cwd=target.parent,
            extra_arguments=["--log-level=50"],
        )
    except PapermillExecutionError as error:
        raise StageFailedError(stage, error.cell_index + 1, str(error.source), f"{error.ename}: {error.evalue}") from None
    except DeadKernelError:
        died = "the kernel died, most often for want of memory; close other programs or supply less history"
        raise StageFailedError(stage, _Engine.done + 1, "", died) from None
    finally:
        _Engine.listener = None
    notebooks.write(target, notebooks.cleaned(notebooks.read(target)))
