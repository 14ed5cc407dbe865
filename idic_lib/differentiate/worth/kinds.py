"""What is left of each contract by kind of unit: the stated margin of the kind less what its care has cost, before and after commission."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from idic_lib.differentiate.state import estimated
from idic_lib.differentiate.worth.costing import Costing
from idic_lib.engine import Relation
from idic_lib.facts import Fact, called, refused
from idic_lib.inference import bootstrap
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_
from idic_lib.text.letters import slug

FEWEST = 10
"""Contracts of a kind below which no interval is given."""
_METHOD = N_("stated margin of the kind less the care booked on its contracts, per price; bootstrap over contracts")
_NET = N_("stated margin of the kind less care and brokers' commission, per price; bootstrap over contracts")
_SAYS = N_("{detail}: {value} of the price is left after care.")
_NET_SAYS = N_("{detail}: {value} of the price is left after care and brokers' commission.")
_FEW = N_("Fewer than ten contracts of this kind: too few to say what is left of one. Wait, or pool it with a kind like it.")


def contracts(orders: Relation, costing: Costing, *, as_of: date) -> pd.DataFrame:
    """Return one row per order of a unit: order_id, customer_id, kind, amount, service, margin, commission, `left` (before commission)."""
    rows = orders.engine.query("worth_contracts", as_of=as_of)
    margin = rows["amount"] * rows["kind"].map(costing.margin)
    commission = rows["amount"] * rows["brokered"] * costing.commission
    return rows.assign(margin=margin, commission=commission, left=margin - rows["service"])


KIND_MONEY = ("sales", "margin", "service", "commission", "contribution")
"""Columns of `kind_table` in money, major units."""


def kind_table(rows: pd.DataFrame, *, minor: int) -> pd.DataFrame:
    """Lay out the kinds, largest sales first: kind, orders, sales, margin, service, commission, contribution (major units), rate of sales."""
    parts = rows.rename(columns={"amount": "sales"}).groupby("kind")[["sales", "margin", "service", "commission"]].sum()
    left = parts["margin"] - parts["service"] - parts["commission"]
    made = (parts / minor).assign(orders=rows.groupby("kind").size(), contribution=left / minor, rate=left / parts["sales"])
    return made.sort_values("sales", ascending=False).reset_index()[
        ["kind", "orders", "sales", "margin", "service", "commission", "contribution", "rate"]
    ]


def kind_facts(rows: pd.DataFrame, *, seed: int) -> list[Fact]:
    """State what is left per price for each kind of `contracts`, and after commission where brokers were paid."""
    kinds = ((str(kind), own) for kind, own in rows.groupby("kind", sort=True))
    return [fact for kind, own in kinds for fact in called(kind, *_facts(f"differentiate.margin.{slug(kind)}", own, seed))]


def _facts(name: str, own: pd.DataFrame, seed: int) -> list[Fact]:
    if len(own) < FEWEST:
        return [refused(name, unit="share", reason=_FEW)]
    before = estimated(name, _per_price(own, own["left"], seed), unit="share", method=_METHOD, says=_SAYS)
    if not own["commission"].any():
        return [before]
    net = _per_price(own, own["left"] - own["commission"], seed)
    return [before, estimated(f"{name}.net", net, unit="share", method=_NET, says=_NET_SAYS)]


def _per_price(own: pd.DataFrame, left: pd.Series, seed: int) -> Estimate:
    return bootstrap.ratio(left.to_numpy(np.float64), own["amount"].to_numpy(np.float64), seed=seed)
