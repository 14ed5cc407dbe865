from __future__ import annotations

import pandas as pd

from idic_lib.identify.readiness import CHOICES, readiness, readiness_facts
from idic_lib.identify.shallow import COLLECT, DEEP, MISSING

ALL = ("products", "leads", "lead_stages", "costs", "consents", "campaigns")


def signals(*missing: str) -> pd.DataFrame:
    return pd.DataFrame({"key": list(COLLECT), "state": [MISSING if k in missing else DEEP for k in COLLECT]})


def test_with_everything_there_every_decision_can_be_made_today() -> None:
    table = readiness(signals(), ALL)
    assert table["today"].all()
    assert table["fix"].eq("").all()


def test_a_missing_signal_takes_the_decisions_that_rest_on_it_and_says_what_to_collect() -> None:
    table = readiness(signals("usage"), ALL)
    assert table.loc[~table["today"], "fix"].tolist() == [COLLECT["usage"]]


def test_decisions_of_another_setting_are_not_listed() -> None:
    repeat, rare = (set(readiness(signals(), ALL, setting=s)["decision"]) for s in ("repeat", "rare"))
    assert rare - repeat == {"which lead to work on"}
    assert len(repeat | rare) == len(CHOICES)


def test_every_choice_rests_on_signals_and_tables_that_can_be_asked_for() -> None:
    table = readiness(signals(*COLLECT), ())
    assert not table["today"].any()
    assert table["fix"].str.len().gt(0).all()


def test_the_count_of_decisions_is_exact() -> None:
    fact = readiness_facts(readiness(signals("usage"), ALL))[0]
    assert (fact.value, fact.n) == (9, 10)
