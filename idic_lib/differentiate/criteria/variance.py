"""How much of what customers pay per order does a grouping explain?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from idic_lib.differentiate.history import spend_by_customer
from idic_lib.engine import Relation
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Z95, Estimate

_BEGINNING = date(1, 1, 1)
_DRAWS, LEAST = 500, 30
ENDS = 0.005
"""At either end so many are drawn in to the next: a month of one store written in thousands would else outweigh all customers."""


def paid_per_order(orders: Relation, *, as_of: date) -> pd.DataFrame:
    """Return customer_id and `paid`, the logarithm of the average paid per order before `as_of`, of those who paid anything."""
    spend = spend_by_customer(orders, since=_BEGINNING, until=as_of)
    return logged(spend[spend["amount"] > 0])


def logged(spend: pd.DataFrame) -> pd.DataFrame:
    """Return customer_id and `paid` of rows with orders and amount (> 0), half a per cent at either end drawn in."""
    paid = np.log(spend["amount"] / spend["orders"])
    lowest, highest = paid.quantile([ENDS, 1 - ENDS])
    return pd.DataFrame({"customer_id": spend["customer_id"], "paid": paid.clip(lowest, highest)})


def explained(paid: pd.DataFrame, groups: pd.DataFrame, *, by: str, seed: int) -> Estimate | None:
    """Return the share of the variance of `paid` explained by the column `by` of `groups` (customer_id, by), adjusted for the number of groups.

    Adjusted as Wherry (1931): 1 - (1 - R2)(n - 1)/(n - groups); a grouping that means nothing scatters around zero, so the interval may
    lie below it. None where fewer than two groups are known of at least 30 customers.
    """
    own = paid.merge(groups[["customer_id", by]].dropna(), on="customer_id")
    codes, names = pd.factorize(own[by])
    if len(names) < 2 or len(own) < max(LEAST, 2 * len(names)):
        return None
    value, dummies = (own["paid"] - own["paid"].mean()).to_numpy(np.float64), np.eye(len(names))[codes]
    return normal(lambda w: _between(w, value, dummies), len(value), seed=seed)


def normal(share: Callable[[Array], Array], n: int, *, seed: int) -> Estimate:
    """Give a share its normal interval with the bootstrap's standard error: drawn again, small groups look tighter, so percentiles lie too high."""
    found, draws = bootstrap.estimates(lambda w: share(w)[:, None], n, seed=seed, draws=_DRAWS)
    half = Z95 * float(np.std(draws[:, 0]))
    return Estimate(found[0].value, found[0].value - half, found[0].value + half, n)


def _between(weights: Array, value: Array, dummies: Array) -> Array:
    """Return, per draw, the share of the variance of `value` (mean near 0) between groups, adjusted (draws,)."""
    size, total = weights @ dummies, weights @ (dummies * value[:, None])
    n, spread = weights.sum(axis=1), variance(weights, value)
    between = (total**2 / np.maximum(size, 1)).sum(axis=1) / n - (total.sum(axis=1) / n) ** 2
    freedom = (n - 1) / np.maximum(n - (size > 0).sum(axis=1), 1)
    share: Array = 1 - (1 - between / spread) * freedom
    return share


def variance(weights: Array, value: Array) -> Array:
    """Return the variance of each draw (draws,)."""
    n = weights.sum(axis=1)
    spread: Array = weights @ value**2 / n - (weights @ value / n) ** 2
    return spread
