"""Charts of the funnel: what each source brings once young leads count as open, and how long that takes."""

from __future__ import annotations

from functools import partial

import pandas as pd

from idic_lib.charts.canvas import Chart
from idic_lib.charts.lines import Plane, Series, draw_lines
from idic_lib.charts.rows import Mark, Panel, Row, Scale, draw_rows
from idic_lib.text import _
from idic_lib.text.numbers import bounds, decimal, quantity

__all__ = ["closing", "sources"]


def sources(frame: pd.DataFrame, *, weeks: int, source: str) -> Chart:
    """Show each source's chance of a contract with its interval, and as an open circle what it looks like so far.

    Args:
        frame: one row a source, best first: `source` (text), `naive`, `chance`, `lo`, `hi` (shares), `leads` (count), `rises` (bool).
        weeks: within how many weeks of a lead's first day.
        source: n and interval.

    """
    rows = [
        Row(r.source, r.chance, r.lo, r.hi, quantity(r.chance, "share"), "accent" if r.rises else "mark", note=_leads(r.leads), marks=(Mark(r.naive, "circle"),))
        for r in frame.itertuples()
    ]  # fmt: skip
    read = _("{source}: {chance} ({range}), so far {naive}")
    alt = [
        read.format(
            source=r.source, chance=quantity(r.chance, "share"), range=bounds(r.lo, r.hi, "share"), naive=quantity(r.naive, "share")
        )
        for r in frame.itertuples()
    ]
    return Chart(
        title=_sources_title(frame),
        subtitle=_(
            "Contracts per lead: so far (circle), and within {n} weeks of a lead's first day, young leads counted as open (dot)"
        ).format(n=decimal(weeks)),
        source=source,
        alt="; ".join(alt) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, "%"))]),
    )


def _leads(count: float) -> str:
    return _("{n} leads").format(n=decimal(count))


def _sources_title(frame: pd.DataFrame) -> str:
    rising = frame[frame["rises"]]
    if len(rising):
        return _("Leads from “{source}” look worse than they are").format(source=rising["source"].iloc[0])
    return _("Leads from “{source}” sign most often, with young leads counted as open").format(source=frame["source"].iloc[0])


def closing(frame: pd.DataFrame, *, weeks: int, source: str) -> Chart:
    """Show how the chance of a contract grows with the age of a lead, one line a source.

    Args:
        frame: `source` (text), `week`, `chance` (share), `rises` (bool); the lines in any order.
        weeks: the last week drawn.
        source: n and interval.

    """
    lines = {str(name): part for name, part in frame.groupby("source", sort=False)}
    series = [
        Series(p["week"].tolist(), p["chance"].tolist(), name=name, tone="accent" if p["rises"].any() else "mark")
        for name, p in lines.items()
    ]
    half = {name: _half(p) for name, p in lines.items()}
    step = max(1, round(weeks / 4))
    ticks = [(float(w), decimal(w)) for w in range(0, weeks + 1, step)]
    alt = [_("{source}: half of them by week {week}").format(source=name, week=decimal(w)) for name, w in half.items()]
    return Chart(
        title=_closing_title(half),
        subtitle=_("Share of leads with a contract, by age of the lead in weeks; young leads counted as open"),
        source=source,
        alt="; ".join(alt) + ".",
        draw=partial(
            draw_lines, series=series, plane=Plane(ticks, Scale(100, "%"), x_name=_("Weeks since the lead's first day"), tall=True)
        ),
    )


def _half(part: pd.DataFrame) -> int:
    """Return the first week with half of the contracts that the line ends with."""
    return int(part.loc[part["chance"] >= part["chance"].iloc[-1] / 2, "week"].iloc[0])


def _closing_title(half: dict[str, int]) -> str:
    slow, quick = max(half, key=lambda k: half[k]), min(half, key=lambda k: half[k])
    if half[slow] == half[quick]:
        return _("Half of the contracts are signed by week {week}").format(week=decimal(half[slow]))
    return _("“{quick}” signs half of its contracts by week {first}, “{slow}” by week {last}").format(
        quick=quick, first=decimal(half[quick]), slow=slow, last=decimal(half[slow])
    )
