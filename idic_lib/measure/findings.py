"""What the quarters say, as facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference.intervals import wilson
from idic_lib.measure.quarters import comparable, growth_bridge, value_per_customer
from idic_lib.text import N_

_Row = Mapping[str, Any]

_NO_QUARTER = N_("No calendar quarter is complete. Collect orders from the first to the last day of at least two quarters.")
_NO_PAIR = N_("Retention needs two consecutive complete quarters. Collect orders of at least six months.")
_RARE = N_(
    "Where customers buy rarely, who came back from one quarter to the next is not a measure: nearly nobody could. Read contracts and sales per quarter instead."
)
_SAYS_PART = {
    "new": N_("Customers with their first order in {detail} brought {value}."),
    "kept": N_("Sales to customers who also bought in the quarter before {detail} changed by {value}."),
    "reactivated": N_("Customers who came back in {detail} after a quarter or more without an order brought {value}."),
    "lost": N_("Customers of the quarter before who did not come back in {detail} account for {value}."),
}


def slug(quarter: str) -> str:
    """Write "2017 Q3" as it stands in fact ids: 2017q3."""
    return quarter.replace(" ", "").lower()


def quarter_facts(
    orders: Relation, table: pd.DataFrame, *, as_of: date, money: tuple[str, int], seed: int, setting: str = "repeat"
) -> list[Fact]:
    """State sales, customers, sales per customer, retention and the bridge of every complete quarter.

    `table` is the result of `quarters`; `money` is the currency's ISO code and its minor units in one major unit, such as ("USD", 100).
    Where customers buy rarely (`setting` "rare"), who came back from one quarter to the next is no measure: it is refused.
    """
    whole = [dict(zip(table.columns, row, strict=True)) for row in table[table["complete"]].itertuples(index=False)]
    if not whole:
        return [refused("measure.quarters", unit="number", reason=_NO_QUARTER)]
    counts = [fact for row in whole for fact in _counted(row, money)]
    means = [_per_customer(orders, row, as_of=as_of, money=money, seed=seed) for row in whole]
    if setting == "rare":
        return [*counts, *means, refused("measure.retention", unit="share", reason=_RARE)]
    return [*counts, *means, *_retention(table), *_bridge(table, money)]


def _counted(row: _Row, money: tuple[str, int]) -> list[Fact]:
    (currency, minor), quarter = money, row["quarter"]
    sales, bought = N_("Sales in {detail} were {value}."), N_("{value} customers bought in {detail}.")
    ordered = N_("{value} orders were placed in {detail}.")
    made = (
        ("sales", int(row["amount"]) / minor, currency, N_("sum of order amounts in the quarter"), sales),
        ("customers", int(row["customers"]), "customers", N_("count of customers with an order in the quarter"), bought),
        ("orders", int(row["orders"]), "orders", N_("count of orders in the quarter"), ordered),
    )
    return [counted(f"measure.{name}.{slug(quarter)}", v, unit=u, method=m, says=s, table="quarters") for name, v, u, m, s in made]


def _per_customer(orders: Relation, row: _Row, *, as_of: date, money: tuple[str, int], seed: int) -> Fact:
    currency, minor = money
    mean = value_per_customer(orders, starts_on=row["starts_on"].date(), as_of=as_of, seed=seed).scaled(1 / minor)
    return Fact(
        id=f"measure.value_per_customer.{slug(row['quarter'])}", value=mean.value, lo=mean.lo, hi=mean.hi, unit=currency, n=mean.n, grade="C",
        method=N_("mean sales per customer with an order in the quarter; bootstrap over customers"), table="quarters",
        says=N_("An active customer bought for {value} in {detail}."),
    )  # fmt: skip


def _retention(table: pd.DataFrame) -> list[Fact]:
    pairs = comparable(table)
    if pairs.empty:
        return [refused("measure.retention", unit="share", reason=_NO_PAIR)]
    says = N_("{value} of the customers of the quarter before bought again in {detail}.")
    facts = []
    for quarter, kept, customers in pairs[["quarter", "kept_customers", "customers_before"]].itertuples(index=False):
        share = wilson(int(kept), int(customers))
        method = N_("customers of the quarter before who ordered in this one too; Wilson interval")
        facts.append(
            Fact(id=f"measure.retention.{slug(quarter)}", value=share.value, lo=share.lo, hi=share.hi, unit="share", n=share.n, grade="C",
                 method=method, says=says, table="quarters")
        )  # fmt: skip
    return facts


def _bridge(table: pd.DataFrame, money: tuple[str, int]) -> list[Fact]:
    currency, minor = money
    return [
        counted(f"measure.bridge.{slug(quarter)}.{part}", int(amount) / minor, unit=currency, says=_SAYS_PART[part], table="quarters",
                method=N_("sum of order amounts of this part, against the quarter before"), n=int(customers))
        for quarter, before, part, customers, amount in growth_bridge(table).itertuples(index=False)
    ]  # fmt: skip
