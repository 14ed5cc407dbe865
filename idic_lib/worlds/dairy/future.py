"""What each customer id buys after `as_of`: the truth that forecasts are graded by."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.worlds.dairy.history import History

HORIZONS = (13, 26, 52)
"""Weeks."""


def future_table(past: History, orders: pd.DataFrame) -> pd.DataFrame:
    """Return one row per id: customer_id, person_id, orders_before, and for each horizon days with an order, orders and amount (dong).

    `orders` are those that count (see `effects.counted`); what a campaign kept from happening before `as_of` is left out.
    """
    ids, today, size = past.customers.ids, past.world.clock.today, len(past.customers.ids)
    own = orders[~orders["lost"]]
    made = pd.DataFrame({"customer_id": ids["code"], "person_id": past.customers.traits["person_id"].to_numpy()[ids["person"]]})
    made["orders_before"] = np.bincount(own.loc[own["day"] < today, "id"], minlength=size)
    for weeks in HORIZONS:
        ahead = own[own["day"].between(today, today + 7 * weeks - 1)]
        days = ahead.drop_duplicates(["id", "day"])
        made[f"days_{weeks}"] = np.bincount(days["id"], minlength=size)
        made[f"orders_{weeks}"] = np.bincount(ahead["id"], minlength=size)
        made[f"amount_{weeks}"] = np.bincount(ahead["id"], ahead["amount"], size).astype(np.int64)
    return made


def future_sums(table: pd.DataFrame) -> dict[str, int]:
    """Return totals of the ids with an order before `as_of`."""
    known = table[table["orders_before"] > 0]
    sums = {"customers": len(known)}
    for weeks in HORIZONS:
        for what, name in (("days", "purchases"), ("orders", "orders"), ("amount", "sales")):
            sums[f"{name}_{weeks}"] = int(known[f"{what}_{weeks}"].sum())
        sums[f"active_{weeks}"] = int((known[f"orders_{weeks}"] > 0).sum())
    return sums
