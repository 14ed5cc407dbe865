"""The pictures of criteria name the best one, stay inside their sheet and say their numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.charts import Chart, criteria, picture

GAINS = pd.DataFrame(
    [("What they bought so far", 0.47, 0.45, 0.50, "best"), ("What is in the basket", 0.034, 0.025, 0.043, "other"),
     ("The client's own groups", -0.004, -0.008, 0.001, "in use"), ("Dealt out at random", 0.0, -0.001, 0.001, "check")],
    columns=["name", "gain", "lo", "hi", "role"],
)  # fmt: skip
PROFILE = pd.DataFrame(
    [("First basket: Hộp quà Tết", 0.15, 0.09, 1.7, 1.3, 2.3, True, False), ("Income: 250K+", 0.075, 0.007, 10.6, 1.6, 69.0, True, True)],
    columns=["name", "best_share", "other_share", "lift", "lo", "hi", "stands_out", "sensitive"],
)  # fmt: skip


def charts() -> list[Chart]:
    return [criteria.bake_off(GAINS, source="x"), criteria.look_alike(PROFILE, source="x")]


def test_the_title_names_the_best_and_what_the_groups_in_use_are_worth() -> None:
    assert charts()[0].title == "“What they bought so far” tells what customers bring next; the client's own groups do not"
    silent = GAINS[GAINS["role"] != "in use"]
    assert (
        criteria.bake_off(silent, source="x").title
        == "“What they bought so far” tells more of what customers bring next than anything else"
    )


def test_where_nothing_tells_anything_the_title_says_so() -> None:
    assert criteria.bake_off(GAINS.assign(lo=-0.01), source="x").title == "No criterion tells what customers bring next"


def test_a_sensitive_trait_is_never_the_headline() -> None:
    assert charts()[1].title == "First basket: Hộp quà Tết: 1.7 times as frequent among the best tenth"
    assert criteria.look_alike(PROFILE.iloc[1:], source="x").title == "Nothing that may be used tells the best customers from the others"


@pytest.mark.parametrize("chart", charts(), ids=["bake_off", "look_alike"])
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_every_picture_draws_in_both_widths(chart: Chart, width: str) -> None:
    assert chart.draw(width).axes  # type: ignore[arg-type]
    assert chart.alt.endswith(".")
    assert picture(chart, "a") == picture(chart, "a")
