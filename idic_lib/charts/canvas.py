"""The paper that every chart is drawn on: sizes, type, colours, and the Chart that a notebook hands to its workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec

from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

Width = Literal["wide", "narrow"]
Tone = Literal["accent", "warn", "mark", "ink", "muted"]
P = ParamSpec("P")

INK, MUTED, ACCENT, WARN, MARK = "#1b1b19", "#5a5955", "#0b4f8a", "#a63a0a", "#8c8a84"
RULE, HAIR, SOFT, PAPER = "#dad7d0", "#eceae4", "#d9e5f0", "#fdfcfa"
INCHES: dict[Width, float] = {"wide": 7.5, "narrow": 3.42}
COLOUR: dict[Tone, str] = {"accent": ACCENT, "warn": WARN, "mark": MARK, "ink": INK, "muted": MUTED}
TOKEN: dict[str, str] = {
    INK: "ink", MUTED: "muted", ACCENT: "accent", WARN: "warn", MARK: "mark",
    RULE: "rule", HAIR: "hair", SOFT: "soft", PAPER: "paper",
}  # fmt: skip
"""Each colour of the paper and the style sheet's name for it: in the page, light and dark are the sheet's business."""

FAMILY = "IDIC Sans"
TEXT, TICK = 9.75, 9.0
DROP = 0.33
"""How far, in parts of its size, a text's line lies below the middle of its capitals: the type's own middle leaves room for Vietnamese marks."""
RC: dict[str, Any] = {
    "font.family": FAMILY, "font.size": TEXT, "text.color": INK, "text.parse_math": False,
    "axes.labelcolor": MUTED, "axes.labelsize": TICK, "axes.edgecolor": RULE, "axes.linewidth": 0.75,
    "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False, "axes.axisbelow": True,
    "axes.titlesize": TEXT, "axes.titleweight": 600, "axes.titlelocation": "left", "axes.titlepad": 8,
    "axes.grid": False, "grid.color": RULE, "grid.linewidth": 0.75, "legend.frameon": False,
    "xtick.color": RULE, "xtick.labelcolor": MUTED, "xtick.labelsize": TICK, "xtick.major.size": 3,
    "ytick.color": RULE, "ytick.labelcolor": MUTED, "ytick.labelsize": TICK, "ytick.major.size": 0, "ytick.left": False,
    "lines.linewidth": 1.5, "lines.solid_capstyle": "butt", "svg.fonttype": "none", "svg.hashsalt": "idic",
    "figure.facecolor": "none", "axes.facecolor": "none", "savefig.facecolor": "none",
}  # fmt: skip
"""Settings of the paper; they hold only while a chart is drawn (see `on_paper`)."""


@dataclass(frozen=True)
class Chart:
    """One picture in two widths.

    `title` says the finding, `subtitle` what is measured, `source` n, interval and facts,
    `alt` gives the numbers to a reader who cannot see it. `draw` returns the figure for a width.
    """

    title: str
    subtitle: str
    source: str
    alt: str
    draw: Callable[[Width], Figure]


@cache
def register_fonts() -> None:
    """Make the type that ships with the package known to matplotlib, once a process."""
    for file in sorted((Path(__file__).parent / "fonts").glob("*.ttf")):
        font_manager.fontManager.addfont(file)


@contextmanager
def paper() -> Iterator[None]:
    """Hold the paper's settings while drawing or writing; nothing outside is changed."""
    register_fonts()
    with rc_context(RC):  # type: ignore[arg-type]  # matplotlib 3.11 names its keys in its types, 3.10 does not
        yield


def on_paper(draw: Callable[Concatenate[Width, P], Figure]) -> Callable[Concatenate[Width, P], Figure]:
    """Run a drawing function under the paper's settings."""

    @wraps(draw)
    def drawn(width: Width, /, *args: P.args, **kwargs: P.kwargs) -> Figure:
        with paper():
            return draw(width, *args, **kwargs)

    return drawn


def sheet(width: Width, inches: float) -> Figure:
    """Take an empty sheet of that width, `inches` high."""
    return Figure(figsize=(INCHES[width], inches))


@cache
def text_inches(text: str, size: float = TEXT, weight: int = 400) -> float:
    """Measure how wide a text runs, in inches."""
    register_fonts()
    font = FontProperties(family=FAMILY, size=size, weight=weight)
    points, _height, _descent = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return float(points) / 72
