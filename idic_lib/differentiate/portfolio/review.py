"""Tiers formed in the past, held against what their customers then did: who stayed in their tier, who was in the wrong one, and at what cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.portfolio.build import Portfolio
from idic_lib.differentiate.portfolio.rules import scores_come, scores_now, tier_chances, tier_places
from idic_lib.differentiate.top import inside
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate, wilson

FEWEST = 30
"""Customers in a tier that is compared."""
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Review:
    """One row a customer known then: customer_id, tier, landed (the tier of its own doing), expected, came (major units), top_chance; `chances` of every tier."""

    table: pd.DataFrame
    chances: Array
    landed: NDArray[np.int64]
    tiers: tuple[str, ...]
    best: NDArray[np.bool_]
    """Who was put into one of the tiers chosen by expected value."""


def review(then: Portfolio, later: pd.DataFrame) -> Review:
    """Hold the tiers of an earlier day against what came: `later` has customer_id, came (left over in the horizon, major units) and purchases."""
    base, of, rules = then.base, then.potential, then.settings.tier_rules
    joined = (
        base.table[["customer_id"]].merge(later, on="customer_id", how="left", validate="one_to_one").fillna({"came": 0, "purchases": 0})
    )
    came, bought = joined["came"].to_numpy(np.float64), joined["purchases"].to_numpy(np.float64) > 0
    place, landed = tier_places(rules, scores_now(base, of)), tier_places(rules, scores_come(base, of, came, bought))
    names = np.asarray([rule.tier for rule in rules], dtype=object)
    chances = tier_chances(rules, base, of)
    table = base.table[["customer_id", "expected"]].assign(
        tier=pd.Series(names[place], dtype="str"),
        landed=pd.Series(names[landed], dtype="str"),
        came=came,
        chance=chances[np.arange(len(place)), place],
    )
    by_value = np.array([rule.value_top is not None for rule in rules])
    return Review(table, chances, landed, tuple(names), by_value[place])


def held(of: Review, *, seed: int) -> Estimate:
    """Return the share of customers whose own doing kept them in their tier."""
    return bootstrap.share((of.table["tier"] == of.table["landed"]).to_numpy(), seed=seed)


def membership_table(of: Review) -> pd.DataFrame:
    """Return, by the chance of a membership, how many memberships were given it, the mean chance, and the share that came true, with lo and hi.

    Every customer has one chance per tier, and each of them is held against what came; chances below a fiftieth are left out.
    """
    flat = of.chances.ravel()
    came_true = np.eye(len(of.tiers), dtype=np.bool_)[of.landed].ravel()
    frame = pd.DataFrame({"chance": flat, "true": came_true})[flat >= 0.02]
    frame["bin"] = np.minimum((frame["chance"] * (len(BINS) - 1)).astype(np.int64), len(BINS) - 2)
    rows = [(BINS[int(k)], BINS[int(k) + 1], g) for k, g in frame.groupby("bin")]
    return pd.DataFrame([_believed(lo, hi, g) for lo, hi, g in rows])


def _believed(lo: float, hi: float, group: pd.DataFrame) -> dict[str, float]:
    true = wilson(int(group["true"].sum()), len(group))
    return {"chance_from": lo, "chance_to": hi, "customers": len(group), "chance": float(group["chance"].mean()), "landed_share": true.value, "lo": true.lo, "hi": true.hi}  # fmt: skip


def realised_tiers(of: Review, *, seed: int) -> pd.DataFrame:
    """Return one row per tier, in the order of expected value then: customers, expected and realised mean (lo, hi), realised_share, in_order.

    in_order is whether the tier brought no more than the one above it, empty where it has fewer than 30 customers (those are not ranked); a
    tier without customers has no row.
    """
    means = of.table.groupby("tier", sort=False)["expected"].mean().sort_values(ascending=False, kind="stable")
    member = np.column_stack([(of.table["tier"] == name).to_numpy(np.float64) for name in means.index])
    came = of.table["came"].to_numpy(np.float64)
    with np.errstate(invalid="ignore"):
        found, _ = bootstrap.estimates(lambda w: (w @ (member * came[:, None])) / (w @ member), len(came), seed=seed)
    realised, sizes = np.array([e.value for e in found]), member.sum(axis=0)
    return pd.DataFrame(
        {
            "tier": list(means.index),
            "customers": sizes.astype(np.int64),
            "expected": means.to_numpy(),
            "realised": realised,
            "lo": [e.lo for e in found],
            "hi": [e.hi for e in found],
            "realised_share": (came @ member) / (came.sum() or 1.0),
            "in_order": _in_order(realised, sizes),
        }
    )


def _in_order(realised: Array, sizes: Array) -> pd.Series:
    """Compare each tier of at least 30 customers with the lowest of those above it."""
    ranked = np.where(sizes >= FEWEST, realised, np.inf)
    lowest = np.minimum.accumulate(np.concatenate([[np.inf], ranked[:-1]]))
    return pd.Series(realised <= lowest, dtype="boolean").mask(sizes < FEWEST)


def mistiered(of: Review, *, seed: int) -> tuple[int, Estimate]:
    """Return how many of the best tiers did not belong there by what came, and what those who did belong brought more (major units).

    The best tiers are those chosen by expected value; as many customers with the highest realised value would have filled them. The
    difference is what perfect foresight would have put into the best tiers beyond what was put there; bootstrap over customers.
    """
    came, chosen = of.table["came"].to_numpy(np.float64), of.best.astype(np.float64)
    share = chosen.mean()
    if not share:
        return 0, Estimate(0.0, 0.0, 0.0, 0)
    right = inside(np.ones((1, len(came))), came, share)[0]

    def missed(weights: Array) -> Array:
        lost: Array = ((inside(weights, came, share) * weights) @ came) - (weights * chosen) @ came
        return lost

    cost = bootstrap.estimate(missed, len(came), seed=seed, draws=500)
    return int(np.rint(((1 - right) * chosen).sum())), Estimate(cost.value, cost.lo, cost.hi, int(chosen.sum()))
