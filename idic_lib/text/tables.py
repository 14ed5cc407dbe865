"""Tables that a reader reads: a caption that says what it shows, heads with scope, and blocks instead of columns on a telephone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from math import isnan
from numbers import Integral, Real
from typing import Literal

import pandas as pd

from idic_lib.text import _
from idic_lib.text.numbers import decimal, quantity

Format = str | Callable[[object], str]
"""How a column is written: the unit of its numbers, or a function."""
Shape = Literal["stack", "matrix", "plain"]
"""`stack` becomes blocks on a telephone, `matrix` stays a table and is shaded, `plain` stays a table."""

MISSING = "\N{EN DASH}"


def table_html(
    frame: pd.DataFrame, caption: str, note: str = "", *, formats: Mapping[str, Format] | None = None, shape: Shape = "stack"
) -> str:
    """Write a frame as a table: its first column heads the rows, its column names (already translated) head the columns.

    `note` says how to read it. `formats` writes a column's values; without one whole numbers are grouped, others get two significant
    digits, and what is no number goes through `str`.
    Columns of numbers stand at the right. With shape `matrix` every value is a share
    and is shaded with its size; the largest of a row is bold where it lies on the diagonal.
    """
    writers = [_writer((formats or {}).get(str(name), _plain)) for name in frame.columns]
    sides = [_side(frame.iloc[:, i]) for i in range(frame.shape[1])]
    head = "".join(f'<th scope="col"{side}>{escape(str(name))}</th>' for name, side in zip(frame.columns, sides, strict=True))
    body = "".join(_row(values, writers, sides, frame, shape, i) for i, values in enumerate(frame.itertuples(index=False, name=None)))
    name = {"stack": ' class="stack"', "matrix": ' class="heat"', "plain": ""}[shape]
    read = f"<span>{escape(note)}</span>" if note else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table{name}>'
        f"<caption>{escape(caption)}{read}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(
    values: tuple[object, ...], writers: list[Callable[[object], str]], sides: list[str], frame: pd.DataFrame, shape: Shape, i: int
) -> str:
    texts = [MISSING if _absent(v) else write(v) for v, write in zip(values, writers, strict=True)]
    cells = [f'<th scope="row"{sides[0]}>{escape(texts[0])}</th>']
    for k in range(1, len(values)):
        if shape == "matrix":
            cells.append(f"<td{_shade(values[k], on_diagonal=k - 1 == i)}>{escape(texts[k])}</td>")
        else:
            cells.append(f'<td{sides[k]} data-l="{escape(str(frame.columns[k]))}">{escape(texts[k])}</td>')
    return "<tr>" + "".join(cells) + "</tr>"


def _shade(value: object, *, on_diagonal: bool) -> str:
    share = float(value) if isinstance(value, (int, float)) else 0.0
    shade = "on" if share >= 0.55 else "on2" if share >= 0.35 else "on3" if share >= 0.12 else ""
    names = " ".join(n for n in (shade, "k" if on_diagonal else "") if n)
    return f' class="{names}"' if names else ""


def _side(column: pd.Series) -> str:
    return ' class="r"' if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column) else ""


def _absent(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and isnan(value))


def _writer(form: Format) -> Callable[[object], str]:
    if callable(form):
        return form
    return lambda value: (
        quantity(value, form) if isinstance(value, str) else quantity(float(value), form) if isinstance(value, Real) else str(value)
    )


def _plain(value: object) -> str:
    if isinstance(value, (bool, str)):
        return str(value)
    if isinstance(value, Integral):
        return decimal(int(value))
    return quantity(float(value), "number") if isinstance(value, Real) else str(value)


def missing(absent: Sequence[str], answers: str) -> tuple[str, str]:
    """Say, as HTML and plain, which tables a section lacks, or, where it lacks none, that its question makes no sense in this setting."""
    one = _("Not supplied: {tables}. With it this section would answer {answers}.")
    several = _("Not supplied: {tables}. With them this section would answer {answers}.")
    rare = _("Not asked: where customers buy once, nothing can be learnt about {answers}.")
    says = rare if not absent else one if len(absent) == 1 else several
    marked = says.format(tables=", ".join(f"<code>{n}</code>" for n in absent), answers=escape(answers))
    return f'<p class="missing">{marked}</p>', says.format(tables=", ".join(absent), answers=answers)
