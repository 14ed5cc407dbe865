"""What each customer's orders left over: sales less goods, delivery, returns, points, service, coupons, commission and acquisition."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from idic_lib.differentiate.history import period
from idic_lib.differentiate.worth.costing import Costing
from idic_lib.engine import Engine, Relation

COSTS = ("goods", "delivery", "returns", "points", "service", "coupons", "commission", "acquisition")
"""What is taken from sales, each positive where it costs; discounts are inside sales already and are shown beside."""
COLUMNS = ("customer_id", "orders", "sales", *COSTS, "discount", "assumed", "contribution")


def contribution(orders: Relation, costing: Costing, *, as_of: date, since: date | None = None) -> pd.DataFrame:
    """Return one row per customer with an order in [since, as_of): COLUMNS, money in minor units; `since` None: from the first order.

    `contribution` = sales - COSTS. `discount` is what was given away of the list price (inside sales already), `assumed` the part of
    goods that rests on the cost share of their category. Where nothing is known of costs (basis "sales") contribution equals sales.
    """
    everybody = _everybody(orders, costing, as_of=as_of, since=since)
    return everybody[everybody["orders"] > 0].reset_index(drop=True)


def halves(orders: Relation, costing: Costing, *, as_of: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return `contribution` of the first half of the days that the orders cover, and of the second, there with who only cost something."""
    middle = period(orders, as_of=as_of).middle
    return contribution(orders, costing, as_of=middle), _everybody(orders, costing, as_of=as_of, since=middle)


def without_order(orders: Relation, costing: Costing, *, as_of: date) -> pd.DataFrame:
    """Return the rows of persons who cost something but kept no order: what they bought all came back, or they only asked."""
    everybody = _everybody(orders, costing, as_of=as_of, since=None)
    return everybody[(everybody["orders"] == 0) & (everybody["contribution"] != 0)].reset_index(drop=True)


def _everybody(orders: Relation, costing: Costing, *, as_of: date, since: date | None) -> pd.DataFrame:
    window = {"since": since or period(orders, as_of=as_of).first_on, "until": as_of}
    parts = [_of_orders(orders.engine, costing, **window), *_of_costs(orders.engine, costing, **window)]
    made = pd.concat(parts).groupby("customer_id").sum().reindex(columns=list(COLUMNS[1:-1])).fillna(0)
    rounded = made.round().astype(np.int64)
    return rounded.assign(contribution=rounded["sales"] - rounded[list(COSTS)].sum(axis=1)).reset_index()[list(COLUMNS)]


def _of_orders(engine: Engine, costing: Costing, *, since: date, until: date) -> pd.DataFrame:
    """Return what orders tell, one row per customer and kind."""
    rows = engine.query("worth_orders", since=since, until=until)
    told = rows[["customer_id", "orders", "sales", "discount"]]
    if costing.basis == "sales":
        return told
    goods = rows["sales"] * (1 - rows["kind"].map(costing.margin)) if costing.basis == "rate" else 0.0
    delivery = rows["delivered"] * costing.unit["delivery"] - rows["fees"] if "delivery" in costing.unit else 0.0
    return told.assign(
        goods=goods, delivery=delivery, points=rows["points"], service=rows["service"], commission=rows["brokered"] * costing.commission
    )


def _of_costs(engine: Engine, costing: Costing, *, since: date, until: date) -> list[pd.DataFrame]:
    """Return what lines, returns, requests, coupons and arrivals cost, one frame each."""
    lines = engine.query("worth_goods", since=since, until=until, cost_share=costing.goods_share)
    if costing.basis != "costs":
        lines = lines[["customer_id", "discount"]]
    if "discount" in engine.columns("orders"):  # said by order already
        lines = lines.drop(columns="discount")
    if costing.basis == "sales":
        return [lines]
    returns = _of_returns(engine, costing, since=since, until=until)
    return [lines, returns, *_of_events(engine, costing, since=since, until=until)]


def _of_events(engine: Engine, costing: Costing, *, since: date, until: date) -> list[pd.DataFrame]:
    """Return what requests and coupons cost, and what it cost to win customers: by source of their lead, or the same for each."""
    counted = engine.query("worth_counted", since=since, until=until)
    each = 0 if costing.sources else costing.unit.get("acquisition", 0)
    events = counted[["customer_id"]].assign(
        service=counted["tickets"] * costing.unit.get("ticket", 0),
        coupons=counted["coupons"] * costing.unit.get("coupon", 0),
        acquisition=counted["arrived"] * each,
    )
    if costing.sources is None:
        return [events]
    return [events, engine.query("worth_acquired", since=since, until=until, per=costing.sources)]


def _of_returns(engine: Engine, costing: Costing, *, since: date, until: date) -> pd.DataFrame:
    """Return what orders that came back cost: goods lost, carriage less the fee paid, handling."""
    back = engine.query("worth_returns", since=since, until=until, cost_share=costing.goods_share)
    sent = back["sent"] * costing.unit["delivery"] - back["fees"] if "delivery" in costing.unit else 0
    return back[["customer_id"]].assign(returns=back["lost"] + sent + back["returned"] * costing.unit.get("return", 0))
