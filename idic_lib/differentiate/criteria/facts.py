"""The bake-off as facts of the ledger."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from idic_lib.differentiate.criteria.bakeoff import BakeOff
from idic_lib.differentiate.criteria.candidates import IN_USE, NEED, SHUFFLED
from idic_lib.differentiate.criteria.groups import money_elsewhere, today
from idic_lib.differentiate.criteria.pitfall import wrong_criteria_fact
from idic_lib.differentiate.criteria.variance import explained
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.state import Money, estimated
from idic_lib.facts import Fact, refused
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_
from idic_lib.text.letters import slug

GAIN_METHOD = N_(
    "deviance of the next period's sales explained, customers held out in 5 folds, against the same for everybody; paired bootstrap over customers"
)
_GAIN = N_("Of how much customers bring next, {value} is told beforehand by {detail} ({lo} to {hi}).")
_NOTHING = N_("Of how much customers bring next, nothing that could be seen is told by {detail} ({lo} to {hi}).")
_CHECK = N_("Dealt out at random, the best criterion tells {value} ({lo} to {hi}): the comparison does not invent what is not there.")
_CHECK_FAILED = N_("Dealt out at random, the best criterion still seems to tell {value} ({lo} to {hi}): do not trust these comparisons.")
_EXPLAINED = N_("Of the differences in what customers pay per order, {value} is explained by {detail} ({lo} to {hi}).")
_EXPLAINED_METHOD = N_(
    "variance of the log average paid per order between groups, adjusted for their number; bootstrap standard error over customers"
)
_NEED_METHOD = N_(
    "variance of the log average paid per order between needs, each customer counted by the chance of each need, needs read from every other order and amounts from the rest; bootstrap standard error over customers"
)
_TOO_FEW = N_("Fewer than two groups are known of enough customers: fill this field for at least 30 customers of every group.")
_NO_NEEDS = N_("No needs were found that customers could be grouped by: collect baskets of more customers, or ask them.")
ELSEWHERE = "differentiate.criteria.wrong_group"
_ELSEWHERE = N_(
    "Chosen by the best criterion, the first fifth of customers brought {value} more in the period after ({lo} to {hi}) than chosen as today."
)
_BESIDE = N_(
    "Chosen by the best criterion, the first fifth of customers brought {value} more in the period after ({lo} to {hi}) than chosen by what is known of them beside purchases."
)
_ELSEWHERE_METHOD = N_(
    "next-period sales of the first fifth by the best criterion less that of the one in use, or of the best trait; paired bootstrap over customers"
)


def criteria_facts(bake: BakeOff | Refusal, *, currency: str, minor: int) -> list[Fact]:
    """State each criterion's gain, the shuffled check, the money in another group, and pitfall 2."""
    if isinstance(bake, Refusal):
        return [refused("differentiate.criteria.best.gain", unit="share", reason=bake.reason), wrong_criteria_fact(bake)]
    gains = [_gain(str(r.criterion), Estimate(r.gain, r.lo, r.hi, r.customers)) for r in bake.table.itertuples()]
    return [*gains, *_elsewhere(bake, Money(currency, minor)), wrong_criteria_fact(bake)]


def _gain(key: str, of: Estimate) -> Fact:
    real, check = (_GAIN if of.lo > 0 else _NOTHING), (_CHECK if of.lo <= 0 else _CHECK_FAILED)
    return estimated(f"differentiate.criteria.{key}.gain", of, unit="share", method=GAIN_METHOD, says=check if key == SHUFFLED else real)


def _elsewhere(bake: BakeOff, money: Money) -> list[Fact]:
    key = today(bake)
    if key is None or key == bake.best:
        return []
    found = money_elsewhere(bake, key).scaled(1 / money.minor)
    return [estimated(ELSEWHERE, found, unit=money.currency, method=_ELSEWHERE_METHOD, says=_ELSEWHERE if key == IN_USE else _BESIDE)]


def explained_facts(paid: pd.DataFrame, traits: pd.DataFrame | None, *, by: Iterable[str], seed: int) -> list[Fact]:
    """State what each trait of `by` explains of what customers pay per order (`paid` is that of `paid_per_order`)."""
    names = [] if traits is None else [name for name in dict.fromkeys(by) if name in traits and slug(name) != NEED]
    return [_explained(slug(name), explained(paid, traits, by=name, seed=seed), _EXPLAINED_METHOD, _TOO_FEW) for name in names]


def explained_by_need_fact(of: Estimate | None) -> Fact:
    """State the same for the needs found, as `explained_by_need` gives it; None: refused."""
    return _explained(NEED, of, _NEED_METHOD, _NO_NEEDS)


def _explained(key: str, of: Estimate | None, method: str, lacking: str) -> Fact:
    name = f"differentiate.criteria.{key}"
    return refused(name, unit="share", reason=lacking) if of is None else estimated(name, of, unit="share", method=method, says=_EXPLAINED)
