"""What a customer's first purchase on record looked like: all that is known of somebody new."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from idic_lib.differentiate.criteria.candidates import KINDS
from idic_lib.differentiate.top import fifths
from idic_lib.engine import Relation

AMOUNT, BASKET = "first_amount", "first_basket"
"""The field of the first amount, and what stands before the name of a kind in the first basket."""
YES, NO = "yes", "no"


def first_purchases(orders: Relation, order_lines: Relation | None, *, as_of: date, kind: str) -> pd.DataFrame:
    """Return customer_id, first_amount (which fifth of all first days, 1 the largest) and one column a kind in the first basket ('yes', 'no').

    `kind` is the column of products that tells kinds apart; the kinds most often in a first basket are told apart. As text.
    """
    first = orders.engine.query("criteria_first_orders", until=as_of)
    table = pd.DataFrame({"customer_id": first["customer_id"], AMOUNT: fifths(first["amount"].to_numpy(np.float64)).astype(str)})
    if order_lines is None:
        return table
    held = order_lines.engine.query("criteria_first_kinds", kind=kind, until=as_of)
    for name in held["kind"].value_counts().index[:KINDS]:
        with_it = set(held.loc[held["kind"] == name, "customer_id"])
        table[f"{BASKET}: {name}"] = np.where(table["customer_id"].isin(with_it), YES, NO)
    return table
