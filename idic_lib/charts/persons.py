"""Charts of linked records: how many persons there are, what that hangs on, where they came from, and what nobody known bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import pandas as pd
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import MaxNLocator

from idic_lib.charts.canvas import INCHES, INK, TEXT, Chart, Tone, Width, on_paper, sheet
from idic_lib.charts.lines import Label, Plane, Series, fill
from idic_lib.charts.rows import Mark, Panel, Row, Scale, draw_rows
from idic_lib.text import N_, _
from idic_lib.text.numbers import bounds, decimal, percent, quantity

__all__ = ["ladder", "linkage", "sources", "threshold"]

_HEAD = 0.38  # inches above each plane for its heading


def ladder(frame: pd.DataFrame, *, source: str) -> Chart:
    """Show how rows become numbers, numbers persons, and how many of these count; a line at a bar's end is its 95% interval.

    Read it downwards. A bar without a line is counted; one with a line rests on which records were taken for one person.

    Args:
        frame: one row a step: `step` (text, already translated), `count`, `lo`, `hi` (empty where counted); the index names the
            steps (rows, numbers, persons, households, with_order, active).
        source: on what it rests.

    """
    rows = [_rung(key, r.step, (float(r.n), r.lo, r.hi)) for key, r in zip(frame.index, frame.rename(columns={"count": "n"}).itertuples(), strict=True)]  # fmt: skip
    return Chart(
        title=_ladder_title(frame),
        subtitle=_("From rows to persons; the line at a bar's end is the 95% interval of the links"),
        source=source,
        alt="; ".join(f"{r.label}: {r.text}{_between(r.lo, r.hi)}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(ticks=False))]),
    )


def _rung(key: object, step: str, value: tuple[float, float, float]) -> Row:
    count, lo, hi = value
    tone: Tone = "accent" if key in {"persons", "with_order", "active"} else "mark"
    known = not pd.isna(lo)
    return Row(step, count, lo if known else None, hi if known else None, text=decimal(count), shape="bar", tone=tone)


def _between(lo: float | None, hi: float | None) -> str:
    return "" if lo is None or hi is None else f" ({bounds(lo, hi, 'customers')})"


def _ladder_title(frame: pd.DataFrame) -> str:
    numbers, persons = float(frame.loc["numbers", "count"]), float(frame.loc["persons", "count"])
    if numbers / max(persons, 1) < 1.01:
        return _("Nearly every customer number is a person of its own")
    return _("{numbers} customer numbers are about {persons} persons").format(numbers=decimal(numbers), persons=decimal(persons))


def threshold(frame: pd.DataFrame, *, chosen: float, source: str) -> Chart:
    """Show what the count of persons and the quality of the links hang on: the probability from which two records are one person.

    Read left: a flat line means that the count does not hang on the threshold. Read right: where precision falls, strangers are taken for
    one person; where recall falls, one person is counted several times. The dots stand at the threshold chosen.

    Args:
        frame: `threshold`, `persons`, `precision`, `precision_lo`, `precision_hi`, `recall`, `recall_lo`, `recall_hi` (shares; empty where
            not known), from the lowest threshold to the highest.
        chosen: the threshold chosen.
        source: on what precision and recall rest.

    """
    table = frame.sort_values("threshold", ignore_index=True)
    at = int((table["threshold"] - chosen).abs().idxmin())
    panels = [_persons_panel(table, at)]
    if table[["precision", "recall"]].notna().all().all():
        panels.append(_quality_panel(table, at))
    return Chart(
        title=_threshold_title(table),
        subtitle=_("By the probability from which two records count as one person; {chosen} was chosen").format(chosen=decimal(chosen, 2)),
        source=source,
        alt="; ".join(_point(r) for r in table[_shown(len(table), at)].itertuples()) + ".",
        draw=partial(_draw_panels, panels=panels),
    )


def _threshold_title(table: pd.DataFrame) -> str:
    least, most = table["persons"].min(), table["persons"].max()
    if most <= 1.02 * least:
        return _("The count of persons hardly hangs on the threshold: {least} to {most}").format(least=decimal(least), most=decimal(most))
    return _("The threshold moves the count of persons from {least} to {most}").format(least=decimal(least), most=decimal(most))


def _point(row: object) -> str:
    at, persons, precision, recall = (float(getattr(row, c)) for c in ("threshold", "persons", "precision", "recall"))
    text = _("from {threshold}: {persons} persons").format(threshold=decimal(at, 2), persons=decimal(persons))
    if pd.isna(precision) or pd.isna(recall):
        return text
    return text + ", " + _("precision {precision}, recall {recall}").format(precision=percent(precision, 1), recall=percent(recall, 1))


@dataclass(frozen=True)
class _Half:
    """One of two planes: its heading and what is drawn on it."""

    heading: str
    series: Sequence[Series]
    plane: Plane
    labels: Sequence[Label]


def _persons_panel(table: pd.DataFrame, at: int) -> _Half:
    x, y = table["threshold"].tolist(), table["persons"].astype(float).tolist()
    top = 1.15 * max(y)
    series = [_upright(x[at], y[at]), Series(x, y), Series([x[at]], [y[at]], dots=True, line=False)]
    number = Label(x[at], y[at], decimal(y[at]), tone="accent", bold=True, dot=False)
    return _Half(_("Persons counted"), series, _plane(x, Scale(upto=top)), [number])


_QUALITY: tuple[tuple[str, str, Tone], ...] = (("precision", N_("precision"), "accent"), ("recall", N_("recall"), "ink"))


def _quality_panel(table: pd.DataFrame, at: int) -> _Half:
    x, least = table["threshold"].tolist(), table[[f"{c}{end}" for c in ("precision", "recall") for end in ("", "_lo")]].min().min()
    floor = max(f for f in (0.0, 0.5, 0.8, 0.9) if f == 0 or f <= least)
    series = [_upright(x[at], 1.0, floor), *(_quality(table, at, *one) for one in _QUALITY)]
    dots = [Series([x[at]], [float(table.loc[at, c])], tone=tone, dots=True, line=False) for c, _name, tone in _QUALITY]
    return _Half(_("Precision and recall of the links"), [*series, *dots], _plane(x, Scale(100, "%", upto=1.0), floor), [])


def _quality(table: pd.DataFrame, at: int, column: str, name: str, tone: Tone) -> Series:
    """Draw one curve, with its interval at some thresholds."""
    shown = pd.Series(_shown(len(table), at)) & table[f"{column}_lo"].notna()
    lo, hi = (table[f"{column}_{end}"].where(shown, table[column]).tolist() for end in ("lo", "hi"))
    return Series(table["threshold"].tolist(), table[column].tolist(), _(name), tone, lo, hi)


def _shown(n: int, at: int) -> list[bool]:
    """Choose about six of n thresholds, the one at `at` among them."""
    step = max(1, n // 6)
    return [i % step == at % step for i in range(n)]


def _upright(x: float, top: float, floor: float = 0.0) -> Series:
    """Draw the threshold chosen."""
    return Series([x, x], [floor, top], tone="mark")


def _plane(x: Sequence[float], y: Scale, floor: float = 0.0) -> Plane:
    ticks = [float(v) for v in MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(min(x), max(x)) if min(x) - 1e-9 <= v <= max(x) + 1e-9]
    digits = next((d for d in (1, 2, 3) if all(abs(round(v, d) - v) < 1e-9 for v in ticks)), 4)
    return Plane([(v, decimal(v, digits)) for v in ticks], y, x_name=_("Threshold (probability)"), floor=floor)


@on_paper
def _draw_panels(width: Width, panels: Sequence[_Half]) -> Figure:
    """Draw the planes side by side (wide) or below one another (narrow), each as large as a narrow sheet."""
    one: Width = "narrow" if len(panels) > 1 else width
    across, down = (len(panels), 1) if width == "wide" else (1, len(panels))
    height = panels[0].plane.height(one)
    figure = sheet(width, down * (_HEAD + height))
    gap = (INCHES[width] - across * INCHES[one]) / max(across - 1, 1)
    grid = figure.add_gridspec(
        2 * down, 2 * across - 1, width_ratios=[INCHES[one], gap, INCHES[one]][: 2 * across - 1], height_ratios=[_HEAD, height] * down
    )
    for i, panel in enumerate(panels):
        row, column = (0, 2 * i) if across > 1 else (2 * i, 0)
        _heading(figure.add_subfigure(grid[row, column]), panel.heading)
        fill(figure.add_subfigure(grid[row + 1, column]), one, panel.series, panel.plane, panel.labels)
    return figure


def _heading(part: SubFigure, text: str) -> None:
    part.text(0.0, 0.1, text, color=INK, fontweight=600, fontsize=TEXT, ha="left", va="baseline")


_ASKED = {
    "bought": (N_("Bought"), N_("New customers from “{best}” buy most often"), N_("New customers from “{best}” buy more often than those from “{worst}”"), N_("The sources cannot be told apart by who buys")),
    "again": (N_("Bought again"), N_("New customers from “{best}” come back most often"), N_("New customers from “{best}” come back more often than those from “{worst}”"), N_("The sources cannot be told apart by who comes back")),
}  # fmt: skip


def sources(frame: pd.DataFrame, *, measure: Literal["bought", "again"], weeks: int, currency: str, source: str) -> Chart:
    """Show for each source of new customers how many buy (or buy again) in their first weeks, and what they bring.

    The dot is the share of those who were there for so long, the circle that of all, however young: where it lies far left of the dot, the
    source grew lately. A source with few customers is grey, a bought list in the colour of what should stop.

    Args:
        frame: one row a source, in the order to draw: `source` (text), `customers` (followed), `naive`, `share`, `lo`, `hi` (shares),
            `sales`, `sales_lo`, `sales_hi` (major units per new customer), `few`, `purchased` (bool).
        measure: what `share` says: bought, or bought again on another day.
        weeks: the first weeks of each customer.
        currency: ISO code.
        source: n and interval.

    """
    what = _ASKED[measure]
    shares = [_share_row(r) for r in frame.itertuples()]
    sales = [_sales_row(r, currency) for r in frame.itertuples()]
    alt = [f"{a.label}: {a.text} {_share_range(a)}, {b.text} ({bounds(b.lo or 0.0, b.hi or 0.0, currency)})" for a, b in zip(shares, sales, strict=True)]  # fmt: skip
    return Chart(
        title=_sources_title(frame, *what[1:]),
        subtitle=_("First {n} weeks of new customers: dot, those there for so long; circle, all of them however young").format(n=decimal(weeks)),
        source=source,
        alt="; ".join(alt) + ".",
        draw=partial(draw_rows, panels=[Panel(shares, Scale(100, "%", upto=_LAST if frame["hi"].max() > 0.5 else None), title=_(what[0])), Panel(sales, Scale(ticks=False), title=_("Sales per new customer"))]),
    )  # fmt: skip


def _share_range(row: Row) -> str:
    naive = _("all however young {share}").format(share=percent(row.marks[0].at))
    return f"({bounds(row.lo or 0.0, row.hi or 0.0, 'share')}; {naive})"


def _tone(row: object) -> Tone:
    if getattr(row, "purchased", False):
        return "warn"
    return "mark" if getattr(row, "few", False) else "accent"


def _share_row(r: object) -> Row:
    share, lo, hi, naive = (float(getattr(r, c)) for c in ("share", "lo", "hi", "naive"))
    note = _("{n} followed").format(n=decimal(float(getattr(r, "customers", 0))))
    if getattr(r, "purchased", False):
        note = _("bought list, {n}").format(n=note)
    return Row(str(getattr(r, "source", "")), share, lo, hi, quantity(share, "share"), _tone(r), note=note, marks=(Mark(naive, "circle"),))


def _sales_row(r: object, currency: str) -> Row:
    sales, lo, hi = (float(getattr(r, c)) for c in ("sales", "sales_lo", "sales_hi"))
    return Row(str(getattr(r, "source", "")), sales, lo, hi, quantity(sales, currency), _tone(r))


def _sources_title(frame: pd.DataFrame, first: str, more: str, alike: str) -> str:
    known = frame[~frame["few"].astype(bool)].sort_values("share", ascending=False)
    if len(known) < 2:
        return _("Too few new customers to compare the sources")
    hidden = known[(known["naive"] < known["lo"]) & (known["naive"] < _HIDDEN * known["share"])]
    if len(hidden):
        worst = hidden.loc[(hidden["share"] - hidden["naive"]).idxmax(), "source"]
        return _("New customers from “{source}” look worse than they are").format(source=worst)
    best, second, worst = known.iloc[0], known.iloc[1], known.iloc[-1]
    if best["lo"] > second["hi"]:
        return _(first).format(best=best["source"])
    if best["lo"] > worst["hi"]:
        return _(more).format(best=best["source"], worst=worst["source"])
    return _(alike)


_HIDDEN = 0.85  # of its share: a source that naively shows less than that looks worse than it is
_LAST = 0.95
"""Where the axis of large shares ends: beyond its last tick, 75%, the numbers stand."""

_PARTS: tuple[tuple[str, str, Tone], ...] = (
    ("number", N_("By card or account"), "accent"),
    ("phone", N_("By telephone"), "accent"),
    ("nobody", N_("Nobody known"), "warn"),
)


def linkage(frame: pd.DataFrame) -> Chart:
    """Show in each system which share of sales a known customer made, told by card or account or by telephone, and which nobody known did.

    Read across: the parts of one system add to all of its sales. What nobody known bought cannot be laid to anybody: whatever is said of
    customers is said of the rest.

    Args:
        frame: one row a system, in the order to draw: `system` (text, already translated), `number`, `phone`, `nobody` (shares of its
            sales that add to 1).

    """
    parts = [p for p in _PARTS if frame[p[0]].gt(0).any()]
    panels = [Panel([_part(r, p) for r in frame.itertuples()], Scale(100, ticks=False, upto=1.0), title=_(p[1])) for p in parts]
    alt = [f"{r.system}: " + ", ".join(f"{_(name)} {percent(getattr(r, c))}" for c, name, _tone in parts) for r in frame.itertuples()]
    return Chart(
        title=_linkage_title(frame),
        subtitle=_("Share of each system's sales, by how its customer is known"),
        source=_("Counted from all orders, so no intervals."),
        alt="; ".join(alt) + ".",
        draw=partial(draw_rows, panels=panels),
    )


def _part(row: object, part: tuple[str, str, Tone]) -> Row:
    share, name = float(getattr(row, part[0])), str(getattr(row, "system", ""))
    none = share < 0.0005
    return Row(name, share, text=_("none") if none else percent(share), shape="bar", tone="mark" if none else part[2])


def _linkage_title(frame: pd.DataFrame) -> str:
    worst = frame.loc[frame["nobody"].idxmax()]
    if worst["nobody"] < 0.005:
        return _("Nearly every sale is a known customer's")
    return _("Nobody known bought {share} of what “{system}” sells").format(share=percent(worst["nobody"]), system=worst["system"])
