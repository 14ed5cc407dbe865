"""RFM scores: recency, frequency and monetary value, with equal customers scored alike."""

from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.errors import IdicError


def rfm_scores(orders: Relation, *, as_of: date, bins: int = 5) -> pd.DataFrame:
    """Score every customer with an order before `as_of` from 1 to `bins` (highest: most recent, most often, most money).

    Columns: customer_id, recency_days, frequency (orders), monetary (minor units), trend (orders in the last 13 weeks
    less those in the 13 weeks before), recency_score, frequency_score, monetary_score. A score is 1 + floor(bins * customers below / customers), so ties share a score and are never split by id
    (Hughes' exact quintiles would split them); with many ties a score can stay empty.
    """
    if bins < 2:
        raise IdicError(f"rfm_scores: bins is {bins}; it should be 2 or more. Five is the custom.")
    return orders.engine.query("rfm", as_of=as_of, bins=bins)
