"""Service tiers by the case's rules: who belongs to which today, and how probably by what the customer will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.case.differentiate import TierRule
from idic_lib.differentiate.portfolio.base import Base
from idic_lib.differentiate.portfolio.potential import Potential
from idic_lib.inference.bootstrap import Array

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Scores:
    """What the rules look at, one number a customer: value (expected or come), growth (unrealised), past (brought so far), active (chance, or 0 and 1)."""

    value: Array
    growth: Array
    past: Array
    active: Array


def tier_places(rules: Sequence[TierRule], scores: Scores) -> Places:
    """Return the place in `rules` of the first rule that holds, per customer; equal scores stand or fall together."""
    return np.select([_holds(rule, scores) for rule in rules], range(len(rules)))


def among_top(score: Array, share: float) -> NDArray[np.bool_]:
    """Flag the top `share` of customers; those who equal the last one are in as well if most of them fit (as `top.standing` below `share`)."""
    n = len(score)
    last = n - max(1, int(np.ceil(share * n)))
    edge = np.partition(score, last)[last]
    above, at_least = (score > edge).sum(), (score >= edge).sum()
    flags: NDArray[np.bool_] = score >= edge if above + at_least < 2 * n * share else score > edge
    return flags


def _holds(rule: TierRule, scores: Scores) -> NDArray[np.bool_]:
    holds = np.ones(len(scores.active), dtype=np.bool_)
    for score, share in ((scores.value, rule.value_top), (scores.growth, rule.growth_top), (scores.past, rule.past_top)):
        holds &= among_top(score, share) if share is not None else True
    if rule.active_from is not None:
        holds &= scores.active >= rule.active_from
    return holds & (scores.active < rule.active_below) if rule.active_below is not None else holds


def scores_now(base: Base, of: Potential) -> Scores:
    """Return the scores as they are expected today."""
    return Scores(base.column("expected"), of.column("unrealised"), base.column("so_far"), base.column("active"))


def scores_come(base: Base, of: Potential, came: Array, bought: NDArray[np.bool_]) -> Scores:
    """Return the scores as they turned out: `came` is what each customer of `base` left over in the horizon (major units), `bought` whether it bought."""
    return Scores(came, np.maximum(of.column("potential") - came, 0), base.column("so_far"), bought.astype(np.float64))


def tier_chances(rules: Sequence[TierRule], base: Base, of: Potential) -> Array:
    """Return the chance of every tier (customers x tiers, rows add to 1): the rules applied to each draw of what customers will do.

    In a draw a customer buys or does not, so a condition on the chance to buy is one on buying.
    """
    drawn, top, past = base.drawn, of.sales * base.rates, base.column("so_far")
    counts = np.zeros((len(past), len(rules)))
    for came, best, bought in zip(drawn, top, base.sales > 0, strict=True):
        place = tier_places(rules, Scores(came, np.maximum(best - came, 0), past, bought.astype(np.float64)))
        counts[np.arange(len(past)), place] += 1
    chances: Array = counts / len(drawn)
    return chances


def service_tiers(rules: Sequence[TierRule], base: Base, of: Potential) -> pd.DataFrame:
    """Return customer_id, tier by the expected scores, and tier_chance: how probably the customer's own doing keeps it there."""
    place = tier_places(rules, scores_now(base, of))
    chance = tier_chances(rules, base, of)[np.arange(len(place)), place]
    names = np.asarray([rule.tier for rule in rules], dtype=object)[place]
    return base.table[["customer_id"]].assign(tier=pd.Series(names, index=base.table.index, dtype="str"), tier_chance=chance)
