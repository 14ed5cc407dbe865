"""Charts of the records' audit: what is filled and right, what ages, what reaches another system, what nobody recorded."""

from __future__ import annotations

from functools import partial

import pandas as pd

from idic_lib.charts.canvas import Chart
from idic_lib.charts.lines import Label, Plane, Series, draw_lines
from idic_lib.charts.rows import Mark, Panel, Row, Scale, draw_rows
from idic_lib.text import _
from idic_lib.text.heads import head
from idic_lib.text.numbers import bounds, decimal, percent, quantity

__all__ = ["aging_lists", "call_items", "reach", "signals", "two_scores"]


def two_scores(frame: pd.DataFrame) -> Chart:
    """Show for each field how many cells can be used, and beside it how often two systems agree: complete is not the same as right.

    A field that is far right in the first panel and far left in the second looks complete and is often wrong.

    Args:
        frame: one row a field: `field` (column), `share`, `lo`, `hi` (usable of all records), `agree`, `agree_lo`, `agree_hi` (share of pairs, or None).

    """
    filled = [Row(head(str(r.field)), r.share, r.lo, r.hi, percent(r.share)) for r in frame.itertuples()]
    agree = [
        Row(head(str(r.field)), text=_("not comparable"), tone="mark")
        if pd.isna(r.agree)
        else Row(head(str(r.field)), r.agree, r.agree_lo, r.agree_hi, percent(r.agree))
        for r in frame.itertuples()
    ]
    scale = Scale(100, "%", upto=1.0)
    return Chart(
        title=_two_scores_title(frame),
        subtitle=_("Share of records whose field can be used, and of pairs of one person's records in two systems that agree on it"),
        source=_("Intervals: 95%. Agreement is no proof: both systems may hold the same error."),
        alt="; ".join(_scores_alt(r) for r in frame.itertuples()) + ".",
        draw=partial(draw_rows, panels=[Panel(filled, scale, _("Filled and usable")), Panel(agree, scale, _("Two systems agree"))]),
    )


def _scores_alt(row: object) -> str:
    field, share, lo, hi, agree = (getattr(row, c) for c in ("field", "share", "lo", "hi", "agree"))
    text = _("{field}: {share} usable ({range})").format(field=head(field), share=percent(share), range=bounds(lo, hi, "share"))
    return text if pd.isna(agree) else _("{text}, {agree} agree").format(text=text, agree=percent(agree))


def _two_scores_title(frame: pd.DataFrame) -> str:
    both = frame[frame["agree"].notna()]
    if both.empty:
        return _("How complete each field is; nothing says whether it is right")
    worst = both.loc[both["agree"].idxmin()]
    if worst["agree"] >= 0.95:
        return _("Where two systems hold a field, they agree")
    return _("“{field}” can be used in {share} of the records, and two systems agree on it in {agree}").format(
        field=head(str(worst["field"])), share=percent(worst["share"]), agree=percent(worst["agree"])
    )


def aging_lists(frame: pd.DataFrame) -> Chart:
    """Show how many of a list of recent buyers buy in the quarter that follows, by how old the list is.

    Read from left to right: the fall is what old data costs. A flat line means that the same people buy all the time.

    Args:
        frame: one row a list, the freshest first: `age_days`, `customers` (on it), `share`, `lo`, `hi` (of them who buy).

    """
    ages, shares = frame["age_days"].tolist(), frame["share"].tolist()
    ticks = [(float(a), decimal(a)) for a in ages]
    labels = [Label(ages[i], frame["hi"].iloc[i], percent(shares[i]), bold=True, dot=False) for i in (0, -1)]
    return Chart(
        title=_("Of a fresh list {fresh} buy again, of one {days} days old {old}").format(
            fresh=percent(shares[0]), days=decimal(ages[-1]), old=percent(shares[-1])
        ),
        subtitle=_("Share of those who bought in one quarter that buy in the last, by the days between the two"),
        source=_("{n} customers on the freshest list. Intervals: 95%.").format(n=decimal(frame["customers"].iloc[0])),
        alt="; ".join(
            _("{days} days: {share} ({range})").format(days=decimal(r.age_days), share=percent(r.share), range=bounds(r.lo, r.hi, "share"))
            for r in frame.itertuples()
        ),
        draw=partial(
            draw_lines,
            series=[Series(ages, shares, lo=frame["lo"].tolist(), hi=frame["hi"].tolist(), dots=True)],
            plane=Plane(ticks, Scale(100, "%", upto=1.0), x_name=_("Age of the list, days"), thin=False),
            labels=labels,
        ),
    )


def reach(frame: pd.DataFrame, *, silo: float = 0.1) -> Chart:
    """Show how many of each system's rows reach another system; the line is where a silo begins.

    Args:
        frame: one row a system, the best connected first: `system`, `rows`, `share`, `lo`, `hi`, `found_from` (share of another's persons found here).
        silo: share under which a system is a silo.

    """
    cut = (frame["hi"] < silo) & (frame["found_from"] < silo)
    rows = [
        Row(str(r.system), r.share, r.lo, r.hi, quantity(r.share, "share"), "warn" if alone else "accent", note=_("{n} rows").format(n=decimal(r.rows)))
        for r, alone in zip(frame.itertuples(), cut, strict=True)
    ]  # fmt: skip
    least = frame.iloc[-1]
    title = (
        _("“{system}” reaches no other system: {share} of its rows").format(system=frame.loc[cut, "system"].iloc[-1], share=quantity(frame.loc[cut, "share"].iloc[-1], "share"))
        if cut.any()
        else _("Every system reaches another, the least with {share} of its rows").format(share=quantity(least["share"], "share"))
    )  # fmt: skip
    return Chart(
        title=title,
        subtitle=_("Share of a system's rows that lead to a person whom another system knows; the line marks one in ten"),
        source=_("Intervals: 95%. People who use one system only count as not reached."),
        alt="; ".join(f"{r.label}: {r.text}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, "%", upto=1.0, yardstick=silo))]),
    )


def signals(frame: pd.DataFrame, *, named: float = 0.5) -> Chart:
    """Show what is recorded of customers, and how much of it names one; the line is where a signal becomes shallow.

    Args:
        frame: one row a signal: `signal` (text, already translated), `rows`, `share`, `lo`, `hi` (of rows that name a customer), `state`.
        named: share under which a signal is shallow.

    """
    rows = [
        Row(str(r.signal), r.share, r.lo, r.hi, quantity(r.share, "share"), "accent" if r.state == "deep enough" else "warn", note=_(r.state))
        if r.rows else Row(str(r.signal), text=_("not supplied"), tone="warn")
        for r in frame.itertuples()
    ]  # fmt: skip
    weak = int(frame["state"].ne("deep enough").sum())
    return Chart(
        title=_("{n} of {all} signals about customers are missing or shallow").format(n=decimal(weak), all=decimal(len(frame)))
        if weak
        else _("No signal about customers is missing or shallow"),
        subtitle=_("Share of what is recorded that names a customer; the line marks half"),
        source=_("Intervals: 95%."),
        alt="; ".join(f"{r.label}: {r.text}{', ' + r.note if r.note else ''}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, "%", upto=1.0, yardstick=named))]),
    )


def call_items(frame: pd.DataFrame) -> Chart:
    """Show for each thing an agent needs how many calls find it: in the record that called (circle), and once records are linked (dot).

    Args:
        frame: one row an item: `field`, `calls`, `before_share`, `share`, `lo`, `hi`.

    """
    rows = [
        Row(head(str(r.field)), r.share, r.lo, r.hi, percent(r.share), marks=(Mark(r.before_share, "circle"),)) for r in frame.itertuples()
    ]
    gain = frame["share"] - frame["before_share"]
    most = frame.loc[gain.idxmax()]
    alt = _("{field}: {before} before, {after} after ({range})")
    return Chart(
        title=_("Linking shows “{field}” to {more} more of those who answer a call").format(
            field=head(str(most["field"])), more=quantity(float(gain.max()), "points")
        ),
        subtitle=_("Share of calls in which a look-up finds it: in the record that called (circle), in all records of the person (dot)"),
        source=_("{n} calls. Intervals: 95%.").format(n=decimal(frame["calls"].iloc[0])),
        alt="; ".join(
            alt.format(field=head(str(r.field)), before=percent(r.before_share), after=percent(r.share), range=bounds(r.lo, r.hi, "share"))
            for r in frame.itertuples()
        )
        + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, "%", upto=1.0))]),
    )
