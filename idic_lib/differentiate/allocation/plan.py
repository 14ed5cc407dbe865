"""The value that three ways of giving places bring into reach of the service, from joint draws of what customers will bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from idic_lib.differentiate.allocation.places import Places
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.top import inside
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

Worth: TypeAlias = Literal["contribution", "sales"]
Rule: TypeAlias = Literal["by_value", "equal", "by_sales"]
RULES: Mapping[Rule, str] = {
    "by_value": N_("By expected value"),
    "equal": N_("The same for everybody, or by lot"),
    "by_sales": N_("By sales so far"),
}

NO_PLACE = N_("The budget is not enough for one customer. Raise differentiate.service_budget, or find a service that costs less.")
NOTHING_AHEAD = N_("Nothing is expected of any customer over the horizon, so there is no value to bring into reach of a service.")


@dataclass(frozen=True)
class Plan:
    """Places as each rule gives them (`part`, 0 to 1 per customer), what customers are expected to bring and what they brought (major units).

    `draws` (draws x customers) are joint draws of what they will bring; `by` says what that is: contribution or sales.
    """

    places: Places
    customers: pd.Series
    ahead: Array
    so_far: Array
    draws: Array
    part: Mapping[Rule, Array]
    by: Worth

    @property
    def totals(self) -> Array:
        """The value of all customers, per draw."""
        total: Array = self.draws.sum(axis=1)
        return total

    def reached(self, rule: Rule) -> Array:
        """Return the value in reach of the service, per draw."""
        value: Array = self.draws @ self.part[rule]
        return value

    def in_reach(self, rule: Rule) -> Estimate:
        """Give the value in reach of the service, with its interval."""
        return around(float(self.ahead @ self.part[rule]), self.reached(rule), len(self.ahead))

    def share(self, rule: Rule) -> Estimate:
        """Give the same as a share of the value of all customers."""
        return around(float(self.ahead @ self.part[rule] / self.ahead.sum()), over(self.reached(rule), self.totals), len(self.ahead))

    @property
    def lost(self) -> Estimate:
        """The value that equal treatment leaves out of reach although it could be in it."""
        value = float(self.ahead @ (self.part["by_value"] - self.part["equal"]))
        return around(value, self.reached("by_value") - self.reached("equal"), len(self.ahead))


def over(part: Array, whole: Array) -> Array:
    """Divide draw by draw; a draw in which nothing is brought at all says nothing."""
    shares: Array = np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)
    return shares


def around(value: float, drawn: Array, n: int) -> Estimate:
    """Put an interval from draws around a value; it always holds the value."""
    lo, hi = bootstrap.interval(drawn)
    return Estimate(value, min(lo, value), max(hi, value), n)


def plan(
    value: pd.DataFrame, draws: Array, *, places: Places, minor: int, rates: pd.Series | None = None, by: Worth | None = None
) -> Plan | Refusal:
    """Give the places by three rules.

    Args:
        value: one row a customer: customer_id, expected_amount and amount (so far), both in minor units.
        draws: joint draws of what each will bring (draws x customers in the order of `value`), in major units of sales.
        places: how many there are.
        minor: minor units in one major unit.
        rates: contribution per unit of sales by customer_id (the mean for a customer without one); sales count as they are without it.
        by: what the value is, where `value` holds contribution already.

    Nobody who is expected to cost more than he brings gets a place by value. Customers of equal score share what is left.

    """
    each = np.ones(len(value)) if rates is None else rates.reindex(value["customer_id"]).fillna(rates.mean()).to_numpy(np.float64)
    ahead, so_far = (value[c].to_numpy(np.float64) / minor for c in ("expected_amount", "amount"))
    if not places.count:
        return Refusal(NO_PLACE)
    if not (ahead * each > 0).any():
        return Refusal(NOTHING_AHEAD)
    part: dict[Rule, Array] = {
        "by_value": _part(ahead * each, places) * (ahead * each > 0),
        "equal": np.full(len(value), places.share),
        "by_sales": _part(so_far, places),
    }
    return Plan(
        places, value["customer_id"], ahead * each, so_far, draws * each, part, by or ("sales" if rates is None else "contribution")
    )


def _part(score: Array, places: Places) -> Array:
    part: Array = inside(np.ones((1, len(score))), score, places.share)[0]
    return part
