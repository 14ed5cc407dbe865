"""The portfolio as tables: one row per customer for the next notebooks, one per group or tier for the reader."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from idic_lib.differentiate.portfolio.base import Base
from idic_lib.differentiate.portfolio.groups import GROUPS
from idic_lib.differentiate.portfolio.potential import Potential
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate

SERVING = ("delivery", "returns", "points", "service", "coupons", "commission")
"""Costs of serving a customer, beside those of goods and of winning the customer."""


def portfolio_table(of: Potential, groups: pd.DataFrame, tiers: pd.DataFrame, view: pd.DataFrame, *, minor: int) -> pd.DataFrame:
    """Return one row per customer: tier, tier_chance, group and its chances, potential and unrealised (minor units), share_of_customer, view."""
    money = {c: np.rint(of.column(c) * minor).astype(np.int64) for c in ("potential", "unrealised")}
    own = of.table[["customer_id"]].assign(**money, share_of_customer=of.table["share"])
    for part in (groups, tiers, view):
        own = own.merge(part, on="customer_id", how="left", validate="one_to_one")
    first = ["customer_id", "tier", "tier_chance", "group", *(f"p_{g}" for g in GROUPS)]
    return own[first + [c for c in own if c not in first]]


def with_state(portfolio: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Add the lifecycle state of each customer."""
    return portfolio.merge(states[["customer_id", "state"]], on="customer_id", how="left", validate="one_to_one")


def group_table(groups: pd.DataFrame, base: Base, of: Potential) -> pd.DataFrame:
    """Return one row per group: customers, expected, lo, hi and unrealised (sums, major units), membership (mean of its members' chances).

    Without costs nobody is told to be below zero, and that group has no row.
    """
    return pd.DataFrame([_group(name, groups, base, of) for name in GROUPS if name != "below_zero" or base.costs_known])


def _group(name: str, groups: pd.DataFrame, base: Base, of: Potential) -> dict[str, float | str]:
    member = (groups["group"] == name).to_numpy()
    value = group_sum(base.drawn[:, member], base.column("expected")[member])
    row: dict[str, float | str] = {
        "portfolio_group": name,
        "customers": int(member.sum()),
        "expected": value.value,
        "lo": value.lo,
        "hi": value.hi,
    }
    row["membership"] = float(groups.loc[member, f"p_{name}"].mean()) if member.any() else np.nan
    return row | {"unrealised": float(of.column("unrealised")[member].sum())}


def group_sum(drawn: Array, expected: Array) -> Estimate:
    """Return what some customers are expected to bring together, with the interval of the joint draws (draws x customers)."""
    lo, hi = bootstrap.interval(drawn.sum(axis=1))
    value = float(expected.sum())
    return Estimate(value, min(lo, value), max(hi, value), drawn.shape[1])


def service_table(
    tiers: pd.DataFrame, base: Base, *, names: Sequence[str], contribution: pd.DataFrame | None, minor: int, seed: int
) -> pd.DataFrame:
    """Return one row per tier: customers, membership (mean chance), so_far and expected (mean per customer) and, where costs are known, cost, lo, hi.

    `cost` is what serving one customer of the tier has cost so far, on average; bootstrap over customers. Major units.
    """
    columns = {"so_far": base.column("so_far"), "expected": base.column("expected")}
    rows = tiers[["tier", "tier_chance"]].rename(columns={"tier_chance": "membership"}).assign(**columns)
    table = rows.groupby("tier").mean().join(rows["tier"].value_counts().rename("customers")).reindex(list(names))
    table = table.fillna({"customers": 0}).astype({"customers": np.int64}).rename_axis("tier").reset_index()
    table = table[["tier", "customers", "membership", "so_far", "expected"]]
    if contribution is None or not base.costs_known:
        return table
    served = tiers[["customer_id", "tier"]].merge(serving(contribution, minor=minor), on="customer_id", how="left", validate="one_to_one")
    means = [
        bootstrap.mean(c.to_numpy(np.float64), seed=seed) if len(c) else None
        for c in (served.loc[served["tier"] == n, "cost"].fillna(0) for n in names)
    ]
    ends = pd.DataFrame([{"cost": m.value, "lo": m.lo, "hi": m.hi} if m else {} for m in means], columns=["cost", "lo", "hi"])
    return table.join(ends)


def serving(contribution: pd.DataFrame, *, minor: int) -> pd.DataFrame:
    """Return customer_id and cost (major units): what serving each customer has cost so far."""
    known = [c for c in SERVING if c in contribution]
    return contribution[["customer_id"]].assign(cost=contribution[known].sum(axis=1) / minor)
