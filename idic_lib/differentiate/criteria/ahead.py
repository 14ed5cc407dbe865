"""What was known of each customer's purchases on a day, and what they brought afterwards: the field on which criteria compete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.history import Refusal, period
from idic_lib.engine import Relation
from idic_lib.text import N_

FEWEST = 200
"""Of fewer customers, cross-fitted gains of a few per cent drown in noise."""
BUYERS, LEAST_EACH = 50, 30
MOST = 8_000
"""More customers than this are drawn at random: the gain of a criterion is then known within two points, in some ten seconds."""
_RARE = N_(
    "These customers buy once: there is no next period whose value a criterion could foresee. Which leads sign is asked in the part on the funnel."
)
_SHORT = N_("Fewer than 26 weeks of orders: too few to learn from one part and judge by the next. Collect orders of at least half a year.")
_FEW = N_("Fewer than 200 customers bought before the cut, or fewer than 50 after it: collect more customers before criteria are compared.")
_NOTHING_KNOWN = N_(
    "Nothing but purchases is known of these customers. Collect one trait (place, age, kind of business) of those who order to compare criteria."
)


@dataclass(frozen=True)
class Ahead:
    """Customers who bought before `cut`: customer_id, orders, amount, recency_days, age_days and `ahead`, what they brought in [cut, until); minor units."""

    table: pd.DataFrame
    cut: date
    until: date

    @property
    def customers(self) -> pd.Series:
        """Their ids, in the order of every array of this room."""
        return self.table["customer_id"]


def bought_again(ahead: Ahead) -> NDArray[np.bool_]:
    """Return who bought in [cut, until); where fewer than 30 did not (or did), who brought more than the middle customer."""
    came = ahead.table["ahead"].to_numpy(np.float64)
    again: NDArray[np.bool_] = came > 0
    if not LEAST_EACH <= again.sum() <= len(again) - LEAST_EACH:
        again = came > np.median(came)
    return again


def customers_ahead(
    orders: Relation, *, as_of: date, traits: pd.DataFrame | None, setting: str = "repeat", weeks: int = 26, seed: int = 1
) -> Ahead | Refusal:
    """Take those of whom traits are on record; the period judged is the last `weeks`, at most a quarter of all (in whole weeks).

    Refused where customers buy once, nothing but purchases is known, or too little was bought.
    """
    if setting == "rare":
        return Refusal(_RARE)
    if traits is None or traits.empty or traits.shape[1] < 2:
        return Refusal(_NOTHING_KNOWN)
    whole = period(orders, as_of=as_of)
    if whole.too_short:
        return Refusal(_SHORT)
    cut = as_of - timedelta(weeks=min(weeks, whole.days // 28))
    table = orders.engine.query("criteria_customers", cut=cut, as_of=as_of)
    table = table[table["customer_id"].isin(traits["customer_id"])]
    if len(table) < FEWEST or (table["ahead"] > 0).sum() < BUYERS:
        return Refusal(_FEW)
    drawn = table.sample(MOST, random_state=seed).sort_values("customer_id") if len(table) > MOST else table
    return Ahead(drawn.reset_index(drop=True), cut, as_of)
