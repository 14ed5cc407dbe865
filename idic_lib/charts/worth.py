"""Charts of what customers leave over: the whale curve, and which cost puts customers below zero."""

from __future__ import annotations

from functools import partial

import pandas as pd

from idic_lib.charts.canvas import Chart
from idic_lib.charts.lines import Label, Plane, Series, draw_lines
from idic_lib.charts.rows import Mark, Panel, Row, Scale, draw_rows
from idic_lib.text import _
from idic_lib.text.numbers import decimal, percent

__all__ = ["below_zero_causes", "whale"]


def whale(frame: pd.DataFrame, *, customers: int) -> Chart:
    """Show how much more the best leave over than all together: the higher the back over 100%, the more the last ones use up.

    Args:
        frame: the curve: `customers` and `contribution`, cumulative shares, best customers first, from (0, 0) to (1, 1).
        customers: how many, for the source line.

    """
    peak = frame.loc[frame["contribution"].idxmax()]
    top, share = percent(peak["contribution"]), percent(peak["customers"])
    ticks = [(v / 5, decimal(20 * v) + ("%" if v == 5 else "")) for v in range(6)]
    x, y = frame["customers"].tolist(), frame["contribution"].tolist()
    at = Series([float(peak["customers"])], [float(peak["contribution"])], dots=True, line=False)
    return Chart(
        title=_whale_title(float(peak["contribution"])),
        subtitle=_("Cumulative share of what customers leave over, after goods, delivery, returns and service"),
        source=_("{n} customers. The interval of the peak stands with its fact.").format(n=decimal(customers)),
        alt=_("Line that rises to {top} at {share} of the customers and falls back to 100%.").format(top=top, share=share),
        draw=partial(
            draw_lines,
            series=[Series(x, y), at],
            plane=Plane(
                ticks, Scale(100, "%"), x_name=_("Share of customers, those who leave most over first"),
                x_name_narrow=_("Customers, best first"), headroom=0.14, thin=False, tall=True,
            ),
            labels=[*_as_all(frame), Label(float(peak["customers"]), float(peak["contribution"]), top, "accent", bold=True, dot=False)],
        ),
    )  # fmt: skip


def _as_all(frame: pd.DataFrame) -> list[Label]:
    """Name the first customers who together leave as much as all do."""
    enough = frame[frame["contribution"] >= 1]
    if enough.empty or enough["customers"].iloc[0] >= 1:
        return []
    best = enough.iloc[0]
    return [Label(best["customers"], best["contribution"], _("{share}: as much as all").format(share=percent(best["customers"])))]


def _whale_title(peak: float) -> str:
    if peak <= 1:
        return _("Every customer leaves something over")
    return _("The last customers use up {share} of what all leave over").format(share=percent(peak - 1))


def below_zero_causes(frame: pd.DataFrame, *, customers: int) -> Chart:
    """Show how many of those below zero would be above without one cost; a short bar is a cost that explains few.

    The tick marks how many of them have that cost as their largest such: ticks add up to all, bars do not, as often more than one would do.

    Args:
        frame: one row a cause: `cause` (text), `enough`, `main` (customers); a row whose `enough` is 0 shows `main`.
        customers: how many are below zero, for the title.

    """
    single, joint = frame[frame["enough"] > 0], frame[frame["enough"] == 0]
    rows, first = [_cause(r) for r in pd.concat([single, joint]).itertuples()], frame.iloc[0]
    return Chart(
        title=_("{cause}: the main cause for {n} of the {all} customers below zero").format(
            cause=first["cause"], n=decimal(first["main"]), all=decimal(customers)
        ),
        subtitle=_("Customers below zero who would be above without that cost; tick: for whom it is the largest such cost"),
        source=_("Counts of customers. Often more than one cost alone would do, so bars add up to more than all."),
        alt="; ".join(f"{r.label}: {r.text}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows)]),
    )


def _cause(row: object) -> Row:
    cause, enough, main = (getattr(row, c) for c in ("cause", "enough", "main"))
    if not enough:
        return Row(str(cause), float(main), text=decimal(main), tone="mark", shape="bar")
    return Row(str(cause), float(enough), text=decimal(enough), shape="bar", marks=(Mark(float(main), "tick"),) if main else ())
