"""The five lenses of the customer-base audit: five small tables that look at the same orders from five sides.

Source: Fader, Hardie and Ross, The Customer-Base Audit, Wharton School Press 2022. All money is in minor units.
"""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.facts import Fact, refused
from idic_lib.inference.intervals import Estimate, wilson
from idic_lib.text import N_

EQUAL_DAYS = 91
"""Cohorts are compared over their first 13 weeks."""

BECAME = ("up", "steady", "down", "gone", "new")


def one_period(orders: Relation, *, since: date, until: date) -> pd.DataFrame:
    """Lens 1: how different customers are in [since, until), by tenth of sales, the best first.

    tenth, customers, orders, amount, least_amount, most_amount, per_customer, orders_per_customer, sales_share (of all sales).
    Customers with equal sales share the better tenth, so tenths may differ in size.
    """
    table = orders.engine.query("lens_period", since=since, until=until)
    table["per_customer"] = table["amount"] / table["customers"]
    table["orders_per_customer"] = table["orders"] / table["customers"]
    return table.assign(sales_share=table["amount"] / table["amount"].sum())


def last_halves(until: date) -> tuple[date, date, date]:
    """Return since, middle, end of the last two whole calendar half-years before or up to `until`."""
    end = date(until.year, 7, 1) if until >= date(until.year, 7, 1) else date(until.year, 1, 1)
    middle = date(end.year - (end.month == 1), 7 if end.month == 1 else 1, 1)
    return date(end.year - 1, end.month, 1), middle, end


def two_periods(orders: Relation, *, since: date, middle: date, until: date, band: float = 0.1) -> pd.DataFrame:
    """Lens 2: who bought more or less in [middle, until) than in [since, middle), customer by customer.

    became (up, steady, down, gone, new; steady is within `band` of before), customers, orders_before, orders_after, amount_before,
    amount_after. The amounts add to the sales of the two periods.
    """
    found = orders.engine.query("lens_two_periods", since=since, middle=middle, until=until, band=band)
    table = pd.DataFrame({"became": BECAME}).merge(found, how="left", on="became")
    counts = [c for c in table.columns if c != "became"]
    return table.fillna(dict.fromkeys(counts, 0)).astype(dict.fromkeys(counts, "int64"))


def one_cohort(orders: Relation, *, since: date, joined_until: date, until: date) -> pd.DataFrame:
    """Lens 3: the customers who joined in [since, joined_until), month by month.

    month_on, size, customers (active), orders, amount, active_share, per_active (money per active customer), complete (the month is over at `until`).
    """
    table = orders.engine.query("lens_cohort", since=since, joined_until=joined_until, until=until)
    return _with_months(table, until).assign(
        active_share=table["customers"] / table["size"], per_active=table["amount"] / table["customers"]
    )


def cohorts_compared(orders: Relation, *, since: date, until: date, days: int = EQUAL_DAYS) -> pd.DataFrame:
    """Lens 4: cohorts by month of first order, each over its first `days` days, so that all were seen equally long.

    cohort_on, customers, came_back (on a later day), orders, amount, came_back_share, lo, hi (Wilson), per_customer.
    Where the data begins after the business did, the first cohorts hold old customers too: compare the later ones.
    """
    table = orders.engine.query("lens_cohorts", since=since, until=until, days=days)
    shares = [wilson(c, n) for c, n in zip(table["came_back"].tolist(), table["customers"].tolist(), strict=True)]
    bounds = pd.DataFrame([(s.value, s.lo, s.hi) for s in shares], columns=["came_back_share", "lo", "hi"], dtype="float64")
    return table.join(bounds).assign(per_customer=table["amount"] / table["customers"])


def whole_base(orders: Relation, *, since: date, until: date) -> pd.DataFrame:
    """Lens 5: the base as a whole, month by month.

    month_on, known (customers with an order so far), customers (active), new_customers, orders, amount, active_share, complete.
    """
    table = orders.engine.query("lens_base", since=since, until=until)
    return _with_months(table, until).assign(active_share=table["customers"] / table["known"])


def _with_months(table: pd.DataFrame, until: date) -> pd.DataFrame:
    ends = table["month_on"] + pd.DateOffset(months=1) if len(table) else table["month_on"]
    return table.assign(complete=ends <= pd.Timestamp(until))


def active_fact(orders: Relation, *, as_of: date, active_weeks: int = 13) -> Fact:
    """State which share of the customers known at `as_of` ordered in the last weeks."""
    row = orders.engine.query("customers_active", as_of=as_of, active_since=as_of - timedelta(weeks=active_weeks)).iloc[0]
    if not row["known"]:
        return refused("identify.active", unit="share", reason=N_("No customer has an order. Collect orders with a customer number."))
    share = wilson(int(row["active"]), int(row["known"]))
    return Fact(
        id="identify.active", value=share.value, lo=share.lo, hi=share.hi, unit="share", n=share.n, grade="C", table="orders",
        method=f"customers with an order in the last {active_weeks} weeks, of all customers with an order; Wilson interval",
        says=N_("{value} of the {n} customers ordered in the last weeks."),
    )  # fmt: skip


_RARE = N_("Buyers here buy once: who has not bought again is not lost, so nobody is called active, gone or fading.")
_SAYS = {
    "gone": N_("{value} of the customers of the first half-year ordered nothing in the second."),
    "down": N_("{value} of the customers of the first half-year bought less in the second, by more than a tenth."),
    "up": N_("{value} of the customers of the first half-year bought more in the second, by more than a tenth."),
}


def lens_facts(orders: Relation, *, since: date, as_of: date, active_weeks: int = 13, setting: str = "repeat") -> list[Fact]:
    """State who is active and, over the last two whole half-years, which shares of customers are gone, down or up.

    `since` is the first day that the data covers; where it begins after the first half-year, the comparison is refused, and
    everything is where customers buy rarely.
    """
    if setting == "rare":
        return [refused(id_, unit="share", reason=_RARE) for id_ in ("identify.active", "identify.lens.gone")]
    begin, middle, end = last_halves(as_of)
    active = active_fact(orders, as_of=as_of, active_weeks=active_weeks)
    reason = N_(
        "The orders do not cover two whole half-years from January or July. Collect orders of at least 18 months, or of one calendar year."
    )
    table = two_periods(orders, since=begin, middle=middle, until=end).set_index("became")["customers"]
    before = int(table.sum() - table["new"])
    if since > begin or not before:
        return [active, refused("identify.lens.gone", unit="share", reason=reason)]
    return [active, *[_became(name, wilson(int(table[name]), before), (begin, middle, end)) for name in _SAYS]]


def _became(name: str, share: Estimate, halves: tuple[date, date, date]) -> Fact:
    begin, middle, end = halves
    method = f"customers with an order from {begin} on, before {middle}, against {middle} to before {end}; Wilson interval"
    return Fact(
        id=f"identify.lens.{name}", value=share.value, lo=share.lo, hi=share.hi, unit="share", n=share.n, grade="C",
        method=method, says=_SAYS[name], table="orders",
    )  # fmt: skip
