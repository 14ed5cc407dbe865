"""What the same places would have covered in a past that the forecast had not seen: by value, by sales so far, by lot, and at best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from idic_lib.differentiate.allocation.plan import Rule
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.top import caught, top_count
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Z95, Estimate
from idic_lib.text import N_

_COLUMNS = {"by_value": "foreseen", "by_sales": "so_far", "best": "came"}
BEST = "best"
NOBODY_CAME = N_("Nobody who was known at the end of the calibration brought anything in the hold-out, so no choice can be tested on it.")


@dataclass(frozen=True)
class Covered:
    """Shares of the value realised in the hold-out that fell to those with a place.

    `covered` by rule; `best` is the choice that only hindsight could make. `lot`: what drawing lots would have covered, with the
    range of 95 % of the lots. `gain` is by value less by lot, `regret` at best less by value, both paired over customers.
    `draws` (draws x 3: by value, equal, by sales) are joint. `came` is the value realised, in major units; `past` the customers.
    """

    customers: int
    places: int
    came: float
    covered: Mapping[str, Estimate]
    lot: Estimate
    gain: Estimate
    regret: Estimate
    draws: Mapping[Rule, Array]
    past: pd.DataFrame


def tested(past: pd.DataFrame | Refusal, *, share: float, seed: int) -> Covered | Refusal:
    """Give places to the same share of customers as of the last day of the calibration, and read what those brought in the hold-out.

    `past`: one row a customer known then: foreseen (expected in the hold-out), so_far (by the end of the calibration), came (in the
    hold-out), all in major units. A refusal is passed on; where nobody came there is nothing to share.
    """
    if isinstance(past, Refusal):
        return past
    if not past["came"].to_numpy(np.float64).sum() > 0:
        return Refusal(NOBODY_CAME)
    came = past["came"].to_numpy(np.float64)
    scores = [past[c].to_numpy(np.float64) for c in _COLUMNS.values()]
    found, drawn = bootstrap.estimates(lambda w: np.column_stack([caught(w, s, came, share) for s in scores]), len(came), seed=seed)
    count, by_value = top_count(len(came), share), drawn[:, 0]
    lot = np.full(len(drawn), count / len(came))
    gain = _paired(found[0].value - count / len(came), by_value - lot, len(came))
    regret = _paired(found[2].value - found[0].value, drawn[:, 2] - by_value, len(came))
    return Covered(
        customers=len(came), places=count, came=float(came.sum()), covered=dict(zip(_COLUMNS, found, strict=True)), lot=_lot(came, count),
        gain=gain, regret=regret, draws={"by_value": by_value, "equal": lot, "by_sales": drawn[:, 1]}, past=past,
    )  # fmt: skip


def _paired(value: float, drawn: Array, n: int) -> Estimate:
    lo, hi = bootstrap.interval(drawn)
    return Estimate(value, min(lo, value), max(hi, value), n)


def _lot(came: Array, count: int) -> Estimate:
    """Give the share covered by a lot: its mean, and mean and standard deviation of a draw without replacement (Cochran 1977, 2.5)."""
    share, total = count / len(came), max(float(came.sum()), np.finfo(float).tiny)
    sd = float(np.sqrt(count * (1 - share) * came.var(ddof=1))) / total if len(came) > 1 else 0.0
    return Estimate(share, max(0.0, share - Z95 * sd), min(1.0, share + Z95 * sd), count)


def curve(score: Array, amounts: Array, shares: Array) -> Array:
    """Return the share of `amounts` that falls to the first `shares` of customers by `score`; equal scores share evenly."""
    order = np.argsort(-score, kind="stable")
    last = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
    served, fell = np.append(0, last + 1), np.append(0, np.cumsum(amounts[order])[last])
    covered: Array = np.interp(shares * len(score), served, fell) / max(float(amounts.sum()), np.finfo(float).tiny)
    return covered
