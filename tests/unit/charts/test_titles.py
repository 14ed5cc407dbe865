"""A chart's title says what the numbers say, not what was hoped for."""

from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.charts import customize, differentiate, identify, interact, measure
from tests.unit.charts.mock_charts import mock_charts

SCORES = [("Model", 600.0, 560.0, 640.0, False), ("Rule", 700.0, 660.0, 740.0, True)]


def _scorecard(rows: list[tuple[str, float, float, float, bool]]) -> str:
    frame = pd.DataFrame(rows, columns=["method", "value", "lo", "hi", "naive"])
    return differentiate.backtest_scorecard(frame, unit="USD", subtitle="", source="").title


def test_a_model_clear_of_every_rule_is_said_to_be_closer() -> None:
    assert _scorecard(SCORES) == "Model was closer than every naive rule"


def test_a_model_that_overlaps_the_best_rule_is_not_said_to_win() -> None:
    assert "not clear" in _scorecard([("Model", 690.0, 650.0, 730.0, False), SCORES[1]])


def test_a_difference_customer_by_customer_decides_where_it_is_known() -> None:
    rows = [("Model", 690.0, 650.0, 730.0, False, True, True), (*SCORES[1], False, False)]
    frame = pd.DataFrame(rows, columns=["method", "value", "lo", "hi", "naive", "used", "clear"])
    title = differentiate.backtest_scorecard(frame, unit="USD", subtitle="", source="").title
    assert title == "Model was closer than every naive rule"


def test_a_rule_that_wins_is_named() -> None:
    assert _scorecard([("Model", 800.0, 760.0, 840.0, False), SCORES[1]]) == "No model was closer than the rule “Rule”"


def test_a_method_that_was_used_and_lost_is_said_to_have_lost() -> None:
    columns = ["method", "value", "lo", "hi", "naive", "used"]
    frame = pd.DataFrame([(*SCORES[0][:1], 800.0, 760.0, 840.0, False, True), (*SCORES[1], False)], columns=columns)
    title = differentiate.backtest_scorecard(frame, unit="USD", subtitle="", source="").title
    assert title == "Model was used, and the rule “Rule” came closer"
    swapped = pd.DataFrame([(*SCORES[0], False), (*SCORES[1], True)], columns=columns)
    title = differentiate.backtest_scorecard(swapped, unit="USD", subtitle="", source="").title
    assert title == "The rule “Rule” was used, and Model came closer"


def test_better_customers_answer_more_only_if_intervals_part() -> None:
    names = ["group", "contacts", "contacts_lo", "contacts_hi", "redeemed", "redeemed_lo", "redeemed_hi", "sent"]
    apart = pd.DataFrame([("First", 4, 3.9, 4.1, 0.2, 0.18, 0.22, 900), ("Last", 1, 0.9, 1.1, 0.1, 0.08, 0.12, 400)], columns=names)
    few = apart.assign(sent=[900, 20])
    assert "answer more" in interact.contacts_and_redemption(apart, period="", contacted="").title
    assert "answer more" not in interact.contacts_and_redemption(few, period="", contacted="").title


def test_a_rate_from_fewer_than_thirty_is_grey_and_says_its_n() -> None:
    chart = mock_charts()["interact.contacts"]
    assert "7% (15 sent)" in chart.alt


def test_nothing_beats_the_yardstick_is_said_when_nothing_does() -> None:
    names = ["method", "yardstick", "all", "all_lo", "all_hi", "new", "new_lo", "new_hi"]
    frame = pd.DataFrame(
        [("Other", False, 0.10, 0.09, 0.11, 0.05, 0.04, 0.06), ("Best sellers", True, 0.1, 0.09, 0.11, 0.06, 0.05, 0.07)], columns=names
    )
    assert customize.recommenders(frame, weeks="four weeks", source="").title == "Nothing beats the best sellers"


@pytest.mark.parametrize(("known", "title"), [([1.0, 1.0], "Every field is complete"), ([0.2, None], "No field is complete")])
def test_completeness_says_what_is_complete(known: list[float | None], title: str) -> None:
    frame = pd.DataFrame({"field": ["a", "b"], "customers": known, "sales": known})
    assert identify.completeness(frame).title == title


def test_alt_gives_the_numbers_of_every_chart() -> None:
    for name, chart in mock_charts().items():
        assert any(c.isdigit() for c in chart.alt), name
        assert chart.subtitle, name
        assert chart.source, name


def test_two_shares_that_nearly_touch_share_one_label() -> None:
    frame = pd.DataFrame({"field": ["near", "far"], "customers": [0.92, 0.30], "sales": [0.89, 0.60]})
    assert identify.completeness(frame).alt == "near: 92%; 89% of sales; far: 30%, 60% of sales."


@pytest.mark.parametrize(
    ("largest", "label", "word"),
    [(950.0, "950", ""), (1.19e6, "1.19", " million"), (2.64e9, "2.64", " billion"), (684.5e9, "684", " billion")],
)
def test_amounts_by_quarter_are_written_with_three_digits_and_their_size_on_the_axis(largest: float, label: str, word: str) -> None:
    assert measure._figures([largest / 2, largest], "VND")[-1] == label
    assert measure._size(largest)[1] == word
