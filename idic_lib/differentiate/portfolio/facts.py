"""Potential, the portfolio and its view as facts."""

from __future__ import annotations

import pandas as pd

from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.portfolio.base import Base
from idic_lib.differentiate.portfolio.build import Portfolio
from idic_lib.differentiate.portfolio.groups import GROUPS
from idic_lib.differentiate.portfolio.potential import Potential, potential_totals
from idic_lib.differentiate.portfolio.tables import group_sum
from idic_lib.differentiate.portfolio.views import VIEWS, View
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference import bootstrap
from idic_lib.text import N_

NO_COSTS = N_(
    "What customers cost is not known, so nobody can be told to be below zero. Collect the cost of products, deliveries and returns."
)
_LEVEL = {
    "platinum": N_("Platinum in the customer pyramid, the best fifth of the best fifth by expected value: {value} of {n} customers."),
    "gold": N_("Gold in the customer pyramid, the rest of the best fifth: {value} of {n} customers."),
    "iron": N_("Iron in the customer pyramid, below the best fifth: {value} of {n} customers."),
    "lead": N_("Lead in the customer pyramid, expected to cost more than they bring: {value} of {n} customers."),
}
"""How many customers a level of the pyramid has; parts of the other views say what they are by their names."""
EMPTY_GROUP = N_(
    "Nobody is more likely in this group than in another. Collect a longer order history; until then treat these customers like the group they are in."
)

_SAYS = {
    "mvc": N_("{value} customers are most probably among the most valuable."),
    "mgc": N_("{value} customers are most probably among the most growable: their best peers bring much more."),
    "migrator": N_(
        "{value} customers are most probably migrators: near zero today, though their best peers bring more than the average customer."
    ),
    "below_zero": N_("{value} customers are most probably below zero: each further sale to them costs money."),
    "maintain": N_("{value} customers are most probably in none of the four groups: they are maintained at low cost."),
}
_BRINGS = {
    "mvc": N_("The most valuable are expected to bring {value}, {lo} to {hi}, over the horizon."),
    "mgc": N_("The most growable are expected to bring {value}, {lo} to {hi}, over the horizon."),
    "migrator": N_("Migrators are expected to bring {value}, {lo} to {hi}, over the horizon."),
    "below_zero": N_("Customers below zero are expected to bring {value}, {lo} to {hi}, over the horizon."),
    "maintain": N_("The customers in none of the four groups are expected to bring {value}, {lo} to {hi}, over the horizon."),
}


def portfolio_facts(of: Portfolio | Refusal, *, currency: str, seed: int) -> list[Fact]:
    """State potential, groups and the further view; where the future could not be forecast, say so for each."""
    if isinstance(of, Refusal):
        units = {"potential.total": currency, "potential.unrealised": currency, "share_of_customer": "share"}
        units |= {f"portfolio.{name}.customers": "customers" for name in GROUPS}
        return [refused(f"differentiate.{id_}", unit=unit, reason=of.reason) for id_, unit in units.items()]
    return [
        *potential_facts(of.base, of.potential, currency=currency, seed=seed),
        *group_facts(of.groups, of.base, currency=currency, seed=seed),
        *view_facts(of.view, of.viewed, of.base, currency=currency),
    ]


def potential_facts(base: Base, of: Potential, *, currency: str, seed: int) -> list[Fact]:
    """State total potential, what of it is unrealised, the share of customer, and how many are at their best already."""
    (total, unrealised, share), _ = potential_totals(base, of, seed=seed)
    method = N_("upper tenth of comparable customers' expected value, drawn towards that of all; bootstrap over customers")
    kinds = N_("expected over potential sales of all customers; bootstrap over customers")
    return [
        estimated("differentiate.potential.total", total, unit=currency, method=method, says=N_("If every customer brought what the best tenth of comparable customers do, it would be {value} over the horizon, {lo} to {hi}.")),
        estimated("differentiate.potential.unrealised", unrealised, unit=currency, method=method, says=N_("Of that, {value} is not expected to come: {lo} to {hi}.")),
        estimated("differentiate.share_of_customer", share, unit="share", method=kinds, says=N_("Of what they could buy, customers are expected to buy {value} in money, {lo} to {hi}.")),
        counted("differentiate.potential.at_best", int(of.table["at_best"].sum()), n=len(of.table), unit="customers", method=N_("count of customers expected to bring at least the upper tenth of their peers"), says=N_("{value} of {n} customers are expected to bring what the best of their peers do; their potential is their own expectation.")),
    ]  # fmt: skip


def reached_fact(then: Portfolio, later: pd.DataFrame, *, seed: int) -> Fact:
    """State how many of the most growable of an earlier day have reached their potential since (`later`: customer_id, came)."""
    growable = (then.groups["group"] == "mgc").to_numpy()
    if not growable.any():
        return refused("differentiate.potential.reached", unit="share", reason=EMPTY_GROUP)
    came = then.base.table[["customer_id"]].merge(later, on="customer_id", how="left", validate="one_to_one")["came"].fillna(0).to_numpy()
    share = bootstrap.share((came >= then.potential.column("potential"))[growable], seed=seed)
    method = N_(
        "customers who brought at least the potential of an earlier day, of the most growable of that day; bootstrap over customers"
    )
    says = N_("Of those who were most growable at the earlier day, {value} have reached their potential since, {lo} to {hi}.")
    return estimated("differentiate.potential.reached", share, unit="share", method=method, says=says)


def group_facts(groups: pd.DataFrame, base: Base, *, currency: str, seed: int) -> list[Fact]:
    """State per group how many customers it has, what they are expected to bring and how sure their membership is."""
    return [fact for name in GROUPS for fact in _group_facts(name, groups, base, currency, seed)]


def _group_facts(name: str, groups: pd.DataFrame, base: Base, currency: str, seed: int) -> list[Fact]:
    at, member = f"differentiate.portfolio.{name}", (groups["group"] == name).to_numpy()
    if name == "below_zero" and not base.costs_known:
        return [
            refused(f"{at}.{what}", unit=unit, reason=NO_COSTS)
            for what, unit in (("customers", "customers"), ("value", currency), ("chance", "share"))
        ]
    size = counted(f"{at}.customers", int(member.sum()), n=len(member), unit="customers", method=N_("count of customers whose most probable group this is"), says=_SAYS[name])  # fmt: skip
    if not member.any():
        return [size, refused(f"{at}.value", unit=currency, reason=EMPTY_GROUP), refused(f"{at}.chance", unit="share", reason=EMPTY_GROUP)]
    value = group_sum(base.drawn[:, member], base.column("expected")[member])
    chance = bootstrap.mean(groups.loc[member, f"p_{name}"].to_numpy(), seed=seed)
    return [
        size,
        estimated(f"{at}.value", value, unit=currency, method=N_("expected of the group's customers over the horizon; joint draws"), says=_BRINGS[name]),
        estimated(f"{at}.chance", chance, unit="share", method=N_("mean chance of membership of the group's customers; bootstrap over customers"), says=N_("On average these customers belong there with a chance of {value}.")),
    ]  # fmt: skip


def view_facts(view: View, named: pd.DataFrame, base: Base, *, currency: str) -> list[Fact]:
    """State per part of the further view how many customers it has and what they are expected to bring."""
    return [fact for name in VIEWS[view] for fact in _view_facts(name, named, base, currency)]


def _view_facts(name: str, named: pd.DataFrame, base: Base, currency: str) -> list[Fact]:
    at, member = f"differentiate.view.{name}", (named["view"] == name).to_numpy()
    if name == "lead" and not base.costs_known:
        return [refused(f"{at}.customers", unit="customers", reason=NO_COSTS), refused(f"{at}.value", unit=currency, reason=NO_COSTS)]
    size = counted(f"{at}.customers", int(member.sum()), n=len(member), unit="customers", method=N_("count of customers in this part of the view"), says=_LEVEL.get(name, N_("In the further view, {detail}: {value} of {n} customers.")))  # fmt: skip
    if not member.any():
        return [size]
    value = group_sum(base.drawn[:, member], base.column("expected")[member])
    says = N_("Customers who are {detail} in the further view are expected to bring {value}, {lo} to {hi}, over the horizon.")
    if name in _LEVEL:
        says = N_("The {detail} level of the pyramid is expected to bring {value}, {lo} to {hi}, over the horizon.")
    return [
        size,
        estimated(f"{at}.value", value, unit=currency, method=N_("expected of these customers over the horizon; joint draws"), says=says),
    ]
