"""How a budget of contacts is spread over tiers, so that what is sent never exceeds it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from idic_lib.customize.holdout import held_out_of
from idic_lib.errors import IdicError


def contacts_for(money: int, *, contact_cost: int) -> int:
    """Return how many contacts a budget pays; both in minor units. Raises IdicError unless the cost is positive."""
    if contact_cost <= 0:
        raise IdicError(
            f"contact_cost is {contact_cost}; it must be positive, in minor units. Give the number of contacts instead where a contact is free."
        )
    return max(0, money // contact_cost)


def audience(ranked: pd.DataFrame, *, contacts: int, holdout_share: float, tier_weights: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Return the first rows of `ranked` (tier, best first) that the budget carries: at most `contacts` of them are sent to.

    Without weights, the best customers whatever their tier; with weights, each tier's best, contacts in proportion to the weights.
    Contacts that a small tier cannot use go to the others. The held-out share costs no contact, so the audience is larger than the budget.
    """
    if tier_weights is None:
        return ranked.head(_longest(ranked["tier"].to_numpy(dtype=object), contacts, holdout_share))
    sizes = ranked.groupby("tier", observed=True).size()
    room = sizes.map(lambda n: n - held_out_of(n, holdout_share)).astype("int64")
    given = spread(contacts, pd.Series(tier_weights, dtype="float64").reindex(room.index, fill_value=0.0), room)
    most = {t: _with_holdout(int(given[t]), int(sizes[t]), holdout_share) for t in sizes.index}
    return ranked[ranked.groupby("tier", observed=True).cumcount() < ranked["tier"].map(most).astype("float64")]


def spread(contacts: int, weights: pd.Series, room: pd.Series) -> pd.Series:
    """Share out contacts by weight, largest remainders first, no tier above its room; all series indexed by tier."""
    given = pd.Series(0, index=room.index, dtype="int64")
    while (left := contacts - int(given.sum())) > 0:
        open_ = weights[(given < room) & (weights > 0)]
        if open_.empty:
            break
        given = (given + _largest_remainder(left, open_).reindex(given.index, fill_value=0)).clip(upper=room)
    return given


def _largest_remainder(total: int, weights: pd.Series) -> pd.Series:
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype("int64")
    first = (exact - whole).sort_values(ascending=False, kind="stable").index[: total - int(whole.sum())]
    whole.loc[first] += 1
    return whole


def _with_holdout(send: int, available: int, share: float) -> int:
    """Return the largest audience within one tier of which at most `send` are sent to."""
    if send == 0:
        return 0
    n = min(available, send + held_out_of(send, share / (1 - share)) + 1)
    while n - held_out_of(n, share) > send:
        n -= 1
    return n


def _longest(tiers: np.ndarray, contacts: int, share: float) -> int:
    """Return the longest head of the ranking of which at most `contacts` are sent to; one more row sends none or one more."""
    n = min(len(tiers), int(contacts / (1 - share)) + len(set(tiers)) + 1) if contacts else 0
    while n and sum(c - held_out_of(c, share) for c in pd.Series(tiers[:n]).value_counts()) > contacts:
        n -= 1
    return n
