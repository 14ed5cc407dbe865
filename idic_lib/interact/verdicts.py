"""The design's rule for what may be said of an effect, in one place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from idic_lib.facts import Verdict
from idic_lib.inference.overlap import Gate

Reason = Literal["not sent", "follow-up", "history", "group size", "overlap", "no check", "check not zero"]
"""Why an effect is not identifiable: the campaign reached nobody on file; it had not ended at `as_of`; fewer than 16 weeks of
orders before it; fewer than 30 customers in a group; the groups do not overlap; no check window fits; the check is not zero."""


@dataclass(frozen=True)
class Effect:
    """One campaign's controlled estimate, or the reason why there is none.

    `value`, `lo`, `hi` (95 %) and `se` are shares of what the reached spent in [starts_on, until); `sales` is that spend and
    `money` (with bounds) the added part of it, both in minor units and of all `reached`. Money is there only for *shown* and
    *suggested*. `sent` counts everybody on the list, `reached` those of them with a purchase in the 16 weeks before, `comparison`
    the others. A check (`shift_weeks` below 0) has no verdict. An estimate stays readable when its verdict is *not identifiable*,
    for the workbench; no sentence may quote it.
    """

    campaign: str
    campaign_type: str | None
    starts_on: date
    until: date
    shift_weeks: int
    sent: int
    reached: int = 0
    comparison: int = 0
    value: float | None = None
    lo: float | None = None
    hi: float | None = None
    se: float | None = None
    sales: int | None = None
    money: float | None = None
    money_lo: float | None = None
    money_hi: float | None = None
    randomised: bool = False
    gate: Gate | None = None
    reason: Reason | None = None
    verdict: Verdict | None = None

    @property
    def holds_zero(self) -> bool:
        """Whether there is an interval and it holds 0."""
        return self.lo is not None and self.hi is not None and self.lo <= 0 <= self.hi

    @property
    def excludes_zero(self) -> bool:
        """Whether there is an interval and 0 lies outside."""
        return self.lo is not None and not self.holds_zero


def judge(effect: Effect, check: Effect | None) -> Effect:
    """Return the effect with its verdict, given the same estimate on earlier weeks; money stays only with shown and suggested.

    *Shown*: randomised, interval excludes 0. *Suggested*: not randomised, gate passed, interval excludes 0, and the check exists
    and its interval holds 0. *No effect seen*: gate passed (or randomised), interval holds 0. *Not identifiable*: everything else.
    """
    reason = effect.reason or _check_reason(effect, check)
    if reason:
        return replace(effect, verdict=Verdict.NOT_IDENTIFIABLE, reason=reason, money=None, money_lo=None, money_hi=None)
    if effect.holds_zero:
        return replace(effect, verdict=Verdict.NO_EFFECT_SEEN, money=None, money_lo=None, money_hi=None)
    return replace(_priced(effect), verdict=Verdict.SHOWN if effect.randomised else Verdict.SUGGESTED)


def _check_reason(effect: Effect, check: Effect | None) -> Reason | None:
    """Only an estimate that would otherwise be suggested hangs on its check."""
    if effect.randomised or effect.holds_zero:
        return None
    if check is None or check.value is None:
        return "no check"
    return None if check.holds_zero else "check not zero"


def _priced(effect: Effect) -> Effect:
    values = (effect.value, effect.lo, effect.hi)
    money, lo, hi = (None if v is None or effect.sales is None else v * effect.sales for v in values)
    return replace(effect, money=money, money_lo=lo, money_hi=hi)
