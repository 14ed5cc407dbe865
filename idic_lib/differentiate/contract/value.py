"""What contracts are still worth: payments expected within the horizon, each and in total, with intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from idic_lib.differentiate.contract.ahead import ahead
from idic_lib.differentiate.contract.judge import Judged
from idic_lib.differentiate.history import Refusal
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate

_CELLS = 2_000_000
_TAIL = 0.025


@dataclass(frozen=True)
class ContractValue:
    """`table` has the columns of a customer's value in every setting, `purchases` and `money` (major units) are the totals.

    Columns: customer_id, expected_purchases, lo, hi (payments), expected_amount, amount_lo, amount_hi and amount (so far) in minor
    units, and active, the chance of at least one payment.
    """

    table: pd.DataFrame
    purchases: Estimate
    money: Estimate
    horizon_weeks: int
    drawn: Array
    """Joint draws of what every customer pays (200 x customers), in major units."""


def contract_value(judged: Judged | Refusal, *, horizon_weeks: int, minor: int, seed: int, draws: int = 1000) -> ContractValue | Refusal:
    """Expect what every customer pays over the horizon: payments to come by tenure, each as large as the customer's mean payment.

    Intervals hold the parameters, chance, and how far totals were off in the past.
    """
    if isinstance(judged, Refusal):
        return judged
    days, each = 7 * horizon_weeks, judged.found.each
    table = _table(judged, days, np.random.default_rng(seed), draws)
    chunks = [(c.sum(axis=1), c @ each / minor) for c in _drawn(judged, days, seed, draws)]
    purchases, money = (np.concatenate(part) for part in zip(*chunks, strict=True))
    values = float(table["expected_purchases"].sum()), float(table["expected_amount"].sum()) / minor
    totals = [_around(v, drawn, len(table)) for v, drawn in zip(values, (purchases, money), strict=True)]
    drawn = contract_draws(judged, horizon_weeks=horizon_weeks, minor=minor, seed=seed)
    return ContractValue(table, totals[0], totals[1], horizon_weeks, drawn)


def contract_draws(judged: Judged, *, horizon_weeks: int, minor: int, seed: int, n: int = 200) -> Array:
    """Draw what every customer pays in the horizon, in major units (n x customers): parameters, chance and past misfit together."""
    drawn: Array = np.concatenate(list(_drawn(judged, 7 * horizon_weeks, seed, n))) * judged.found.each / minor
    return drawn


def _drawn(judged: Judged, days: int, seed: int, n: int) -> Iterator[Array]:
    """Yield payments drawn (some draws x customers) in chunks that keep memory flat."""
    rng, to_come, size = np.random.default_rng(seed), ahead(judged.found, days), len(judged.found.table)
    live, most = np.flatnonzero(to_come.group >= 0), max(1, _CELLS // max(size, 1))
    for done in range(0, n, most):
        rows = min(n - done, most)
        chance = to_come.chances(judged.model, judged.found, judged.model.draws(rows, rng))
        luck, paid = rng.random((rows, len(live))), np.zeros((rows, size))
        for j in range(chance.shape[2]):
            paid[:, live] += luck < chance[:, to_come.group[live], j]
        yield paid * np.exp(judged.misfit * rng.standard_normal((rows, 1)))


def _around(value: float, drawn: Array, n: int) -> Estimate:
    lo, hi = bootstrap.interval(drawn)
    return Estimate(value, min(lo, value), max(hi, value), n)


def _table(judged: Judged, days: int, rng: np.random.Generator, draws: int) -> pd.DataFrame:
    """Read each group's interval from the predictive chances, averaged over parameter draws."""
    model, found, to_come = judged.model, judged.found, ahead(judged.found, days)
    chance = to_come.chances(model, found, model.draws(draws, rng)).mean(axis=0)
    point = to_come.chances(model, found, model.theta[None])[0]
    ends = point.sum(axis=1), (chance >= 1 - _TAIL).sum(axis=1), (chance > _TAIL).sum(axis=1), point[:, :1].sum(axis=1)
    expected, lo, hi, active = (np.append(e, 0.0)[to_come.group] for e in ends)
    lo, hi = np.minimum(lo, expected), np.maximum(hi, expected)
    amounts = {"expected_amount": expected, "amount_lo": lo, "amount_hi": hi}
    money = {name: np.rint(payments * found.each).astype(np.int64) for name, payments in amounts.items()}
    counts = {"customer_id": found.table["customer_id"], "expected_purchases": expected, "lo": lo, "hi": hi}
    return pd.DataFrame({**counts, **money, "amount": found.table["amount"].astype(np.int64), "active": active})
