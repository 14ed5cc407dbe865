"""Charts of the portfolio: who brings how much of what the best of their peers bring, and what service tiers then brought."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from matplotlib.transforms import offset_copy

from idic_lib.charts.canvas import (
    ACCENT,
    INCHES,
    INK,
    MARK,
    MUTED,
    PAPER,
    RULE,
    TEXT,
    TICK,
    WARN,
    Chart,
    Width,
    on_paper,
    sheet,
    text_inches,
)
from idic_lib.charts.marks import Mark
from idic_lib.charts.rows import Panel, Row, Scale, draw_rows
from idic_lib.text import N_, _
from idic_lib.text.numbers import decimal, percent, quantity

__all__ = ["service_tiers", "value_map"]

GROUP_NAMES = {
    "mvc": N_("Most valuable"),
    "mgc": N_("Most growable"),
    "migrator": N_("Migrators"),
    "below_zero": N_("Below zero"),
    "maintain": N_("Maintain"),
}
_COLOURS = {
    "mvc": (ACCENT, ACCENT),
    "mgc": (PAPER, ACCENT),
    "migrator": (PAPER, MARK),
    "below_zero": (WARN, WARN),
    "maintain": (MARK, MARK),
}
"""Face and edge; whoever is to grow is hollow."""
_LABELS = {"mvc": ACCENT, "mgc": ACCENT, "below_zero": WARN}
_HIGH: dict[Width, float] = {"wide": 4.2, "narrow": 3.6}
_LARGEST: dict[Width, float] = {"wide": 144.0, "narrow": 64.0}
"""Square of the largest circle's diameter, in points."""


def value_map(cells: pd.DataFrame, groups: pd.DataFrame, *, width: float, currency: str) -> Chart:
    """Show what customers are expected to bring against what the best of their peers bring; who stands on the line brings all of it.

    The further above the line, the more is left to grow. Each circle is a cell of the map, its area the customers in it.

    Args:
        cells: `group`, `actual`, `potential` (major units), `customers`.
        groups: the same once a group, at its middle customer.
        width: amount up to which the axes are straight; beyond it they are logarithmic.
        currency: ISO code.

    """
    named = {str(r.group): (float(r.actual), float(r.potential), float(r.customers)) for r in groups.itertuples()}
    alt = [_group_words(name, *numbers, currency) for name, numbers in named.items()]
    return Chart(
        title=_map_title(cells, groups),
        subtitle=_("Expected value and potential per customer over the horizon, in {currency}; circles: customers").format(
            currency=currency
        ),
        source=_("{n} customers, each in its most probable group. Intervals stand with the facts.").format(
            n=decimal(groups["customers"].sum())
        ),
        alt=_("Map of customers by expected value and potential.") + " " + "; ".join(alt) + ".",
        draw=partial(_draw_map, cells=cells, named=named, bend=width),
    )


def _group_words(name: str, actual: float, potential: float, customers: float, currency: str) -> str:
    words = _("{group}: {n} customers, the middle one expected to bring {actual} of a potential {potential}")
    return words.format(
        group=_(GROUP_NAMES[name]), n=decimal(customers), actual=quantity(actual, currency), potential=quantity(potential, currency)
    )


def _map_title(cells: pd.DataFrame, groups: pd.DataFrame) -> str:
    left = ((cells["potential"] - cells["actual"]) * cells["customers"]).groupby(cells["group"]).sum()
    if left.sum() <= 0 or "mgc" not in left.index:
        return _("Customers bring what the best of their peers bring")
    of = float(groups.set_index("group").loc["mgc", "customers"]) / float(groups["customers"].sum())
    words = _("The most growable, {share} of customers, hold {left} of what is left to grow")
    return words.format(share=percent(of), left=percent(float(left["mgc"] / left.sum())))


@on_paper
def _draw_map(width: Width, *, cells: pd.DataFrame, named: dict[str, tuple[float, float, float]], bend: float) -> Figure:
    figure = sheet(width, _HIGH[width])
    axes = _map_axes(figure, width, cells, bend)
    largest = float(cells["customers"].max())
    for name in reversed(_COLOURS):
        _circles(axes, cells[cells["group"] == name], _COLOURS[name], _LARGEST[width] / largest)
    for place, name in enumerate(reversed(named)):
        _name(axes, name, f"{_(GROUP_NAMES[name])}, {decimal(named[name][2])}", place, figure)
    return figure


def _circles(axes: Axes, cells: pd.DataFrame, colours: tuple[str, str], scale: float) -> None:
    """Draw circles in whole points of diameter: few sizes, so that the picture stays small."""
    points = (2 + (cells["customers"] * scale) ** 0.5).round()
    for size, own in cells.groupby(points):
        axes.plot(
            own["actual"], own["potential"], "o", markersize=float(str(size)), markerfacecolor=colours[0], markeredgecolor=colours[1],
            markeredgewidth=0.9, zorder=3, clip_on=False,
        )  # fmt: skip


def _map_axes(figure: Figure, width: Width, cells: pd.DataFrame, bend: float) -> Axes:
    low, high = min(0.0, float(cells["actual"].min())), float(cells[["actual", "potential"]].to_numpy().max()) * 1.15
    ticks = _ticks(low, high, bend)
    texts = [decimal(t) for t in ticks]
    left, bottom, wide, tall = max(text_inches(t, TICK) for t in texts) + 0.12, 0.55, INCHES[width], _HIGH[width]
    axes = figure.add_axes((left / wide, bottom / tall, (wide - left - 0.2) / wide, (tall - bottom - 0.12) / tall))
    axes.set_xscale("asinh", linear_width=bend)
    axes.set_yscale("asinh", linear_width=bend)
    axes.set(xlim=(low * 1.1, high), ylim=(min(0.0, float(cells["potential"].min())) * 1.1, high), xlabel=_("Expected value"), ylabel="")
    axes.annotate(
        _("Potential"), (0, 1), xytext=(4, -2), xycoords="axes fraction", textcoords="offset points", color=MUTED, fontsize=TICK, va="top"
    )
    shown = ticks if width == "wide" or len(ticks) < 5 else [t for t in ticks if t in {ticks[0], 0.0, ticks[-1]}]
    axes.set_xticks(shown, [texts[ticks.index(t)] for t in shown])
    axes.set_yticks(ticks, texts)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_minor_locator(NullLocator())
    axes.plot([low, high], [low, high], color=RULE, linewidth=1.0, zorder=1)
    axes.axvline(0, color=INK, linewidth=0.75, zorder=1)
    return axes


def _ticks(low: float, high: float, bend: float) -> list[float]:
    """Take zero and powers of ten beyond the straight part, on both sides."""
    start = 10 ** next(k for k in range(-6, 18) if 10**k >= bend * 2)
    ups = [float(start * 10**k) for k in range(12) if start * 10**k <= high]
    return [*(-t for t in reversed(ups) if -t >= low), 0.0, *ups]


def _name(axes: Axes, name: str, text: str, place: int, figure: Figure) -> None:
    """Write a group's name beside its mark in the corner where nobody can stand: no potential lies below its customer's expected value."""
    face, edge = _COLOURS[name]
    at, up = axes.transAxes, 12 + 15 * place
    axes.annotate(
        text,
        (1, 0),
        xytext=(-4, up),
        xycoords=at,
        textcoords="offset points",
        ha="right",
        va="center",
        color=_LABELS.get(name, INK),
        fontsize=TEXT,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0},
    )
    left = offset_copy(at, fig=figure, x=-13 / 72 - text_inches(text), y=up / 72)
    axes.plot([1], [0], "o", transform=left, markersize=6.5, markerfacecolor=face, markeredgecolor=edge, markeredgewidth=0.9, clip_on=False)


def service_tiers(frame: pd.DataFrame, *, currency: str) -> Chart:
    """Show what each service tier, formed at an earlier day, then brought; the circle is what it was expected to bring.

    Read it downwards: tiers stand in the order of what was expected. A tier of few customers is grey and not ranked.

    Args:
        frame: `tier`, `customers`, `expected`, `realised`, `lo`, `hi` (major units per customer), `in_order` (empty where not ranked).
        currency: ISO code.

    """
    rows = [_tier_row(r, currency) for r in frame.itertuples()]
    late = frame["in_order"].dropna().astype(bool)
    title = (
        _("Service tiers brought what their order promised") if late.all() else _("Not every service tier brought what its order promised")
    )
    return Chart(
        title=title,
        subtitle=_("Brought per customer after the tiers were formed, in {currency}; circle: expected then").format(currency=currency),
        source=_("Lines: 95% intervals over customers. Grey: fewer than 30 customers, not ranked."),
        alt="; ".join(f"{r.label}: {r.text}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale())]),
    )


def _tier_row(row: object, currency: str) -> Row:
    realised, lo, hi, expected = (float(getattr(row, c)) for c in ("realised", "lo", "hi", "expected"))
    ranked = not pd.isna(getattr(row, "in_order", None))
    note = _("{n} customers").format(n=decimal(float(getattr(row, "customers", 0))))
    return Row(str(getattr(row, "tier", "")), realised, lo, hi, quantity(realised, currency), "accent" if ranked else "mark", note=note, marks=(Mark(expected, "circle"),))  # fmt: skip
