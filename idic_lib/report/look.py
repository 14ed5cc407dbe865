"""The page's look: type, style sheet and templates that ship with the package."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files
from itertools import product

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from idic_lib.text import _
from idic_lib.text.numbers import decimal

_RANGES = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,"
    "U+2215,U+FEFF,U+FFFD",
    "vietnamese": "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,"
    "U+1EA0-1EF9,U+20AB",
}
"""Which letters each file draws, as the publisher of the files states them."""

SANS = "Source Sans 3"
_FAMILIES = {"Source Serif 4": "source-serif-4", SANS: "source-sans-3"}
_PRINT = """@page{{size:A4;margin:16mm 18mm 18mm;@bottom-left{{content:"{title}";font:8pt sans-serif;color:#5a5955}}\
@bottom-right{{content:counter(page);font:8pt sans-serif;color:#5a5955}}}}"""


def _text(name: str) -> str:
    return (files("idic_lib.report") / "templates" / name).read_text(encoding="utf-8")


@cache
def css() -> Markup:
    """Return the style sheet."""
    return Markup(_text("page.css").replace("\n", ""))  # noqa: S704 - a file of the package


@cache
def fonts(*families: str) -> Markup:
    """Return the type as @font-face rules with the files inside: 8 files, 131 kB; 58 kB with the sans alone, which pictures were measured with."""
    return Markup("").join(
        _face(family, weight, subset) for family, weight, subset in product(families or tuple(_FAMILIES), (400, 600), _RANGES)
    )


def _face(family: str, weight: int, subset: str) -> Markup:
    file = files("idic_lib.report") / "fonts" / f"{_FAMILIES[family]}-{subset}-{weight}-normal.woff2"
    data = b64encode(file.read_bytes()).decode("ascii")
    return Markup(  # noqa: S704 - names and bytes of the package
        f'@font-face{{font-family:"{family}";font-weight:{weight};src:url(data:font/woff2;base64,{data}) format("woff2");unicode-range:{_RANGES[subset]}}}'
    )


def print_css(title: str) -> Markup:
    """Return the rule that numbers printed pages and names the report on each."""
    safe = "".join(c for c in title if c not in '"\\<>\n')
    return Markup(_PRINT.format(title=safe))  # noqa: S704 - quotes and tags were taken out


@cache
def templates() -> Environment:
    """Return the templates; everything put into them is escaped."""
    environment = Environment(
        loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["_"] = _
    environment.filters["grouped"] = decimal
    return environment
