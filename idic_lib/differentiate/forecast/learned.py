"""What is learnt from the orders before a day: a summary per customer, the three models, the feature model and the model of spend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from idic_lib.differentiate.forecast.features import feature_rate
from idic_lib.differentiate.history import customer_summary
from idic_lib.differentiate.repeat import gammagamma
from idic_lib.differentiate.repeat.fitted import Name, RepeatModel
from idic_lib.differentiate.repeat.gammagamma import GammaGamma
from idic_lib.differentiate.repeat.ladder import MODELS, Rung, climb
from idic_lib.differentiate.repeat.rows import Rows
from idic_lib.engine import Relation
from idic_lib.inference.bootstrap import Array


@dataclass(frozen=True)
class Fitted:
    """One summary row per customer, by customer_id, and what was fitted to all of them."""

    summary: pd.DataFrame
    rows: Rows
    rungs: Mapping[str, Rung]
    """The three models, and whether the drop-out of each is identified."""
    rate: Array
    """Purchases per day and customer that the feature model expects."""
    spend: GammaGamma | None
    minor: int
    """Minor units in one major unit: tables hold minor units, the model of spend works in major ones."""

    @property
    def model(self) -> RepeatModel:
        """The BG/NBD, the published model that facts are stated of."""
        return self.rungs["bgnbd"].model

    @property
    def usable(self) -> tuple[Name, ...]:
        """The models whose drop-out is identified."""
        return tuple(name for name in MODELS if self.rungs[name].usable)

    @property
    def repeat_spend(self) -> tuple[Array, Array]:
        """Repeat purchase days, and mean spend of one in major units (0 where there is none)."""
        x, repeat = (self.summary[c].to_numpy(np.float64) for c in ("frequency", "repeat_amount"))
        return x, repeat / np.maximum(x, 1) / self.minor


def learn(orders: Relation, *, until: date, horizon_days: int, minor: int) -> Fitted:
    """Fit everything to the orders before `until`; amounts are divided by `minor` so that money is in major units."""
    summary = customer_summary(orders, until=until, recent_days=horizon_days)
    x, recency, age, spent = (summary[c].to_numpy(np.float64) for c in ("frequency", "recency", "age", "repeat_amount"))
    rows = Rows.of(x, recency, age)
    rate = feature_rate(orders, until=until, horizon_days=horizon_days)
    return Fitted(
        summary, rows, {name: climb(name, rows) for name in MODELS}, rate, gammagamma.fit(x, spent / np.maximum(x, 1) / minor), minor
    )


def spend_per_purchase(fitted: Fitted) -> Array:
    """Expect spend per purchase day and customer in major units: Gamma-Gamma where it may be used, else the own mean, shrunken."""
    x, mean = fitted.repeat_spend
    own = fitted.summary["amount"].to_numpy(np.float64) / (x + 1) / fitted.minor
    return gammagamma.spend_per_purchase(fitted.spend, x, mean, own)
