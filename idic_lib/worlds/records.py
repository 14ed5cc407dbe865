"""The same people as clerks, customers and spreadsheets write them down: every fault has its share in `RecordFaults`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.random import Generator

from idic_lib.worlds.people import full_name
from idic_lib.worlds.vietnam import RecordFaults, written_births, written_emails, written_names, written_phones, written_places

SELF_TYPED: Final = frozenset({"web", "app"})
"""Systems in which customers type their own data: no titles, no shop's contacts, no spreadsheet in between."""

_IDENTIFYING: Final = ["phone", "email", "dob", "province", "district", "ward", "address"]


def written_records(
    persons_rows: pd.DataFrame, *, record_id: Sequence[str] | pd.Series, system: str, faults: RecordFaults | None, rng: Generator
) -> pd.DataFrame:
    """Return one written record per row of persons; repeat a person to give several records.

    Columns, texts as typed, missing where nothing was: record_id, person_id, full_name, phone, email, dob (dd/mm/yyyy), gender,
    province, district, ward, address (house and street). Without faults a record states the person's own data in today's form: ten
    digits, the 34 provinces, and no district, for districts ceased on 1 July 2025.
    """
    rows = persons_rows.reset_index(drop=True)
    written = _clean(rows) if faults is None else _faulty(rows, faults, by_clerk=system not in SELF_TYPED, rng=rng)
    written.insert(0, "record_id", np.asarray(record_id, dtype=object))
    written.insert(1, "person_id", rows["person_id"].to_numpy())
    return written.astype(dict.fromkeys(written.columns.drop("person_id"), "str"))


def _clean(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "full_name": full_name(rows),
            "phone": rows["phone"],
            "email": rows["email"].where(rows["email"] != "", None),
            "dob": rows["born"].dt.strftime("%d/%m/%Y"),
            "gender": rows["gender"],
            "province": rows["province"],
            "district": pd.Series(None, index=rows.index, dtype=object),
            "ward": rows["ward"],
            "address": rows["street"],
        }
    )


def _faulty(rows: pd.DataFrame, faults: RecordFaults, *, by_clerk: bool, rng: Generator) -> pd.DataFrame:
    phone = written_phones(rows, faults=faults, by_clerk=by_clerk, rng=rng)
    frame = pd.DataFrame(
        {
            "full_name": written_names(rows, faults=faults, by_clerk=by_clerk, rng=rng),
            "phone": phone,
            "email": written_emails(rows, phone, faults=faults, by_clerk=by_clerk, rng=rng),
            "dob": written_births(rows["born"], faults=faults, rng=rng),
            "gender": rows["gender"].where(rng.random(len(rows)) >= faults.gender_missing, None),
        }
    ).join(written_places(rows, faults=faults, rng=rng))
    frame.loc[rng.random(len(rows)) < faults.name_only, _IDENTIFYING] = None
    return frame


__all__ = ["SELF_TYPED", "RecordFaults", "written_records"]
