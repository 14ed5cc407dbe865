"""How the business went, quarter by quarter: sales, customers, who stayed and what growth is made of."""

from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.inference import bootstrap
from idic_lib.inference.intervals import Estimate

BRIDGE = ("new", "kept", "reactivated", "lost")
"""What a quarter's change in sales is made of; the four parts add to it exactly."""


def quarters(orders: Relation, *, since: date, as_of: date) -> pd.DataFrame:
    """Return one row per calendar quarter from the first order on, under the contract `quarters`; money in minor units.

    quarter ("2017 Q3"), starts_on, customers, orders, amount, order_value, per_customer (means), complete, then customers and money
    of the bridge from the quarter before: new, kept, reactivated, lost. `complete` is false where the quarter is not wholly inside
    [since, as_of): such a quarter is shown, has no bridge and is compared with nothing. `since` is the first day that the data covers: a customer is
    new who has no order from then on. A quarter without any order is not there.
    """
    table = orders.engine.query("quarters", since=since, as_of=as_of)
    starts = table["starts_on"].dt
    table.insert(0, "quarter", (starts.year.astype("str") + " Q" + starts.quarter.astype("str")).astype("str"))
    ends = table["starts_on"] + pd.DateOffset(months=3) if len(table) else table["starts_on"]
    table["complete"] = (table["starts_on"] >= pd.Timestamp(since)) & (ends <= pd.Timestamp(as_of))
    parts = [f"{part}_{what}" for part in BRIDGE for what in ("customers", "amount")] + ["kept_before"]
    table[parts] = table[parts].astype("Int64").where(table["complete"])
    table["order_value"] = table["amount"] / table["orders"]
    table["per_customer"] = table["amount"] / table["customers"]
    return table


def comparable(table: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of consecutive complete quarters: the later one's row, with `before` columns of the earlier one.

    before, customers_before, amount_before; retained is the share of the earlier quarter's customers who came again.
    """
    earlier = table[["starts_on", "quarter", "customers", "amount", "complete"]].add_suffix("_before")
    earlier["starts_on"] = earlier["starts_on_before"] + pd.DateOffset(months=3) if len(table) else earlier["starts_on_before"]
    pairs = table.merge(earlier.drop(columns="starts_on_before"), on="starts_on", how="inner")
    pairs = pairs[pairs["complete"] & pairs["complete_before"].astype(bool)].rename(columns={"quarter_before": "before"})
    return pairs.assign(retained=pairs["kept_customers"] / pairs["customers_before"]).reset_index(drop=True)


def growth_bridge(table: pd.DataFrame) -> pd.DataFrame:
    """Return quarter, before, part, customers, amount: how the sales of two complete quarters differ, in minor units.

    The parts of a quarter add to its change in sales exactly: new and reactivated bring what they bought, kept customers what they
    bought more or less than before, lost ones take away what they bought in the quarter before.
    """
    pairs = comparable(table)
    money = {
        "new": pairs["new_amount"],
        "kept": pairs["kept_amount"] - pairs["kept_before"],
        "reactivated": pairs["reactivated_amount"],
        "lost": -pairs["lost_amount"],
    }
    parts = [pairs[["quarter", "before"]].assign(part=p, customers=pairs[f"{p}_customers"], amount=money[p]) for p in BRIDGE]
    bridge = pd.concat(parts).assign(place=lambda t: t["part"].map(BRIDGE.index))
    return bridge.sort_values(["quarter", "place"]).drop(columns="place").reset_index(drop=True)


def value_per_customer(orders: Relation, *, starts_on: date, as_of: date, seed: int, draws: int = bootstrap.DRAWS) -> Estimate:
    """Give the mean sales per active customer of one quarter in minor units, with a bootstrap interval over customers."""
    ends_on = (pd.Timestamp(starts_on) + pd.DateOffset(months=3)).date()
    amounts = orders.engine.query("customer_quarters", starts_on=starts_on, ends_on=ends_on, as_of=as_of)["amount"]
    return bootstrap.mean(amounts.to_numpy(dtype="float64"), seed=seed, draws=draws)
