"""Second units in whosever name: buyers with the names that stand for them, a spouse's or a company's, taken together."""

from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.differentiate.funnel_value import second_unit
from idic_lib.differentiate.state import estimated
from idic_lib.engine import Relation
from idic_lib.facts import Fact, refused
from idic_lib.text import N_

ID = "differentiate.second_unit.household"
NO_HOMES = N_(
    "Which buyers belong together is not known. Collect phone, e-mail and address of whoever signs, so that a spouse's or a company's contract leads to its household."
)
_NO_YEAR = N_("No household was watched for 52 weeks after its first contract. Collect a longer history of contracts.")


def household_buyers(orders: Relation, homes: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return one row a household: customer_id (the household's), first_on, second_on, purchases, amount, as `buyers` has them for persons.

    `homes`: customer_id, household_id; who is not in it is a household of one.
    """
    days = orders.engine.query("contract_days", as_of=as_of).merge(homes[["customer_id", "household_id"]], on="customer_id", how="left")
    days["customer_id"] = days["household_id"].where(days["household_id"].notna(), days["customer_id"])
    days = days.groupby(["customer_id", "ordered_on"], as_index=False)["amount"].sum()
    place = days.groupby("customer_id").cumcount()
    grouped = days.groupby("customer_id")
    table = grouped.agg(first_on=("ordered_on", "min"), purchases=("ordered_on", "size"), amount=("amount", "sum"))
    second = days[place == 1].set_index("customer_id")["ordered_on"].rename("second_on")
    return table.join(second).reset_index()[["customer_id", "first_on", "second_on", "purchases", "amount"]]


def household_fact(orders: Relation, homes: pd.DataFrame | None, *, as_of: date) -> Fact:
    """State how many households sign again within 52 weeks of their first contract, in whosever name."""
    if homes is None:
        return refused(ID, unit="share", reason=NO_HOMES)
    again = second_unit(household_buyers(orders, homes, as_of=as_of), as_of=as_of)
    if again is None:
        return refused(ID, unit="share", reason=_NO_YEAR)
    method = N_(
        "households watched for 52 weeks of which anybody signed again on a later day within them, as far as contacts lead from one name to another; Wilson's interval"
    )
    return estimated(
        ID,
        again,
        unit="share",
        method=method,
        says=N_("Of {n} households watched for 52 weeks, {value} signed a second contract in them, in whosever name."),
    )
