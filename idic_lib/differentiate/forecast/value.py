"""Customer value: expected purchases and money per customer over the horizon, with intervals that include past misfit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from idic_lib.differentiate.forecast.backtest import Backtest
from idic_lib.differentiate.forecast.future import Future, future
from idic_lib.differentiate.forecast.learned import Fitted, learn
from idic_lib.differentiate.forecast.methods import Method
from idic_lib.differentiate.forecast.rolling import Rolling, rolling
from idic_lib.differentiate.history import Refusal
from idic_lib.engine import Relation
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate

_MOST_CELLS = 40_000_000
_FEWEST_DRAWS = 200
_ENDS = (0.025, 0.975)


@dataclass(frozen=True)
class CustomerValue:
    """`table`: customer_id, expected_purchases, lo, hi (95 %), expected_amount, amount_lo, amount_hi, amount (sales so far), active.

    Money in the table is in minor units; active is P(at least one purchase in the horizon). `purchases` and `money` (major
    units) are the totals over all customers. `method` made them; `future` can be drawn from.
    """

    table: pd.DataFrame
    purchases: Estimate
    money: Estimate
    method: Method
    horizon_weeks: int
    misfit: tuple[float, float]
    future: Future
    seed: int


def customer_value(
    orders: Relation, *, as_of: date, horizon_weeks: int, judged: Backtest | Refusal, seed: int, draws: int = 1000
) -> CustomerValue | Refusal:
    """Expect each customer's purchases and money in the `horizon_weeks` from `as_of`, by the method that rolling origins choose.

    The origins lie before `as_of`, so the method may be another one than the back-test's, which had fewer orders to choose by.
    The intervals hold parameters (of a model), chance, and the misfit that the method showed at the origins. A refused
    back-test is passed on.
    """
    if isinstance(judged, Refusal):
        return judged
    fitted = learn(orders, until=as_of, horizon_days=horizon_weeks * 7, minor=judged.fitted.minor)
    past = rolling(orders, until=as_of, minor=fitted.minor, usable=fitted.usable)
    return _valued(fitted, past, days=horizon_weeks * 7, seed=seed, draws=draws)


def value_at_cut(judged: Backtest, *, seed: int, draws: int = 1000) -> CustomerValue:
    """Expect what customers bring in the back-test's hold-out, from what was learnt before it: its own models and choice."""
    return _valued(judged.fitted, judged.past, days=judged.split.horizon_days, seed=seed, draws=draws)


def _valued(fitted: Fitted, past: Rolling, *, days: int, seed: int, draws: int) -> CustomerValue:
    ahead = future(past.choose(fitted.usable), fitted, past, days=days)
    table, totals = _drawn(ahead, _draws_for(len(ahead.expected), draws), np.random.default_rng(seed))
    means = ahead.means()
    sums = float(means.sum()), float(means @ ahead.spend)
    purchases, money = (_around(v, totals[:, k], len(table)) for k, v in enumerate(sums))
    return CustomerValue(table, purchases, money, ahead.method, days // 7, ahead.misfit, ahead, seed)


def value_draws(value: CustomerValue, n: int = 200) -> Array:
    """Draw what each customer will spend in the horizon, in major units: n x customers in the order of the table.

    A row is one joint draw: parameters, purchases, spend and one misfit for all, so that sums over any customers are drawn too.
    """
    drawn = np.empty((n, len(value.table)))
    for block, _, money in value.future.draws(n, np.random.default_rng(value.seed)):
        drawn[:, block] = money
    return drawn


def _draws_for(customers: int, draws: int) -> int:
    """Give how many draws are made: fewer (at least 200) above 40,000 customers."""
    return min(draws, max(_FEWEST_DRAWS, _MOST_CELLS // max(customers, 1)))


def _drawn(ahead: Future, n: int, rng: np.random.Generator) -> tuple[pd.DataFrame, Array]:
    """Draw block by block, so that memory stays flat: the table, and the draws of both totals."""
    ends, totals = [], np.zeros((n, 2))
    for _, purchases, money in ahead.draws(n, rng):
        ends.append(np.concatenate([np.quantile(drawn, _ENDS, axis=0) for drawn in (purchases, money)]))
        totals += np.column_stack([purchases.sum(axis=1), money.sum(axis=1)])
    return _table(ahead, *np.concatenate(ends, axis=1)), totals


def _table(ahead: Future, lo: Array, hi: Array, amount_lo: Array, amount_hi: Array) -> pd.DataFrame:
    summary, minor, means = ahead.fitted.summary, ahead.fitted.minor, ahead.means()
    amount = means * ahead.spend
    return pd.DataFrame(
        {
            "customer_id": summary["customer_id"],
            "expected_purchases": means,
            "lo": np.minimum(lo, means),
            "hi": np.maximum(hi, means),
            "expected_amount": _whole(amount * minor),
            "amount_lo": _whole(np.minimum(amount_lo, amount) * minor),
            "amount_hi": _whole(np.maximum(amount_hi, amount) * minor),
            "amount": summary["amount"].astype(np.int64),
            "active": ahead.active(),
        }
    )


def _whole(amount: Array) -> pd.Series:
    return pd.Series(np.rint(amount).astype(np.int64))


def _around(value: float, draws: Array, n: int) -> Estimate:
    lo, hi = bootstrap.interval(draws)
    return Estimate(value, min(lo, value), max(hi, value), n)
