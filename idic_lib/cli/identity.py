"""Commands on persons: card, unmerge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from idic_lib.cli import console
from idic_lib.cli.app import CaseName, Debug, app
from idic_lib.cli.console import sentences

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where the runs are, instead of reports/.")]


@app.command()
@sentences
def card(
    case: CaseName,
    wanted: Annotated[str, typer.Argument(metavar="ID", help="A customer's number, or a record's, phone or e-mail.")],
    show: Annotated[bool, typer.Option("--show", help="Show names, phones, e-mails, births and addresses in full.")] = False,
    page: Annotated[bool, typer.Option("--page", help="Write the card as a page into the run's private folder.")] = False,
    folder: Out = None,
    debug: Debug = False,
) -> None:
    """Show everything known of one customer, personal data masked."""
    del debug
    from idic_lib.run.look_up import look_up, write_card

    found = look_up(case, wanted, out=folder, show=show)
    console.out.print(f"Customer {escape(found.card.customer_id)}")
    for name, frame in found.tables:
        console.out.print(escape(name) if len(frame) else f"{escape(name)}: none")
        if len(frame):
            console.table(list(frame.columns), frame.to_numpy().tolist())
    if page:
        console.out.print("Written:", escape(str(write_card(found))))


@app.command()
@sentences
def unmerge(
    case: CaseName,
    records: Annotated[
        list[str] | None, typer.Argument(metavar="RECORD RECORD", help="Two records that are not the same customer.")
    ] = None,
    person: Annotated[str | None, typer.Option(metavar="ID", help="A customer all of whose records are to be kept apart.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Keep every record apart from every other.")] = False,
    folder: Out = None,
    debug: Debug = False,
) -> None:
    """Say that records are not the same customer; the next run keeps them apart."""
    del debug
    from idic_lib.case import read_case
    from idic_lib.errors import InputError
    from idic_lib.run import folders
    from idic_lib.run.answers import unmerge as say
    from idic_lib.sources.answers import ANSWERS

    if bool(records) + (person is not None) + everybody != 1:
        raise InputError("Say one thing: two records, or --person ID, or --all.")
    base = (folder or folders.REPORTS) / read_case(case).name
    said = say(base, records or (), person=person, everybody=everybody)
    pairs = "All records" if everybody else f"{len(said)} pair{'s' if len(said) > 1 else ''} of records"
    console.out.print(
        f"{pairs} will be kept apart from the next run on: idic run {escape(str(case))}",
        f"To take that back, delete the lines from {escape(str(base / ANSWERS))}",
        sep="\n",
    )
