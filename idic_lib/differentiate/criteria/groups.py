"""Who ends up in another group under another criterion, and the money that goes with them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.criteria.bakeoff import BakeOff
from idic_lib.differentiate.criteria.candidates import BEHAVIOUR, IN_USE, NEED, SHUFFLED, VALUE, label
from idic_lib.differentiate.criteria.heldout import TOP, Told
from idic_lib.differentiate.state import Money
from idic_lib.differentiate.top import top_flags
from idic_lib.facts import Decision, Option
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Z95, Estimate
from idic_lib.text import N_

QUESTION = N_("By which criterion are customers split?")
_CHANGES = N_("A criterion whose first fifth brings more of what customers pay in the period after")


def wrong_groups(bake: BakeOff) -> pd.DataFrame:
    """Return the two errors of each criterion's first fifth, best first.

    Columns: criterion, chosen (customers), idle (chosen who then bought nothing: effort in vain), missed (customers of the fifth that
    in fact brought most, left out), missed_amount (what those brought, minor units); in the period after the cut, ties in part.
    """
    most = top_flags(bake.came, TOP)
    rows = [{"criterion": key, **_errors(bake.told[bake.at(key)].chosen, bake.came, most)} for key in bake.ranked]
    return pd.DataFrame(rows)


def _errors(chosen: Array, came: Array, most: NDArray[np.bool_]) -> dict[str, int]:
    out = (1 - chosen) * most
    found = {"chosen": chosen.sum(), "idle": chosen[came <= 0].sum(), "missed": out.sum(), "missed_amount": out @ came}
    return {name: round(float(n)) for name, n in found.items()}


def today(bake: BakeOff) -> str | None:
    """Name the criterion a better one is held against: the one in use, or else the best of the traits; None where there is neither."""
    others = [key for key in bake.ranked if key not in {VALUE, BEHAVIOUR, NEED}]
    return IN_USE if IN_USE in others else next(iter(others), None)


def money_elsewhere(bake: BakeOff, key: str) -> Estimate:
    """Return how much more of what came the best criterion's first fifth brought than that of `key` (minor units, paired bootstrap)."""
    at, best, total = bake.at(key), bake.at(bake.best), float(bake.came.sum())
    shares = bake.table.set_index("criterion")["caught"]
    value = float(shares[bake.best] - shares[key])
    lo, hi = bootstrap.interval(bake.catches[:, best] - bake.catches[:, at])
    return Estimate(value, min(lo, value), max(hi, value), len(bake.ahead.table)).scaled(total)


def agreement(bake: BakeOff) -> pd.DataFrame:
    """Return how far criteria put the same customers first: criterion, other, correlation, lo, hi, overlap.

    `correlation` is Spearman's of what was expected (interval by Bonett and Wright 2000, eq. 3), `overlap` the share of one first
    fifth that is in the other's (by chance about a fifth). Criteria whose expectations do not differ between customers are left out.
    """
    told = [t for t in (bake.told[bake.at(key)] for key in bake.ranked) if np.ptp(t.expected) > 0]
    columns = ["criterion", "other", "correlation", "lo", "hi", "overlap"]
    return pd.DataFrame([(a.key, b.key, *_agree(a, b)) for a, b in combinations(told, 2)], columns=columns)


def _agree(one: Told, other: Told) -> tuple[float, float, float, float]:
    from scipy.stats import spearmanr

    r = float(spearmanr(one.expected, other.expected).statistic)
    half = Z95 * np.sqrt((1 + r * r / 2) / (len(one.expected) - 3))
    lo, hi = np.tanh(np.arctanh(np.clip(r, -0.9999, 0.9999)) + np.array([-half, half]))
    return r, float(lo), float(hi), float(np.minimum(one.chosen, other.chosen).sum() / one.chosen.sum())


def criterion_decision(bake: BakeOff, *, currency: str, minor: int) -> Decision:
    """Price the criteria by the share of the next period's sales that their first fifth brings.

    `p_wrong` is the share of joint draws in which another one's first fifth brings more, `money_at_stake` the mean sales missed in those.
    """
    table = bake.table[bake.table["criterion"] != SHUFFLED].sort_values("caught", ascending=False)
    draws = bake.catches[:, [bake.at(k) for k in table["criterion"]]]
    missed, total = draws.max(axis=1) - draws[:, 0], Money(currency, minor).major(float(bake.came.sum()))
    options = [Option(name=label(r.criterion), value=r.caught, lo=r.caught_lo, hi=r.caught_hi, unit="share") for r in table.itertuples()]
    return Decision(
        id="differentiate.criterion",
        question=QUESTION,
        options=tuple(options),
        choice=options[0].name,
        p_wrong=float((missed > 0).mean()),
        money_at_stake=float(missed[missed > 0].mean() * total) if (missed > 0).any() else 0.0,
        what_would_change_it=_CHANGES,
        measure=N_("Share of later sales caught by the first fifth"),
    )
