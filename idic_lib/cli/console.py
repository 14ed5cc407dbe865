"""What every command prints on, and how an error becomes a sentence and an exit code."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from typing import ParamSpec, Self

import typer
from rich.console import Console
from rich.markup import escape

from idic_lib.errors import IdicError, StageFailedError

P = ParamSpec("P")

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 120)
err = Console(highlight=False, soft_wrap=True, stderr=True)


def sentences(command: Callable[P, None]) -> Callable[P, None]:
    """Turn what a command raises into one sentence and its exit code; `--debug` lets the traceback through."""

    @functools.wraps(command)
    def safe(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except IdicError as error:
            if kwargs.get("debug"):
                raise
            _say(error)
            raise typer.Exit(error.exit_code) from None
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if kwargs.get("debug"):
                raise
            err.print(
                f"[red]A fault in the workbook, not in your input: {type(error).__name__}: {escape(str(error))}[/red]\nAdd --debug for the traceback."
            )
            raise typer.Exit(1) from None

    return safe


def _say(error: IdicError) -> None:
    """Print an error; a notebook that failed gets its cell and cause on one screen."""
    if not isinstance(error, StageFailedError):
        err.print(f"[red]{escape(str(error))}[/red]")
        return
    code = error.code.strip().splitlines()
    shown = [f"    {escape(line)}" for line in code[:12]] + (["    ..."] if len(code) > 12 else [])
    kept = f"The last good report is untouched: {error.last_report}" if error.last_report else "There is no earlier report of this case."
    err.print(
        f"[red]Notebook {error.stage} stopped in cell {error.cell}:[/red]",
        "",
        *shown,
        "",
        f"[red]{escape(error.cause)}[/red]",
        "",
        escape(kept),
        sep="\n",
    )
    err.print("Add --debug for the traceback.")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a head, numbers to the right."""
    from rich import box
    from rich.table import Table

    grid = Table(box=box.SIMPLE, pad_edge=False)
    for name in head:
        grid.add_column(name, justify="right" if name in {"rows", "kept"} or name.startswith("amount") else "left", overflow="fold")
    for row in rows:
        grid.add_row(*map(escape, row))
    out.print(grid)


class TerminalProgress:
    """Which notebook, which cell, how long: a moving line on a terminal, one line per notebook elsewhere."""

    def __init__(self, console: Console) -> None:
        """Say progress on `console`."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn("cell"), MofNCompleteColumn(), TimeElapsedColumn())
        self._console, self._bar = console, Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task("", visible=False)

    def __enter__(self) -> Self:
        """Start the moving line."""
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the terminal as it was, whatever happened."""
        self._bar.stop()

    def stage_started(self, stage: str, cells: int) -> None:
        """Announce a notebook with so many code cells."""
        self._bar.reset(self._task, description=stage, total=cells, visible=True)

    def cell_done(self, stage: str, cell: int) -> None:
        """Report that cell number `cell` of a notebook is done."""
        self._bar.update(self._task, description=stage, completed=cell)

    def stage_done(self, stage: str, seconds: float) -> None:
        """Report that a notebook is done."""
        self._bar.update(self._task, visible=False)
        self._console.print(f"{stage:<16} {seconds:6.1f} s")

    def stage_kept(self, stage: str) -> None:
        """Report that a notebook was not run again, because nothing it depends on changed."""
        self._console.print(f"{stage:<16} unchanged")

    def message(self, text: str) -> None:
        """Say one sentence."""
        self._console.print(escape(text))
