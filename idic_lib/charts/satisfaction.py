"""Charts of satisfaction: what respondents say and what holds of everybody, the six classes, and problems by customers and by sales."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from idic_lib.charts.canvas import Chart, Tone
from idic_lib.charts.rows import Panel, Row, Scale, draw_rows
from idic_lib.text import N_, _
from idic_lib.text.heads import spoken
from idic_lib.text.numbers import bounds, decimal, percent, quantity

__all__ = ["classes", "problems", "readings"]

_HALF = 0.5


def readings(frame: pd.DataFrame, *, source: str) -> Chart:
    """Show the satisfied share among those who answered beside that of all customers; the line at one half is the majority.

    Read downwards: where the first dot and the last lie on different sides of the line, the answers would have led to the wrong act. An
    interval that crosses the line tells no majority: ask more customers, drawn at random.

    Args:
        frame: one row a reading, the best last: `reading` (respondents, weighted, all), `about` (text, already translated), `n`, `share`,
            `lo`, `hi`.
        source: how the last reading was made.

    """
    rows = [_reading(r) for r in frame.to_dict("records")]
    return Chart(
        title=_readings_title(frame),
        subtitle=_("Share of satisfied customers, with its 95% interval; the line is one half"),
        source=source,
        alt=_alt(rows, "share"),
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, "%", yardstick=_HALF, upto=0.75))]),
    )


def _reading(r: dict[str, object]) -> Row:
    share, lo, hi, n = (float(str(r[c])) for c in ("share", "lo", "hi", "n"))
    tone: Tone = "accent" if r["reading"] == "all" else "mark"
    return Row(str(r["about"]), share, lo, hi, percent(share), tone, note=_("{n} answers").format(n=decimal(n)))


def _readings_title(frame: pd.DataFrame) -> str:
    first, last = frame.iloc[0], frame.iloc[-1]
    if first["share"] > _HALF > last["share"] and last["hi"] >= _HALF:
        return _("Most who answered are satisfied; of all customers it is not sure that most are")
    if first["share"] > _HALF > last["hi"]:
        return _("Most who answered are satisfied, most customers are not")
    if last["lo"] > _HALF:
        return _("Most customers are satisfied")
    return _("Most customers are not satisfied") if last["hi"] < _HALF else _("Whether most customers are satisfied is not sure")


def _alt(rows: Sequence[Row], unit: str) -> str:
    return "; ".join(f"{r.label}: {r.text} ({bounds(r.lo or 0.0, r.hi or 0.0, unit)})" if r.value is not None else f"{r.label}: {r.text}" for r in rows) + "."  # fmt: skip


_AXES = {"attitude": N_("Attitude"), "advocacy": N_("Advocacy"), "behaviour": N_("Behaviour")}


def classes(frame: pd.DataFrame, *, source: str) -> Chart:
    """Show the six classes on their three axes: everybody has a place on each, and a customer satisfied today may still be temporary.

    The two ends of one axis do not add to all where customers stand in between. What is not known of anybody is a row of its own, with the
    customers it holds.

    Args:
        frame: `axis` (attitude, advocacy, behaviour), `class`, `customers` (known), `share`, `lo`, `hi` (empty where not estimated).
        source: n and interval.

    """
    shown = frame[frame["share"].notna() | ((frame["class"] == "unknown") & (frame["customers"] > 0))]
    rows = [row for axis, own in shown.groupby("axis", sort=False) for row in _axis(str(axis), own)]
    return Chart(
        title=_classes_title(frame),
        subtitle=_("Share of all customers (of those whose purchases tell, for behaviour), with its 95% interval"),
        source=source,
        alt=_alt([r for r in rows if r.shape != "head"], "share"),
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, "%", upto=0.75))]),
    )


def _axis(axis: str, own: pd.DataFrame) -> list[Row]:
    return [Row(_(_AXES[axis]), shape="head"), *(_class(r) for r in own.to_dict("records"))]


def _class(r: dict[str, object]) -> Row:
    name, share = spoken(str(r["class"])), float(str(r["share"]))
    if pd.isna(share):
        return Row(name, text=_("{n} customers").format(n=decimal(float(str(r["customers"])))), tone="muted")
    return Row(name, share, float(str(r["lo"])), float(str(r["hi"])), percent(share))


def _classes_title(frame: pd.DataFrame) -> str:
    shares = frame.set_index("class")["share"].drop("unknown")
    satisfied, loyal = shares.get("satisfied"), shares.get("loyal")
    if len(set(frame.loc[frame["share"].notna(), "axis"])) == 1:
        return _("Of three questions about a customer, one is answered")
    if satisfied is None or loyal is None or pd.isna(satisfied) or pd.isna(loyal):
        return _("Three questions about a customer, three answers")
    return _("{satisfied} are satisfied, {loyal} are loyal: not the same question").format(
        satisfied=percent(satisfied), loyal=percent(loyal)
    )


def problems(frame: pd.DataFrame, *, currency: str, source: str) -> Chart:
    """Show how many of the dissatisfied have each problem, and beside it what those who have it have bought so far.

    Read each side from its longest bar: where the two sides have different first rows, fixing what most complain about is not fixing what
    most money hangs on. Where the lines at the bars' ends overlap, the order is not sure.

    Args:
        frame: one row a problem, most customers first: `problem`, `share`, `lo`, `hi`, `sales`, `sales_lo`, `sales_hi` (major units),
            `most_customers`, `most_sales` (whether it is surely the first by either).
        currency: ISO code.
        source: on whose words it rests.

    """
    rows = frame.to_dict("records")
    count = [_bar(r, ("share", "lo", "hi"), "share", first=bool(r["most_customers"])) for r in rows]
    sales = [_bar(r, ("sales", "sales_lo", "sales_hi"), currency, first=bool(r["most_sales"])) for r in rows]
    by_sales = [f"{r.label}: {r.text} ({bounds(r.lo or 0.0, r.hi or 0.0, currency)})" for r in sales]
    return Chart(
        title=_problems_title(frame),
        subtitle=_("Dissatisfied customers by what they are dissatisfied with; the line at a bar's end is the 95% interval"),
        source=source,
        alt=_alt(count, "share") + " " + _("Their sales so far: {list}.").format(list="; ".join(by_sales)),
        draw=partial(draw_rows, panels=[Panel(count, Scale(ticks=False), title=_("Share of the dissatisfied")), Panel(sales, Scale(ticks=False), title=_("Their sales so far"))]),
    )  # fmt: skip


def _bar(r: dict[str, object], columns: tuple[str, str, str], unit: str, *, first: bool) -> Row:
    value, lo, hi = (float(str(r[c])) for c in columns)
    return Row(_(spoken(str(r["problem"]))), value, lo, hi, quantity(value, unit), "accent" if first else "mark", shape="bar")


def _problems_title(frame: pd.DataFrame) -> str:
    many, much = (next((spoken(str(n)) for n in frame.loc[frame[c], "problem"]), "") for c in ("most_customers", "most_sales"))
    if many and many == much:
        return _("“{problem}” comes first by customers and by sales").format(problem=many)
    if many and much:
        return _("“{many}” comes first by customers, “{much}” by sales").format(many=many, much=much)
    if many:
        return _("“{problem}” comes first by customers; by sales none surely does").format(problem=many)
    return (
        _("“{problem}” comes first by sales; by customers none surely does").format(problem=much)
        if much
        else _("No problem surely comes first")
    )
