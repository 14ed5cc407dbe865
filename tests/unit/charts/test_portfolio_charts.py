"""Charts of the portfolio: everybody is on the map, and tiers of few are not ranked."""

from __future__ import annotations

import pandas as pd

from idic_lib.charts import portfolio
from idic_lib.charts.svg import picture

CELLS = pd.DataFrame(
    {
        "group": ["mvc", "mgc", "below_zero", "maintain"],
        "actual": [900.0, 90.0, -60.0, 20.0],
        "potential": [950.0, 700.0, -60.0, 30.0],
        "customers": [20, 40, 10, 130],
    }
)
TIERS = pd.DataFrame(
    {
        "tier": ["VIP", "loyal", "at risk"],
        "customers": [40, 300, 4],
        "expected": [500.0, 90.0, 10.0],
        "realised": [480.0, 95.0, 300.0],
        "lo": [420.0, 90.0, 20.0],
        "hi": [560.0, 99.0, 900.0],
        "in_order": pd.array([True, True, None], dtype="boolean"),
    }
)


def test_map_says_what_is_left_to_grow_and_names_every_group() -> None:
    chart = portfolio.value_map(CELLS, CELLS, width=10.0, currency="USD")
    assert "20%" in chart.title
    drawn = picture(chart, "differentiate.map")
    for name in ("Most valuable, 20", "Most growable, 40", "Below zero, 10", "Maintain, 130"):
        assert name in drawn.wide
        assert name in drawn.narrow
    assert len(drawn.wide) < 20_000


def test_a_tier_of_few_neither_breaks_the_order_nor_the_title() -> None:
    assert portfolio.service_tiers(TIERS, currency="USD").title == "Service tiers brought what their order promised"
    late = TIERS.assign(in_order=pd.array([True, False, None], dtype="boolean"))
    chart = portfolio.service_tiers(late, currency="USD")
    assert chart.title == "Not every service tier brought what its order promised"
    assert "at risk: US$300" in chart.alt
    assert "not ranked" in chart.source
