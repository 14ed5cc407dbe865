"""The exercise to pitfall 1: trial accounts scored by who signed up, and by how much they used the product."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.inference.bootstrap import Array, estimate
from idic_lib.inference.intervals import Estimate

BANDS = (-1, 1, 4, 9, 14)
"""Days of use are read in four classes: hardly (0 to 1), some days (2 to 4), every other (5 to 9), nearly every day (10 to 14)."""


def trial_models(trials: pd.DataFrame, *, learnt: int = 200, calls: int = 40, seed: int = 1) -> pd.DataFrame:
    """Compare two ways to choose whom to call: `model, auc, lo, hi, found`, both learnt on the first `learnt` accounts and judged on the others.

    Args:
        trials: `company_size, days_used, upgraded`, in the order of sign-up.
        learnt: accounts that the rates of upgrade are learnt on.
        calls: calls that can be made; `found` counts the upgrades among those called.
        seed: of the bootstrap over the accounts judged.

    """
    use = pd.cut(trials["days_used"], BANDS)
    scored = {"size": _scores(trials["company_size"], trials["upgraded"], learnt), "use": _scores(use, trials["upgraded"], learnt)}
    upgraded = trials["upgraded"].iloc[learnt:].to_numpy(bool)
    rows = [(name, *_read(score.to_numpy(float), upgraded, seed), _found(score, upgraded, calls)) for name, score in scored.items()]
    return pd.DataFrame(rows, columns=["model", "auc", "lo", "hi", "found"])


def _scores(by: pd.Series, upgraded: pd.Series, learnt: int) -> pd.Series:
    """Give each later account the rate of upgrade of its class among the first."""
    rates = upgraded.iloc[:learnt].groupby(by.iloc[:learnt], observed=False).mean()
    return by.iloc[learnt:].map(rates).astype(float)


def _read(score: Array, upgraded: np.ndarray[tuple[int], np.dtype[np.bool_]], seed: int) -> tuple[float, float, float]:
    found = auc(score, upgraded, seed=seed)
    return found.value, found.lo, found.hi


def _found(score: pd.Series, upgraded: np.ndarray[tuple[int], np.dtype[np.bool_]], calls: int) -> int:
    first = np.argsort(-score.to_numpy(float), kind="stable")[:calls]
    return int(upgraded[first].sum())


def auc(score: Array, outcome: np.ndarray[tuple[int], np.dtype[np.bool_]], *, seed: int) -> Estimate:
    """Give the chance that one with the outcome scores above one without, ties half (Mann and Whitney 1947), with a bootstrap interval."""
    above = np.sign(score[outcome][:, None] - score[~outcome][None, :]) / 2 + 0.5
    return estimate(
        lambda w: (
            np.einsum("di,ij,dj->d", w[:, outcome], above, w[:, ~outcome], optimize=True) / (w[:, outcome].sum(1) * w[:, ~outcome].sum(1))
        ),
        len(score),
        seed=seed,
    )
