"""What is known of each customer beside purchases, without anything that names somebody: the later stages' only sight of the contacts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from idic_lib.engine import Relation
from idic_lib.tables import PERSONAL

NOT_TRAITS = PERSONAL | {"customer_id", "record_id", "system", "created_on", "district"}
"""Columns of contacts that say nothing of a customer, name one, or no longer exist (districts, since 1 July 2025)."""
_FROM_GOLDEN = ("gender", "province")
AGE_BANDS = ((0, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 120))


def customer_traits(contacts: Relation, golden: Relation | None, *, as_of: date) -> pd.DataFrame:
    """Return one row per customer: customer_id and each trait as text, missing where no record says it.

    A client's own trait is the value that most of the customer's records hold (of equally many the first in the alphabet). Where
    persons were made, gender and province come from the golden record and `age` is the band of their birth on `as_of`.
    """
    known = contacts.engine.columns(contacts.name)
    names = [c for c in known if c not in NOT_TRAITS and not (golden is not None and c in _FROM_GOLDEN)]
    table = _most_held(contacts, names)
    return table if golden is None else table.merge(_of_golden(golden, as_of), on="customer_id", how="outer").sort_values("customer_id", ignore_index=True)  # fmt: skip


def _most_held(contacts: Relation, names: list[str]) -> pd.DataFrame:
    rows = contacts.engine.connection.table(contacts.name).df()[["customer_id", *names]].dropna(subset="customer_id")
    everybody = pd.DataFrame({"customer_id": np.sort(rows["customer_id"].unique())})
    for name in names:
        held = rows.groupby(["customer_id", name], observed=True).size().rename("records").reset_index()
        first = held.sort_values(["customer_id", "records", name], ascending=[True, False, True]).drop_duplicates("customer_id")
        everybody = everybody.merge(first[["customer_id", name]], on="customer_id", how="left")
    return everybody


def _of_golden(golden: Relation, as_of: date) -> pd.DataFrame:
    rows = golden.engine.connection.table(golden.name).df()[["customer_id", "birth", *_FROM_GOLDEN]]
    years = (pd.Timestamp(as_of) - pd.to_datetime(rows["birth"])).dt.days / 365.25
    return rows.assign(age=_band(years)).drop(columns="birth")


def _band(years: pd.Series) -> pd.Series:
    labels = [f"{first}-{last}" for first, last in AGE_BANDS[:-1]] + [f"{AGE_BANDS[-1][0]}+"]
    edges = [first for first, _ in AGE_BANDS] + [AGE_BANDS[-1][1] + 1]
    return pd.cut(years, bins=edges, labels=labels, right=False).astype("str").where(years.notna())
