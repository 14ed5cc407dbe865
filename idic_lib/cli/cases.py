"""Commands on cases: run, check, new, list, lab."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from idic_lib.cli import console
from idic_lib.cli.app import AsOf, CaseName, Debug, app
from idic_lib.cli.console import sentences
from idic_lib.text import Language

ROOT = Path(__file__).resolve().parents[2]


@app.command()
@sentences
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

    with console.TerminalProgress(console.out) as progress:
        result = run_case(case, as_of=as_of, lang=lang, start=start, settings=setting or [], out=folder, force=force, progress=progress)
    console.out.print("Report:" if result.ran else "Nothing changed. Report:", escape(str(result.report)))


@app.command()
@sentences
def check(case: CaseName, as_of: AsOf = None, debug: Debug = False) -> None:
    """Say what a case can answer and which rows are set aside, without running it."""
    del debug
    from idic_lib.run.check import check_case

    found = check_case(case, as_of=as_of)
    console.table(("export", "table", "rows", "kept"), [(s.source, s.table, f"{s.rows:,}", f"{s.kept:,}") for s in found.exports])
    if found.set_aside:
        aside = [
            (table, reason, f"{rows:,}", "" if amount is None else f"{amount:,.2f}") for table, reason, rows, amount in found.set_aside
        ]
        console.table(("table", "set aside because", "rows", f"amount in {found.currency}"), aside)
    if found.can:
        console.table(("can be answered",), [(sentence,) for sentence in found.can])
    if found.cannot:
        console.table(("not supplied", "it would answer"), found.cannot)


@app.command()
@sentences
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
        console.out.print(escape(sentence))
    shown = name if folder is None else str(made.file.parent)
    console.out.print(
        f"Written: {escape(str(made.file))}", f"Read it, then: idic check {escape(shown)}; idic run {escape(shown)}", sep="\n"
    )


def _ask(question: str, choices: Sequence[str]) -> str:
    """Ask on the terminal until one of `choices` is named, by number or in full."""
    from rich.prompt import Prompt

    for number, choice in enumerate(choices, 1):
        console.out.print(f"  {number}  {escape(choice)}")
    numbers = [str(i) for i in range(1, len(choices) + 1)]
    answer = Prompt.ask(escape(question), choices=[*numbers, *choices], show_choices=False, console=console.out)
    return choices[int(answer) - 1] if answer in numbers else answer


@app.command("list")
@sentences
def list_(debug: Debug = False) -> None:
    """List the cases and their runs."""
    del debug
    from idic_lib.run.check import list_cases

    rows = [(name, ", ".join(runs) or "no run yet", latest) for name, _, runs, latest in list_cases()]
    console.table(("case", "runs", "latest"), rows)


@app.command()
@sentences
def lab(debug: Debug = False) -> None:
    """Open JupyterLab on the notebooks; the first cell of each names the case."""
    del debug
    raise typer.Exit(subprocess.call([sys.executable, "-m", "jupyterlab", str(ROOT / "notebooks")]))  # noqa: S603 - our own interpreter
