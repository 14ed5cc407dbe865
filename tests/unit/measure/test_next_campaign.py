from __future__ import annotations

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.measure import audience_of, designs


def test_the_audience_is_everybody_sent_to_once_each() -> None:
    touches = pd.DataFrame({"customer_id": ["b", "a", "b", "c"], "campaign_id": ["8", "8", "8", "9"]})
    assert audience_of(Engine.of(touches=touches).relation("touches"), "8").tolist() == ["a", "b"]
    assert audience_of(Engine.of(touches=touches).relation("touches"), "10").empty


def test_one_campaign_is_planned_beside_three_read_together() -> None:
    one, three = designs(share_held_out=0.2, power=0.8)
    assert (one.campaigns, three.campaigns, one.share_held_out, three.power) == (1, 3, 0.2, 0.8)
