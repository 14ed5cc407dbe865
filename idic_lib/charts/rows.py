"""Charts made of rows: one thing a line, its mark on a common scale, its number beside the mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from idic_lib.charts.canvas import (
    COLOUR,
    DROP,
    INCHES,
    INK,
    MUTED,
    PAPER,
    TEXT,
    TICK,
    WARN,
    Width,
    on_paper,
    sheet,
    text_inches,
)
from idic_lib.charts.marks import GAP, Mark, Row, beside, draw_row
from idic_lib.text.numbers import decimal

__all__ = ["Mark", "Panel", "Row", "Scale", "draw_rows"]

_SHORT = 0.85  # inches: labels up to here stay left of their row even in the narrow picture
_HEAD, _FOOT = 0.32, 0.34


@dataclass(frozen=True)
class Scale:
    """The common scale; `per` is 100 for shares, `unit` stands once, after the last tick; `signed` puts a plus before gains."""

    per: float = 1
    unit: str = ""
    signed: bool = False
    yardstick: float | None = None
    ticks: bool = True
    upto: float | None = None

    def tick(self, value: float, *, last: bool) -> str:
        """Write one tick label."""
        shown = value * self.per
        digits = next((d for d in range(3) if abs(round(shown, d) - shown) < 1e-6), 3)
        plus = "+" if self.signed and shown > 0 else ""
        return plus + decimal(shown, digits) + (self.unit if last else "")


@dataclass(frozen=True)
class Panel:
    """Rows on one scale, with a heading where there is more than one panel; `keys` name the marks once, above the first row (wide)."""

    rows: Sequence[Row]
    scale: Scale = field(default_factory=Scale)
    title: str = ""
    aside: str = ""
    keys: Sequence[tuple[Literal["circle", "diamond", "dot"], str]] = ()


@dataclass(frozen=True)
class _Place:
    """Where a panel lies on its sheet, in inches from the top left; `labels` is the room left of the axis, 0 = above each row."""

    top: float
    left: float
    width: float
    labels: float
    pitch: float
    aside: float


@on_paper
def draw_rows(width: Width, panels: Sequence[Panel]) -> Figure:
    """Draw panels side by side (wide, sharing their labels) or below one another (narrow)."""
    left = max(text_inches(t) for p in panels for r in p.rows for t in (r.label, r.note)) + 0.14
    if width == "wide":
        return _side_by_side(panels, left)
    return _stacked(panels, left if left <= _SHORT else 0.0)


def _side_by_side(panels: Sequence[Panel], left: float) -> Figure:
    pitch = 0.42 if any(r.note for p in panels for r in p.rows) else 0.31
    figure = sheet("wide", _HEAD * _titled(panels) + pitch * max(len(p.rows) for p in panels) + _foot(panels))
    room = (INCHES["wide"] - left - 0.3 * (len(panels) - 1)) / len(panels)
    for i, panel in enumerate(panels):
        at = left + i * (room + 0.3)
        _draw(figure, panel, _Place(0.0, at, room, left if i == 0 else -1.0, pitch, _aside(panel)))
    return figure


def _stacked(panels: Sequence[Panel], left: float) -> Figure:
    pitch = 0.31 if left else 0.45
    heights = [_HEAD * _titled([p]) + pitch * len(p.rows) + _foot([p]) + 0.12 * (len(panels) > 1) for p in panels]
    figure, top = sheet("narrow", sum(heights)), 0.0
    for panel, height in zip(panels, heights, strict=True):
        _draw(figure, panel, _Place(top, left or 0.04, INCHES["narrow"] - (left or 0.04), left, pitch, _aside(panel)))
        top += height
    return figure


def _titled(panels: Sequence[Panel]) -> bool:
    return any(p.title or p.aside for p in panels)


def _foot(panels: Sequence[Panel]) -> float:
    return _FOOT if any(p.scale.ticks for p in panels) else 0.04


def _aside(panel: Panel) -> float:
    texts = [t for t in (panel.aside, *(r.aside for r in panel.rows)) if t]
    return max(text_inches(t, TICK) for t in texts) + 0.15 if texts else 0.0


def _draw(figure: Figure, panel: Panel, place: _Place) -> None:
    axes = _axes(figure, panel, place)
    _rulers(axes, panel, place)
    for i, row in enumerate(panel.rows):
        middle = (i + (0.5 if place.labels else 0.68)) * place.pitch
        _label(axes, row, i, place)
        if row.shape != "head":
            draw_row(axes, row, middle)
        if row.aside:
            beside(axes, row.aside, middle)
    _headings(axes, panel)
    if place.labels:
        _keys(axes, panel, place)


def _axes(figure: Figure, panel: Panel, place: _Place) -> Axes:
    total_width, total = figure.get_size_inches()
    head, height = _HEAD * _titled([panel]), place.pitch * len(panel.rows)
    room = place.width - place.aside
    rect = (place.left / total_width, 1 - (place.top + head + height) / total, room / total_width, height / total)
    axes = figure.add_axes(rect)
    lo, hi = _limits(panel, room)
    axes.set(xlim=(lo, hi), ylim=(height, 0))
    axes.set_yticks([])
    _ticks(axes, panel.scale, lo, _last(panel, hi))
    return axes


def _last(panel: Panel, hi: float) -> float:
    return panel.scale.upto if panel.scale.upto is not None else hi


def _limits(panel: Panel, room: float) -> tuple[float, float]:
    """Leave room at the right for the longest number beside its mark."""
    spans = [v for r in panel.rows for v in r.span]
    lo, hi = min([0.0, *spans]), max([panel.scale.upto or 0.0, *spans]) or 1.0
    lo -= 0.04 * (hi - lo) if lo < 0 or any(r.shape == "dot" and r.value is not None for r in panel.rows) else 0.0
    for row in panel.rows:
        for at, text in [(row.right, row.text), *((m.at, m.text) for m in row.marks)]:
            if at is not None:
                need = text_inches(text, TEXT, 600) + GAP + 0.06 if text else 0.06
                hi = max(hi, lo + (at - lo) * room / max(room - need, 0.2 * room))
    return lo, hi


def _ticks(axes: Axes, scale: Scale, lo: float, hi: float) -> None:
    values = _tick_values(axes, scale, lo, hi) if scale.ticks else []
    if not values:
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        return
    axes.set_xticks(values, [scale.tick(v, last=v == values[-1]) for v in values])
    axes.spines["bottom"].set_bounds(min(lo, values[0]), max(values[-1], hi if hi < axes.get_xlim()[1] else values[-1]))


def _tick_values(axes: Axes, scale: Scale, lo: float, hi: float) -> list[float]:
    """Leave out a tick whose label would run over the edge of the sheet."""
    per_inch = (axes.get_xlim()[1] - axes.get_xlim()[0]) / (axes.get_position().width * axes.get_figure().get_size_inches()[0])  # type: ignore[union-attr]
    nice = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(lo, hi)
    inside = [v for v in nice if lo - 1e-9 <= v <= hi * (1 + 1e-9)]
    return [v for v in inside if v + per_inch * (text_inches(scale.tick(v, last=True), TICK) / 2 - 0.03) <= axes.get_xlim()[1]]


def _rulers(axes: Axes, panel: Panel, place: _Place) -> None:
    """Draw zero in ink and the yardstick in warn, between the labels where these stand above their rows."""
    lines = [(panel.scale.yardstick, WARN, 1.1)] if panel.scale.yardstick is not None else []
    if panel.scale.signed:
        lines.append((0.0, INK, 0.9))
    for at, colour, wide in lines:
        for lo, hi in _gaps(panel, place):
            axes.plot([at, at], [lo, hi], color=colour, linewidth=wide, zorder=1.5, solid_capstyle="butt", clip_on=False)


def _gaps(panel: Panel, place: _Place) -> list[tuple[float, float]]:
    if place.labels:
        return [(0.0, place.pitch * len(panel.rows))]
    marked = [i for i, row in enumerate(panel.rows) if row.shape != "head"]
    return [((i + 0.5) * place.pitch, (i + 0.92) * place.pitch) for i in marked]


def _label(axes: Axes, row: Row, i: int, place: _Place) -> None:
    if place.labels < 0:
        return
    weight, colour = (600, INK) if row.shape == "head" else (400, WARN if row.tone == "warn" and row.value is not None else INK)
    if place.labels:
        lift = 0.08 if row.note else 0.0
        _text(axes, row.label, (i + 0.5) * place.pitch - lift, colour, weight, size=TEXT)
        _text(axes, row.note, (i + 0.5) * place.pitch + lift, MUTED, 400, size=TICK)
    else:
        text = f"{row.label}, {row.note}" if row.note else row.label
        axes.annotate(
            text,
            (0, (i + 0.30) * place.pitch),
            xytext=(0, -DROP * TEXT),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="baseline",
            color=colour,
            fontweight=weight,
            zorder=7,  # over the paper behind the number below it
        )


def _text(axes: Axes, text: str, y: float, colour: str, weight: int, *, size: float) -> None:
    if text:
        axes.annotate(
            text, (0, y), xytext=(-8, -DROP * size), xycoords=("axes fraction", "data"), textcoords="offset points",
            ha="right", va="baseline", color=colour, fontweight=weight, fontsize=size,
        )  # fmt: skip


def _headings(axes: Axes, panel: Panel) -> None:
    if panel.title:
        axes.annotate(panel.title, (0, 1), xytext=(0, 9), xycoords="axes fraction", textcoords="offset points", color=INK, fontweight=600)
    if panel.aside:
        axes.annotate(panel.aside, (1, 1), xytext=(10, 2), xycoords="axes fraction", textcoords="offset points", color=MUTED, fontsize=TICK)


def _keys(axes: Axes, panel: Panel, place: _Place) -> None:
    """Name each kind of mark once, over the first row that has it; names that would touch are moved apart."""
    first = next((i for i, row in enumerate(panel.rows) if row.value is not None and row.marks), None)
    if first is None:
        return
    row = panel.rows[first]
    where: dict[str, float | None] = {"dot": row.value} | {str(m.shape): m.at for m in row.marks}
    per_inch = (axes.get_xlim()[1] - axes.get_xlim()[0]) / (axes.get_position().width * INCHES["wide"])
    free = axes.get_xlim()[0]
    for shape, text in sorted(((s, t) for s, t in panel.keys if where.get(s) is not None), key=lambda k: where[k[0]] or 0.0):
        half = text_inches(text, TICK) / 2 * per_inch
        at = max(where[shape] or 0.0, free + half)
        colour = COLOUR[row.tone] if shape == "dot" else MUTED
        axes.annotate(text, (at, (first + 0.16) * place.pitch), ha="center", va="bottom", color=colour, fontsize=TICK, annotation_clip=False, zorder=7,
                      bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6})  # fmt: skip
        free = at + half + 0.1 * per_inch
