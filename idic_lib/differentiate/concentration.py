"""How unevenly sales are spread over customers: the Lorenz curve and the shares that the report names."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.state import Money, estimated
from idic_lib.differentiate.top import caught, top_count
from idic_lib.facts import Fact, counted
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.text import N_

_SAYS = {
    "top10": N_("The top tenth of customers brings {value} of sales."),
    "top20": N_("The top fifth of customers brings {value} of sales."),
    "bottom50": N_("The smaller half of customers brings {value} of sales."),
}


def lorenz(amounts: pd.Series, *, points: int = 100) -> pd.DataFrame:
    """Return the curve, largest spenders first: cumulative shares `customers` and `sales` from 0 to 1, thinned to `points` steps."""
    largest_first = np.sort(amounts.to_numpy(np.float64))[::-1]
    n = len(largest_first)
    sales = np.concatenate([[0.0], np.cumsum(largest_first) / (largest_first.sum() or 1.0)])
    at = np.unique(np.rint(np.linspace(0, n, min(points, n) + 1)).astype(np.int64))
    return pd.DataFrame({"customers": at / max(n, 1), "sales": sales[at]})


def concentration_facts(amounts: pd.Series, *, seed: int, currency: str, minor: int) -> list[Fact]:
    """State top10, top20 and bottom50 shares of sales and the sales of the top fifth; `amounts` per customer in minor units."""
    spent, money = amounts.to_numpy(np.float64), Money(currency, minor)
    shares, _ = bootstrap.estimates(lambda w: _shares(w, spent), len(spent), seed=seed)
    method = N_("share of sales, customers ordered by their sales; bootstrap over customers")
    stated = [
        estimated(f"differentiate.{name}.share", shares[k], unit="share", method=method, says=says)
        for k, (name, says) in enumerate(_SAYS.items())
    ]
    return [*stated, _top20_sales(spent, money)]


def _shares(weights: Array, spent: Array) -> Array:
    upper = [caught(weights, spent, spent, fraction) for fraction in (0.1, 0.2)]
    lower = caught(weights, -spent, spent, 0.5)
    return np.column_stack([*upper, lower])


def _top20_sales(spent: Array, money: Money) -> Fact:
    k = top_count(len(spent), 0.2)
    return counted(
        "differentiate.top20.sales",
        money.major(float(np.sort(spent)[::-1][:k].sum())),
        unit=money.currency,
        n=k,
        method=N_("sum of the sales of the fifth of customers with the largest sales"),
        says=N_("The {n} customers of the top fifth bought for {value}."),
    )
