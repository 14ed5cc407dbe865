"""Commands on generated cases: world, grade."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.markup import escape

from idic_lib.cli import console
from idic_lib.cli.app import CaseName, Debug, app
from idic_lib.cli.console import sentences


@app.command()
@sentences
def world(
    name: Annotated[str, typer.Argument(metavar="WORLD", help="dairy (repeat purchases) or property (rare ones).")],
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write it: an empty folder, or one that is not there yet.")],
    customers: Annotated[int | None, typer.Option(metavar="N", help="Persons in the world; the case's own number by default.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed writes the same bytes.")] = 1,
    faults: Annotated[
        Literal["all", "none"],
        typer.Option(
            help="none: the clean twin, without dirt and bad practice: the same persons, and the same purchases that they make on their own account; who is written to differs."
        ),
    ] = "all",
    settings: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Planted numbers of your own, in the form of the world's settings.toml.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a folder that this command wrote.")] = False,
    debug: Debug = False,
) -> None:
    """Write a generated case whose truth is known: exports in raw, what was planted in truth."""
    del debug
    from idic_lib.worlds import write_world

    made = write_world(name, folder, customers=customers, seed=seed, faults=faults == "all", force=force, settings=settings)
    console.out.print(
        f"Written: {escape(str(made))}", f"Look at it, then: idic run {escape(str(made))}; idic grade {escape(str(made))}", sep="\n"
    )


@app.command()
@sentences
def grade(
    case: CaseName,
    run: Annotated[str | None, typer.Option(metavar="RUN", help="A run by name or folder; the latest of these exports by default.")] = None,
    folder: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where the runs are, instead of reports/.")] = None,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the grades as JSON too.")] = None,
    sweep: Annotated[int, typer.Option(metavar="N", min=0, help="Grade N worlds of seeds 1 to N instead, without kernels.")] = 0,
    customers: Annotated[int, typer.Option(metavar="N", min=1, help="Persons in each world of a sweep, 300 at least.")] = 3000,
    faults: Annotated[
        Literal["all", "none", "both"], typer.Option(help="Which worlds a sweep writes: with faults, clean, or both.")
    ] = "all",
    debug: Debug = False,
) -> None:
    """Hold what a generated case's run states against its truth."""
    del debug
    from idic_lib.run import grading

    if sweep:
        graded = grading.sweep_case(case, seeds=range(1, sweep + 1), customers=customers, faults=faults, say=console.out.print)
    else:
        with console.TerminalProgress(console.out) as progress:
            graded = grading.grade_case(case, run=run, out=folder, progress=progress)
    for head, rows in graded.tables:
        console.table(head, rows)
    console.out.print(graded.summary)
    if json:
        graded.write(json)
    if not graded.passed:
        raise typer.Exit(1)
