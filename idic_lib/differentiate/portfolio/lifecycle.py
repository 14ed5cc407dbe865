"""Lifecycle states from each customer's own rhythm: new, active, slipping, lapsed, won back."""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.setting import Setting, bought_once
from idic_lib.engine import Relation
from idic_lib.inference.intervals import wilson
from idic_lib.text import N_

State = Literal["new", "active", "won_back", "slipping", "lapsed"]
STATES: tuple[State, ...] = ("new", "active", "won_back", "slipping", "lapsed")

SLIPPING = 1.0
LAPSED = 2.0
"""In rhythms. Who buys at random moments is silent for longer than one before one purchase in seven, longer than two before one in fifty (exp(-2), exp(-4))."""

NOBODY_REPEATS = N_("Nobody has bought on two days yet, so no customer has a rhythm. Collect orders until some customers have come back.")


def lifecycle(orders: Relation, *, as_of: date, setting: Setting = "repeat") -> pd.DataFrame | Refusal:
    """Return customer_id, state, rhythm_days, silent_days of everybody with an order before `as_of`.

    A customer's rhythm is the gap between purchase days that a day taken at random falls into (twice the mean gap of who buys at random
    moments, more of who buys in clusters), the middle customer's gap added once so that one gap alone decides nothing.
    Lapsed: silent for more than two rhythms. Slipping: for more than one. Won back: returned within the last two
    rhythms from a silence of more than two of the rhythms it had then. New: first bought within two of the middle
    customer's mean gaps. Active: everybody else. Refused where customers buy once, and where nobody has come back.
    """
    if refusal := bought_once(setting):
        return refusal
    table = orders.engine.query("portfolio_lifecycle", as_of=as_of, slipping=SLIPPING, lapsed=LAPSED)
    return Refusal(NOBODY_REPEATS) if table["rhythm_days"].isna().all() else table


def state_table(states: pd.DataFrame, later: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return one row per state in order: customers, share of all, rhythm_days (the middle customer's).

    With `later` (customer_id, purchases after the day of the states) also bought, lo, hi: the share that bought afterwards, Wilson's interval.
    """
    size = states.groupby("state").agg(customers=("state", "size"), rhythm_days=("rhythm_days", "median")).reindex(list(STATES))
    table = size.fillna({"customers": 0}).astype({"customers": np.int64}).rename_axis("state").reset_index()
    table = table.assign(share=table["customers"] / max(len(states), 1))
    return table if later is None else table.join(_bought(states, later))


def _bought(states: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    came = states["customer_id"].isin(later.loc[later["purchases"] > 0, "customer_id"])
    counts = [(int(came[states["state"] == s].sum()), int((states["state"] == s).sum())) for s in STATES]
    ends = [wilson(k, n) if n else None for k, n in counts]
    return pd.DataFrame([{"bought": e.value, "lo": e.lo, "hi": e.hi} if e else {} for e in ends], columns=["bought", "lo", "hi"])
