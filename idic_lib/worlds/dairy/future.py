"""What each customer id, and each person, buys after `as_of`: the truth that forecasts are graded by."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.history import History

HORIZONS = (13, 26, 52)
"""Weeks."""


def future_table(past: History, orders: pd.DataFrame) -> pd.DataFrame:
    """Return one row per id: customer_id, person_id, orders_before, and for each horizon days with an order, orders and amount (dong).

    `orders` are those that count (see `effects.counted`); what a campaign kept from happening before `as_of` is left out.
    """
    ids, own = past.customers.ids, orders[~orders["lost"]]
    person = past.customers.traits["person_id"].to_numpy()[ids["person"]]
    made = pd.DataFrame({"customer_id": ids["code"], "person_id": person})
    return made.join(_ahead(past, own, own["id"].to_numpy(dtype=np.int64), len(ids)))


def future_of_persons(past: History, orders: pd.DataFrame) -> pd.DataFrame:
    """Return the same, one row per person over all their ids: days on which they bought by two of them count once."""
    own = orders[~orders["lost"]]
    person = past.customers.ids["person"].to_numpy()[own["id"].to_numpy(dtype=np.int64)]
    return _ahead(past, own, person, len(past.customers.people))


def _ahead(past: History, own: pd.DataFrame, unit: NDArray[np.int64], size: int) -> pd.DataFrame:
    """Count before and after `as_of`, per unit from 0."""
    today, counted = past.world.clock.today, own.assign(unit=unit)
    made = pd.DataFrame({"orders_before": np.bincount(counted.loc[own["day"] < today, "unit"], minlength=size)})
    for weeks in HORIZONS:
        ahead = counted[own["day"].between(today, today + 7 * weeks - 1)]
        days = ahead.drop_duplicates(["unit", "day"])
        made[f"days_{weeks}"] = np.bincount(days["unit"], minlength=size)
        made[f"orders_{weeks}"] = np.bincount(ahead["unit"], minlength=size)
        made[f"amount_{weeks}"] = np.bincount(ahead["unit"], ahead["amount"], size).astype(np.int64)
    return made


def future_sums(table: pd.DataFrame) -> dict[str, int]:
    """Return totals of those with an order before `as_of`."""
    known = table[table["orders_before"] > 0]
    sums = {"customers": len(known)}
    for weeks in HORIZONS:
        for what, name in (("days", "purchases"), ("orders", "orders"), ("amount", "sales")):
            sums[f"{name}_{weeks}"] = int(known[f"{what}_{weeks}"].sum())
        sums[f"active_{weeks}"] = int((known[f"orders_{weeks}"] > 0).sum())
    return sums
