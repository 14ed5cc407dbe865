"""The same models by lifetimes 0.11.3, the field's named engine: an independent answer to compare ours with.

Its import warns, and sets pandas' option mode.chained_assignment for the whole process; both stay inside this module. Its
variance_matrix_ is wrong off the diagonal and its log-likelihood is scaled, so only the parameters are taken from it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import numpy as np
import pandas as pd

from idic_lib.differentiate.bgnbd import DAYS_PER_WEEK, Rows
from idic_lib.inference.bootstrap import Array

_OPTION = "mode.chained_assignment"


@contextmanager
def _lifetimes() -> Iterator[ModuleType]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = pd.get_option(_OPTION)
        import lifetimes  # never .datasets, .plotting or .utils: they break on current setuptools, matplotlib and pandas

        pd.set_option(_OPTION, before)
        yield lifetimes


def bgnbd_by_lifetimes(rows: Rows) -> dict[str, float]:
    """Fit BG/NBD with lifetimes.BetaGeoFitter to grouped rows, time in weeks: r, alpha (weeks), a, b."""
    with _lifetimes() as lifetimes:
        fitter = lifetimes.BetaGeoFitter(penalizer_coef=0.0)
        fitter.fit(rows.x, rows.t_x / DAYS_PER_WEEK, rows.T / DAYS_PER_WEEK, weights=rows.weight.astype(np.int64))
        return {name: float(fitter.params_[name]) for name in ("r", "alpha", "a", "b")}


def gammagamma_by_lifetimes(x: Array, mean_spend: Array) -> dict[str, float]:
    """Fit Gamma-Gamma with lifetimes.GammaGammaFitter to repeat buyers with positive mean spend: p, q, v."""
    kept = (x > 0) & (mean_spend > 0)
    with _lifetimes() as lifetimes:
        fitter = lifetimes.GammaGammaFitter(penalizer_coef=0.0)
        fitter.fit(pd.Series(x[kept]), pd.Series(mean_spend[kept]))
        return {name: float(fitter.params_[name]) for name in ("p", "q", "v")}
