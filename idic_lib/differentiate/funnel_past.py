"""Open leads as they stood one horizon ago, with the chance they then had and what they signed since: to test whom to serve first."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from idic_lib.differentiate.funnel_leads import Stages, leads_at
from idic_lib.differentiate.funnel_open import LEAST_DAYS, outlook
from idic_lib.differentiate.funnel_value import Worth
from idic_lib.differentiate.history import Refusal
from idic_lib.engine import Relation
from idic_lib.text import N_

TOO_YOUNG = N_("The leads reach back less than a year: whom to serve first cannot be tested on the past. Collect a longer history of leads and their stages.")  # fmt: skip


def funnel_past(leads: Relation, stages: Stages, *, as_of: date, worth: Worth, seed: int) -> pd.DataFrame | Refusal:
    """Return customer_id, foreseen, so_far (0: a lead has bought nothing) and came, in major units, of the leads open one horizon ago.

    Every contract counts as what a contract is worth today, so that prices do not decide.
    """
    cut = as_of - timedelta(days=worth.ahead.days)
    then = leads_at(leads, stages, until=cut)
    if not then.open.any() or then.age.max() < LEAST_DAYS:
        return Refusal(TOO_YOUNG)
    now = leads_at(leads, stages, until=as_of).table.set_index("lead_id")["won_on"]
    table, each = then.table[then.open], worth.each / worth.minor
    foreseen = outlook(then, days=worth.ahead.days, draws=2, seed=seed).chance * each
    came = table["lead_id"].map(now).notna().to_numpy(np.float64) * each
    return pd.DataFrame({"customer_id": table["customer_id"], "foreseen": foreseen, "so_far": 0.0, "came": came}).reset_index(drop=True)
