"""The customers of a back-test as a budget would have seen them: what was foreseen of each, what each had brought, and what came."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.contract.judge import Judged
from idic_lib.differentiate.forecast.backtest import Backtest
from idic_lib.differentiate.forecast.learned import spend_per_purchase
from idic_lib.differentiate.history import Refusal


def past_of(judged: Backtest | Judged | Refusal, *, minor: int) -> pd.DataFrame | Refusal:
    """Return customer_id, foreseen, so_far and came in major units, of those known at the end of the calibration, by the chosen method."""
    if isinstance(judged, Refusal):
        return judged
    if isinstance(judged, Judged):
        return judged.past.assign(**{c: judged.past[c] / minor for c in ("foreseen", "so_far", "came")})
    table = judged.customers
    foreseen = table[judged.choice].to_numpy(np.float64) * spend_per_purchase(judged.fitted)
    amounts = {"so_far": table["amount"] / minor, "came": table["actual_amount"] / minor}
    return pd.DataFrame({"customer_id": table["customer_id"], "foreseen": foreseen, **amounts})
