"""What stands in a row: a dot with its interval or a bar, further readings, and the number beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes

from idic_lib.charts.canvas import COLOUR, DROP, INK, MARK, MUTED, PAPER, RULE, TEXT, TICK, Tone

GAP = 0.075
"""Inches between a mark and its number."""


@dataclass(frozen=True)
class Mark:
    """A second reading in a row: a tick, an open circle or an open diamond, with an optional word beside it."""

    at: float
    shape: Literal["tick", "circle", "diamond"]
    text: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the chart; a row without `value` says `text` instead (not supplied, not computed)."""

    label: str
    value: float | None = None
    lo: float | None = None
    hi: float | None = None
    text: str = ""
    tone: Tone = "accent"
    note: str = ""
    aside: str = ""
    shape: Literal["dot", "bar", "head"] = "dot"
    marks: tuple[Mark, ...] = ()

    @property
    def right(self) -> float | None:
        """The rightmost thing drawn that the number must clear: a tick without a word of its own counts."""
        ticks = (m.at for m in self.marks if m.shape == "tick" and not m.text)
        return max((v for v in (self.value, self.hi, *ticks) if v is not None), default=None)

    @property
    def span(self) -> list[float]:
        """Everything that must lie on the scale."""
        drawn = (self.value, self.lo, self.hi, *(m.at for m in self.marks))
        return [v for v in drawn if v is not None]


def draw_row(axes: Axes, row: Row, y: float) -> None:
    """Draw one row at height `y`."""
    colour = COLOUR[row.tone]
    if row.value is None:
        axes.plot(axes.get_xlim(), [y, y], color=RULE, linewidth=0.5, dashes=(2, 2), zorder=1)
        _number(axes, row, axes.get_xlim()[0], y)
        return
    _DRAW[row.shape](axes, row, y, colour)
    for mark in row.marks:
        _mark(axes, mark, y)
    if row.text:
        _number(axes, row, row.right if row.right is not None else row.value, y)


def _bar(axes: Axes, row: Row, y: float, colour: str) -> None:
    axes.plot([0, axes.get_xlim()[1]], [y, y], color=RULE, linewidth=0.5, zorder=1)
    axes.plot([0, row.value or 0], [y, y], color=colour, linewidth=5, zorder=2)
    if row.value is not None and row.lo is not None and row.hi is not None:  # the interval: cut out of the bar, drawn beyond it
        axes.plot([row.lo, row.value], [y, y], color=PAPER, linewidth=1.75, zorder=3)
        axes.plot([row.value, row.hi], [y, y], color=colour, linewidth=1.75, zorder=3)


def _dot(axes: Axes, row: Row, y: float, colour: str) -> None:
    axes.plot(axes.get_xlim(), [y, y], color=RULE, linewidth=0.5, zorder=1)
    if row.lo is not None and row.hi is not None:
        axes.plot([row.lo, row.hi], [y, y], color=colour, linewidth=2, zorder=3)
    axes.plot([row.value or 0.0], [y], "o", color=colour, markersize=5.5, markeredgewidth=0, zorder=4, clip_on=False)


_DRAW: dict[str, Callable[[Axes, Row, float, str], None]] = {"bar": _bar, "dot": _dot}


def _mark(axes: Axes, mark: Mark, y: float) -> None:
    if mark.shape == "tick":
        axes.plot([mark.at], [y], "|", color=INK, markersize=9, markeredgewidth=1.75, zorder=4, clip_on=False)
    else:
        shape = "o" if mark.shape == "circle" else "D"
        size = 5.5 if mark.shape == "circle" else 4.8
        axes.plot(
            [mark.at],
            [y],
            shape,
            markersize=size,
            markerfacecolor=PAPER,
            markeredgecolor=MARK,
            markeredgewidth=1.2,
            zorder=5,
            clip_on=False,
        )
    if mark.text:
        _aloft(axes, mark.text, mark.at, y, MUTED, 400)


def _number(axes: Axes, row: Row, at: float, y: float) -> None:
    tone = {"mark": MUTED}.get(row.tone, COLOUR[row.tone])
    _aloft(axes, row.text, at, y, tone, 400 if row.tone in {"mark", "muted"} else 600)


def _aloft(axes: Axes, text: str, at: float, y: float, colour: str, weight: int) -> None:
    """Set a number beside its mark, on paper, so that no line runs through it."""
    axes.annotate(
        text, (at, y), xytext=(72 * GAP, -DROP * TEXT), textcoords="offset points", va="baseline", color=colour, fontweight=weight, zorder=6,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}, annotation_clip=False,
    )  # fmt: skip


def beside(axes: Axes, text: str, y: float) -> None:
    """Write a word in the column right of the axis."""
    axes.annotate(
        text, (1, y), xytext=(10, -DROP * TICK), xycoords=("axes fraction", "data"), textcoords="offset points",
        va="baseline", color=MUTED, fontsize=TICK, annotation_clip=False,
    )  # fmt: skip
