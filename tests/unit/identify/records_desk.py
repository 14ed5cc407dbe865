"""A desk with a few records of customers on it: the tables that standardising and linking make, from the few cells a test names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from idic_lib.engine import Engine

TEXTS = (
    "record_id", "system", "name", "name_key", "name_sorted", "family", "middle", "given", "name_kind", "phone", "phone_2", "email", "email_name",
    "gender", "address_key", "ward_key", "province", "province_key", "name_raw", "phone_raw", "email_raw", "birth_raw", "address_raw", "province_raw",
)  # fmt: skip
AS_OF = date(2026, 7, 1)


def record(record_id: str, system: str = "shop", person: str = "", **cells: object) -> dict[str, object]:
    """One record; `phone="1"` fills raw and clean alike, `phone_raw` alone is a cell that could not be read."""
    row: dict[str, object] = {"record_id": record_id, "system": system, "person": person or record_id, "name_kind": "person", **cells}
    pairs = {"name_sorted": "name_raw", "phone": "phone_raw", "email": "email_raw", "birth": "birth_raw", "address_key": "address_raw", "province_key": "province_raw"}  # fmt: skip
    for clean, raw in pairs.items():
        if clean in row and raw not in row:
            row[raw] = str(row[clean])
    return row


def desk(rows: Sequence[Mapping[str, object]], flags: Sequence[tuple[int, str, str]] = (), **tables: pd.DataFrame) -> Engine:
    """Lay records (numbered from 1), their flags (number, field, flag), links by `person`, and other tables on the desk."""
    engine = Engine.of(
        record_flags=pd.DataFrame(flags, columns=["record_no", "field", "flag"]).astype(
            {"record_no": "int64", "field": "str", "flag": "str"}
        ),
        links=pd.DataFrame(
            {"record_id": [r["record_id"] for r in rows], "customer_id": [r["person"] for r in rows]}, dtype="str"
        ).drop_duplicates(),
        **tables,
    )
    plain = pd.DataFrame([{**dict.fromkeys((*TEXTS, "birth", "created_on", "source")), **r} for r in rows]).drop(columns="person")
    typed = plain.assign(record_no=range(1, len(plain) + 1), source=plain["source"].fillna(0).astype("int64"))
    typed[list(TEXTS)] = typed[list(TEXTS)].astype("str").where(typed[list(TEXTS)].notna(), None)
    engine.connection.register("_typed", typed.assign(birth=pd.to_datetime(typed["birth"]), created_on=pd.to_datetime(typed["created_on"])))
    engine.keep("records", "select * replace (cast(birth as date) as birth, cast(created_on as date) as created_on) from _typed")
    return engine


def orders(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Orders from (customer, day, amount)."""
    frame = pd.DataFrame(
        [(f"o{i}", c, d, a) for i, (c, d, a) in enumerate(rows)], columns=["order_id", "customer_id", "ordered_on", "amount"]
    )
    return frame.assign(ordered_on=pd.to_datetime(frame["ordered_on"]).astype("datetime64[s]")).astype(
        {"customer_id": "str", "order_id": "str"}
    )
