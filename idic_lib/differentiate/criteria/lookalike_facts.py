"""The look-alike profile as facts of the ledger."""

from __future__ import annotations

from idic_lib.differentiate.criteria.lookalike import BEST, LookAlike
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, counted, refused
from idic_lib.text import N_

_ID = "differentiate.lookalike"
_AUC_METHOD = N_(
    "area under the ROC curve of the profile without sensitive fields, customers held out in 5 folds; bootstrap over customers"
)
_CAPTURE_METHOD = N_("best tenth found among the tenth most like them, held out, without sensitive fields; bootstrap over customers")
_COST_METHOD = N_("best tenth found with sensitive fields less without, held out; paired bootstrap over customers")
_AUC = N_(
    "Of one of the best customers and one of the others, the profile names the right one in {value} of all pairs ({lo} to {hi}; by chance in half of them)."
)
_FINDS = N_("Among the tenth of customers most like the best are {value} of the best ({lo} to {hi}); by chance it were a tenth.")
_FINDS_NOT = N_("Among the tenth of customers most like the best are {value} of the best ({lo} to {hi}), not surely more than by chance.")
_COST = N_(
    "Leaving out sensitive fields costs {value} of the best customers found ({lo} to {hi}); choosing people by such fields needs a lawful reason."
)
_STANDS_OUT = N_(
    "{value} of {n} traits and first purchases are more frequent among the best tenth, beyond what so many comparisons bring by chance."
)
_SENSITIVE = N_("{value} more are of sensitive fields: they are shown apart, and nobody is to be chosen or left out by them.")


def look_alike_facts(look: LookAlike | Refusal) -> list[Fact]:
    """State how many levels stand out, of usable and of sensitive fields, how well the usable profile finds the best, and what sensitive fields would add."""
    if isinstance(look, Refusal):
        return [refused(f"{_ID}.capture", unit="share", reason=look.reason)]
    finds = estimated(f"{_ID}.auc", look.finds, unit="share", method=_AUC_METHOD, says=_AUC)
    says = _FINDS if look.catches.lo > BEST else _FINDS_NOT
    catches = estimated(f"{_ID}.capture", look.catches, unit="share", method=_CAPTURE_METHOD, says=says)
    return [*_counted(look), finds, catches, *_lost(look)]


def _counted(look: LookAlike) -> list[Fact]:
    own = look.table[look.table["stands_out"] & (look.table["lift"] > 1)]
    method = N_("count of levels whose lift lies above 1 in an interval that holds for all of them together (Bonferroni)")
    facts = [
        counted(f"{_ID}.stands_out", int((~own["sensitive"]).sum()), unit="number", n=len(look.table), method=method, says=_STANDS_OUT)
    ]
    sensitive = int(own["sensitive"].sum())
    return [*facts, counted(f"{_ID}.sensitive", sensitive, unit="number", method=method, says=_SENSITIVE)] if sensitive else facts


def _lost(look: LookAlike) -> list[Fact]:
    return [] if look.lost is None else [estimated(f"{_ID}.sensitive_cost", look.lost, unit="points", method=_COST_METHOD, says=_COST)]
