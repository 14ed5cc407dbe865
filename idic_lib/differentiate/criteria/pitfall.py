"""Pitfall 2, wrong criteria: customers are split by something that tells nothing of what they will bring."""

from __future__ import annotations

from idic_lib.differentiate.criteria.bakeoff import BakeOff
from idic_lib.differentiate.criteria.candidates import IN_USE
from idic_lib.differentiate.history import Refusal
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference import bootstrap
from idic_lib.text import N_

PITFALL = "differentiate.pitfall.wrong_criteria"
SMALL = 0.05
"""A criterion tells next to nothing when even the upper end of its gain is below this share of the best one's."""
_FIRES = N_(
    "The client's own groups tell next to nothing of what customers bring next; {value} other criteria tell more. Split by one of those."
)
_SILENT = N_("The client's own groups tell something of what customers bring next.")
_NO_BETTER = N_("No criterion tells more of what customers bring next than the client's own groups.")
_NOT_IN_USE = N_(
    "The case names no grouping that the client uses: name it (criterion_in_use) to have it held against others, with the field of the CRM it stands in."
)
METHOD = N_("count of criteria with a clearly larger held-out gain, where that of the one in use is below a twentieth of the best one's")


def better(bake: BakeOff) -> list[str]:
    """Name the criteria whose gain lies above that of the one in use in 97.5 of 100 paired draws, best first."""
    own = bake.gains[:, bake.at(IN_USE)]
    return [k for k in bake.ranked if k != IN_USE and bootstrap.interval(bake.gains[:, bake.at(k)] - own)[0] > 0]


def tells_nothing(bake: BakeOff) -> bool:
    """Whether the upper end of the gain of the one in use is below a twentieth of the best one's gain."""
    gains = bake.table.set_index("criterion")
    return bool(gains.loc[IN_USE, "hi"] < SMALL * gains.loc[bake.best, "gain"])


def wrong_criteria_fact(bake: BakeOff | Refusal) -> Fact:
    """State the pitfall: how many criteria tell more than the one in use, where that tells next to nothing (above 0 it fires)."""
    if isinstance(bake, Refusal):
        return refused(PITFALL, unit="number", reason=bake.reason)
    if IN_USE not in bake.keys:
        return refused(PITFALL, unit="number", reason=_NOT_IN_USE)
    found, nothing = better(bake), tells_nothing(bake)
    says = _FIRES if nothing and found else _SILENT if found else _NO_BETTER
    return counted(PITFALL, len(found) if nothing else 0, unit="number", n=len(bake.ahead.table), method=METHOD, says=says)
