"""How long customers stay: each month's first-time customers followed month by month."""

from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.inference.intervals import wilson


def cohort_triangle(orders: Relation, *, since: date, as_of: date) -> pd.DataFrame:
    """Return cohort_on, month (0, 1, ...), size, customers, share, lo, hi, amount for every month that is over at `as_of`.

    A cohort is the customers whose first order from `since` on fell into that month; `share` of them ordered `month` months later, with
    Wilson's interval. Months without an order of the cohort have a row with 0. Customers who bought before `since` sit in the first
    cohorts, which are therefore no cohorts of new customers: compare later ones.
    """
    found = orders.engine.query("cohort_months", since=since, as_of=as_of)
    if found.empty:
        return pd.DataFrame(columns=["cohort_on", "month", "size", "customers", "share", "lo", "hi", "amount"])
    sizes = found[found["month"] == 0].set_index("cohort_on")["customers"].rename("size")
    table = _all_cells(sizes.index, as_of).merge(
        found[["cohort_on", "month", "customers", "amount"]], how="left", on=["cohort_on", "month"]
    )
    table = table.merge(sizes.reset_index(), on="cohort_on").fillna({"customers": 0, "amount": 0})
    table = table.astype({"customers": "int64", "amount": "int64", "size": "int64"})
    shares = [wilson(c, n) for c, n in zip(table["customers"].tolist(), table["size"].tolist(), strict=True)]
    table["share"], table["lo"], table["hi"] = [s.value for s in shares], [s.lo for s in shares], [s.hi for s in shares]
    return table[["cohort_on", "month", "size", "customers", "share", "lo", "hi", "amount"]]


def _all_cells(cohorts: pd.Index, as_of: date) -> pd.DataFrame:
    """List every cohort with every month since that was over at `as_of`."""
    last = pd.Timestamp(as_of).to_period("M") - 1
    spans = [(c, k) for c in cohorts for k in range((last - c.to_period("M")).n + 1)]
    return pd.DataFrame(spans, columns=["cohort_on", "month"]).astype({"cohort_on": "datetime64[us]", "month": "int64"})
