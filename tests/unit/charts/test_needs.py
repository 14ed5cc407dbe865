"""The pictures of needs: a title that says what the numbers say, and both widths from one call."""

from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.charts import needs
from idic_lib.charts.canvas import Chart

TRIED = pd.DataFrame(
    [(1, 1.0, 1.0, 1.0, "one crowd, the yardstick"), (2, 0.3, 0.0, 0.9, "not found again"), (3, 0.97, 0.9, 0.99, "holds"), (4, 0.9, 0.8, 1.0, "foresees no better")],
    columns=["segments", "stability", "stability_lo", "stability_hi", "verdict"],
)  # fmt: skip
KINDS = pd.DataFrame(
    [("Sữa tươi", 0.6, "Sữa tươi", 0.52, 0.5, 0.54, 0.31, 1.7, 1.6, 1.8), ("Sữa tươi", 0.6, "Sữa chua", 0.2, 0.19, 0.21, 0.2, 1.0, 0.95, 1.05), ("Quà", 0.4, "Quà", 0.4, 0.36, 0.44, 0.06, 6.7, 6.4, 7.0)],
    columns=["need", "buyers", "kind", "share", "share_lo", "share_hi", "average", "lift", "lo", "hi"],
)  # fmt: skip
COVERED = pd.DataFrame(
    [("Sữa tươi", 1, 0.6, 0.7, 0.66, 0.74, 12), ("Quà", 2, 1.0, 1.0, 1.0, 1.0, 18)],
    columns=["need", "needs", "customers", "money", "money_lo", "money_hi", "products"],
)
STATED = pd.DataFrame(
    [("To let", 75, 0.75, 0.65, 0.83), ("Live in", 25, 0.25, 0.17, 0.35)], columns=["name", "customers", "share", "lo", "hi"]
)


def charts() -> dict[str, Chart]:
    return {
        "numbers": needs.needs_numbers(TRIED), "profile": needs.needs_profile(KINDS),
        "coverage": needs.needs_coverage(COVERED, by_contribution=False), "stated": needs.stated_needs(STATED),
    }  # fmt: skip


def test_the_title_says_how_many_needs_hold() -> None:
    assert charts()["numbers"].title == "3 kinds of needs are found again in other samples"
    assert needs.needs_numbers(TRIED.iloc[:2]).title == "No number of segments holds"


def test_kinds_that_are_not_bought_more_are_left_out() -> None:
    assert "Sữa chua" not in charts()["profile"].alt
    assert "52%" in charts()["profile"].title


def test_the_title_of_coverage_says_what_it_takes() -> None:
    assert charts()["coverage"].title == "The best 1 needs cover 70% of sales and take 12 of 18 products"


@pytest.mark.parametrize("name", list(charts()))
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_every_picture_is_drawn_in_both_widths(name: str, width: str) -> None:
    figure = charts()[name].draw("wide" if width == "wide" else "narrow")
    assert figure.get_size_inches()[0] == pytest.approx(7.5 if width == "wide" else 3.42)
