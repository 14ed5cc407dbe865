"""Is drop-out identified? The fit itself answers; where it cannot, the repeat-purchase model is refused with the reason.

Four questions, all put to the likelihood, none to a rule of thumb about the data:

1. Is every parameter off its bounds? Without drop-out, a (or s) runs to 0, or b (or beta) to infinity.
2. Is the likelihood curved at the maximum (minus the Hessian positive definite on the log scale)?
3. Does drop-out gain likelihood over the nested NBD without it? The null lies on the edge of the parameter space and
   b then has no meaning, so the ratio is held against chi-square with 2 degrees of freedom at 1 in 1,000 (13.8), which is
   stricter than the mixture of Self and Liang (JASA 82, 1987).
4. Are a and b (in the Pareto/NBD s and beta) each known to within five times either way (95 % interval on the log scale, upper over lower end at most
   25)? The ratio in question 3 also rises when dense buying is merely irregular: a few long pauses look like drop-out.
   Then only the mean a / (a + b) is fixed, and how drop-out differs between customers, on which every customer's forecast
   rests, is open.

Question 4 is what refuses the grocer of the retail case: its likelihood ratio is 254 (question 3 says yes), and b could be
3 or 228. The hold-out agrees: of 40 households more likely gone than not, 24 bought again (differentiate.dropout.returned).
The limit 25 is a convention, set where drawn bases separate (benchmarks/value.py): with drop-out the factor is 2 to 5 for
800 to 2,400 customers, without it above 100 or unbounded; CDNOW has 2.5 and 3.1. With 600 customers like CDNOW's it comes
near the limit: 35 of 40 drawn bases are accepted. Its price: drop-out that
is the same for everybody, and bases of a few hundred occasional buyers, can be refused although customers do leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt
from typing import Literal

import numpy as np

from idic_lib.differentiate.repeat import nbd
from idic_lib.differentiate.repeat.fitted import RepeatModel
from idic_lib.differentiate.repeat.rows import Rows
from idic_lib.inference.intervals import Z95
from idic_lib.text import N_

LEAST_RATIO = 13.8
WIDEST = 25.0

Cause = Literal["identified", "bound", "flat", "no gain", "open"]

REASONS: dict[Cause, str] = {
    "identified": N_(
        "Drop-out is identified: the fit is better with it, and both of its parameters are known to within five times either way."
    ),
    "bound": N_("Drop-out is not identified: a parameter of the fit ran to its bound. A longer order history would show who stops buying."),
    "flat": N_("Drop-out is not identified: the likelihood is flat at its maximum. A longer order history would show who stops buying."),
    "no gain": N_(
        "Drop-out is not identified: steady buying without drop-out fits as well. A longer order history would show who stops buying."
    ),
    "open": N_(
        "Drop-out is not identified: one of its parameters is not known to within five times either way, "
        "so pauses cannot be told from leaving. A longer order history would show which pauses end."
    ),
}


@dataclass(frozen=True)
class DropOut:
    """The answer with its reason (a catalogue message) and the numbers it rests on."""

    identified: bool
    cause: Cause
    reason: str
    likelihood_ratio: float
    factor_a: float
    """Upper over lower end of the 95 % interval of a (s in the Pareto/NBD); infinite where the curvature gives none."""
    factor_b: float
    """The same of b (beta)."""
    smallest_curvature: float
    on_bound: tuple[str, ...]


def drop_out(model: RepeatModel, rows: Rows) -> DropOut:
    """Judge a fit: is drop-out in it, and known well enough to forecast customers with?"""
    ratio = 2 * (model.loglik - nbd.maximum_log_likelihood(rows))
    smallest = float(np.linalg.eigvalsh(model.curvature)[0])
    factor_a, factor_b = (_factor(model, k) if smallest > 0 else float("inf") for k in (2, 3))
    checks: tuple[tuple[Cause, bool], ...] = (
        ("bound", bool(model.on_bound)),
        ("no gain", ratio < LEAST_RATIO),
        ("flat", smallest <= 0),
        ("open", max(factor_a, factor_b) > WIDEST),
    )
    cause: Cause = next((name for name, failed in checks if failed), "identified")
    return DropOut(cause == "identified", cause, REASONS[cause], ratio, factor_a, factor_b, smallest, model.on_bound)


def _factor(model: RepeatModel, k: int) -> float:
    log_sd = sqrt(max(float(model.covariance[k, k]), 0.0))
    return exp(min(2 * Z95 * log_sd, 700.0))
