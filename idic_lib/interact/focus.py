"""The campaign that the notebook and the report look at closely, by name."""

from __future__ import annotations

from idic_lib.facts import Fact, counted, refused
from idic_lib.interact.effects import Reading
from idic_lib.text import N_


def focus_fact(focus: Reading | None) -> Fact:
    """State interact.focus (the campaign's id), or that no campaign began before the workbook's date."""
    if focus is None:
        return refused(
            "interact.focus", unit="campaigns", reason=N_("No campaign began before the workbook's date, so there is none to look at.")
        )
    says = N_("Campaign {value} is looked at closely.")
    return counted(
        "interact.focus",
        focus.effect.campaign,
        unit="campaigns",
        method=N_("name of the latest campaign with the best verdict"),
        says=says,
        table="campaigns",
    )
