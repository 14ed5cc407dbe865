"""What a treatment added to sales, when nobody drew lots: the overlap-weighted comparison of Li, Morgan and Zaslavsky."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from idic_lib.errors import IdicError
from idic_lib.inference.intervals import Z95
from idic_lib.inference.overlap import propensity

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class TreatmentEffect:
    """An added amount per treated customer with its standard error, in the outcome's unit, and what it is a share of.

    `treated_mean` is the mean outcome of all treated, `overlap_mean` that of the treated under overlap weights: those who could
    have gone either way, of whom alone the estimate speaks.
    """

    amount: float
    se: float
    treated_mean: float
    overlap_mean: float
    treated: int
    controls: int

    def share(self) -> tuple[float, float, float, float]:
        """Return value, lo, hi (95 %) and standard error as shares of what all treated really spent.

        That spend is counted, not estimated: times it, the share is again the amount, so shares and money never disagree.
        """
        value, se = self.amount / self.treated_mean, self.se / abs(self.treated_mean)
        return value, value - Z95 * se, value + Z95 * se, se


def overlap_weights(chance: Array, treated: Flags) -> Array:
    """Weigh each customer by the chance of the other group: 1 - e for treated, e for controls (Li, Morgan, Zaslavsky 2018, eq. 4)."""
    return np.where(treated, 1 - chance, chance)


def overlap_effect(columns: Array, treated: Flags, outcome: Array, *, chance: Array | None = None) -> TreatmentEffect:
    """Estimate the average effect in the overlap population (ATO): weighted regression of the outcome on treatment and covariates.

    Args:
        columns: standardised covariates measured before the treatment, customers x k.
        treated: whether the customer was *sent* the treatment; never whether they reacted.
        outcome: spend in the treatment's window, one per customer.
        chance: propensity, computed here when absent.

    The standard error is robust in the form HC3 (MacKinnon and White 1985): HC0 raises too many false alarms at a hundred
    customers. Propensities are taken as known; `benchmarks/placebo.py` holds the error rates that result to their bound.
    """
    if treated.all() or not treated.any():
        raise IdicError("An effect needs customers who were sent the campaign and customers who were not; one of the groups is empty.")
    weights = overlap_weights(propensity(columns, treated) if chance is None else chance, treated)
    amount, se = weighted_contrast(columns, treated, outcome, weights)
    sent, means = int(treated.sum()), (float(outcome[treated].mean()), float(np.average(outcome[treated], weights=weights[treated])))
    return TreatmentEffect(amount, se, *means, sent, len(treated) - sent)


def randomised_effect(columns: Array, treated: Flags, outcome: Array) -> TreatmentEffect:
    """Estimate the effect of a treatment given at random: the same regression, unweighted; robust errors make it valid (Lin 2013)."""
    amount, se = weighted_contrast(columns, treated, outcome, np.ones(len(treated)))
    mean, sent = float(outcome[treated].mean()), int(treated.sum())
    return TreatmentEffect(amount, se, mean, mean, sent, len(treated) - sent)


def weighted_contrast(columns: Array, treated: Flags, outcome: Array, weights: Array) -> tuple[float, float]:
    """Return the coefficient of the treatment and its HC3 standard error in a weighted least-squares regression."""
    design = np.column_stack([np.ones(len(treated)), treated, columns])
    bread = np.linalg.pinv(design.T @ (weights[:, None] * design))  # pinv: a covariate without spread is a column of zeros
    beta = bread @ (design.T @ (weights * outcome))
    leverage = np.minimum(weights * np.einsum("ij,jk,ik->i", design, bread, design, optimize=True), 1 - 1e-6)
    scores = (design @ bread[1]) * weights * (outcome - design @ beta) / (1 - leverage)
    return float(beta[1]), float(np.sqrt(scores @ scores))
