"""Results laid out as the charts of this stage read them; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

import pandas as pd

from idic_lib.differentiate.backtest import MODEL, Backtest
from idic_lib.differentiate.baselines import BASELINES
from idic_lib.facts import Fact
from idic_lib.text import N_, _
from idic_lib.text.numbers import day, decimal

_NAMES: Mapping[str, str] = {
    MODEL: N_("Repeat-purchase model (BG/NBD)"),
    "zero": N_("Nobody comes back"),
    "same_rate": N_("The same rate goes on"),
    "last_next": N_("Next weeks as the last ones"),
    "hiatus": N_("Gone after 13 weeks without"),
}
_SHARES = {"differentiate.top10.share": 0.1, "differentiate.top20.share": 0.2}


def named_shares(facts: Iterable[Fact]) -> dict[float, float]:
    """Pick the stated shares of sales of the top tenth and fifth: share of customers -> share of sales."""
    return {_SHARES[f.id]: float(f.value) for f in facts if f.id in _SHARES and f.value is not None}


def error_picture(judged: Backtest) -> pd.DataFrame:
    """Lay out the typical miss per method, smallest first: `method, value, lo, hi, naive`."""
    card = judged.scorecard.sort_values("rmse")
    frame = pd.DataFrame({"method": [_(_NAMES[str(m)]) for m in card.index], "value": card.rmse, "lo": card.rmse_lo, "hi": card.rmse_hi})
    return frame.assign(naive=[str(m) in BASELINES for m in card.index]).reset_index(drop=True)


def scorecard_table(judged: Backtest) -> pd.DataFrame:
    """Lay out the whole scorecard, smallest typical miss first: `method, rmse, mae, bias, deviance, correlation, capture`."""
    card = judged.scorecard.sort_values("rmse")[["rmse", "mae", "bias", "deviance", "correlation", "capture"]].reset_index()
    return card.assign(method=[_(_NAMES[str(m)]) for m in card["method"]])


def movement_table(matrix: pd.DataFrame) -> pd.DataFrame:
    """Give the movement matrix a first column that names its rows."""
    frame = matrix.copy()
    frame.columns = [_("to fifth {n}").format(n=c) for c in matrix.columns]
    frame.insert(0, _("From fifth"), [str(i) for i in matrix.index])
    return frame.reset_index(drop=True)


def scorecard_words(judged: Backtest) -> dict[str, str]:
    """Say what the picture of errors measures: `unit, subtitle, source`."""
    split = judged.split
    return {
        "unit": "purchases",
        "subtitle": _("Typical miss per customer (root mean square), in purchases from {first} to {last}").format(
            first=day(split.calibration_end + timedelta(days=1)), last=day(split.until - timedelta(days=1))
        ),
        "source": _("{n} customers known before; 95% intervals, bootstrap over customers. Orange: the best naive rule.").format(
            n=decimal(len(judged.customers))
        ),
    }


def tier_words(weeks: int) -> str:
    """Say by what tiers go and how far ahead the expected amount looks."""
    return _(
        "Tiers go by expected value where it could be forecast, else by sales so far. Expected: sales over the next {n} weeks."
    ).format(n=decimal(weeks))


def rfm_table(rfm: pd.DataFrame) -> pd.DataFrame:
    """Count customers by recency and frequency score: one row per recency score, 5 first, one column per frequency score."""
    counts = rfm.pivot_table(index="recency_score", columns="frequency_score", values="customer_id", aggfunc="count", fill_value=0)
    counts = counts.sort_index(ascending=False)
    counts.columns = [_("Frequency {score}").format(score=c) for c in counts.columns]
    frame = counts.reset_index(drop=True)
    frame.insert(0, _("Recency"), [_("Recency {score}").format(score=i) for i in counts.index])
    return frame
