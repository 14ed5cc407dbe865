"""Who the best customers are like: what is more frequent among them, and whether that would find others like them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from statistics import NormalDist

import numpy as np
import pandas as pd

from idic_lib.differentiate.criteria.candidates import LEAST
from idic_lib.differentiate.criteria.firsts import BASKET, NO
from idic_lib.differentiate.criteria.parting import Flags, held_out_chance, parted
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.top import caught, top_flags
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

BEST = 0.1
FEWEST = 30
_FEW = N_("Fewer than 30 customers make up the best tenth: their profile would be that of a few persons. Collect more customers.")
_NOTHING = N_("Nothing is known of customers before they buy that may be used: collect a trait or the lines of their first order.")


@dataclass(frozen=True)
class LookAlike:
    """The profile of the best tenth.

    `table`: field, level, customers, best_share, other_share, lift, lo, hi, stands_out, sensitive; interval so wide that all hold together.
    `finds` (area under the ROC curve) and `catches` (share of the best found in the likeliest tenth) are held out and without sensitive
    fields; `lost` is how much more of the best the likeliest tenth would hold with them (None where there are none).
    """

    table: pd.DataFrame
    best: int
    finds: Estimate
    catches: Estimate
    lost: Estimate | None


def known_beforehand(traits: pd.DataFrame | None, firsts: pd.DataFrame | None, *, fields: Iterable[str]) -> pd.DataFrame:
    """Return what is known of a customer when they first buy: those of the `fields` on record and their first purchase (None: not asked)."""
    named = None if traits is None else traits[["customer_id", *dict.fromkeys(f for f in fields if f in traits)]]
    parts = [p for p in (named, firsts) if p is not None]
    return reduce(lambda a, b: a.merge(b, on="customer_id"), parts) if parts else pd.DataFrame({"customer_id": pd.Series(dtype="str")})


def look_alike(value: pd.DataFrame, known: pd.DataFrame, *, amount: str, sensitive: Collection[str], seed: int) -> LookAlike | Refusal:
    """Profile the tenth of customers with the largest `amount` in `value` (customer_id, amount) by what is known of each as text (`known`)."""
    own = known.merge(value[["customer_id", amount]], on="customer_id")
    best = top_flags(own[amount].to_numpy(np.float64), BEST)
    fields = own.drop(columns=["customer_id", amount])
    usable = fields.drop(columns=[c for c in fields if c in sensitive])
    if best.sum() < FEWEST:
        return Refusal(_FEW)
    if usable.empty:
        return Refusal(_NOTHING)
    finds, catches, lost = _found(fields, usable, best, seed=seed)
    return LookAlike(profile(fields, best, sensitive=sensitive), int(best.sum()), finds, catches, lost)


def profile(fields: pd.DataFrame, best: Flags, *, sensitive: Collection[str]) -> pd.DataFrame:
    """Return how much more frequent each level of each field is among the best than among the others, largest lift first.

    Log risk ratio with half a customer added to each cell (Walter 1975); Bonferroni over all levels of at least 10 customers.
    """
    rows = [(name, level) for name in fields for level in _levels(fields[name])]
    z = NormalDist().inv_cdf(1 - 0.025 / max(len(rows), 1))
    table = pd.DataFrame(
        [{"field": f, "level": v, **_lift((fields[f] == v).to_numpy(), best, z), "sensitive": f in sensitive} for f, v in rows]
    )
    return table.sort_values(["lift", "field", "level"], ascending=[False, True, True], ignore_index=True)


def _levels(column: pd.Series) -> list[str]:
    counts = column.value_counts()
    often = sorted(str(v) for v in counts.index[counts >= LEAST])
    return [v for v in often if v != NO or not str(column.name).startswith(BASKET)]


def _lift(has: Flags, best: Flags, z: float) -> dict[str, object]:
    a, b, m, n = (has & best).sum(), (has & ~best).sum(), best.sum(), (~best).sum()
    log = np.log((a + 0.5) / (m + 0.5)) - np.log((b + 0.5) / (n + 0.5))
    half = z * np.sqrt(1 / (a + 0.5) - 1 / (m + 0.5) + 1 / (b + 0.5) - 1 / (n + 0.5))
    lift, lo, hi = np.exp([log, log - half, log + half]).tolist()
    shares = {"best_share": a / m, "other_share": b / n, "lift": lift, "lo": lo, "hi": hi}
    return {"customers": int(has.sum()), **shares, "stands_out": bool(lo > 1 or hi < 1)}


def _found(fields: pd.DataFrame, usable: pd.DataFrame, best: Flags, *, seed: int) -> tuple[Estimate, Estimate, Estimate | None]:
    """Judge the usable profile held out, and what all fields would add to it, paired over customers."""
    own = held_out_chance(usable, best, seed=seed)
    whole = held_out_chance(fields, best, seed=seed) if fields.shape[1] > usable.shape[1] else own

    def judged(w: Array) -> Array:
        hit = caught(w, own, best.astype(np.float64), BEST)
        return np.column_stack([parted(w, own, best), hit, caught(w, whole, best.astype(np.float64), BEST) - hit])

    (finds, catches, lost), _ = bootstrap.estimates(judged, len(best), seed=seed)
    return finds, catches, lost if fields.shape[1] > usable.shape[1] else None
