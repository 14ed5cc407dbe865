"""The funnel's pictures name the source that rises, stay inside their sheet and say their numbers to a reader who cannot see them."""

from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.charts import Chart, funnel, picture

SOURCES = pd.DataFrame(
    [("Giới thiệu", 0.11, 0.14, 0.12, 0.17, 860, False), ("Sự kiện", 0.024, 0.075, 0.059, 0.094, 3174, True), ("Danh sách mua", 0.006, 0.008, 0.004, 0.016, 1422, False)],
    columns=["source", "naive", "chance", "lo", "hi", "leads", "rises"],
)  # fmt: skip


def lines() -> pd.DataFrame:
    parts = [("Sự kiện", True, 38, 0.075), ("Website", False, 18, 0.043)]
    rows = [(name, week, end * min(1.0, week / (2 * half)), up) for name, up, half, end in parts for week in range(105)]
    return pd.DataFrame(rows, columns=["source", "week", "chance", "rises"])


def charts() -> list[Chart]:
    return [funnel.sources(SOURCES, weeks=104, source="x"), funnel.closing(lines(), weeks=104, source="x")]


def test_the_title_names_the_source_that_looks_worse_than_it_is() -> None:
    assert charts()[0].title == "Leads from “Sự kiện” look worse than they are"


def test_where_nothing_turns_the_title_names_the_best() -> None:
    assert funnel.sources(SOURCES.assign(rises=False), weeks=104, source="").title.startswith("Leads from “Giới thiệu” sign most often")


def test_both_readings_and_the_interval_stand_in_the_text() -> None:
    assert "Sự kiện: 7.5% (5.9 to 9.4%), so far 2.4%" in charts()[0].alt


def test_the_slowest_and_the_quickest_source_are_named_with_their_week() -> None:
    assert charts()[1].title == "“Website” signs half of its contracts by week 18, “Sự kiện” by week 38"
    alike = lines().assign(source="Web")
    assert funnel.closing(alike[:105], weeks=104, source="").title == "Half of the contracts are signed by week 38"


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_nothing_is_drawn_outside_the_sheet(width: str) -> None:
    for chart in charts():
        figure = chart.draw(width)  # type: ignore[arg-type]  # pytest hands over a plain text
        figure.draw_without_rendering()
        box, sheet = figure.get_tightbbox(), figure.get_size_inches()
        assert (box.x0, box.y0) >= (-0.02, -0.02)
        assert box.x1 <= sheet[0] + 0.02
        assert box.y1 <= sheet[1] + 0.02


def test_the_same_chart_is_drawn_in_the_same_bytes() -> None:
    assert picture(charts()[0], "a") == picture(charts()[0], "a")
