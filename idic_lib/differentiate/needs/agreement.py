"""Whether needs read from behaviour and needs that customers state tell the same customers apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from idic_lib.differentiate.needs.segments import UNKNOWN, Segments, needs_table
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, refused
from idic_lib.inference.bootstrap import interval
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

FEWEST = 30
TOO_FEW = N_("Fewer than 30 customers both stated a need and have one read from what they buy, so the two cannot be compared. Ask more customers what they need.")  # fmt: skip
_DRAWS = 200


def agreement_fact(found: Segments, stated: pd.DataFrame, *, seed: int) -> Fact:
    """State the adjusted Rand index between both; `stated` as from `stated_table`. Customers of unknown need on either side do not count."""
    both = needs_table(found).merge(stated[["customer_id", "need"]], on="customer_id", suffixes=("", "_stated"))
    both = both[(both["need"] != UNKNOWN) & (both["need_stated"] != UNKNOWN)]
    if len(both) < FEWEST:
        return refused("differentiate.needs.agreement", unit="number", reason=TOO_FEW)
    read, said = (pd.factorize(both[c])[0] for c in ("need", "need_stated"))
    draws = np.random.default_rng([seed, 8]).integers(0, len(both), (_DRAWS, len(both)))
    value = float(adjusted_rand_score(said, read))
    lo, hi = interval(np.array([adjusted_rand_score(said[d], read[d]) for d in draws]))
    of = Estimate(value, min(lo, value), max(hi, value), len(both))
    says = N_("What {n} customers say they need and what they buy put them together alike with an adjusted Rand index of {value} ({lo} to {hi}): 1 is the same, 0 is chance.")  # fmt: skip
    method = N_(
        "adjusted Rand index of stated needs and needs read from baskets, customers whose need is known both ways; bootstrap over customers"
    )
    return estimated("differentiate.needs.agreement", of, unit="number", method=method, says=says).model_copy(update={"table": "contacts"})
