"""Who is among the best in both halves of the period: tiers are forecasts, and extremes drift back."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from idic_lib.differentiate.history import Refusal, period
from idic_lib.differentiate.setting import Setting, bought_once
from idic_lib.differentiate.state import Money
from idic_lib.differentiate.top import fifths, inside, top_flags
from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.text import N_

SIX_MONTHS_DAYS = 182
FOUR_WEEKS_DAYS = 28

TOO_SHORT = N_("Fewer than 26 weeks of orders: two halves would be too short to compare. Collect at least half a year of orders.")


def half_periods(orders: Relation, *, as_of: date, setting: Setting = "repeat") -> pd.DataFrame | Refusal:
    """Return, per customer with an order before `as_of`, what each rule saw before the middle and the sales after it.

    Columns: customer_id; first_half, six_months, four_weeks, second_half in minor units; weeks_with_a_visit (calendar
    weeks of the last six months). Customers who bought in one half only stand in the other with 0. Refused below 26 weeks, and where
    customers buy once.
    """
    if refusal := bought_once(setting):
        return refusal
    span = period(orders, as_of=as_of)
    if span.too_short:
        return Refusal(TOO_SHORT)
    middle = span.middle
    back = {"six_months_from": middle - timedelta(days=SIX_MONTHS_DAYS), "four_weeks_from": middle - timedelta(days=FOUR_WEEKS_DAYS)}
    return orders.engine.query("half_periods", as_of=as_of, middle=middle, **back)


def tier_movement(first: pd.Series, second: pd.Series) -> pd.DataFrame:
    """Return a 5 x 5 matrix of shares: of the customers in row's fifth in the first half, how many were in column's fifth in the second.

    `first` and `second` are amounts per customer in the same order. Fifth 1 is the top; rows add to 1 (an empty fifth is
    a row of missing values).
    """
    rows, columns = fifths(first.to_numpy(np.float64)), fifths(second.to_numpy(np.float64))
    counts = np.zeros((5, 5))
    np.add.at(counts, (rows - 1, columns - 1), 1)
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, totals, out=np.full_like(counts, np.nan), where=totals > 0)
    label = range(1, 6)
    return pd.DataFrame(shares, index=pd.Index(label, name="first_half"), columns=pd.Index(label, name="second_half"))


def movement_facts(halves: pd.DataFrame | Refusal, *, seed: int, currency: str, minor: int) -> list[Fact]:
    """State how many of the top fifth stayed, how many left and what the leavers bought in both halves."""
    money = Money(currency, minor)
    if isinstance(halves, Refusal):
        units = {"differentiate.top20.stay": "share", "differentiate.top20.left": "customers", "differentiate.top20.left.sales": currency}
        return [refused(name, unit=unit, reason=halves.reason) for name, unit in units.items()]
    first, second = (halves[c].to_numpy(np.float64) for c in ("first_half", "second_half"))
    top, still = top_flags(first, 0.2), top_flags(second, 0.2)
    return [_stay(first, second, seed), *_left(top & ~still, second - first, money)]


def _stay(first: Array, second: Array, seed: int) -> Fact:
    stay = bootstrap.estimate(lambda w: _stayed(w, first, second), len(first), seed=seed)
    return Fact(
        id="differentiate.top20.stay",
        value=stay.value,
        lo=stay.lo,
        hi=stay.hi,
        n=int(top_flags(first, 0.2).sum()),
        unit="share",
        grade="C",
        method=N_("top fifth of the first half still top fifth in the second; bootstrap over customers, ranked anew in each draw"),
        says=N_("Of the first half's top fifth, {value} were still in it in the second half."),
    )


def _stayed(weights: Array, first: Array, second: Array) -> Array:
    was = inside(weights, first, 0.2) * weights
    stayed: Array = (was * inside(weights, second, 0.2)).sum(axis=1) / was.sum(axis=1)
    return stayed


def _left(left: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], change: Array, money: Money) -> list[Fact]:
    n = int(left.sum())
    return [
        counted(
            "differentiate.top20.left",
            n,
            unit="customers",
            method=N_("count of customers in the top fifth in the first half and not in the second"),
            says=N_("{value} customers left the top fifth."),
        ),
        counted(
            "differentiate.top20.left.sales",
            money.major(float(change[left].sum())),
            n=n,
            unit=money.currency,
            method=N_("sum of second-half less first-half sales of the customers who left the top fifth"),
            says=N_("Sales of the {n} customers who left the top fifth changed by {value} from the first half to the second."),
        ),
    ]
