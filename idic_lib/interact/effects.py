"""What did a campaign add? The controlled estimate of one campaign and of all, each with its check on earlier weeks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.facts import Verdict
from idic_lib.inference.effect import overlap_effect, randomised_effect
from idic_lib.inference.history import covariates, has_history
from idic_lib.inference.intervals import Z95, Estimate
from idic_lib.inference.overlap import FEWEST, Gate, overlap_gate, propensity
from idic_lib.interact.panel import Cohort, Panel, campaign_row, campaign_span, cohort, reach
from idic_lib.interact.verdicts import Effect, Reason, judge

CHECK_WEEKS = -8


@dataclass(frozen=True)
class Reading:
    """A campaign's effect with its verdict, and the same estimate eight weeks earlier (None where no such window fits)."""

    effect: Effect
    check: Effect | None


def campaign_effect(panel: Panel, campaigns: pd.DataFrame, touches: Relation, *, campaign: str | int, shift_weeks: int = 0) -> Effect:
    """Estimate what a campaign added to the sales of those it was sent to, with the verdict that the data allows.

    Customers with a purchase in the 16 weeks before are compared by overlap-weighted regression on four windows of 28 days
    counted back from the start (Li, Morgan, Zaslavsky 2018); the outcome is spend from the first to the last day of the campaign.
    With `shift_weeks` below 0 the same customers are compared on earlier weeks: a check, which should be zero and has no verdict.
    """
    effect = _estimated(panel, campaigns, touches, str(campaign), shift_weeks)
    return effect if shift_weeks else judge(effect, _check(panel, campaigns, touches, effect))


def campaign_effects(panel: Panel, campaigns: pd.DataFrame, touches: Relation) -> list[Reading]:
    """Estimate every campaign that began before `as_of`, in order of its start."""
    begun = campaigns.loc[campaigns["starts_on"] < pd.Timestamp(panel.as_of)].sort_values(["starts_on", "campaign_id"], kind="stable")
    estimates = [_estimated(panel, campaigns, touches, str(i), 0) for i in begun["campaign_id"]]
    checks = [_check(panel, campaigns, touches, e) for e in estimates]
    return [Reading(judge(e, c), c) for e, c in zip(estimates, checks, strict=True)]


def difference(effect: Effect, check: Effect | None) -> Estimate | None:
    """Return effect less check, as a share of the reached's sales, the two taken as independent; None where one is missing."""
    if check is None or effect.value is None or check.value is None or effect.se is None or check.se is None:
        return None
    value, half = effect.value - check.value, Z95 * hypot(effect.se, check.se)
    return Estimate(value, value - half, value + half, effect.reached)


def focus_campaign(readings: list[Reading]) -> Reading | None:
    """Return the campaign to look at closely: the latest shown or suggested, else the latest with an estimate, else the latest."""
    ordered = sorted(readings, key=lambda r: (r.effect.starts_on, r.effect.campaign))
    stated = [r for r in ordered if r.effect.verdict in {Verdict.SHOWN, Verdict.SUGGESTED}]
    estimated = [r for r in ordered if r.effect.value is not None]
    return next((found[-1] for found in (stated, estimated, ordered) if found), None)


def _check(panel: Panel, campaigns: pd.DataFrame, touches: Relation, effect: Effect) -> Effect | None:
    """Return the estimate eight weeks earlier, or None where the effect itself is missing or no 16 weeks lie before that."""
    if effect.value is None:
        return None
    check = _estimated(panel, campaigns, touches, effect.campaign, CHECK_WEEKS)
    return None if check.value is None else check


def _estimated(panel: Panel, campaigns: pd.DataFrame, touches: Relation, campaign: str, shift_weeks: int) -> Effect:
    row = campaign_row(campaigns, campaign)
    span, who = campaign_span(row, shift_weeks=shift_weeks), reach(touches, campaign, as_of=panel.as_of)
    kind = row.get("campaign_type")
    effect = Effect(campaign, None if pd.isna(kind) else str(kind), span.starts_on, span.until, shift_weeks, len(who.sent))
    early = _too_little(panel, effect)
    return replace(effect, reason=early) if early else _compared(effect, cohort(panel, span, who))


def _too_little(panel: Panel, effect: Effect) -> Reason | None:
    """Return what is missing before anybody is compared."""
    if not effect.sent:
        return "not sent"
    if effect.until > panel.as_of:
        return "follow-up"
    return None if has_history(panel.first_on, effect.starts_on) else "history"


def _compared(effect: Effect, who: Cohort) -> Effect:
    """Fill in groups, gate and estimate."""
    reached, comparison = int(who.treated.sum()), int((~who.treated).sum())
    sales = int(who.during[who.treated].sum())
    effect = replace(effect, reached=reached, comparison=comparison, sales=sales, randomised=who.randomised)
    if min(reached, comparison) < FEWEST or sales <= 0:
        return replace(effect, reason="group size")
    value, lo, hi, se, gate = _weighed(who)
    failed: Reason | None = "overlap" if gate and not gate.passed else None
    return replace(effect, value=value, lo=lo, hi=hi, se=se, gate=gate, reason=failed)


def _weighed(who: Cohort) -> tuple[float, float, float, float, Gate | None]:
    columns = covariates(who.windows)
    if who.randomised:
        return (*randomised_effect(columns, who.treated, who.during).share(), None)
    chance = propensity(columns, who.treated)
    gate = overlap_gate(columns, who.treated, chance=chance)
    return (*overlap_effect(columns, who.treated, who.during, chance=chance).share(), gate)
