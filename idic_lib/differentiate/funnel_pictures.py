"""The funnel laid out as its charts and tables read it; nothing is computed here."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.funnel import Funnel, Ranking, source_table
from idic_lib.differentiate.funnel_open import Judged
from idic_lib.text import _
from idic_lib.text.numbers import day, decimal

_STEP_DAYS = 7
_MOST_LINES = 6


def sources_words(found: Funnel) -> pd.DataFrame:
    """Lay out the sources for a table: `source, leads, contracts, naive, chance, lo, hi`, and costs where any is known."""
    table = source_table(found)
    return table if table["cost_naive"].notna().any() else table.drop(columns=["cost_naive", "cost_mature"])


def sources_picture(found: Funnel, ranked: Ranking | None) -> pd.DataFrame:
    """Lay out the compared sources, the highest chance first: `source, naive, chance, lo, hi, leads, rises`."""
    table = source_table(found).dropna(subset="chance")
    riser = ranked.riser if ranked else None
    return table.assign(rises=table["source"] == (riser.name if riser else "")).sort_values("chance", ascending=False, ignore_index=True)


def closing_picture(found: Funnel, ranked: Ranking | None) -> pd.DataFrame:
    """Lay out the chance by age in weeks, of at most six sources with the most leads: `source, week, chance, rises`."""
    riser = ranked.riser if ranked else None
    shown = [s for s in found.sources if s.chance is not None]
    shown = [s for s in shown if s is riser] + [s for s in shown if s is not riser]
    weeks = np.arange((found.weeks or 0) + 1)
    return pd.concat([
        pd.DataFrame({"source": s.name, "week": weeks, "chance": [s.curve.value(float(_STEP_DAYS * w)) for w in weeks], "rises": s is riser})
        for s in shown[:_MOST_LINES]
    ], ignore_index=True)  # fmt: skip


def sources_say(found: Funnel) -> dict[str, object]:
    """Say what the two pictures measure: `weeks, source`."""
    shown = [s for s in found.sources if s.chance is not None]
    text = _("{n} leads of {sources} sources up to {last}; 95% intervals, log-log.").format(
        n=decimal(sum(s.leads for s in shown)), sources=decimal(len(shown)), last=day(found.leads.last.date())
    )
    return {"weeks": found.weeks, "source": text}


def funnel_tier_words(weeks: int) -> str:
    """Say by what the tiers of leads and buyers go."""
    return _("Tiers go by what is expected over the next {n} weeks: chance of a contract times its mean price times the assumed margin. Amount: bought so far.").format(n=decimal(weeks))  # fmt: skip


def judged_words(judged: list[Judged]) -> pd.DataFrame:
    """Lay out the forecasts of the past, the latest first: `made_on, until, expected, lo, hi, repeated, came`."""
    return pd.DataFrame([
        {"made_on": str(j.cut), "until": str(j.until), "foreseen": j.forecast.value, "lo": j.forecast.lo, "hi": j.forecast.hi, "repeated": j.naive, "came": j.actual}
        for j in judged
    ])  # fmt: skip
