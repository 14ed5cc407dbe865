"""Results laid out as the charts of this stage read them; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pandas as pd

from idic_lib.differentiate.forecast.backtest import Backtest
from idic_lib.differentiate.forecast.baselines import BASELINES
from idic_lib.differentiate.forecast.methods import BLEND, METHOD_NAMES, SHORT_NAMES, Method
from idic_lib.differentiate.forecast.rolling import past_deviances
from idic_lib.differentiate.forecast.scorecard import MEASURES
from idic_lib.facts import Fact
from idic_lib.text import _
from idic_lib.text.numbers import day, decimal, quantity

_SHARES = {"differentiate.top10.share": 0.1, "differentiate.top20.share": 0.2}


def named_shares(facts: Iterable[Fact]) -> dict[float, float]:
    """Pick the stated shares of sales of the top tenth and fifth: share of customers -> share of sales."""
    return {_SHARES[f.id]: float(f.value) for f in facts if f.id in _SHARES and f.value is not None}


def error_picture(judged: Backtest, *, measure: str = "rmse") -> pd.DataFrame:
    """Lay out one measure per method, smallest first: `method, value, lo, hi, naive, used, clear` (surely smaller than the best rule's, paired)."""
    card = judged.scorecard.sort_values(measure)
    frame = pd.DataFrame({"value": card[measure], "lo": card[f"{measure}_lo"], "hi": card[f"{measure}_hi"]})
    frame.insert(0, "method", [method_name(judged, m) for m in card.index])
    naive, clear = [str(m) in BASELINES for m in card.index], [_clear(judged, m, measure) for m in card.index]
    return frame.assign(naive=naive, used=card.index == judged.choice, clear=clear).reset_index(drop=True)


def _clear(judged: Backtest, method: Method, measure: str) -> bool:
    """Whether a method's measure is smaller than the best rule's in all but one in forty of the joint draws."""
    rule, at = min(BASELINES, key=lambda name: judged.scores.value(name, measure)), MEASURES.index(measure)
    ahead = judged.scores.draws[method][:, at] < judged.scores.draws[rule][:, at]
    return bool(ahead.mean() > 0.975)


def method_name(judged: Backtest, method: Method) -> str:
    """Name a method; a model whose drop-out is not identified, and a blend, say so."""
    if method == BLEND:
        recipe = judged.past.recipe
        part, rest = quantity(recipe.weight, "share"), quantity(1 - recipe.weight, "share")
        known = judged.fitted.rungs[recipe.model].usable
        said = (
            _("Blend: {share} feature model, {rest} {model}")
            if known
            else _("Blend: {share} feature model, {rest} {model}, drop-out not identified")
        )
        return said.format(share=part, rest=rest, model=SHORT_NAMES[recipe.model])
    rung = judged.fitted.rungs.get(method)
    if rung and not rung.usable:
        return _("{model}, drop-out not identified").format(model=SHORT_NAMES[rung.model.name])
    return _(METHOD_NAMES[method])


def scorecard_table(judged: Backtest) -> pd.DataFrame:
    """Lay out the whole scorecard, best mean place first.

    Columns: method, past_deviance (at the rolling origins, by which the choice was made), rmse, deviance, bias, capture,
    capture_spend, rank, mae.
    """
    card = judged.scorecard.sort_values("rank")
    past = past_deviances(judged.past)
    frame = card[["rmse", "deviance", "bias", "capture", "capture_spend", "rank", "mae"]].reset_index()
    frame.insert(1, "past_deviance", [past[m] for m in frame["method"]])
    return frame.assign(method=[_used(judged, m) for m in frame["method"]])


def _used(judged: Backtest, method: Method) -> str:
    name = method_name(judged, method)
    return _("{method} (used)").format(method=name) if method == judged.choice else name


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
        "source": _(
            "{n} customers known before; 95% intervals, bootstrap over customers. Blue: the method used. Orange: the best naive rule."
        ).format(n=decimal(len(judged.customers))),
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
