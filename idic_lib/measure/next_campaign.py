"""How small an effect the next campaign could show, rehearsed on the audience of the latest one."""

from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.measure.design_size import Detectable, HoldOutDesign, minimum_detectable_effect


def audience_of(touches: Relation, campaign: str) -> pd.Series:
    """Return the ids of those who were sent a campaign: the next one is taken to go to customers like these."""
    sent = touches.engine.run(
        "select distinct customer_id from touches where campaign_id = $campaign order by customer_id", {"campaign": campaign}
    )
    return sent["customer_id"]


def sizes(
    orders: Relation, audience: pd.Series, designs: tuple[HoldOutDesign, HoldOutDesign], *, as_of: date, seed: int
) -> tuple[Detectable | None, Detectable | None]:
    """Return what one campaign and what several read together would show."""
    one, three = (minimum_detectable_effect(orders, audience, d, as_of=as_of, seed=seed) for d in designs)
    return one, three


def designs(*, share_held_out: float, power: float) -> tuple[HoldOutDesign, HoldOutDesign]:
    """Plan one campaign, and three read together."""
    return HoldOutDesign(share_held_out=share_held_out, power=power), HoldOutDesign(share_held_out=share_held_out, power=power, campaigns=3)
