"""Both ways of foreseeing payments, judged where it can be checked: made in the past, held against what was paid since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from idic_lib.differentiate.contract.ahead import expected_payments
from idic_lib.differentiate.contract.payments import Contracts, contracts
from idic_lib.differentiate.contract.retention import CONSTANT, SBG, Name, Retention, constant_rate, fit_sbg
from idic_lib.differentiate.history import Refusal, period, purchases_between
from idic_lib.engine import Relation
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

TOO_SHORT = N_(
    "The payments cover fewer than three periods before the first forecast that could be checked. Collect a longer history of payments."
)
NOBODY_LOST = N_("No payment was overdue beyond the grace, so nobody was seen to leave and retention cannot be told. Collect a longer history of payments.")  # fmt: skip
LEAST = 0.05
"""No total is known better than this: one year does not repeat the last."""
LEAST_PERIODS = 3
_PARTS = (1.0, 2 / 3, 1 / 3)


@dataclass(frozen=True)
class Judged:
    """Forecasts made one horizon before `until`: totals per way beside `actual`, misses per customer, and the one to use from now on.

    `foreseen` and `miss` (root mean square per customer, payments) by name; `gain` is the constant rate's miss less the
    model's, paired; `misfit` the spread of log(actual / foreseen) over forecasts made one, two thirds and one third of a horizon ago.
    """

    cut: date
    until: date
    actual: int
    foreseen: dict[Name, float]
    miss: dict[Name, Estimate]
    gain: Estimate
    choice: Name
    misfit: float
    found: Contracts
    models: dict[Name, Retention]
    past: pd.DataFrame
    """Customers known then: customer_id, foreseen (by the chosen way), so_far and came, amounts in minor units."""

    @property
    def model(self) -> Retention:
        """The chosen way, fitted to all that is known."""
        return self.models[self.choice]


def both(found: Contracts) -> dict[Name, Retention]:
    """Fit the sBG and the constant rate to the same contracts."""
    return {SBG: fit_sbg(found.survived, found.lost), CONSTANT: constant_rate(found.survived, found.lost)}


def judge_retention(
    orders: Relation, *, as_of: date, rhythm: str, horizon_weeks: int, seed: int, grace_days: int | None = None
) -> Judged | Refusal:
    """Forecast the latest horizon from what was known before it, by tenure and by one rate, and choose.

    The model is chosen where it is identified and misses less per customer than one rate for everybody. The window judged is
    as long as the horizon, and at least one period, with three periods before it.
    """
    now = contracts(orders, until=as_of, rhythm=rhythm, grace_days=grace_days)
    days = max(7 * horizon_weeks, round(now.period))
    if period(orders, as_of=as_of).days - days < LEAST_PERIODS * now.period:
        return Refusal(TOO_SHORT)
    cuts = [as_of - timedelta(days=round(part * days)) for part in _PARTS]
    past = [contracts(orders, until=cut, rhythm=rhythm, grace_days=now.grace_days) for cut in cuts]
    if not past[0].lost.any():
        return Refusal(NOBODY_LOST)
    return _judged(now, [_tried(orders, found, as_of) for found in past], as_of, seed)


@dataclass(frozen=True)
class _Try:
    """A forecast made in the past: what was paid since (payments, minor units) and what either way foresaw, per customer known then."""

    found: Contracts
    came: Array
    amount: Array
    foreseen: dict[Name, Array]
    identified: bool

    def log_ratio(self, name: Name) -> float:
        """Say how far the total was off, as log(actual / foreseen)."""
        actual, foreseen = self.came.sum(), self.foreseen[name].sum()
        return float(np.log(actual / foreseen)) if actual > 0 and foreseen > 0 else 0.0


def _tried(orders: Relation, found: Contracts, until: date) -> _Try:
    paid = purchases_between(orders, since=found.until, until=until)
    known = (
        found.table[["customer_id"]].merge(paid, on="customer_id", how="left", validate="one_to_one").fillna({"purchases": 0, "amount": 0})
    )
    models, days = both(found), (until - found.until).days
    foreseen = {name: expected_payments(m, found, horizon_days=days) for name, m in models.items()}
    came, amount = (known[c].to_numpy(np.float64) for c in ("purchases", "amount"))
    return _Try(found, came, amount, foreseen, models[SBG].identified)


def _judged(now: Contracts, tried: list[_Try], as_of: date, seed: int) -> Judged:
    first, came, foreseen = tried[0], tried[0].came, tried[0].foreseen
    squares = np.column_stack([(foreseen[name] - came) ** 2 for name in (SBG, CONSTANT)])
    found, drawn = bootstrap.estimates(lambda w: np.sqrt(w @ squares / w.sum(axis=1, keepdims=True)), len(came), seed=seed)
    lo, hi = bootstrap.interval(drawn[:, 1] - drawn[:, 0])
    value = found[1].value - found[0].value
    gain = Estimate(value, min(lo, value), max(hi, value), len(came))
    models = both(now)
    choice = SBG if first.identified and models[SBG].identified and gain.value > 0 else CONSTANT
    return Judged(
        cut=first.found.until, until=as_of, actual=int(came.sum()), foreseen={name: float(v.sum()) for name, v in foreseen.items()},
        miss={SBG: found[0], CONSTANT: found[1]}, gain=gain, choice=choice, misfit=_misfit(tried, choice), found=now, models=models, past=_past(first, choice),
    )  # fmt: skip


def _misfit(tried: list[_Try], choice: Name) -> float:
    return max(LEAST, float(np.sqrt(np.mean(np.square([t.log_ratio(choice) for t in tried])))))


def _past(first: _Try, choice: Name) -> pd.DataFrame:
    known = first.found.table
    return pd.DataFrame(
        {
            "customer_id": known["customer_id"],
            "foreseen": first.foreseen[choice] * first.found.each,
            "so_far": known["amount"],
            "came": first.amount,
        }
    )


def judged_frame(judged: Judged) -> pd.DataFrame:
    """Return `name, foreseen, actual, miss, lo, hi`: one row a way of foreseeing."""
    rows = [{"name": n, "foreseen": judged.foreseen[n], "actual": judged.actual, "miss": m.value, "lo": m.lo, "hi": m.hi} for n, m in judged.miss.items()]  # fmt: skip
    return pd.DataFrame(rows)
