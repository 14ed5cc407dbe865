"""Charts along time or along an ordered share: lines, dots with intervals and columns, named at their end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import MaxNLocator

from idic_lib.charts.canvas import COLOUR, DROP, INCHES, INK, MUTED, PAPER, RULE, TEXT, TICK, Tone, Width, on_paper, sheet, text_inches
from idic_lib.charts.rows import Scale

_TALL: dict[Width, float] = {"wide": 3.5, "narrow": 3.2}
_FLAT: dict[Width, float] = {"wide": 2.4, "narrow": 2.1}


@dataclass(frozen=True)
class Series:
    """One line: `name` stands at its right end; `lo` and `hi` draw an interval at every point."""

    x: Sequence[float]
    y: Sequence[float]
    name: str = ""
    tone: Tone = "accent"
    lo: Sequence[float] = ()
    hi: Sequence[float] = ()
    dots: bool = False
    line: bool = True
    columns: bool = False


@dataclass(frozen=True)
class Label:
    """A word at a point, with a dot under it if `dot`."""

    x: float
    y: float
    text: str
    tone: Tone = "ink"
    bold: bool = False
    dot: bool = True


@dataclass(frozen=True)
class Plane:
    """Two axes: `x_ticks` are (position, label) pairs, thinned in the narrow picture; `y` says how its ticks are written."""

    x_ticks: Sequence[tuple[float, str]]
    y: Scale = field(default_factory=Scale)
    x_name: str = ""
    x_name_narrow: str = ""
    diagonal: str = ""
    headroom: float = 0.06
    floor: float = 0.0
    """Where the axis begins; only lines may begin above zero, columns may not."""
    thin: bool = True
    tall: bool = False

    def height(self, width: Width) -> float:
        """Return how high the sheet is, in inches."""
        return (_TALL if self.tall else _FLAT)[width]


@on_paper
def draw_lines(width: Width, series: Sequence[Series], plane: Plane, labels: Sequence[Label] = ()) -> Figure:
    """Draw series and labels on one plane."""
    figure = sheet(width, plane.height(width))
    fill(figure, width, series, plane, labels)
    return figure


def fill(figure: Figure | SubFigure, width: Width, series: Sequence[Series], plane: Plane, labels: Sequence[Label] = ()) -> None:
    """Draw series and labels on a sheet, or on a part of one that is as large as a sheet of that width."""
    axes = _plane(figure, width, series, plane)
    _widen(axes, labels, width)
    if plane.diagonal:
        _diagonal(axes, plane.diagonal, [label.y for label in labels if label.x >= 0.2])
    for one in series:
        _series(axes, one)
    _end_names(axes, series, axes.get_position().height * plane.height(width))
    for label in labels:
        _label(axes, label)


def _plane(figure: Figure | SubFigure, width: Width, series: Sequence[Series], plane: Plane) -> Axes:
    left, right = _margins(series, plane)
    bottom, top, high, wide = (0.55 if plane.x_name else 0.34), 0.12, plane.height(width), INCHES[width]
    axes = figure.add_axes((left / wide, bottom / high, (wide - left - right) / wide, (high - bottom - top) / high))
    xs = [v for s in series for v in s.x]
    pad = 0.5 * any(s.columns for s in series)
    axes.set_xlim(min(xs) - pad, max(xs) + pad)
    _y_axis(axes, series, plane)
    _x_axis(axes, plane, width)
    return axes


def _widen(axes: Axes, labels: Sequence[Label], width: Width) -> None:
    """Leave room at both ends for numbers that stand over their points."""
    over = [text_inches(label.text, TEXT, 600) / 2 + 0.05 for label in labels if not label.dot]
    if over:
        lo, hi = axes.get_xlim()
        inches = axes.get_position().width * INCHES[width]
        pad = (hi - lo) * max(over) / max(inches - 2 * max(over), 0.3 * inches)
        axes.set_xlim(lo - pad, hi + pad)


def _margins(series: Sequence[Series], plane: Plane) -> tuple[float, float]:
    ticks = [plane.y.tick(v, last=True) for v in _y_ticks(series, plane)]
    names = [text_inches(s.name, TEXT, 600) + 0.12 for s in series if s.name]
    last = text_inches(plane.x_ticks[-1][1], TICK) / 2 + 0.04 if plane.x_ticks else 0.1
    return max(text_inches(t, TICK) for t in ticks) + 0.1, max([last, 0.08, *names])


def _top(series: Sequence[Series], plane: Plane) -> float:
    highest = max(v for s in series for v in (*s.y, *s.hi))
    return plane.y.upto if plane.y.upto is not None else highest * (1 + plane.headroom) or 1.0  # of all zeros there is no highest


def _y_ticks(series: Sequence[Series], plane: Plane) -> list[float]:
    top = _top(series, plane)
    return [
        float(v)
        for v in MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(plane.floor, top)
        if plane.floor - 1e-9 <= v <= top * (1 + 1e-9)
    ]


def _y_axis(axes: Axes, series: Sequence[Series], plane: Plane) -> None:
    ticks, top = _y_ticks(series, plane), _top(series, plane)
    axes.set_ylim(plane.floor, plane.floor + (top - plane.floor) * 1.01)
    axes.set_yticks(ticks, [plane.y.tick(v, last=v == ticks[-1]) for v in ticks])
    axes.grid(axis="y")
    axes.axhline(plane.floor, color=RULE if plane.floor else INK, linewidth=0.75, zorder=2.5, clip_on=False)
    axes.spines["bottom"].set_visible(False)


def _x_axis(axes: Axes, plane: Plane, width: Width) -> None:
    ticks = list(plane.x_ticks)
    most = 5 if width == "narrow" else 12
    if plane.thin and len(ticks) > most + 1:
        ticks = ticks[:: -(-len(ticks) // most)]
    axes.set_xticks([x for x, _text in ticks], [text for _x, text in ticks])
    name = (plane.x_name_narrow or plane.x_name) if width == "narrow" else plane.x_name
    if name:
        axes.set_xlabel(name, labelpad=5)


def _diagonal(axes: Axes, text: str, taken: Sequence[float]) -> None:
    """Draw the line and its words, at the foot where a label that reaches far to the right stands at their height."""
    height = 0.04 if any(0.3 < y < 0.5 for y in taken) else 0.36
    axes.plot([0, 1], [0, 1], color=RULE, linewidth=1, zorder=1.5)
    axes.annotate(text, (0.99, height), ha="right", va="baseline", color=MUTED, fontsize=TICK)


def _series(axes: Axes, one: Series) -> None:
    colour = COLOUR[one.tone]
    if one.columns:
        axes.bar(one.x, one.y, width=0.78, color=colour, linewidth=0, zorder=2)
        return
    if one.line:
        axes.plot(one.x, one.y, color=colour, linewidth=2.2 if one.tone == "accent" else 1.4, zorder=3, solid_joinstyle="round")
    for x, lo, hi in zip(one.x, one.lo, one.hi, strict=bool(one.lo)):
        axes.plot([x, x], [lo, hi], color=colour, linewidth=2, zorder=3)
    if one.dots:
        axes.plot(one.x, one.y, "o", color=colour, markersize=5.5, markeredgewidth=0, zorder=4, clip_on=False)


def _end_names(axes: Axes, series: Sequence[Series], inches: float) -> None:
    """Name each line at its right end; names that would touch are moved apart, from the lowest up."""
    per_inch, free = inches / (axes.get_ylim()[1] - axes.get_ylim()[0]), float("-inf")
    for one in sorted((s for s in series if s.name), key=lambda s: s.y[-1]):
        at = max(one.y[-1] * per_inch, free)
        axes.annotate(
            one.name, (one.x[-1], one.y[-1]), xytext=(6, 72 * (at - one.y[-1] * per_inch) - DROP * TEXT), textcoords="offset points", va="baseline",
            color=MUTED if one.tone == "mark" else COLOUR[one.tone], fontweight=600 if one.tone == "accent" else 400, annotation_clip=False,
        )  # fmt: skip
        free = at + 0.18


def _label(axes: Axes, label: Label) -> None:
    if label.dot:
        dot = COLOUR["accent" if label.tone == "ink" else label.tone]
        axes.plot([label.x], [label.y], "o", color=dot, markersize=6.5, markeredgecolor=PAPER, zorder=5, clip_on=False)
    axes.annotate(
        label.text, (label.x, label.y), xytext=(8, -8 - DROP * TEXT) if label.dot else (0, 4), textcoords="offset points",
        ha="left" if label.dot else "center", va="baseline" if label.dot else "bottom",
        color=COLOUR[label.tone], fontweight=600 if label.bold else 400, zorder=6,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}, annotation_clip=False,
    )  # fmt: skip
