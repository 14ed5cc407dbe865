"""The majority rule with its third branch: reward, fix, or ask more customers first."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from statistics import NormalDist

import numpy as np

from idic_lib.differentiate.satisfaction.share import Share
from idic_lib.facts import Decision, Option
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

REWARD, FIX, ASK = N_("Reward and keep those who are satisfied"), N_("Fix the most common problems"), N_("Ask more customers first")
QUESTION = N_("Reward satisfied customers first, or fix what makes customers dissatisfied?")
CHANGES = N_("Answers of more customers drawn at random. No effect of either is claimed: the money is what the customers by whom the other side may be larger have bought so far.")  # fmt: skip
CHANGES_ASK = N_("Answers of as many more customers, drawn at random, as are said to be needed. Nothing is spent on either side before, so no chance of being wrong is given.")  # fmt: skip
MEASURE = N_("Share of all customers, or how many to ask")
SURE = 0.9
"""Act when one side has the majority with this chance: either act can be taken back, so one in ten may be wrong; intervals stay at 95 %."""
_POWER = 0.8


@dataclass(frozen=True)
class Majority:
    """Which branch of the rule holds, the chance that most are satisfied, and how many more to ask (0 where it is clear)."""

    choice: str
    chance: float
    needed: Estimate


def majority(share: Share, *, customers: int, sure: float = SURE) -> Majority:
    """Apply the rule: reward where most are satisfied with chance `sure`, fix where most are not, ask where neither is."""
    chance = float((share.draws > 0.5).mean() + (share.draws == 0.5).mean() / 2)
    choice = REWARD if chance >= sure else FIX if chance <= 1 - sure else ASK
    return Majority(choice, chance, _needed(share, customers, sure) if choice == ASK else Estimate(0, 0, 0, share.asked))


def _needed(share: Share, customers: int, sure: float) -> Estimate:
    """Return how many more answers tell a majority, with chance 0.8, if the share is as estimated; the ends are those of its interval."""
    of = share.estimate
    far = max(abs(of.lo - 0.5), abs(of.hi - 0.5))
    near = 0.0 if of.lo <= 0.5 <= of.hi else min(abs(of.lo - 0.5), abs(of.hi - 0.5))
    ends = [_more(gap, share.asked, customers, sure) for gap in (far, abs(of.value - 0.5), near)]
    return Estimate(ends[1], ends[0], ends[2], share.asked)


def _more(gap: float, asked: int, customers: int, sure: float) -> int:
    """n0 = (z_sure + z_power)^2 / 4 gap^2 answers, fewer where everybody is few: n = n0 / (1 + n0 / N) (Cochran 1977, eq. 4.2)."""
    endless = (NormalDist().inv_cdf(sure) + NormalDist().inv_cdf(_POWER)) ** 2 / (4 * max(gap, 1e-4) ** 2)
    return max(ceil(endless / (1 + endless / customers)) - asked, 1)


def _asked(rule: Majority) -> Option:
    """Say how many more to ask; nothing where the majority is sure."""
    more = rule.needed
    if rule.choice != ASK:
        return Option(name=ASK, value=None, unit="customers")
    return Option(name=ASK, value=more.value, lo=more.lo, hi=more.hi, unit="customers")


def focus_decision(share: Share, rule: Majority, *, minor: int) -> Decision:
    """State the decision; money_at_stake is the mean, over draws in which the other side is right, of the sales by which it is larger.

    Every customer counts at average sales so far, as every customer has one vote in the rule; no effect of rewarding or fixing is claimed.
    """
    of = share.estimate
    options = (
        Option(name=REWARD, value=of.value, lo=of.lo, hi=of.hi, unit="share"),
        Option(name=FIX, value=1 - of.value, lo=1 - of.hi, hi=1 - of.lo, unit="share"),
        _asked(rule),
    )
    if rule.choice == ASK:
        return Decision(id="differentiate.focus", question=QUESTION, options=options, choice=ASK, p_wrong=None, money_at_stake=None, what_would_change_it=CHANGES_ASK, measure=MEASURE)  # fmt: skip
    wrong = share.draws < 0.5 if rule.choice == REWARD else share.draws > 0.5
    lost = np.abs(2 * share.draws - 1)[wrong] * share.sales
    return Decision(
        id="differentiate.focus", question=QUESTION, options=options, choice=rule.choice, p_wrong=float(wrong.mean()),
        money_at_stake=float(lost.mean()) / minor if wrong.any() else 0.0, what_would_change_it=CHANGES, measure=MEASURE,
    )  # fmt: skip
