"""Who may be written to: the consents on file decide, and silence is no consent."""

from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.facts import Fact, refused
from idic_lib.text import N_

_UNKNOWN = N_(
    "Consents were not supplied, so nobody is known to have agreed to be written to; one row per consent, with purpose and day, would show who has."
)


def not_permitted(customers: pd.Series, consents: Relation | None, *, as_of: date, purpose: str | None = None) -> pd.DataFrame | None:
    """Return those of `customers` without a standing consent: `customer_id, item` (no item: nothing may be offered).

    None where consents were not supplied: then nobody's is known.

    A consent given before `as_of` stands unless it was withdrawn, before `as_of`, on its day or later; a person with several numbers has
    agreed only where none of them withdrew. With a `purpose` only consents for it count. A customer without a row has not agreed.
    """
    if consents is None:
        return None
    standing = consents.engine.query("consent_standing", as_of=as_of, purpose=purpose)["customer_id"]
    barred = customers[~customers.isin(standing)].astype("str").reset_index(drop=True)
    return pd.DataFrame({"customer_id": barred, "item": pd.Series([None] * len(barred), dtype="str")})


def with_number(actions: pd.DataFrame, consents: Relation | None, *, as_of: date, purpose: str | None = None) -> pd.DataFrame:
    """Add `record_id`, the number through which each customer of the action list is written to: one whose own consent stands.

    Where consents were not supplied, or records were not linked, that is the customer's own.
    """
    if consents is None:
        return actions.assign(record_id=actions["customer_id"])
    standing = consents.engine.query("consent_standing", as_of=as_of, purpose=purpose).set_index("customer_id")["record_id"]
    return actions.assign(record_id=actions["customer_id"].map(standing))


def permission_facts(consents: Relation | None) -> list[Fact]:
    """Refuse to say who may be written to where consents were not supplied; where they were, the list's first gate counts it."""
    return [] if consents is not None else [refused("customize.not_permitted", unit="customers", reason=_UNKNOWN)]
