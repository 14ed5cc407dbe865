"""What if service keeps a part of the value it reaches? Assumed, never measured here: what it would bring, and from when a place pays."""

from __future__ import annotations

import numpy as np

from idic_lib.differentiate.allocation.plan import Plan, Rule, around, over
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate

RESPONSE = 0.05
"""Part of the value in reach that service is assumed to keep; nobody has measured it."""


def kept(plan: Plan, rule: Rule, *, response: float = RESPONSE) -> Estimate:
    """Give the value kept at the assumed response, in major units."""
    return plan.in_reach(rule).scaled(response)


def net(plan: Plan, rule: Rule, *, response: float = RESPONSE) -> Estimate | None:
    """Give the value kept less what the places cost; None where no cost is stated."""
    if plan.places.spent is None:
        return None
    of = kept(plan, rule, response=response)
    return Estimate(of.value - plan.places.spent, of.lo - plan.places.spent, of.hi - plan.places.spent, of.n)


def break_even(plan: Plan, rule: Rule = "by_value") -> Estimate | None:
    """Give the response above which the places pay: their cost over the value in reach; None where no cost is stated or nothing is in reach."""
    value, reached = float(plan.ahead @ plan.part[rule]), plan.reached(rule)
    if plan.places.spent is None or value <= 0 or np.quantile(reached, 0.025) <= 0:
        return None
    return around(plan.places.spent / value, over(np.full_like(reached, plan.places.spent), reached), len(plan.ahead))


def insensitive(plan: Plan) -> Estimate:
    """Give how strongly those chosen by value must react, against the average customer, for the choice to beat equal treatment.

    With one response for all it is 1 and the choice by value covers more; should the best react less than this part of it,
    because they stay anyway, equal treatment keeps more.
    """
    value = float(plan.ahead @ plan.part["equal"] / (plan.ahead @ plan.part["by_value"]))
    return around(value, over(plan.reached("equal"), plan.reached("by_value")), len(plan.ahead))


def spread(plan: Plan, rule: Rule, *, response: float = RESPONSE) -> Estimate:
    """Give the value kept where returns diminish: who gets s places keeps response x sqrt(s) of his value.

    The same budget is then spread: evenly; or in proportion to the square of what the rule goes by, which for value is the best
    there is (Cauchy and Schwarz: the sum of v sqrt(s), for a given sum of s, is largest where s grows as v squared).
    """
    part = _spread(plan, rule)
    effect = response * np.sqrt(part)
    return around(float(plan.ahead @ effect), plan.draws @ effect, len(plan.ahead))


def spread_loss(plan: Plan, *, response: float = RESPONSE) -> Estimate:
    """Give what equal treatment keeps less than spreading by value where returns diminish, paired over draws."""
    effect = response * (np.sqrt(_spread(plan, "by_value")) - np.sqrt(_spread(plan, "equal")))
    return around(float(plan.ahead @ effect), plan.draws @ effect, len(plan.ahead))


def _spread(plan: Plan, rule: Rule) -> Array:
    """Return how many places' worth of service each customer gets; they sum to the places there are."""
    by: dict[Rule, Array] = {"by_value": plan.ahead, "equal": np.ones_like(plan.ahead), "by_sales": plan.so_far}
    weight = np.maximum(by[rule], 0.0) ** 2
    worth: Array = plan.places.count * weight / max(float(weight.sum()), np.finfo(float).tiny)
    return worth
