"""The customer card: everything known of one person in one look-up, personal data masked unless it is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.identify.consent import standing_consents

FIELDS = ("name", "phone", "email", "birth", "gender", "address", "province")
"""Fields of the golden record, in the order of the card."""
_OPEN = frozenset({"gender", "province"})


@dataclass(frozen=True)
class Card:
    """What is known of one person.

    fields: `field, value, record_id, system, against`; records: as typed, `record_id, system, name, phone, email, birth, address, province,
    created_on`; orders: by number, `record_id, orders, first_on, last_on, amount, last_amount, last_order` in minor units, the latest
    first; tickets: those open; consents: the numbers that may be written to, `record_id, purpose, channel, given_on`. What the case
    does not supply is None.
    """

    customer_id: str
    fields: pd.DataFrame
    records: pd.DataFrame
    orders: pd.DataFrame | None
    tickets: pd.DataFrame | None
    consents: pd.DataFrame | None


def customer_card(engine: Engine, wanted: str, *, as_of: date) -> Card:
    """Look one person up by customer id, record id, phone or e-mail.

    Needs `links`, `golden` and `contacts_private`; `orders`, `tickets` and `consents`, by customer number, where there are any.
    Raises InputError where nobody, or more than one person, is meant.
    """
    person = _meant(engine, wanted)
    consents = None
    if engine.has("consents"):
        standing = standing_consents(engine.relation("consents"), engine.relation("links"), as_of=as_of)
        consents = standing[standing["customer_id"] == person].drop(columns="customer_id").reset_index(drop=True)
    return Card(
        person,
        _fields(engine.run("select * from golden where customer_id = $person", {"person": person})),
        engine.query("card_records", person=person),
        engine.query("card_orders", person=person, as_of=as_of) if engine.has("orders") else None,
        engine.query("card_tickets", person=person, as_of=as_of) if engine.has("tickets") else None,
        consents,
    )


def _meant(engine: Engine, wanted: str) -> str:
    found = engine.query("card_persons", wanted=wanted.strip())["customer_id"].tolist()
    if not found:
        raise InputError(f"Nobody has the number, phone or e-mail '{wanted}'. Numbers stand in tables/links.parquet of the run.")
    if len(found) > 1:
        raise InputError(f"'{wanted}' is of {len(found)} customers: {', '.join(map(str, found[:5]))}. Name one of them.")
    return str(found[0])


def _fields(golden: pd.DataFrame) -> pd.DataFrame:
    """Lay one row of the golden record out by field."""
    row = golden.iloc[0]
    rows = [
        {
            "field": f,
            "value": _text(row[f]),
            "record_id": row[f"{f}_record"],
            "system": row[f"{f}_system"],
            "against": int(row[f"{f}_against"]),
        }
        for f in FIELDS
        if pd.notna(row[f])
    ]
    return pd.DataFrame(rows, columns=["field", "value", "record_id", "system", "against"])


def _text(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def masked(card: Card) -> Card:
    """Hide what names the person, so that a card can be shown to somebody who need not know: values, never numbers of records."""
    fields = card.fields.assign(value=[_hidden(f, v) for f, v in zip(card.fields["field"], card.fields["value"], strict=True)])
    hidden = {f: card.records[f].map(lambda v, f=f: v if pd.isna(v) else _hidden(f, str(v))) for f in FIELDS if f in card.records}
    return replace(card, fields=fields, records=card.records.assign(**hidden))


def _hidden(field: str, value: str) -> str:
    if field in _OPEN:
        return value
    if field == "name":
        return " ".join(word[:2] + "*" * min(len(word) - 2, 3) if len(word) > 2 else word[:1] + "*" for word in value.split())
    if field == "phone":
        return _number(value)
    if field == "email":
        return f"{value.strip()[:2]}***@***"
    return re.sub(r"\w", "*", value) if field == "birth" else "***"


def _number(value: str) -> str:
    """Keep the first two and the last two digits: 0912345612 becomes 09x xxx xx12."""
    digits = re.sub(r"\D", "", value)
    shown = digits[:2] + "x" * (len(digits) - 4) + digits[-2:] if len(digits) > 5 else "x" * len(digits)
    return f"{shown[:3]} {shown[3:6]} {shown[6:]}".strip()
