"""Charts of the first stage: who the customers are, and how much of them is known."""

from __future__ import annotations

from functools import partial

import pandas as pd

from idic_lib.charts.canvas import Chart
from idic_lib.charts.lines import Plane, Series, draw_lines
from idic_lib.charts.rows import Mark, Panel, Row, Scale, draw_rows
from idic_lib.text import _
from idic_lib.text.numbers import decimal, percent, quantity

__all__ = ["active_base", "cohort_lines", "completeness", "count_ladder", "spend_distribution"]


def count_ladder(frame: pd.DataFrame) -> Chart:
    """Show how records become customers, and where some are lost.

    Read it downwards: each bar counts what is left after one more condition.

    Args:
        frame: one row a step, from the widest to the narrowest: `step` (text, already translated), `count` (int).

    """
    rows = [
        Row(str(r.step), float(r.count_), text=decimal(r.count_), shape="bar", tone="mark" if i else "accent") for i, r in _steps(frame)
    ]
    rows[-1] = Row(rows[-1].label, rows[-1].value, text=rows[-1].text, shape="bar")
    first, last = frame.iloc[0], frame.iloc[-1]
    return Chart(
        title=_("{last} of {first} are left after the last condition").format(first=decimal(first["count"]), last=decimal(last["count"])),
        subtitle=_("What is left after each condition"),
        source=_("Counted from all records, so no intervals."),
        alt="; ".join(f"{r.label}: {r.text}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(ticks=False))]),
    )


def _steps(frame: pd.DataFrame) -> list[tuple[int, pd.Series]]:
    renamed = frame.rename(columns={"count": "count_"})
    return [(i, row) for i, (_index, row) in enumerate(renamed.iterrows())]


def completeness(frame: pd.DataFrame) -> Chart:
    """Show for each field how many customers it is known for, and how much of sales these bring.

    The bar is the share of customers, the tick their share of sales. Where bar and tick lie apart, the
    known customers are not typical: weight them, or say "among the known".

    Args:
        frame: one row a field, in the order to draw: `field` (text, already translated), `customers` (share, or
            None where the field was not supplied), `sales` (share of sales, or None).

    """
    rows = [_field(r) for r in frame.itertuples()]
    return Chart(
        title=_completeness_title(frame),
        subtitle=_("Share of customers for whom a field is known, and the share of sales that they bring"),
        source=_("Counted from all records, so no intervals. Blue bar: customers. Tick: their share of sales."),
        alt="; ".join(f"{r.label}: {r.text}" + "".join(f", {m.text}" for m in r.marks if m.text) for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, ticks=False, upto=1.0))]),
    )


_TOUCHING = 0.2
"""Two shares nearer than this share one label."""


def _field(row: object) -> Row:
    known, sales = getattr(row, "customers", None), getattr(row, "sales", None)
    name = str(getattr(row, "field", ""))
    if known is None or pd.isna(known):
        return Row(name, text=_("not supplied"), tone="warn")
    text = _("all") if known >= 1 else percent(known, 1 if known >= 0.99 else 0)
    if sales is None or pd.isna(sales) or abs(sales - known) <= 0.01:
        return Row(name, known, text=text, shape="bar")
    of_sales = _("{share} of sales").format(share=percent(sales))
    if abs(sales - known) < _TOUCHING:
        return Row(name, known, text=f"{text}; {of_sales}", shape="bar", marks=(Mark(sales, "tick"),))
    return Row(name, known, text=text, shape="bar", marks=(Mark(sales, "tick", of_sales),))


def _completeness_title(frame: pd.DataFrame) -> str:
    thin = frame["customers"].fillna(0).lt(0.9)
    if thin.any() and not thin.all():
        return _("Complete where the till writes it, thin where people must tell it")
    if thin.all():
        return _("No field is complete")
    least = frame["customers"].min()
    return (
        _("Every field is complete")
        if least >= 0.99
        else _("Every field is known for {share} of customers or more").format(share=percent(least))
    )


def spend_distribution(frame: pd.DataFrame, *, median: float, mean: float, currency: str) -> Chart:
    """Show how many customers spent how much: a column a class of spend, of equal width on the axis.

    Args:
        frame: one row a class, from low to high: `lo`, `hi` (major units, hi of the last may be None), `customers` (count).
        median: half of the customers spent less than this, in major units.
        mean: total sales over customers, in major units.
        currency: ISO code.

    """
    ticks = [(i - 0.5, decimal(lo)) for i, lo in enumerate(frame["lo"])]
    typical, average = quantity(median, currency), quantity(mean, currency)
    return Chart(
        title=_("Half of the customers spent less than {median}; the mean is {mean}").format(median=typical, mean=average),
        subtitle=_("Customers by what they spent, in {currency}").format(currency=currency),
        source=_("{n} customers, counted, so no intervals. Classes are not equally wide.").format(n=decimal(frame["customers"].sum())),
        alt="; ".join(
            _("from {lo}: {n} customers").format(lo=decimal(lo), n=decimal(n))
            for lo, n in zip(frame["lo"], frame["customers"], strict=True)
        ),
        draw=partial(
            draw_lines,
            series=[Series(list(range(len(frame))), frame["customers"].tolist(), columns=True)],
            plane=Plane(ticks, Scale(), x_name=_("Spent, {currency}").format(currency=currency)),
        ),
    )


def active_base(frame: pd.DataFrame) -> Chart:
    """Show how many customers bought in each period; a fall at the right edge may be an unfinished period.

    Args:
        frame: one row a period in order: `period` (text label), `customers` (count).

    """
    counts = frame["customers"].tolist()
    last, first = counts[-1], counts[0]
    return Chart(
        title=_("{last} customers bought in the last period, {first} in the first").format(last=decimal(last), first=decimal(first)),
        subtitle=_("Customers with at least one order in the period"),
        source=_("Counted from all orders, so no intervals."),
        alt="; ".join(f"{p}: {decimal(n)}" for p, n in zip(frame["period"], counts, strict=True)),
        draw=partial(
            draw_lines, series=[Series(list(range(len(frame))), counts)], plane=Plane(list(enumerate(frame["period"].astype(str))))
        ),
    )


def cohort_lines(frame: pd.DataFrame) -> Chart:
    """Show for each group of first-time buyers which share still bought in later periods.

    Read a line from left to right; compare lines at the same age. A line that lies lower from the start
    is a group that came for something else, such as an offer.

    Args:
        frame: one row a cohort and age: `cohort` (text), `age` (int, periods since the first order), `share` (0 to 1).

    """
    groups = [(str(name), part.sort_values("age")) for name, part in frame.groupby("cohort", sort=False)]
    series = [_cohort(name, part, newest=i == len(groups) - 1, oldest=i == 0) for i, (name, part) in enumerate(groups)]
    ages = sorted(frame["age"].unique())
    at_one = [p.loc[p["age"] == 1, "share"].iloc[0] for _name, p in groups if (p["age"] == 1).any()]
    return Chart(
        title=_("One period after their first order, {lo} to {hi} bought again").format(lo=percent(min(at_one)), hi=percent(max(at_one))),
        subtitle=_("Share of each group of first-time buyers with an order, by periods since the first"),
        source=_("Counted from all orders, so no intervals. Named: the oldest and the newest group."),
        alt="; ".join(f"{s.name or '…'}: " + ", ".join(percent(v) for v in s.y) for s in series),
        draw=partial(
            draw_lines, series=series,
            plane=Plane([(float(a), decimal(a)) for a in ages], Scale(100, "%", upto=1.0), x_name=_("Periods since the first order")),
        ),
    )  # fmt: skip


def _cohort(name: str, part: pd.DataFrame, *, newest: bool, oldest: bool) -> Series:
    return Series(part["age"].tolist(), part["share"].tolist(), name if newest or oldest else "", "accent" if newest else "mark")
