"""Charts of the fifth stage: what changed from quarter to quarter, and who stayed."""

from __future__ import annotations

from functools import partial

import pandas as pd

from idic_lib.charts.canvas import Chart
from idic_lib.charts.lines import Label, Plane, Series, draw_lines
from idic_lib.charts.rows import Scale
from idic_lib.text import _
from idic_lib.text.numbers import decimal, percent, quantity, signed

__all__ = ["quarters", "retention"]


def quarters(frame: pd.DataFrame, *, what: str, unit: str, source: str) -> Chart:
    """Show one number quarter by quarter; from one year, season and trend cannot be told apart.

    Args:
        frame: one row a quarter in order: `quarter` (text), `value`, `lo`, `hi` (lo and hi None where counted).
        what: what is measured, a subject in the singular, such as "Sales".
        unit: unit of a fact ("share", an ISO code, …).
        source: n, interval.

    """
    values = frame["value"].tolist()
    per, word = _size(max(values)) if _is_money(unit) else (100.0, "%") if unit == "share" else (1.0, "")
    shown = Scale(per, word)
    change = values[-1] / values[0] - 1 if values[0] else 0.0
    return Chart(
        title=_("{what}: {change} from the first quarter to the last, season included").format(what=what, change=signed(change, 0)),
        subtitle=_("{what} by quarter").format(what=what) + (f", {unit}" if len(unit) == 3 else ""),
        source=source,
        alt="; ".join(f"{q}: {quantity(v, unit)}" for q, v in zip(frame["quarter"], values, strict=True)) + ".",
        draw=partial(draw_lines, series=[_points(frame, "value")], plane=_by_quarter(frame, shown), labels=_numbers(frame, unit)),
    )


def retention(frame: pd.DataFrame, *, source: str) -> Chart:
    """Show which share of the customers of one quarter bought again in the next.

    Args:
        frame: one row a quarter in order: `quarter` (text), `value`, `lo`, `hi` (shares).
        source: n, interval.

    """
    lowest, highest = percent(frame["value"].min()), percent(frame["value"].max())
    between = _("{lo} to {hi} of a quarter’s customers buy again in the next").format(lo=lowest, hi=highest)
    return Chart(
        title=_("{value} of a quarter’s customers buy again in the next").format(value=lowest) if lowest == highest else between,
        subtitle=_("Share of the customers of the quarter before who bought again"),
        source=source,
        alt="; ".join(f"{r.quarter}: {percent(r.value)}" for r in frame.itertuples()) + ".",
        draw=partial(
            draw_lines,
            series=[_points(frame, "value")],
            plane=_by_quarter(frame, Scale(100, "%", upto=1.0)),
            labels=_numbers(frame, "share"),
        ),
    )


def _points(frame: pd.DataFrame, column: str) -> Series:
    bounded = frame["lo"].notna().all()
    lo, hi = (frame["lo"].tolist(), frame["hi"].tolist()) if bounded else ([], [])
    return Series(list(range(len(frame))), frame[column].tolist(), lo=lo, hi=hi, dots=True)


def _numbers(frame: pd.DataFrame, unit: str) -> list[Label]:
    tops = frame["hi"].where(frame["hi"].notna(), frame["value"])
    figures = _figures(frame["value"].tolist(), unit)
    return [Label(i, top * 1.02, text, "accent", bold=True, dot=False) for i, (top, text) in enumerate(zip(tops, figures, strict=True))]


def _is_money(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def _size(largest: float) -> tuple[float, str]:
    """Choose the size of the axis, and its word, by the largest amount."""
    return (1e-9, _(" billion")) if largest >= 1e9 else (1e-6, _(" million")) if largest >= 1e6 else (1.0, "")


def _figures(values: list[float], unit: str) -> list[str]:
    """Write the labels: the subtitle names the currency, the axis its size; three digits are read, more are noise."""
    if not _is_money(unit):
        return [quantity(v, unit) for v in values]
    per, _word = _size(max(values))
    largest = max(values) * per
    digits = 0 if per == 1 or largest >= 100 else 1 if largest >= 10 else 2
    return [decimal(v * per, digits) for v in values]


def _by_quarter(frame: pd.DataFrame, scale: Scale) -> Plane:
    return Plane(list(enumerate(frame["quarter"].astype(str))), scale, headroom=0.14, thin=False)
