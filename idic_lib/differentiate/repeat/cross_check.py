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

from idic_lib.differentiate.repeat.fitted import Name
from idic_lib.differentiate.repeat.rows import DAYS_PER_WEEK, Rows
from idic_lib.inference.bootstrap import Array

_OPTION = "mode.chained_assignment"


FITTERS: dict[Name, str] = {"bgnbd": "BetaGeoFitter", "mbgnbd": "ModifiedBetaGeoFitter", "pareto": "ParetoNBDFitter"}


@contextmanager
def lifetimes_quietly() -> Iterator[ModuleType]:
    """Import lifetimes without its warnings, and leave pandas' option as it was."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = pd.get_option(_OPTION)
        import lifetimes  # never .datasets or .plotting: they break on current setuptools and matplotlib

        pd.set_option(_OPTION, before)
        yield lifetimes


def by_lifetimes(name: Name, rows: Rows) -> dict[str, float]:
    """Fit a model with lifetimes to grouped rows, time in weeks: its parameters by name, as `RepeatModel.parameters`.

    The Pareto/NBD is searched there by Nelder and Mead's method, which stops some 1e-4 from the maximum.
    """
    with lifetimes_quietly() as lifetimes:
        fitter = getattr(lifetimes, FITTERS[name])(penalizer_coef=0.0)
        fitter.fit(rows.x, rows.t_x / DAYS_PER_WEEK, rows.T / DAYS_PER_WEEK, weights=rows.weight.astype(np.int64))
        return {parameter: float(value) for parameter, value in fitter.params_.items()}


def gammagamma_by_lifetimes(x: Array, mean_spend: Array) -> dict[str, float]:
    """Fit Gamma-Gamma with lifetimes.GammaGammaFitter to repeat buyers with positive mean spend: p, q, v."""
    kept = (x > 0) & (mean_spend > 0)
    with lifetimes_quietly() as lifetimes:
        fitter = lifetimes.GammaGammaFitter(penalizer_coef=0.0)
        fitter.fit(pd.Series(x[kept]), pd.Series(mean_spend[kept]), tol=1e-7)  # its own 1e-4 stops early on this flat likelihood
        return {name: float(fitter.params_[name]) for name in ("p", "q", "v")}
