"""Charts of needs: how many hold, what each is made of, and how far serving the best of them goes."""

from __future__ import annotations

from functools import partial

import pandas as pd

from idic_lib.charts.canvas import Chart
from idic_lib.charts.rows import Mark, Panel, Row, Scale, draw_rows
from idic_lib.text import _
from idic_lib.text.numbers import bounds, decimal, percent

__all__ = ["needs_coverage", "needs_numbers", "needs_profile", "stated_needs"]

MORE = 1.1
"""How many times as often as the average buyer a kind is taken, at least, to be said to be bought more."""


def needs_numbers(frame: pd.DataFrame, *, holds: str = "holds", stable: float = 0.8) -> Chart:
    """Show how alike two samples of the customers are segmented, by the number of segments: right of the line they are found again.

    Being found again is not enough: the word at the right names the test that a number failed.

    Args:
        frame: one row a number of segments: `segments`, `stability` with `stability_lo`, `stability_hi`, `verdict` (message).
        holds: the verdict of a number that passed.
        stable: adjusted Rand index from which segments count as found again.

    """
    tried = frame[frame["segments"] > 1]
    rows = [
        Row(_("{n} segments").format(n=decimal(r.segments)), r.stability, r.stability_lo, r.stability_hi, decimal(r.stability, 2),
            "accent" if r.verdict == holds else "mark", aside=_(str(r.verdict)))
        for r in tried.itertuples()
    ]  # fmt: skip
    good = tried.loc[tried["verdict"] == holds, "segments"]
    title = (
        _("{n} kinds of needs are found again in other samples").format(n=decimal(good.max()))
        if len(good)
        else _("No number of segments holds")
    )
    return Chart(
        title=title,
        subtitle=_("How alike two bootstrap samples put customers together: adjusted Rand index, 1 is the same"),
        source=_("Dots: median of 20 pairs of samples; lines: the range of 95% of them. The line at {stable} is where segments count as found again.").format(stable=decimal(stable, 1)),
        alt="; ".join(f"{r.label}: {r.text}, {r.aside}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(yardstick=stable, upto=1.0))]),
    )  # fmt: skip


def needs_profile(frame: pd.DataFrame, *, most: int = 3) -> Chart:
    """Show what each need's customers buy more of: the dot is the share of their lines, the tick that of the average buyer.

    The further a dot lies right of its tick, the more the kind tells these customers from others.

    Args:
        frame: one row a need and kind, the largest need first: `need`, `buyers` (share with the need), `kind`, `share` with `share_lo`, `share_hi`, `average`, `lift` with `lo`, `hi`.
        most: kinds shown for each need.

    """
    rows = [row for _need_name, own in frame.groupby("need", sort=False) for row in _need(own, most)]
    first = _more(frame[frame["need"] == frame["need"].iloc[0]], 1).iloc[0]
    return Chart(
        title=_(
            "The largest need, {buyers} of customers: {kind} is {share} of their lines, against {average} of the average buyer’s"
        ).format(buyers=percent(first["buyers"]), kind=first["kind"], share=percent(first["share"]), average=percent(first["average"])),
        subtitle=_("Share of product lines by kind: dot for customers with the need, tick for the average buyer"),
        source=_("Only kinds that each need's customers buy more of. Lines: 95% intervals. Inferred from what was bought, not asked."),
        alt="; ".join(_alt(r) for r in frame[frame["lo"] > MORE].itertuples()) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, "%"))]),
    )


def _need(own: pd.DataFrame, most: int) -> list[Row]:
    dots = [
        Row(str(r.kind), r.share, r.share_lo, r.share_hi, percent(r.share), marks=(Mark(r.average, "tick"),))
        for r in _more(own, most).itertuples()
    ]
    return [Row(_("{share} of customers").format(share=percent(own["buyers"].iloc[0])), shape="head"), *dots]


def _more(own: pd.DataFrame, most: int) -> pd.DataFrame:
    """Keep the kinds bought more than by others, the widest gap first; at least one."""
    gap = own.assign(gap=own["share"] - own["average"]).nlargest(most, "gap")
    return gap[(gap["lo"] > MORE) | (gap["gap"] == gap["gap"].max())]


def _alt(r: object) -> str:
    need, kind, lift, lo, hi = (getattr(r, c) for c in ("need", "kind", "lift", "lo", "hi"))
    return _("{need}: {kind} {lift} times as often ({range})").format(
        need=need, kind=kind, lift=decimal(lift, 1), range=bounds(lo, hi, "number")
    )


def needs_coverage(frame: pd.DataFrame, *, by_contribution: bool) -> Chart:
    """Show how far serving the best need, the best two, ... goes: the filled dot is the money covered, the open one the customers.

    Where the dots stop moving, one more need covers little more; the column at the right says what it takes.

    Args:
        frame: one row a need added, the best first: `need`, `money` with `money_lo`, `money_hi`, `customers`, `products` (all served needs together).
        by_contribution: whether the money is contribution (else sales).

    """
    rows = [
        Row(
            _with(r.need, i),
            r.money,
            r.money_lo,
            r.money_hi,
            percent(r.money),
            marks=(Mark(r.customers, "circle"),),
            aside=decimal(r.products),
        )
        for i, r in enumerate(frame.itertuples())
    ]
    money, half = (_("of contribution") if by_contribution else _("of sales")), frame.iloc[(len(frame) - 1) // 2]
    return Chart(
        title=_("The best {n} needs cover {share} {of_money} and take {products} of {all} products").format(
            n=decimal(half["needs"]), share=percent(half["money"]), of_money=money, products=decimal(half["products"]), all=decimal(frame["products"].max())
        ),
        subtitle=_("Share covered if needs are served one after another, the one that brings most first: filled dot {of_money}, open dot of customers").format(of_money=money),
        source=_("Products: those of the kinds that make up 80% of what each need's customers buy. Lines: 95% intervals."),
        alt="; ".join(f"{r.label}: {r.text}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, "%", upto=1.0), aside=_("products"))]),
    )  # fmt: skip


def _with(need: object, place: int) -> str:
    return str(need) if place == 0 else f"+ {need}"


def stated_needs(frame: pd.DataFrame) -> Chart:
    """Show which needs customers state, of those who state one.

    Args:
        frame: one row a need, the commonest first: `name`, `customers`, `share` with `lo`, `hi`.

    """
    rows = [
        Row(str(r.name), r.share, r.lo, r.hi, percent(r.share), note=_("{n} customers").format(n=decimal(r.customers)))
        for r in frame.itertuples(index=False)
    ]
    top = frame.iloc[0]
    return Chart(
        title=_("“{need}” is what {share} say they need").format(need=top["name"], share=percent(top["share"])),
        subtitle=_("Share of customers who state a need, by the need they state"),
        source=_("{n} customers stated a need. Lines: 95% intervals. Asked, not inferred.").format(n=decimal(frame["customers"].sum())),
        alt="; ".join(f"{r.label}: {r.text}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(100, "%"))]),
    )
