"""Column names as a reader reads them, and the unit each column's numbers are written in."""

from __future__ import annotations

from idic_lib.text import N_, _

HEADS: dict[str, tuple[str, str]] = {
    "table": (N_("Table"), ""),
    "holds": (N_("Holds"), ""),
    "rows": (N_("Rows"), "rows"),
    "kept": (N_("Kept"), "rows"),
    "first_day": (N_("First day"), ""),
    "last_day": (N_("Last day"), ""),
    "would_answer": (N_("Would answer"), ""),
    "reason": (N_("Reason"), ""),
    "finding": (N_("Finding"), ""),
    "amount": (N_("Amount"), "minor"),
    "step": (N_("Step"), ""),
    "count": (N_("Count"), "rows"),
    "field": (N_("Field"), ""),
    "known": (N_("Known"), "customers"),
    "customers": (N_("Customers"), "customers"),
    "share": (N_("Share"), "share"),
    "sales_share": (N_("Share of sales"), "share"),
    "lo": (N_("from"), "number"),
    "hi": (N_("to"), "number"),
    "stage": (N_("Stage"), ""),
    "asks": (N_("Asks"), ""),
    "stated": (N_("Facts stated"), "number"),
    "refused": (N_("Refused"), "number"),
    "controlled": (N_("With a control"), "number"),
}
"""Column -> heading and unit; the unit 'minor' is an amount in minor units of the case's currency."""


def head(column: str) -> str:
    """Return a column's heading in the language of the run."""
    return _(HEADS[column][0]) if column in HEADS else column.replace("_", " ").capitalize()


def unit(column: str) -> str:
    """Return the unit of a column's numbers, empty for text."""
    return HEADS.get(column, ("", ""))[1]
