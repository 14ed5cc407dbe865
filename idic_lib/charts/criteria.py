"""Charts of criteria: what each tells beforehand of what customers bring, and who the best customers are like."""

from __future__ import annotations

from functools import partial

import pandas as pd

from idic_lib.charts.canvas import Chart, Tone
from idic_lib.charts.rows import Mark, Panel, Row, Scale, draw_rows
from idic_lib.text import _
from idic_lib.text.numbers import bounds, decimal, quantity

__all__ = ["bake_off", "look_alike"]

_TONES: dict[str, Tone] = {"best": "accent", "in use": "warn", "check": "muted", "other": "mark"}


def bake_off(frame: pd.DataFrame, *, source: str) -> Chart:
    """Show what each criterion tells beforehand of what customers bring next, with its interval; zero is the same for everybody.

    Args:
        frame: best first: `name` (text), `gain`, `lo`, `hi` (shares; may be below 0), `role` (best, in use, check, other).
        source: n and interval.

    """
    rows = [Row(r.name, r.gain, r.lo, r.hi, quantity(r.gain, "change"), _TONES[r.role]) for r in frame.itertuples(index=False)]
    alt = [f"{r.name}: {quantity(r.gain, 'share')} ({bounds(r.lo, r.hi, 'share')})" for r in frame.itertuples(index=False)]
    return Chart(
        title=_bake_title(frame),
        subtitle=_("Share of the differences in next-period sales told beforehand, of customers the model had not seen"),
        source=source,
        alt="; ".join(alt) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, "%", signed=True))]),
    )


def _bake_title(frame: pd.DataFrame) -> str:
    best, own = frame.loc[frame["role"] == "best"].iloc[0], frame[frame["role"] == "in use"]
    if not best["lo"] > 0:
        return _("No criterion tells what customers bring next")
    if len(own) and not own["lo"].iloc[0] > 0:
        return _("“{best}” tells what customers bring next; the client's own groups do not").format(best=best["name"])
    return _("“{best}” tells more of what customers bring next than anything else").format(best=best["name"])


def look_alike(frame: pd.DataFrame, *, source: str) -> Chart:
    """Show how much more frequent each trait or first purchase is among the best tenth; 1 is as frequent as among the others.

    Read only the coloured rows: the interval of the best stays clear of the circle although so many were compared. Rows of
    sensitive fields stand under a heading of their own: nobody is to be chosen by them.

    Args:
        frame: `name` (text), `lift`, `lo`, `hi` (ratios), `best_share`, `other_share` (shares), `stands_out`, `sensitive` (bool).
        source: n and interval.

    """
    alt = [
        _("{name}: {best} of the best, {others} of the others").format(
            name=r.name, best=quantity(r.best_share, "share"), others=quantity(r.other_share, "share")
        )
        for r in frame.itertuples(index=False)
    ]
    return Chart(
        title=_profile_title(frame),
        subtitle=_(
            "Share of the best tenth of customers with this trait or first purchase (dot; interval of so many comparisons together), and of the others (circle)"
        ),
        source=source,
        alt="; ".join(alt) + ".",
        draw=partial(draw_rows, panels=[Panel(_profile_rows(frame), Scale(100, "%"))]),
    )


def _profile_rows(frame: pd.DataFrame) -> list[Row]:
    usable = [_profile_row(r, "accent") for r in frame[~frame["sensitive"]].itertuples(index=False)]
    apart = [_profile_row(r, "warn") for r in frame[frame["sensitive"]].itertuples(index=False)]
    return [*usable, *([Row(_("Sensitive: not to be used"), shape="head"), *apart] if apart else [])]


def _profile_row(row: object, tone: Tone) -> Row:
    name, best, others, lift, lo, hi = (getattr(row, c) for c in ("name", "best_share", "other_share", "lift", "lo", "hi"))
    stands_out = bool(getattr(row, "stands_out", False))
    text = _("{times}×").format(times=decimal(lift, 1))
    return Row(
        name,
        best,
        min(best, others * lo),
        min(1.0, others * hi),
        text,
        tone=tone if stands_out else "mark",
        marks=(Mark(others, "circle"),),
    )


def _profile_title(frame: pd.DataFrame) -> str:
    found = frame[frame["stands_out"] & ~frame["sensitive"] & (frame["lift"] > 1)]
    if found.empty:
        return _("Nothing that may be used tells the best customers from the others")
    first = found.iloc[0]
    return _("{name}: {times} times as frequent among the best tenth").format(name=first["name"], times=decimal(first["lift"], 1))
