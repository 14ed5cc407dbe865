"""What each field is asked for: a field that serves no decision should not be collected (data minimisation: GDPR art. 5; Vietnam's Law 91/2025)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from idic_lib.facts import Fact, counted
from idic_lib.text import N_, _

PURPOSES: dict[str, str] = {
    "system": N_("say which system a record is from"),
    "full_name": N_("tell persons apart; address somebody by name"),
    "phone": N_("link records; write to somebody or call"),
    "email": N_("link records; write to somebody"),
    "birth_date": N_("link records; choose the channel by age"),
    "address": N_("deliver; find households"),
    "ward": N_("deliver; find households"),
    "district": N_("deliver"),
    "province": N_("deliver; say where customers live"),
    "created_on": N_("say how old what is known is"),
}
"""Decisions that the contract's own columns serve in this workbook. A case may replace them, and names those of its own traits."""
KEEP, NAME, FILL = N_("keep"), N_("name the decision it serves, or stop asking"), N_("serves a decision and is seldom filled: ask again")
SELDOM = 0.5
"""A field that serves a decision is to be asked again where fewer than half of the records have it: the decision is made without it."""


def purposes(given: Mapping[str, str]) -> dict[str, str]:
    """Return the decision that each field serves: the workbook's own, replaced and added to by the case's."""
    return {f: _(p) for f, p in PURPOSES.items()} | dict(given)


def register(fields: Iterable[str], given: Mapping[str, str], filled: Mapping[str, float]) -> pd.DataFrame:
    """List each field with the decision it serves: `field, decision, share, advice`, those without a decision first.

    Args:
        fields: columns of the export that names persons.
        given: the case's own purposes (setting `identify.purposes`).
        filled: share of records in which a field is filled.

    """
    serves = purposes(given)
    rows = [
        (f, serves.get(f, ""), filled.get(f), _advice(serves.get(f, ""), filled.get(f, 0.0)))
        for f in fields
        if f != "customer_id" and not f.startswith("_")
    ]
    table = pd.DataFrame(rows, columns=["field", "decision", "share", "advice"])
    return table.sort_values(["decision", "field"], key=lambda c: c.ne("") if c.name == "decision" else c, ignore_index=True)


def _advice(decision: str, share: float) -> str:
    if not decision:
        return _(NAME)
    return _(KEEP) if share >= SELDOM else _(FILL)


_SAYS = N_(
    "Fields asked of customers for which nobody named a decision: {value}. Name it in the case, or stop asking: the law asks for a purpose, and form-fillers tire."
)


def purpose_facts(table: pd.DataFrame) -> list[Fact]:
    """State how many fields serve no named decision."""
    without = int(table["decision"].eq("").sum())
    return [
        counted("identify.purpose.missing", without, unit="number", method=N_("count of fields without a named decision"), says=_SAYS, table="contacts"),
    ]  # fmt: skip
