"""What the pictures of criteria show: names in the language of the run, and which row is which."""

from __future__ import annotations

import pandas as pd

from idic_lib.differentiate.criteria.bakeoff import BakeOff
from idic_lib.differentiate.criteria.candidates import IN_USE, SHUFFLED, label
from idic_lib.differentiate.criteria.firsts import AMOUNT, BASKET, YES
from idic_lib.differentiate.criteria.lookalike import LookAlike
from idic_lib.text import N_, _
from idic_lib.text.heads import spoken

_FIFTHS = {
    "1": N_("First purchase among the largest fifth"),
    "2": N_("First purchase in the second fifth"),
    "3": N_("First purchase in the middle fifth"),
    "4": N_("First purchase in the fourth fifth"),
    "5": N_("First purchase among the smallest fifth"),
}


def gains_picture(bake: BakeOff) -> pd.DataFrame:
    """Return name, gain, lo, hi, caught and role (best, in use, check, other), best first."""
    roles = {bake.best: "best", IN_USE: "in use", SHUFFLED: "check"}
    table = bake.table
    kinds = [roles.get(key, "other") for key in table["criterion"]]
    return table[["gain", "lo", "hi", "caught"]].assign(name=[label(key) for key in table["criterion"]], role=kinds)


def profile_picture(look: LookAlike, *, most: int = 6) -> pd.DataFrame:
    """Return name, best_share, other_share, lift, lo, hi, stands_out, sensitive: what is more frequent among the best, sensitive fields last.

    Of usable fields those that stand out, or the three largest lifts where none does; of sensitive ones those that stand out only.
    """
    table = look.table[look.table["lift"] > 1]
    usable, apart = (table[table["sensitive"] == sensitive] for sensitive in (False, True))
    shown = usable[usable["stands_out"]] if usable["stands_out"].any() else usable.head(3)
    rows = pd.concat([shown.head(most), apart[apart["stands_out"]].head(3)], ignore_index=True)
    return rows.assign(name=[level_name(r.field, r.level) for r in rows.itertuples()])


def level_name(field: str, level: str) -> str:
    """Return what a reader calls one level of a field: a trait with its value, or what a first purchase held."""
    if field == AMOUNT:
        return _(_FIFTHS[level])
    if field.startswith(f"{BASKET}: ") and level == YES:
        return _("First basket: {kind}").format(kind=field.removeprefix(f"{BASKET}: "))
    return f"{spoken(field).capitalize()}: {level}"
