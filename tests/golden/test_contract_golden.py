"""The shifted-beta-geometric model against Fader and Hardie, "How to project customer retention", Journal of Interactive Marketing 21(1), 2007."""

from __future__ import annotations

import numpy as np
import pytest

from idic_lib.differentiate.contract.retention import Retention, fit_sbg

# Table 1: per cent of 1,000 customers who still pay after 1, 2, ... years; the model is fitted to the first seven.
REGULAR = (63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3)
HIGH_END = (86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4)


def fitted(table: tuple[float, ...], years: int = 7) -> Retention:
    stayed = np.rint(np.array([100.0, *table[:years]]) * 10).astype(int)
    survived = np.concatenate([np.repeat(np.arange(years), -np.diff(stayed)), np.full(stayed[-1], years)])
    return fit_sbg(survived, np.arange(len(survived)) < 1000 - stayed[-1])


@pytest.mark.parametrize(("table", "alpha", "beta"), [(REGULAR, 0.704, 1.182), (HIGH_END, 0.668, 3.806)])
def test_parameters_match_fader_hardie_2007(table: tuple[float, ...], alpha: float, beta: float) -> None:
    """As printed, to the last digit."""
    assert fitted(table).theta == pytest.approx([alpha, beta], abs=5e-4)


@pytest.mark.parametrize(("table", "year12"), [(REGULAR, 0.170), (HIGH_END, 0.378)])
def test_survival_after_twelve_years_matches_fader_hardie_2007(table: tuple[float, ...], year12: float) -> None:
    """Five years that the fit did not see; the counted shares are .173 and .394."""
    assert np.exp(fitted(table).log_survival(np.array([12.0])))[0, 0] == pytest.approx(year12, abs=5e-4)


def test_the_curvature_is_that_of_the_likelihood() -> None:
    """Widths from the curvature against the profile of the likelihood: one deviation down costs about a half."""
    model = fitted(HIGH_END)
    best = model.loglik
    sd = np.sqrt(np.linalg.eigh(model.covariance)[0])
    vectors = np.linalg.eigh(model.covariance)[1]
    from idic_lib.differentiate.contract.retention import _counts, _minus

    stayed = np.rint(np.array([100.0, *HIGH_END[:7]]) * 10).astype(int)
    survived = np.concatenate([np.repeat(np.arange(7), -np.diff(stayed)), np.full(stayed[-1], 7)])
    left, kept = _counts(survived, np.arange(len(survived)) < 1000 - stayed[-1])
    for k in range(2):
        logs = np.log(model.theta) + 0.1 * sd[k] * vectors[:, k]
        assert best + _minus(logs, left, kept)[0] == pytest.approx(0.005, rel=0.1)
