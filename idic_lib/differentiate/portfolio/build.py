"""The portfolio of one day, put together: potential, groups, service tiers and the further view of every customer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from idic_lib.case.differentiate import Differentiate
from idic_lib.differentiate.contract.value import ContractValue
from idic_lib.differentiate.drawn import joint_draws
from idic_lib.differentiate.forecast.value import CustomerValue
from idic_lib.differentiate.history import Refusal, customer_summary
from idic_lib.differentiate.portfolio.base import Base, base_of
from idic_lib.differentiate.portfolio.groups import Thresholds, groups, thresholds
from idic_lib.differentiate.portfolio.potential import Potential, peers, potential
from idic_lib.differentiate.portfolio.rules import service_tiers
from idic_lib.differentiate.portfolio.tables import portfolio_table
from idic_lib.differentiate.portfolio.views import View, portfolio_view
from idic_lib.engine import Relation


@dataclass(frozen=True)
class Portfolio:
    """What is known of every customer of one day; all tables have the customers of `base` in its order.

    `table` is the table of the contract: one row a customer with tier, group and their chances, potential and view.
    """

    base: Base
    potential: Potential
    thresholds: Thresholds
    groups: pd.DataFrame
    tiers: pd.DataFrame
    view: View
    viewed: pd.DataFrame
    table: pd.DataFrame
    settings: Differentiate


def portfolio(  # noqa: PLR0913 - what else is known of the customers comes by name
    base: Base,
    summary: pd.DataFrame,
    settings: Differentiate,
    *,
    minor: int,
    seed: int,
    kinds: pd.DataFrame | None = None,
    senders: Collection[str] = (),
) -> Portfolio:
    """Put together what `base` says of every customer.

    `summary` has customer_id, first_on and frequency; `kinds` customer_id and text columns by which customers are comparable
    (need segment, region); `senders` are customers who sent others.
    """
    of = potential(base, peers(base, summary, kinds), seed=seed)
    at = thresholds(base, of)
    grouped, tiers = groups(base, of, at), service_tiers(settings.tier_rules, base, of)
    viewed = portfolio_view(settings.view, base, senders=senders)
    return Portfolio(
        base, of, at, grouped, tiers, settings.view, viewed, portfolio_table(of, grouped, tiers, viewed, minor=minor), settings
    )


def portfolio_at(  # noqa: PLR0913 - what else is known of the customers comes by name
    orders: Relation,
    value: CustomerValue | ContractValue | Refusal,
    settings: Differentiate,
    *,
    as_of: date,
    minor: int,
    seed: int,
    contribution: pd.DataFrame | None = None,
    credit: float = float("inf"),
    kinds: pd.DataFrame | None = None,
    senders: Collection[str] = (),
) -> Portfolio | Refusal:
    """Build the portfolio of the day `as_of` from the forecast made that day; a refused forecast is passed on.

    `contribution` is what customers left over before `as_of` and `credit` how far their own margin is believed (see `base_of`).
    """
    if isinstance(value, Refusal):
        return value
    base = base_of(value.table, joint_draws(value), contribution, minor=minor, seed=seed, credit=credit)
    summary = customer_summary(orders, until=as_of)
    return portfolio(base, summary, settings, minor=minor, seed=seed, kinds=kinds, senders=senders)
