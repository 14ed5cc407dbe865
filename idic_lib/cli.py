"""The `idic` command: words in, sentences out; every error is a sentence and an exit code (0 good, 1 a run failed, 2 wrong input)."""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, ParamSpec, Self

import typer
from rich.console import Console
from rich.markup import escape

from idic_lib.errors import IdicError, StageFailedError
from idic_lib.text import Language

ROOT = Path(__file__).resolve().parent.parent
P = ParamSpec("P")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="A customer-relationship workbook: from a client's exports to a report.",
)
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 120)
err = Console(highlight=False, soft_wrap=True, stderr=True)


def main() -> None:
    """Run the command in UTF-8, on Windows too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


def _sentences(command: Callable[P, None]) -> Callable[P, None]:
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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no day. Write it as 2018-01-02.") from None


CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case's name, or the folder that holds its case.toml.")]
AsOf = Annotated[date | None, typer.Option("--as-of", parser=_day, metavar="DAY", help="The day the workbook stands at, as 2018-01-02.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


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


@app.command()
@_sentences
def run(
    case: CaseName,
    as_of: AsOf = None,
    lang: Annotated[
        Language | None, typer.Option(metavar="en|vi", help="Language of notebooks and report; the case's own by default.")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="STAGE", help="Run this notebook and those after it again.")] = None,
    setting: Annotated[
        list[str] | None, typer.Option("-p", metavar="stage.name=value", help="Set one stage setting; may be repeated.")
    ] = None,
    folder: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write runs here instead of reports/.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Run every notebook again.")] = False,
    debug: Debug = False,
) -> None:
    """Run a case's notebooks and write its report."""
    del debug
    from idic_lib.run.whole import run_case

    with TerminalProgress(out) as progress:
        result = run_case(case, as_of=as_of, lang=lang, start=start, settings=setting or [], out=folder, force=force, progress=progress)
    out.print("Report:" if result.ran else "Nothing changed. Report:", escape(str(result.report)))


@app.command()
@_sentences
def check(case: CaseName, as_of: AsOf = None, debug: Debug = False) -> None:
    """Say what a case can answer and which rows are set aside, without running it."""
    del debug
    from idic_lib.run.check import check_case

    found = check_case(case, as_of=as_of)
    _table(("export", "table", "rows", "kept"), [(s.source, s.table, f"{s.rows:,}", f"{s.kept:,}") for s in found.exports])
    if found.set_aside:
        aside = [
            (table, reason, f"{rows:,}", "" if amount is None else f"{amount:,.2f}") for table, reason, rows, amount in found.set_aside
        ]
        _table(("table", "set aside because", "rows", f"amount in {found.currency}"), aside)
    if found.can:
        _table(("can be answered",), [(sentence,) for sentence in found.can])
    if found.cannot:
        _table(("not supplied", "it would answer"), found.cannot)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a head, numbers to the right."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, pad_edge=False)
    for name in head:
        table.add_column(name, justify="right" if name in {"rows", "kept"} or name.startswith("amount") else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    out.print(table)


@app.command()
@_sentences
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call the case: small letters, digits, - and _.")],
    orders: Annotated[Path, typer.Option(metavar="FILE", help="The client's orders, a CSV file in UTF-8 with a header line.")],
    folder: Annotated[
        Path | None, typer.Option("--dir", metavar="DIR", help="Where to put the case's folder; data/cases by default.")
    ] = None,
    customer: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column that names the customer.")] = None,
    day: Annotated[str | None, typer.Option("--date", metavar="COLUMN", help="The column that holds the day of the order.")] = None,
    amount: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column that holds the amount of the order.")] = None,
    date_format: Annotated[str | None, typer.Option(metavar="FORMAT", help="How days are written, as %d/%m/%Y.")] = None,
    decimal: Annotated[str | None, typer.Option(metavar=". or ,", help="The decimal sign of amounts.")] = None,
    currency: Annotated[str, typer.Option(metavar="CODE", help="ISO code of the amounts' currency.")] = "USD",
    company: Annotated[str | None, typer.Option(help="The client's name in the report.")] = None,
    as_of: AsOf = None,
    debug: Debug = False,
) -> None:
    """Write a case for a client's own file of orders."""
    del debug
    from idic_lib.case import CASES
    from idic_lib.sources.newcase import Wishes, new_case

    wishes = Wishes(
        customer=customer, day=day, amount=amount, date_format=date_format, decimal=decimal, currency=currency, company=company, as_of=as_of
    )
    made = new_case(name, orders, parent=folder or CASES, wishes=wishes, ask=_ask if sys.stdin.isatty() else None)
    for sentence in made.notes:
        out.print(escape(sentence))
    shown = name if folder is None else str(made.file.parent)
    out.print(f"Written: {escape(str(made.file))}", f"Read it, then: idic check {escape(shown)}; idic run {escape(shown)}", sep="\n")


def _ask(question: str, choices: Sequence[str]) -> str:
    """Ask on the terminal until one of `choices` is named, by number or in full."""
    from rich.prompt import Prompt

    for number, choice in enumerate(choices, 1):
        out.print(f"  {number}  {escape(choice)}")
    numbers = [str(i) for i in range(1, len(choices) + 1)]
    answer = Prompt.ask(escape(question), choices=[*numbers, *choices], show_choices=False, console=out)
    return choices[int(answer) - 1] if answer in numbers else answer


@app.command("list")
@_sentences
def list_(debug: Debug = False) -> None:
    """List the cases and their runs."""
    del debug
    from idic_lib.run.check import list_cases

    rows = [(name, ", ".join(runs) or "no run yet", latest) for name, _, runs, latest in list_cases()]
    _table(("case", "runs", "latest"), rows)


@app.command()
@_sentences
def lab(debug: Debug = False) -> None:
    """Open JupyterLab on the notebooks; the first cell of each names the case."""
    del debug
    raise typer.Exit(subprocess.call([sys.executable, "-m", "jupyterlab", str(ROOT / "notebooks")]))  # noqa: S603 - our own interpreter
