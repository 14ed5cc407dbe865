"""Charts of the fourth stage: what to offer to whom, and who is left after every gate."""

from __future__ import annotations

from functools import partial

import pandas as pd

from idic_lib.charts.canvas import Chart, Tone
from idic_lib.charts.rows import Panel, Row, Scale, draw_rows
from idic_lib.text import _
from idic_lib.text.numbers import decimal, percent

__all__ = ["gate_funnel", "recommenders"]


def recommenders(frame: pd.DataFrame, *, weeks: str, source: str) -> Chart:
    """Compare ways to suggest products: a dot right of the orange line, the best sellers, is worth its trouble.

    Args:
        frame: one row a method, best first: `method` (text), `yardstick` (bool, true for best sellers), `all`, `all_lo`, `all_hi`,
            `new`, `new_lo`, `new_hi` (recall at ten, shares; `new` None for a method that knows only the past).
        weeks: how long was waited, in words, such as "four weeks".
        source: n, interval, what was left untuned.

    """
    top = float(frame[["all_hi", "new_hi"]].astype(float).max().max())
    panels = [_panel(frame, "all", _("All products bought"), top), _panel(frame, "new", _("New to the customer"), top)]
    return Chart(
        title=_recommender_title(frame),
        subtitle=_("Share of the product types bought in {weeks} that were among ten suggestions (recall at 10)").format(weeks=weeks),
        source=source,
        alt=" ".join(f"{p.title}: " + "; ".join(f"{r.label} {r.text}" for r in p.rows) + "." for p in panels),
        draw=partial(draw_rows, panels=panels),
    )


def _panel(frame: pd.DataFrame, which: str, title: str, top: float) -> Panel:
    yardstick = frame.loc[frame["yardstick"].astype(bool), which]
    rows = [_method(r, which, best=i == 0) for i, r in enumerate(frame.itertuples())]
    return Panel(rows, Scale(100, "%", yardstick=float(yardstick.iloc[0]) if len(yardstick) else None, upto=top), title)


def _method(row: object, which: str, *, best: bool) -> Row:
    name, value = str(getattr(row, "method", "")), getattr(row, which, None)
    tone: Tone = "warn" if getattr(row, "yardstick", False) else "accent" if best else "mark"
    if value is None or pd.isna(value):
        return Row(name, text=_("none: it knows only the past") if which == "new" else _("made for new products only"), tone="mark")
    return Row(name, value, getattr(row, f"{which}_lo", None), getattr(row, f"{which}_hi", None), percent(value, 1), tone)


def _recommender_title(frame: pd.DataFrame) -> str:
    yardstick = frame[frame["yardstick"].astype(bool)].iloc[0]
    others = frame[~frame["yardstick"].astype(bool)]
    repeats = bool((others["all_lo"] > yardstick["all_hi"]).any())
    news = bool((others["new_lo"].astype(float) > yardstick["new_hi"]).any())
    if repeats and not news:
        return _("{method} is best for repeats; nothing beats best sellers for news").format(method=frame["method"].iloc[0])
    if repeats:
        return _("{method} is best for repeats, and best sellers are beaten for news too").format(method=frame["method"].iloc[0])
    return _("Nothing beats the best sellers")


def gate_funnel(frame: pd.DataFrame) -> Chart:
    """Show how many customers pass each gate on the way to an action; each bar is what is left.

    Args:
        frame: one row a gate in order: `gate` (text), `customers` (count left after it).

    """
    counts = frame["customers"].tolist()
    rows = [
        Row(str(gate), float(n), text=decimal(n), shape="bar", tone="accent" if i == len(frame) - 1 else "mark")
        for i, (gate, n) in enumerate(zip(frame["gate"], counts, strict=True))
    ]
    return Chart(
        title=_("{left} of {all} customers pass every gate").format(left=decimal(counts[-1]), all=decimal(counts[0])),
        subtitle=_("Customers left after each gate"),
        source=_("Counted, so no intervals."),
        alt="; ".join(f"{r.label}: {r.text}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(ticks=False))]),
    )
