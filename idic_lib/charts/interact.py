"""Charts of the third stage: who was spoken to, who answered, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

import pandas as pd

from idic_lib.charts.canvas import Chart
from idic_lib.charts.rows import Mark, Panel, Row, Scale, draw_rows
from idic_lib.text import _
from idic_lib.text.numbers import bounds, decimal, percent, signed

__all__ = ["campaign_effects", "contacts_and_redemption", "five_readings"]

_FEW = 30  # a rate from fewer cases is grey and not ranked


def five_readings(frame: pd.DataFrame, *, campaign: str, period: str) -> Chart:
    """Show that one campaign has five answers: grey readings need no statistics and mislead, blue ones are controlled.

    Read it downwards: the answers shrink as the comparison becomes fairer.

    Args:
        frame: one row a reading, naive ones first: `reading` (text), `effect`, `lo`, `hi` (change, 0.064 is +6.4 %; lo and hi None for
            naive readings).
        campaign: its name.
        period: from when to when, in words.

    """
    rows = [_reading(r.reading, r.effect, r.lo, r.hi) for r in frame.itertuples()]
    naive, controlled = frame[frame["lo"].isna()], frame[frame["lo"].notna()]
    return Chart(
        title=_five_title(naive, controlled, campaign),
        subtitle=_("Change in sales credited to campaign {campaign}, {period}, in % of the sales of the customers reached").format(
            campaign=campaign, period=period
        ),
        source=_("Grey: readings that need no statistics and mislead. Blue: controlled estimates with 95% intervals."),
        alt="; ".join(f"{r.label}: {r.text}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, "%", signed=True))]),
    )


def _five_title(naive: pd.DataFrame, controlled: pd.DataFrame, campaign: str) -> str:
    if not len(naive) or not len(controlled):
        return _("Campaign {campaign}: what can be said of it").format(campaign=campaign)
    answers = len(naive) + len(controlled)
    first, last = naive["effect"].max(), controlled["effect"].iloc[-1]
    if last > first:  # not the usual case: the fairer reading is the larger one
        every = pd.concat([naive["effect"], controlled["effect"]])
        first, last = every.min(), every.max()
    ends = {"high": signed(first, 0), "low": signed(last, 0)}
    if answers == 5:
        return _("One campaign, five answers: from {high} to {low}").format(**ends)
    return _("One campaign, {n} answers: from {high} to {low}").format(n=answers, **ends)


def _reading(name: str, effect: float, lo: float | None, hi: float | None) -> Row:
    if lo is None or hi is None or pd.isna(lo):
        return Row(name, effect, text=signed(effect, 0), tone="mark")
    digits = 0 if hi - lo > 0.03 else 1
    return Row(name, effect, lo, hi, f"{signed(effect, digits)} ({_pair(lo, hi, digits)})")


def _pair(lo: float, hi: float, digits: int) -> str:
    return _("{lo} to {hi}").format(lo=decimal(100 * lo, digits), hi=decimal(100 * hi, digits))


def contacts_and_redemption(frame: pd.DataFrame, *, period: str, contacted: str) -> Chart:
    """Show by fifth of spend how much was sent, and how much of it was answered.

    The two panels share their rows. The left one is the company's choice, the right one the customers' answer.

    Args:
        frame: one row a fifth, best first: `group` (text), `contacts`, `contacts_lo`, `contacts_hi` (campaigns a customer),
            `redeemed`, `redeemed_lo`, `redeemed_hi` (share, None where nothing was sent), `sent` (count of mailings).
        period: by which spend the fifths were made, in words.
        contacted: which campaigns were counted, in words.

    """
    sent = [_contact(r) for r in frame.itertuples()]
    answered = [_redeemed(r) for r in frame.itertuples()]
    return Chart(
        title=_contacts_title(frame),
        subtitle=_("By fifth of spend {period}; {contacted}").format(period=period, contacted=contacted),
        source=_("Lines: 95% intervals, bootstrap by customer. Grey: fewer than 30 mailings, not ranked."),
        alt="; ".join(f"{a.label}: {a.text} / {b.text}" for a, b in zip(sent, answered, strict=True)) + ".",
        draw=partial(
            draw_rows,
            panels=[Panel(sent, Scale(), _("Campaigns sent per customer")), Panel(answered, Scale(100, "%"), _("Share of them redeemed"))],
        ),
    )


def _contacts_title(frame: pd.DataFrame) -> str:
    more = frame["contacts"].iloc[0] > frame["contacts"].iloc[-1]
    counted = frame[frame["sent"] >= _FEW]
    answer = len(counted) > 1 and counted["redeemed_lo"].iloc[0] > counted["redeemed_hi"].iloc[-1]
    if more and answer:
        return _("Better customers receive more and answer more")
    return _("Better customers receive more") if more else _("Better customers do not receive more")


def _contact(row: object) -> Row:
    value = float(getattr(row, "contacts", 0))
    text = decimal(value, 2 if value < 0.1 else 1)
    return Row(str(getattr(row, "group", "")), value, getattr(row, "contacts_lo", None), getattr(row, "contacts_hi", None), text)


def _redeemed(row: object) -> Row:
    name, value, sent = str(getattr(row, "group", "")), getattr(row, "redeemed", None), int(getattr(row, "sent", 0))
    if value is None or pd.isna(value):
        return Row(name, text=_("none sent"), tone="mark")
    lo, hi = getattr(row, "redeemed_lo", None), getattr(row, "redeemed_hi", None)
    if sent < _FEW:
        return Row(name, value, lo, hi, _("{share} ({n} sent)").format(share=percent(value), n=decimal(sent)), "mark")
    return Row(name, value, lo, hi, percent(value))


def campaign_effects(frame: pd.DataFrame) -> Chart:
    """Show each campaign's controlled effect with its interval, and where naive readings would have put it.

    Blue: controlled, with 95 % interval. Open circle: before and after. Open diamond: redeemers only. At the right in words:
    reached against the rest, which lies far off the scale. An interval that holds zero does not prove "no effect": it says how large an
    effect could still hide.

    Args:
        frame: one row a campaign in the order to draw: `campaign` (text), `group` (text, such as its type), `customers` (count
            reached), `effect`, `lo`, `hi`, `before_after`, `redeemers`, `against_rest` (changes; None where not computed).

    """
    rows = [row for _group, part in frame.groupby("group", sort=False) for row in _group_rows(str(_group), part)]
    counted = frame[frame["lo"].notna()]
    clear = int(((counted["lo"] > 0) | (counted["hi"] < 0)).sum())
    return Chart(
        title=_("{n} campaigns, read naively and with a comparison: {clear} stand clear of zero").format(n=len(frame), clear=clear),
        subtitle=_("Change in sales, in % of the sales of the customers reached"),
        source=_(
            "Blue: controlled, 95% interval. Open circle: before and after. Open diamond: redeemers only, before and after. "
            "Right: reached against the rest."
        ),
        alt="; ".join(f"{r.label}: {_effect(r)}" for r in rows if r.shape != "head") + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, "%", signed=True), aside=_("against the rest"), keys=_keys())]),
    )


def _keys() -> list[tuple[Literal["circle", "diamond", "dot"], str]]:
    return [("circle", _("before and after")), ("dot", _("controlled")), ("diamond", _("redeemers only"))]


def _effect(row: Row) -> str:
    if row.value is None or row.lo is None or row.hi is None:
        return row.text
    return f"{signed(row.value)} ({bounds(row.lo, row.hi, 'change')})"


def _group_rows(name: str, part: pd.DataFrame) -> list[Row]:
    return [Row(name, shape="head"), *(_campaign(r) for r in part.itertuples())]


def _campaign(row: object) -> Row:
    get: Callable[[str], float | None] = lambda key: None if pd.isna(getattr(row, key, None)) else getattr(row, key)  # noqa: E731 - read once
    effect, rest = get("effect"), get("against_rest")
    shapes = (("before_after", "circle"), ("redeemers", "diamond"))
    marks = tuple(Mark(at, shape) for key, shape in shapes if (at := get(key)) is not None)  # type: ignore[arg-type]
    aside = signed(rest, 0) if rest is not None else ""
    note = _("{n} customers").format(n=decimal(get("customers") or 0))
    text = "" if effect is not None else _("not identifiable")
    return Row(
        str(getattr(row, "campaign", "")),
        effect,
        get("lo"),
        get("hi"),
        text,
        "accent" if effect is not None else "mark",
        note,
        aside,
        marks=marks,
    )
