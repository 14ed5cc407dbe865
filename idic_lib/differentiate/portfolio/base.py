"""What a portfolio is made of: per customer what was brought, what is expected and what may come, in money left over where costs are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from idic_lib.differentiate.history import purchases_between
from idic_lib.differentiate.worth import margin_rate
from idic_lib.engine import Relation
from idic_lib.inference.bootstrap import Array


@dataclass(frozen=True)
class Base:
    """Customers in one order, money in major units.

    `table`: customer_id, so_far and expected (contribution, or sales where costs are unknown), sales and expected_sales, active (P of a
    purchase in the horizon) and rate (what is left of one unit of sales; 1 where costs are unknown). `sales` holds draws x customers of the
    sales to come, `rates` draws of the rate in the same shape (one row where it is not drawn).
    """

    table: pd.DataFrame
    sales: Array
    rates: Array
    costs_known: bool

    @property
    def drawn(self) -> Array:
        """What each customer may leave over in the horizon (draws x customers)."""
        product: Array = self.sales * self.rates
        return product

    def column(self, name: str) -> Array:
        """Return one column of the table as numbers."""
        values: Array = self.table[name].to_numpy(np.float64)
        return values


def base_of(
    value: pd.DataFrame, draws: Array, contribution: pd.DataFrame | None, *, minor: int, seed: int, credit: float = float("inf")
) -> Base:
    """Put forecast and contribution together.

    `value` has customer_id, expected_amount and amount (minor units) and, where it is known, active; `draws` (draws x customers of
    `value`, major units) are the sales that may come. `contribution` has customer_id, sales and contribution (minor units), `credit`
    as `worth.rate_credit` gives it; without contribution sales stand for it, and nobody can be below zero.
    """
    sales, expected = (value[c].to_numpy(np.float64) / minor for c in ("amount", "expected_amount"))
    active = value["active"].to_numpy(np.float64) if "active" in value else (draws > 0).mean(axis=0)
    so_far, rate, rates = sales, np.ones(len(value)), np.ones((1, len(value)))
    if contribution is not None:
        joined = (
            value[["customer_id"]]
            .merge(contribution, on="customer_id", how="left", validate="one_to_one")
            .fillna({"sales": 0, "contribution": 0})
        )
        so_far, rate = joined["contribution"].to_numpy(np.float64) / minor, margin_rate(joined, credit=credit).to_numpy(np.float64)
        rates = rate + rate_spread(joined, credit=credit) * np.random.default_rng(seed).standard_normal((len(draws), len(value)))
    columns = {"sales": sales, "so_far": so_far, "expected_sales": expected, "expected": expected * rate, "active": active, "rate": rate}
    known = contribution is not None and bool((contribution["contribution"] != contribution["sales"]).any())
    return Base(value[["customer_id"]].assign(**columns), draws, rates, known)


def rate_spread(contribution: pd.DataFrame, *, credit: float) -> Array:
    """Return the standard deviation of each customer's margin rate for looking ahead.

    A rate drawn towards that of all with `credit` sales is right where the variance of an own rate is v (1 + credit / sales), v among
    customers: v is read from the squared distances, and v credit / (sales + credit) is what is still unknown of a customer.
    """
    sales, left = contribution["sales"].clip(lower=0).to_numpy(np.float64), contribution["contribution"].to_numpy(np.float64)
    bought = sales > 0
    if not bought.any() or not np.isfinite(credit):
        return np.zeros(len(sales))
    off = left[bought] / sales[bought] - left.sum() / sales.sum()
    among = sales[bought] @ off**2 / (sales[bought] + credit).sum()
    spread: Array = np.sqrt(among * credit / (sales + credit))
    return spread


def came_between(orders: Relation, *, since: date, until: date, minor: int, contribution: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return customer_id, purchases (days) and came (major units) in [since, until): `contribution` of those days where costs are known, else sales."""
    bought = purchases_between(orders, since=since, until=until)
    if contribution is not None:
        left = contribution[["customer_id", "contribution"]]
        bought = bought.drop(columns="amount").merge(left, on="customer_id", how="left", validate="one_to_one")
        bought = bought.rename(columns={"contribution": "amount"}).fillna({"amount": 0})
    return bought[["customer_id", "purchases"]].assign(came=bought["amount"] / minor)
