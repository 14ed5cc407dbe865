"""Retention laid out as its chart and table read it; nothing is computed here but the model's line."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.contract.judge import Judged, judged_frame
from idic_lib.differentiate.contract.retention import CONSTANT, SBG
from idic_lib.text import N_, _
from idic_lib.text.numbers import decimal

NAMES = {SBG: N_("Retention by tenure"), CONSTANT: N_("One rate for everybody")}
EACH = {
    "month": N_("Months since the first payment"),
    "quarter": N_("Quarters since the first payment"),
    "year": N_("Years since the first payment"),
}


def retention_picture(judged: Judged, curve: pd.DataFrame) -> pd.DataFrame:
    """Return the counted curve with both ways beside it: `renewal, at_risk, kept, lo, hi, model, rate`."""
    t = curve["renewal"].to_numpy(np.float64)
    lines = {column: np.exp(judged.models[name].log_survival(t))[0] for column, name in (("model", SBG), ("rate", CONSTANT))}
    return curve.assign(**lines)


def retention_words(judged: Judged, *, rhythm: str) -> dict[str, str]:
    """Say what the picture measures: `x_name, source`."""
    source = _("{n} contracts, of which {lost} were lost: overdue by more than {days} days. Vertical lines: 95% intervals.")
    n, lost = decimal(len(judged.found.table)), decimal(int(judged.found.lost.sum()))
    return {"x_name": _(EACH[rhythm]), "source": source.format(n=n, lost=lost, days=decimal(judged.found.grace_days))}


def judged_table(judged: Judged) -> pd.DataFrame:
    """Lay out the back-test: `method, foreseen, came, rmse, lo, hi`, payments of the latest horizon."""
    frame = judged_frame(judged).rename(columns={"actual": "came", "miss": "rmse"})
    return frame.assign(method=[_(NAMES[str(n)]) for n in frame["name"]])[["method", "foreseen", "came", "rmse", "lo", "hi"]]  # type: ignore[index]
