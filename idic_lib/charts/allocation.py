"""Charts of the service budget and of contracts: what a choice by value covers, and how many contracts are still paid."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from idic_lib.charts.canvas import Chart
from idic_lib.charts.lines import Label, Plane, Series, draw_lines
from idic_lib.charts.rows import Scale
from idic_lib.text import _
from idic_lib.text.numbers import decimal, percent

__all__ = ["covered", "retention"]


def covered(frame: pd.DataFrame, *, places: float, source: str) -> Chart:
    """Show how much of the later value fell to those served, by how they were chosen beforehand; the straight line is the lot.

    Read it at the share of customers that can be served: the nearer a line lies to the best one, the better the choice; a line on
    the diagonal chooses no better than a lot.

    Args:
        frame: `served` (share of customers), `by_value`, `by_sales`, `best` (shares of the hold-out's value covered).
        places: share of customers that can be served.
        source: n and interval.

    """
    at = {k: float(np.interp(places, frame["served"], frame[k])) for k in ("best", "by_value", "by_sales")}
    seen = frame[frame["served"] <= max(0.3, min(1.0, 3 * places)) + 1e-9]
    served = seen["served"].tolist()
    series = [
        Series(served, seen["best"].tolist(), name=_("at best"), tone="muted"),
        Series(served, seen["by_sales"].tolist(), name=_("by sales so far"), tone="mark"),
        Series(served, seen["by_value"].tolist(), name=_("by value")),
        Series(served, served, name=_("by lot"), tone="warn"),
    ]
    step = 0.1 if served[-1] < 0.6 else 0.2
    ticks = [(v, decimal(100 * v) + ("%" if v + step > served[-1] + 1e-9 else "")) for v in np.arange(0, served[-1] + 1e-9, step)]
    return Chart(
        title=_covered_title(at, places),
        subtitle=_("Share of later sales that fell to those served, by how they were chosen beforehand; at best: with hindsight"),
        source=source,
        alt=_("With {places} of the customers served: at best {best}, by expected value {value}, by sales so far {sales}, by lot {places}.").format(
            places=percent(places), best=percent(at["best"]), value=percent(at["by_value"]), sales=percent(at["by_sales"])
        ),
        draw=partial(
            draw_lines,
            series=series,
            plane=Plane(ticks, Scale(100, "%", upto=1.0), x_name=_("Share of customers served"), thin=False, tall=True),
            labels=[Label(places, at["by_value"], percent(at["by_value"]), "accent", bold=True)],
        ),
    )  # fmt: skip


def _covered_title(at: dict[str, float], places: float) -> str:
    if at["by_value"] <= places * 1.1:
        return _("A choice by expected value covered hardly more than a lot")
    return _("{places} of the customers, chosen beforehand, made {share} of later sales").format(
        places=percent(places), share=percent(at["by_value"])
    )


def retention(frame: pd.DataFrame, *, x_name: str, source: str) -> Chart:
    """Show how many contracts are still paid by tenure: counted (dots with intervals), by the model, and by one rate for everybody.

    Where the straight-falling line leaves the dots, one rate is wrong: those who stayed are those who tend to stay.

    Args:
        frame: `renewal` (number), `kept`, `lo`, `hi` (counted), `model` and `rate` (shares), from 0.
        x_name: what the axis counts.
        source: n and interval.

    """
    t = frame["renewal"].tolist()
    step = max(1, -(-len(t) // 12))
    dots = frame.iloc[::step]
    series = [
        Series(t, frame["rate"].tolist(), name=_("one rate"), tone="warn"),
        Series(t, frame["model"].tolist(), name=_("by tenure")),
        Series(dots["renewal"].tolist(), dots["kept"].tolist(), tone="ink", lo=dots["lo"].tolist(), hi=dots["hi"].tolist(), dots=True, line=False),
    ]  # fmt: skip
    last = frame.iloc[-1]
    ticks = [(float(r), decimal(float(r))) for r in t[:: max(1, -(-len(t) // 6))]]
    return Chart(
        title=_retention_title(frame),
        subtitle=_("Share of contracts still paid, by tenure: counted (dots), by the model, and at one rate for everybody"),
        source=source,
        alt=_("After {n} renewals: counted {kept}, by tenure {model}, at one rate {rate}.").format(
            n=decimal(float(last["renewal"])), kept=percent(last["kept"]), model=percent(last["model"]), rate=percent(last["rate"])
        ),
        draw=partial(draw_lines, series=series, plane=Plane(ticks, Scale(100, "%", upto=1.0), x_name=x_name, thin=False, tall=True)),
    )


def _retention_title(frame: pd.DataFrame) -> str:
    """Say how retention changes with tenure where the counted ends of the first and the last half of the curve lie apart."""
    middle = len(frame) // 2
    early, late = (_per_renewal(part) for part in (frame.iloc[: middle + 1], frame.iloc[middle:]))
    if late - early > 0.005:
        return _("Of long-standing contracts {late} are renewed each time, of young ones {early}").format(late=percent(late), early=percent(early))  # fmt: skip
    return _("About {rate} of the contracts are renewed each time, whatever their tenure").format(rate=percent(early))


def _per_renewal(part: pd.DataFrame) -> float:
    first, last = part.iloc[0], part.iloc[-1]
    return float((last["kept"] / first["kept"]) ** (1 / max(last["renewal"] - first["renewal"], 1)))
