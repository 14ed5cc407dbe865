"""What stands against the estimate of the campaign in focus."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from idic_lib.interact import Effect, Reading, doubts

EFFECT = Effect(
    "18", "Type A", date(2017, 10, 30), date(2017, 12, 25), 0, sent=100, reached=96, comparison=90, value=0.06, lo=0.02, hi=0.10
)
CHECK = replace(EFFECT, starts_on=date(2017, 9, 4), until=date(2017, 10, 30), shift_weeks=-8, value=0.02, lo=-0.01, hi=0.05)
CAMPAIGNS = pd.DataFrame({
    "campaign_id": ["18", "a", "b", "c"],
    "starts_on": pd.to_datetime(["2017-10-30", "2017-08-01", "2017-08-01", "2017-10-29"]),
    "ends_on": pd.to_datetime(["2017-12-24", "2017-09-03", "2017-09-04", "2017-11-30"]),
})  # fmt: skip


def test_a_campaign_counts_as_busy_when_it_has_a_day_in_the_weeks_of_the_check() -> None:
    facts = {f.id: f for f in doubts(Reading(EFFECT, CHECK), CAMPAIGNS)}
    assert facts["interact.check_busy.18"].value == 2, "b ends on its first day, c begins on its last; a ended the day before"
    assert facts["interact.left_out.18"].value == 4
    assert "interact.check_gate.18" not in facts


def test_a_check_that_fails_the_gate_itself_is_said() -> None:
    said = doubts(Reading(EFFECT, replace(CHECK, reason="overlap")), CAMPAIGNS)[-1]
    assert said.id == "interact.check_gate.18"
    assert said.refused
    assert "campaign 18" in said.sentence()


def test_without_a_check_or_an_estimate_nothing_is_said_about_them() -> None:
    assert [f.id for f in doubts(Reading(EFFECT, None), CAMPAIGNS)] == ["interact.left_out.18"]
    assert doubts(Reading(replace(EFFECT, value=None), None), CAMPAIGNS) == []
    assert doubts(None, CAMPAIGNS) == []
