"""Charts of the second stage: who is worth how much, and how well that can be foreseen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from idic_lib.charts.canvas import Chart, Tone
from idic_lib.charts.lines import Label, Plane, Series, draw_lines
from idic_lib.charts.rows import Panel, Row, Scale, draw_rows
from idic_lib.text import _
from idic_lib.text.numbers import decimal, percent, quantity

__all__ = ["backtest_scorecard", "lorenz", "tier_value"]

_FINE = 10
"""Errors below this get two places after the point: methods that differ by a tenth must not read alike."""


def lorenz(frame: pd.DataFrame, *, shares: Mapping[float, float], customers: int) -> Chart:
    """Show how concentrated sales are: the further the line bends from the straight one, the more.

    Args:
        frame: the curve, at most some 100 points: `customers` and `sales`, cumulative shares, largest spenders first, from (0, 0) to (1, 1).
        shares: the points to name, share of customers -> share of sales, such as {0.1: 0.35, 0.2: 0.55, 0.5: 0.86}.
        customers: how many, for the source line.

    """
    named = {top: _("top {top}: {share} of sales").format(top=percent(top), share=percent(share)) for top, share in shares.items()}
    labels = [Label(top, share, named[top], *(("accent", True) if top == 0.2 else ("ink", False))) for top, share in shares.items()]
    ticks = [(v / 5, decimal(20 * v) + ("%" if v == 5 else "")) for v in range(6)]
    return Chart(
        title=_lorenz_title(shares),
        subtitle=_("Cumulative share of sales"),
        source=_("{n} customers. The intervals of the named shares stand with their facts.").format(n=decimal(customers)),
        alt=_("Line chart of the cumulative share of sales against the share of customers.") + " " + "; ".join(named.values()) + ".",
        draw=partial(
            draw_lines,
            series=[Series(frame["customers"].tolist(), frame["sales"].tolist())],
            plane=Plane(
                ticks, Scale(100, "%", upto=1.0), x_name=_("Share of customers, largest spenders first"),
                x_name_narrow=_("Customers, largest first"), diagonal=_("if all spent the same"), thin=False, tall=True,
            ),
            labels=labels,
        ),
    )  # fmt: skip


def _lorenz_title(shares: Mapping[float, float]) -> str:
    if 0.2 in shares:
        return _("A fifth of the customers, {share} of sales").format(share=percent(shares[0.2]))
    top, share = next(iter(shares.items()))
    return _("{top} of the customers, {share} of sales").format(top=percent(top), share=percent(share))


def backtest_scorecard(frame: pd.DataFrame, *, unit: str, subtitle: str, source: str) -> Chart:
    """Show how far each way of foreseeing customers was off: further left is better.

    The yardstick is the best of the naive rules, in orange; a model whose interval does not lie left of it is not worth its trouble.

    Args:
        frame: one row a method: `method` (text), `value`, `lo`, `hi` (error, in `unit`), `naive` (bool), and `used` (bool) where
            one of them was chosen beforehand: it then stands out in blue, else every method that is no rule does. `clear` (bool) where
            it is known whether a method is surely closer than the best rule, customer by customer; else its interval must lie left of it.
        unit: the unit of the error, as of a fact.
        subtitle: what is measured, over which customers and which weeks.
        source: n and interval.

    """
    ordered = frame.sort_values("value", kind="stable")
    naive = ordered[ordered["naive"].astype(bool)]
    yardstick = float(naive["value"].iloc[0]) if len(naive) else None
    rows = [_scored(r, unit, best_naive=str(naive["method"].iloc[0]) if len(naive) else "") for r in ordered.itertuples()]
    return Chart(
        title=_scorecard_title(ordered, naive),
        subtitle=subtitle,
        source=source,
        alt="; ".join(f"{r.label}: {r.text}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows, Scale(yardstick=yardstick))]),
    )


def _scored(row: object, unit: str, *, best_naive: str) -> Row:
    name, value, lo, hi, naive = (getattr(row, key) for key in ("method", "value", "lo", "hi", "naive"))
    stands_out = getattr(row, "used", not naive)
    tone: Tone = "accent" if stands_out else "warn" if name == best_naive else "mark"
    text = decimal(value, 2) if abs(value) < _FINE else quantity(value, unit)
    return Row(str(name), value, lo, hi, text, tone)


def _scorecard_title(ordered: pd.DataFrame, naive: pd.DataFrame) -> str:
    used = ordered[ordered["used"].astype(bool)] if "used" in ordered else ordered
    judged = (used if len(used) else ordered).iloc[0]
    if not len(naive):
        return _("{method} was least far off").format(method=judged["method"])
    rule = naive.iloc[0]
    if judged["naive"]:
        return _rule_title(ordered.iloc[0], judged)
    if judged.get("clear", judged["hi"] < rule["value"]):
        return _("{method} was closer than every naive rule").format(method=judged["method"])
    if judged["value"] <= rule["value"]:
        return _("{method} was closer than the best naive rule, but not clear of it").format(method=judged["method"])
    return _("{method} was used, and the rule “{rule}” came closer").format(method=judged["method"], rule=rule["method"])


def _rule_title(best: pd.Series, used: pd.Series) -> str:
    if best["naive"]:
        return _("No model was closer than the rule “{rule}”").format(rule=best["method"])
    return _("The rule “{rule}” was used, and {method} came closer").format(rule=used["method"], method=best["method"])


def tier_value(frame: pd.DataFrame, *, foreseen: float, currency: str) -> Chart:
    """Show what each tier, chosen beforehand, then brought: a tier is good if its dots come in order.

    Args:
        frame: one row a tier, best first: `tier` (text), `realised`, `lo`, `hi` (major units a customer), `customers` (count).
        foreseen: share of the later sales that the first tier brought, 0 to 1.
        currency: ISO code.

    """
    rows = [
        Row(
            str(r.tier),
            r.realised,
            r.lo,
            r.hi,
            quantity(r.realised, currency),
            "accent" if i == 0 else "mark",
            note=_customers(r.customers),
        )
        for i, r in enumerate(frame.itertuples())
    ]
    return Chart(
        title=_("The first tier, chosen beforehand, then brought {share} of sales").format(share=percent(foreseen)),
        subtitle=_("Sales per customer in the period after the tiers were set, in {currency}").format(currency=currency),
        source=_("Lines: 95% intervals over customers."),
        alt="; ".join(f"{r.label}: {r.text}" for r in rows) + ".",
        draw=partial(draw_rows, panels=[Panel(rows)]),
    )


def _customers(count: float) -> str:
    return _("{n} customers").format(n=decimal(count))
