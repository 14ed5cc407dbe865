"""Who may be written to, and through which number: consent is each number's own, a withdrawal is the whole person's, a merge opens nobody."""

from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Relation, sql_text
from idic_lib.facts import Fact, counted, refused
from idic_lib.text import N_

_COLUMNS = ["customer_id", "record_id", "purpose", "channel", "given_on"]
_UNKNOWN = N_(
    "Consents were not supplied, so nobody is known to have agreed; one row per consent, with number, purpose and day, would show who has."
)


def standing_consents(consents: Relation, links: Relation, *, as_of: date, purpose: str | None = None) -> pd.DataFrame:
    """Return the numbers through which a person may be written to: `customer_id, record_id, purpose, channel, given_on`.

    A number stands where its own latest consent before `as_of` was not withdrawn, and no number of the same person withdrew for that
    purpose, in whatever channel: the strictest holds. A number that never agreed is not in the table, whatever the person's others said.

    Args:
        consents: one row per consent (customer_id; purpose, channel, given_on, withdrawn_on may be absent), by number or, with
            `record_id`, by person.
        links: which person each number belongs to; a number it does not know is a person.
        as_of: nothing on or after it is known yet.
        purpose: count only consents for it.

    """
    said = _said(consents, links, as_of, purpose)
    return said.loc[said["stands"] & ~said["barred"], _COLUMNS].reset_index(drop=True)


def _said(consents: Relation, links: Relation, as_of: date, purpose: str | None) -> pd.DataFrame:
    if (consents.name, links.name) != ("consents", "links"):
        raise ValueError(f"consents are counted by the tables consents and links; found {consents.name} and {links.name}")
    engine = consents.engine
    engine.keep("consent_persons", sql_text("consent_persons"), {"as_of": as_of, "purpose": purpose})
    return engine.run("from consent_persons")


def consent_facts(consents: Relation | None, links: Relation, *, as_of: date, purpose: str | None = None) -> list[Fact]:
    """State how many persons may be written to, whom a withdrawal of another number bars, and whom a merge would wrongly have opened."""
    if consents is None:
        return [refused("identify.consent.persons", unit="customers", reason=_UNKNOWN)]
    said = _said(consents, links, as_of, purpose)
    barred = said[said["stands"] & said["barred"]]
    stands = said[said["stands"] & ~said["barred"]]
    merged = consents.engine.query("consent_merged").iloc[0]
    return [
        _persons("persons", stands["customer_id"].nunique(), N_("{value} persons may be written to, each through the very number that agreed.")),
        _persons("barred", barred["customer_id"].nunique(), N_("{value} persons have a number that agreed and another that withdrew: none of their numbers is written to.")),
        _persons("opened", merged["persons"], N_("For {value} persons a merge that passed consent on would have opened a number that never agreed, or withdrew.")),
        counted("identify.consent.opened_numbers", int(merged["numbers"]), unit="rows", table="consents", method=N_("count of numbers without a consent of their own, of persons with one"),
                says=N_("{value} numbers are closed although another number of the same person agreed.")),
    ]  # fmt: skip


def _persons(name: str, count: float, says: str) -> Fact:
    method = N_("count of persons, as their records were linked")
    return counted(f"identify.consent.{name}", int(count), unit="customers", method=method, says=says, table="consents")
