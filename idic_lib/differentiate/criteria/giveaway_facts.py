"""Fields that give the outcome away, as facts of the ledger."""

from __future__ import annotations

import pandas as pd

from idic_lib.differentiate.criteria.giveaway import AFTER, LATER, SAYS_IT
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_
from idic_lib.text.letters import slug

_ID = "differentiate.giveaway"
_METHOD = N_("area under the ROC curve of the field alone, customers held out in 5 folds; bootstrap over customers")
_NONE = N_("Of {n} fields, none gives the outcome away.")
_SOME = N_("{value} of {n} fields give the outcome away and are left out of every model.")
_SAYS = {
    SAYS_IT: N_("The field {detail} says the same as the outcome: alone it tells two customers of different outcomes apart in {value} of all pairs ({lo} to {hi}). It is left out."),
    AFTER: N_("The field {detail} is filled in only where the outcome is known; alone it tells two customers of different outcomes apart in {value} of all pairs ({lo} to {hi}). It is left out."),
    LATER: N_("The field {detail} holds days after the outcome began; alone it tells two customers of different outcomes apart in {value} of all pairs ({lo} to {hi}). It is left out."),
}  # fmt: skip


def giveaway_facts(judged: pd.DataFrame | Refusal, *, customers: int) -> list[Fact]:
    """State how many fields give the outcome away, and each of them with how well it tells the outcome."""
    if isinstance(judged, Refusal):
        return [refused(f"{_ID}.fields", unit="number", reason=judged.reason)]
    out = judged[~judged["kept"]]
    method = N_("count of fields that say the same as the outcome, are filled in only where it is known, or hold later days")
    found = counted(f"{_ID}.fields", len(out), unit="number", n=len(judged), method=method, says=_SOME if len(out) else _NONE)
    return [found, *(_field(row, customers) for row in out.to_dict("records"))]


def _field(row: dict[str, float], customers: int) -> Fact:
    of = Estimate(row["parts"], row["lo"], row["hi"], customers)
    return estimated(f"{_ID}.{slug(str(row['field']))}", of, unit="share", method=_METHOD, says=_SAYS[str(row["verdict"])])
