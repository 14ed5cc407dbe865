"""Tables and pictures of contribution, laid out; nothing is computed here but sums and units."""

from __future__ import annotations

import pandas as pd

from idic_lib.differentiate.worth.contribution import COSTS
from idic_lib.differentiate.worth.whale import rank_moves
from idic_lib.text import N_, _

PARTS = {
    "listed": N_("At list price"),
    "discount": N_("Given away in discounts"),
    "sales": N_("Sales"),
    "goods": N_("Cost of the goods"),
    "delivery": N_("Delivery, less what was paid for it"),
    "returns": N_("Orders that came back"),
    "points": N_("Points"),
    "service": N_("Requests and care"),
    "coupons": N_("Coupons used"),
    "commission": N_("Commissions"),
    "acquisition": N_("New customers"),
    "contribution": N_("Left over"),
}
CAUSES = {
    "discount": N_("Discounts"),
    "delivery": N_("Delivery"),
    "returns": N_("Returns"),
    "points": N_("Points"),
    "service": N_("Requests and care"),
    "coupons": N_("Coupons"),
    "commission": N_("Commissions"),
    "acquisition": N_("Winning the customer"),
    "together": N_("No single cost"),
}


def bridge(table: pd.DataFrame, *, minor: int) -> pd.DataFrame:
    """Lay out the way from list price to what is left: `part, amount` (major units, costs below zero), `per_sales` (of sales).

    Where no cost is known it ends with sales.
    """
    sums = table[["sales", "discount", *COSTS, "contribution"]].sum()
    amounts = {"listed": sums["sales"] + sums["discount"], "discount": -sums["discount"], "sales": sums["sales"]}
    amounts |= {cost: -sums[cost] for cost in COSTS}
    amounts |= {"contribution": sums["contribution"]} if sums[list(COSTS)].any() else {}
    rows = [(_(PARTS[name]), amount / minor, amount / max(sums["sales"], 1)) for name, amount in amounts.items() if amount]
    given = rows if sums["discount"] else rows[1:]
    return pd.DataFrame(given, columns=["part", "amount", "per_sales"])


def causes_table(found: pd.DataFrame, *, minor: int) -> pd.DataFrame:
    """Lay out `causes`: `cause, enough, main, cost` (major units), causes by name."""
    return found.assign(cause=[_(CAUSES[str(c)]) for c in found["cause"]], cost=found["cost"] / minor)


def rank_table(table: pd.DataFrame) -> pd.DataFrame:
    """Lay out `rank_moves` as a matrix: rows by sales, columns by what is left over."""
    moves = rank_moves(table)
    frame = moves.set_axis([_("Left over, fifth {n}").format(n=c) for c in moves.columns], axis=1).reset_index(drop=True)
    frame.insert(0, _("Sales"), [_("Fifth {n}").format(n=i) for i in moves.index])
    return frame
