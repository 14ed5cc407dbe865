"""A chart as text for a page: inline SVG whose letters, colours and links are the page's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from io import StringIO
from typing import get_args

from matplotlib.figure import Figure

from idic_lib.charts.canvas import FAMILY, TOKEN, Chart, Width, paper

_TAG = re.compile(r"<[^>]+>")
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
"""A coordinate; looked for inside tags only, because a label may read 2.469 and mean two thousand."""
_HEX = re.compile("|".join(TOKEN), re.IGNORECASE)
_DROPPED = re.compile(r"<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>|<!--.*?-->|<\?xml.*?\?>|<!DOCTYPE.*?>", re.DOTALL)
_FAMILY = re.compile(rf" font-family: '{FAMILY}'[^;\"]*;?")
_GROUP_ID = re.compile(r'<g id="[^"]*"')


@dataclass(frozen=True)
class Picture:
    """A chart as it goes into a page: words and both widths as inline SVG; plain text, so it can be kept as JSON."""

    id: str
    title: str
    subtitle: str
    source: str
    alt: str
    wide: str
    narrow: str


def picture(chart: Chart, id: str) -> Picture:  # noqa: A002 - the page's own word
    """Draw a chart in both widths; `id` is `stage.thing`, unique on its page."""
    drawn = {width: svg(chart, id, width) for width in get_args(Width)}
    return Picture(id, chart.title, chart.subtitle, chart.source, chart.alt, **drawn)


def svg(chart: Chart, id: str, width: Width) -> str:  # noqa: A002 - the page's own word
    """Write one width as SVG with real text, the page's colour names and ids of its own; the same chart gives the same bytes."""
    prefix = re.sub(r"[^a-z0-9]+", "-", id.lower()) + "-" + width[0]
    body = _page_colours(_own_ids(_plain(_written(chart.draw(width))), prefix))
    head = (
        f'<svg viewBox="{_view_box(body)}" role="img" aria-labelledby="{prefix}-t {prefix}-d">'
        f'<title id="{prefix}-t">{escape(chart.title)}</title><desc id="{prefix}-d">{escape(chart.alt)}</desc>'
    )
    return re.sub(r"<svg.*?>", lambda _match: head, body, count=1, flags=re.DOTALL).strip()


def figure_html(chart: Chart | Picture, id: str, *, css_class: str = "") -> str:  # noqa: A002 - the page's own word
    """Write the figure element: title, subtitle, both widths, source line."""
    drawn = chart if isinstance(chart, Picture) else picture(chart, id)
    name = f' class="{escape(css_class)}"' if css_class else ""
    return (
        f'<figure{name}><p class="ft">{escape(drawn.title)}</p><p class="fs">{escape(drawn.subtitle)}</p>'
        f'<div class="w">{drawn.wide}</div><div class="n">{drawn.narrow}</div>'
        f'<figcaption class="src">{escape(drawn.source)}</figcaption></figure>'
    )


def _written(figure: Figure) -> str:
    out = StringIO()
    with paper():
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def _plain(text: str) -> str:
    text = _FAMILY.sub("", _DROPPED.sub("", text)).replace("xlink:href", "href")
    text = _TAG.sub(lambda tag: _NUMBER.sub(lambda m: f"{float(m[0]):.2f}", tag[0]), text)
    text = re.sub(r' transform="rotate\(-?0 [^)]*\)"', "", text)
    return re.sub(r">\s+<", "><", re.sub(r"\s*\n\s*", " ", text))


def _own_ids(text: str, prefix: str) -> str:
    text = _GROUP_ID.sub("<g", text)
    return re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{prefix}-", text)


def _page_colours(text: str) -> str:
    return _HEX.sub(lambda m: f"var(--{TOKEN[m[0].lower()]})", text)


def _view_box(text: str) -> str:
    found = re.search(r'viewBox="([^"]*)"', text)
    return " ".join(f"{float(part):g}" for part in found[1].split()) if found else ""
