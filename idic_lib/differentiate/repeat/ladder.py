"""From a fit to an answer that may be used: maximum likelihood, else a weak prior, else *not identified*, labelled with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from idic_lib.differentiate.repeat.bgnbd import BgNbd
from idic_lib.differentiate.repeat.dropout import DropOut, drop_out
from idic_lib.differentiate.repeat.fitted import Name, RepeatModel
from idic_lib.differentiate.repeat.mbgnbd import MbgNbd
from idic_lib.differentiate.repeat.pareto import ParetoNbd
from idic_lib.differentiate.repeat.rows import Rows
from idic_lib.text import N_

MODELS: dict[Name, type[BgNbd | ParetoNbd]] = {"bgnbd": BgNbd, "mbgnbd": MbgNbd, "pareto": ParetoNbd}
DROP_OUT = {"a", "b", "s", "beta"}

LIKELIHOOD = N_("The model is fitted by maximum likelihood, and its drop-out is identified.")
WITH_PRIOR = N_("Maximum likelihood ran to a bound or was flat, so a weak prior was added; with it, drop-out is identified.")

Step = Literal["likelihood", "prior", "not identified"]


@dataclass(frozen=True)
class Rung:
    """How far up the ladder a model came; when "not identified", callers use a naive rule and state `reason` (a catalogue message)."""

    model: RepeatModel
    rung: Step
    dropout: DropOut
    reason: str

    @property
    def usable(self) -> bool:
        """Whether customers may be forecast with the model."""
        return self.rung != "not identified"


def climb(name: Name, rows: Rows) -> Rung:
    """Fit a model and say whether it may be used. It never raises, and no number of the model is NaN, whatever the customers did.

    The weak prior steps in where a bound was hit or the curvature is not positive definite. Where the bound is one of a
    parameter of drop-out, the prior only makes the model finite: how customers leave then is not identified. A bound of
    the rates of buying (all customers buy at one pace, say) does not stand in the way of knowing how they leave.
    """
    by_likelihood = MODELS[name].fit(rows)
    answer = drop_out(by_likelihood, rows)
    if answer.cause not in {"bound", "flat"}:
        return _judged(by_likelihood, answer, "likelihood")
    with_prior = MODELS[name].fit(rows, prior=True)
    if not DROP_OUT & set(by_likelihood.on_bound):
        answer = drop_out(replace(with_prior, on_bound=tuple(name for name in with_prior.on_bound if name in DROP_OUT)), rows)
    return _judged(with_prior, answer, "prior")


def _judged(model: RepeatModel, answer: DropOut, step: Step) -> Rung:
    if not answer.identified:
        return Rung(model, "not identified", answer, answer.reason)
    return Rung(model, step, answer, LIKELIHOOD if step == "likelihood" else WITH_PRIOR)
