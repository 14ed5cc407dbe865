"""Charts of satisfaction say what their tables say."""

import numpy as np
import pandas as pd
import pytest

from idic_lib.charts import satisfaction
from idic_lib.charts.canvas import Width

READINGS = pd.DataFrame([("respondents", "Those who answered", 300, 0.6, 0.55, 0.65), ("all", "All", 500, 0.46, 0.43, 0.49)], columns=["reading", "about", "n", "share", "lo", "hi"])  # fmt: skip
CLASSES = pd.DataFrame(
    [("attitude", "satisfied", 10, 0.46, 0.4, 0.5), ("attitude", "unknown", 90, np.nan, np.nan, np.nan), ("behaviour", "loyal", 60, 0.6, 0.5, 0.7), ("behaviour", "unknown", 0, np.nan, np.nan, np.nan)],
    columns=["axis", "class", "customers", "share", "lo", "hi"],
)  # fmt: skip
PROBLEMS = pd.DataFrame(
    [("late_delivery", 0.4, 0.3, 0.5, 10.0, 5.0, 15.0, True, False), ("spoiled_kids_drink", 0.2, 0.1, 0.3, 20.0, 15.0, 25.0, False, True)],
    columns=["problem", "share", "lo", "hi", "sales", "sales_lo", "sales_hi", "most_customers", "most_sales"],
)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_charts_draw_in_both_widths(width: Width) -> None:
    made = [
        satisfaction.readings(READINGS, source=""),
        satisfaction.classes(CLASSES, source=""),
        satisfaction.problems(PROBLEMS, currency="VND", source=""),
    ]
    assert all(c.draw(width).get_axes() for c in made)


def test_title_says_that_answers_and_customers_differ() -> None:
    assert satisfaction.readings(READINGS, source="").title == "Most who answered are satisfied, most customers are not"
    unsure = READINGS.assign(hi=[0.65, 0.52])
    assert "not sure" in satisfaction.readings(unsure, source="").title


def test_alt_counts_the_unknown_and_leaves_out_an_empty_row() -> None:
    alt = satisfaction.classes(CLASSES, source="").alt
    assert "unknown: 90 customers" in alt
    assert "unknown: 0" not in alt


def test_title_names_both_first_problems_and_none_that_is_not_sure() -> None:
    assert (
        satisfaction.problems(PROBLEMS, currency="VND", source="").title
        == "“late delivery” comes first by customers, “spoiled kids drink” by sales"
    )
    unsure = PROBLEMS.assign(most_sales=False)
    assert "none surely" in satisfaction.problems(unsure, currency="VND", source="").title
