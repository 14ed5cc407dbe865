"""The command itself, and the words that several of its commands take."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="A customer-relationship workbook: from a client's exports to a report.",
)


def day_of(text: str) -> date:
    """Read a day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no day. Write it as 2018-01-02.") from None


CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case's name, or the folder that holds its case.toml.")]
AsOf = Annotated[date | None, typer.Option("--as-of", parser=day_of, metavar="DAY", help="The day the workbook stands at, as 2018-01-02.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
