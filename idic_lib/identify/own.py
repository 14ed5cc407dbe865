"""The firm's own cards and trial accounts: they are no customers, and what went over them counts for nobody."""

from __future__ import annotations

import pandas as pd

from idic_lib.engine import Engine, Relation
from idic_lib.facts import Fact, counted
from idic_lib.text import N_

OWN = "own"
"""The rule under which such a record stands in the links."""


def mark_own(links: pd.DataFrame, records: Relation) -> pd.DataFrame:
    """Mark the records of kind `trial` in the links; later stages leave them out of every count of customers."""
    own = records.engine.run("select distinct record_id from records where name_kind = 'trial'")["record_id"]
    return links.assign(rule=links["rule"].mask(links["record_id"].isin(own), OWN))


def own_facts(engine: Engine, *, currency: str, minor: int) -> list[Fact]:
    """State orders and sales that went over such records: they are kept in the sums of the exports and left out from here on."""
    text = "select count(*) as orders, coalesce(sum(o.amount), 0) as amount from orders as o inner join links as l on l.record_id = o.customer_id where l.rule = 'own'"
    found = engine.run(text).iloc[0]
    return [
        counted("identify.own.orders", int(found["orders"]), unit="orders", method=N_("count of orders kept over the firm's own cards and trial accounts"), says=N_("{value} orders went over the firm's own cards and trial accounts: they are nobody's, and left out of everything that follows."), table="orders"),
        counted("identify.own.sales", int(found["amount"]) / minor, unit=currency, method=N_("sum of amounts of these orders"), says=N_("These orders hold {value}."), table="orders"),
    ]  # fmt: skip
