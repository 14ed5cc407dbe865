"""Who is active, by which rule, and the audit's lenses laid out for a notebook."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.identify.lenses import last_halves, one_cohort, two_periods
from idic_lib.text.heads import label


def half_year_changes(orders: Relation, *, since: date, as_of: date) -> pd.DataFrame:
    """Lens 2 over the last two whole half-years; empty when the data does not cover both."""
    start, middle, end = last_halves(as_of)
    table = two_periods(orders, since=start, middle=middle, until=end)
    return table if since <= start else table.iloc[:0]


def first_cohort(orders: Relation, *, since: date, as_of: date) -> pd.DataFrame:
    """Lens 3 for the customers who first bought in the first 31 days that the data covers."""
    return one_cohort(orders, since=since, joined_until=since + timedelta(days=31), until=as_of)


def active_picture(months: pd.DataFrame) -> pd.DataFrame:
    """Lay out the whole base for its chart: `period, customers`, complete months only."""
    whole = months[months["complete"]]
    return pd.DataFrame({"period": whole["month_on"].dt.strftime("%Y-%m"), "customers": whole["customers"]}).reset_index(drop=True)


def completeness_picture(fields: pd.DataFrame) -> pd.DataFrame:
    """Lay out what is known for its chart: `field, customers, sales` as shares."""
    return pd.DataFrame({"field": fields["field"].map(label), "customers": fields["share"], "sales": fields["sales_share"]})
