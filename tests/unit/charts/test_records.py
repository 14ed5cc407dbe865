"""The pictures of the records' audit: a title that says what the numbers say, nothing outside the sheet, the same bytes twice."""

from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.charts import Chart, picture, records

SCORES = pd.DataFrame(
    [("full_name", 1.0, 0.99, 1.0, 0.63, 0.59, 0.67), ("gender", 0.85, 0.83, 0.86, 0.99, 0.98, 1.0), ("ward", 0.5, 0.45, 0.55, None, None, None)],
    columns=["field", "share", "lo", "hi", "agree", "agree_lo", "agree_hi"],
)  # fmt: skip
LISTS = pd.DataFrame(
    [(0, 1259, 0.62, 0.59, 0.65), (91, 1125, 0.57, 0.54, 0.6), (364, 1223, 0.44, 0.41, 0.47)],
    columns=["age_days", "customers", "share", "lo", "hi"],
)
REACH = pd.DataFrame(
    [("đơn hàng", 900, 1.0, 0.99, 1.0, 0.0), ("Ứng dụng", 1071, 0.44, 0.41, 0.47, 0.3), ("web_events.csv", 8106, 0.085, 0.079, 0.092, 0.0)],
    columns=["system", "rows", "share", "lo", "hi", "found_from"],
)
SIGNALS = pd.DataFrame(
    [("what customers bought", 100, 0.66, 0.56, 0.74, "deep enough"), ("what they look at or use", 80, 0.085, 0.04, 0.17, "mostly names nobody"), ("what they say", 0, None, None, None, "missing")],
    columns=["signal", "rows", "share", "lo", "hi", "state"],
)  # fmt: skip
CALLS = pd.DataFrame(
    [("address", 924, 0.79, 0.83, 0.81, 0.86), ("phone", 924, 0.97, 0.97, 0.96, 0.98)],
    columns=["field", "calls", "before_share", "share", "lo", "hi"],
)


def charts() -> dict[str, Chart]:
    return {
        "two": records.two_scores(SCORES), "lists": records.aging_lists(LISTS), "reach": records.reach(REACH),
        "signals": records.signals(SIGNALS), "calls": records.call_items(CALLS),
    }  # fmt: skip


def test_the_title_names_the_field_that_looks_complete_and_disagrees_most() -> None:
    assert charts()["two"].title == "“Full name” can be used in 100% of the records, and two systems agree on it in 63%"
    assert records.two_scores(SCORES.iloc[1:]).title == "Where two systems hold a field, they agree"
    assert "nothing says" in records.two_scores(SCORES.iloc[2:]).title


def test_the_title_gives_both_ends_of_the_fall() -> None:
    assert charts()["lists"].title == "Of a fresh list 62% buy again, of one 364 days old 44%"


def test_a_silo_is_named_and_where_there_is_none_the_least_connected_system_is_counted() -> None:
    assert charts()["reach"].title == "“web_events.csv” reaches no other system: 8.5% of its rows"
    assert records.reach(REACH.iloc[:2]).title == "Every system reaches another, the least with 44% of its rows"


def test_weak_signals_are_counted_and_a_missing_one_says_so() -> None:
    chart = charts()["signals"]
    assert chart.title == "2 of 3 signals about customers are missing or shallow"
    assert "what they say: not supplied" in chart.alt
    assert records.signals(SIGNALS.iloc[:1]).title.startswith("No signal")


def test_the_item_that_linking_shows_most_is_named() -> None:
    assert charts()["calls"].title == "Linking shows “Address” to 4.0 points more of those who answer a call"


def test_alt_gives_the_numbers() -> None:
    for name, chart in charts().items():
        assert any(c.isdigit() for c in chart.alt), name
        assert chart.subtitle, name


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("name", sorted(charts()))
def test_nothing_is_drawn_outside_the_sheet(name: str, width: str) -> None:
    figure = charts()[name].draw(width)  # type: ignore[arg-type]  # pytest hands over a plain text
    figure.draw_without_rendering()
    box, sheet = figure.get_tightbbox(), figure.get_size_inches()
    assert (box.x0, box.y0) >= (-0.02, -0.02)
    assert box.x1 <= sheet[0] + 0.02
    assert box.y1 <= sheet[1] + 0.02


def test_the_same_chart_is_drawn_in_the_same_bytes() -> None:
    assert picture(charts()["reach"], "a") == picture(charts()["reach"], "a")
