"""Customers who cost more than they bring, and which cost does it."""

from __future__ import annotations

import numpy as np
import pandas as pd

CAUSES = ("discount", "delivery", "returns", "points", "service", "coupons", "commission", "acquisition")
"""What could be spared a customer, or charged to him; the goods themselves are none of them."""
TOGETHER = "together"
"""The cause where no cost alone suffices."""


def below_zero(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `contribution` below zero, most costly first, with `cause`: the largest cost without which one would be above.

    Whoever would stay below without any single cost has the cause "together".
    """
    own = table[table["contribution"] < 0]
    enough = own[list(CAUSES)].where(_enough(own), 0)
    cause = enough.idxmax(axis=1).where(enough.max(axis=1) > 0, TOGETHER) if len(own) else pd.Series(dtype="str")
    return own.assign(cause=cause).sort_values(["contribution", "customer_id"], ignore_index=True)


def with_cause(table: pd.DataFrame) -> pd.DataFrame:
    """Return `contribution` with the column `cause`, empty for those at zero or above."""
    found = below_zero(table)[["customer_id", "cause"]]
    merged = table.merge(found, on="customer_id", how="left")
    return merged.assign(cause=merged["cause"].fillna(""))


def causes(below: pd.DataFrame) -> pd.DataFrame:
    """Count causes over `below_zero`: `cause, enough` (above zero without it), `main` (of which it is the largest), `cost` (minor units).

    Largest `main` first, causes that occur only; `cost` is what the cause cost of those it is the main one of, for "together" what
    they are below zero. `main` adds up to all, `enough` does not: often more than one cost would do.
    """
    rows = [_cause(below, name) for name in CAUSES] + [_together(below)]
    made = pd.DataFrame(rows, columns=["cause", "enough", "main", "cost"])
    return made[(made["enough"] > 0) | (made["main"] > 0)].sort_values("main", ascending=False, kind="stable", ignore_index=True)


def _cause(below: pd.DataFrame, name: str) -> tuple[str, int, int, int]:
    main = below["cause"] == name
    return name, int((_enough(below)[name]).sum()), int(main.sum()), int(below.loc[main, name].sum())


def _together(below: pd.DataFrame) -> tuple[str, int, int, int]:
    main = below["cause"] == TOGETHER
    return TOGETHER, 0, int(main.sum()), -int(below.loc[main, "contribution"].sum())


def _enough(own: pd.DataFrame) -> pd.DataFrame:
    """Say for every customer and cost whether he would be at zero or above without it."""
    costs = own[list(CAUSES)]
    enough: pd.DataFrame = costs.add(own["contribution"], axis=0).ge(0) & costs.gt(0)
    return enough


def lasting(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Follow those below zero in the first half: their rows of the second (`halves`), noughts for who is not in it, and `again`.

    `again` says who ordered in the second half.
    """
    watched = first.loc[first["contribution"] < 0, ["customer_id"]].merge(second, on="customer_id", how="left")
    amounts = watched.drop(columns="customer_id").fillna(0).astype(np.int64)
    return amounts.assign(customer_id=watched["customer_id"], again=amounts["orders"] > 0)
