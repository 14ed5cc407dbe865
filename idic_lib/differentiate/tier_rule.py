"""Which purchases should set the value tier? Three rules, judged by the sales that their top fifth brought afterwards."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.state import Money, estimated
from idic_lib.differentiate.top import caught
from idic_lib.facts import Decision, Fact, Option, refused
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

RULES: dict[str, str] = {
    "weeks_with_a_visit": N_("Weeks with a visit"),
    "four_weeks": N_("Last four weeks"),
    "six_months": N_("Last six months"),
}
"""Column of the half periods and the option's name."""

QUESTION = N_("Which purchases set the value tier?")
GAIN_ID = "differentiate.tier.six_months.gain"
GAIN_SALES_ID = "differentiate.tier.six_months.gain_sales"
_CHANGES = N_("A rule whose top fifth catches more of the later half's sales than the chosen one")


def tier_rule_draws(halves: pd.DataFrame, *, seed: int) -> tuple[list[Estimate], Array]:
    """Return each rule's share of second-half sales caught by its top fifth, and the joint draws (draws x rules)."""
    later = halves["second_half"].to_numpy(np.float64)
    scores = [halves[column].to_numpy(np.float64) for column in RULES]
    return bootstrap.estimates(lambda w: np.column_stack([caught(w, score, later, 0.2) for score in scores]), len(later), seed=seed)


def tier_gain_facts(halves: pd.DataFrame | Refusal, *, seed: int, currency: str, minor: int) -> list[Fact]:
    """State how much more of the second half's sales six months catch than four weeks do, in points and in money (paired bootstrap)."""
    if isinstance(halves, Refusal):
        return [refused(GAIN_ID, unit="points", reason=halves.reason), refused(GAIN_SALES_ID, unit=currency, reason=halves.reason)]
    shares, draws = tier_rule_draws(halves, seed=seed)
    lo, hi = bootstrap.interval(draws[:, 2] - draws[:, 1])
    value = shares[2].value - shares[1].value
    gain = Estimate(value, min(lo, value), max(hi, value), shares[0].n)
    total = Money(currency, minor).major(float(halves["second_half"].sum()))
    method = N_(
        "second-half sales caught by the top fifth chosen on six months less those chosen on four weeks; paired bootstrap over customers"
    )
    says = N_("A top fifth chosen on six months of purchases catches {value} more of the later half's sales than one chosen on four weeks.")
    in_money = N_("Chosen on six months and not on four weeks, the top fifth holds {value} more of the later half's sales.")
    return [
        estimated(GAIN_ID, gain, unit="points", method=method, says=says),
        estimated(
            GAIN_SALES_ID,
            gain.scaled(total),
            unit=currency,
            method=N_("the gain in points times the second half's sales; paired bootstrap over customers"),
            says=in_money,
        ),
    ]


def tier_rule_decision(halves: pd.DataFrame | Refusal, *, seed: int, currency: str, minor: int) -> Decision | None:
    """Price the three rules; None where the half periods were refused.

    `p_wrong` is the share of joint draws in which another rule catches more, `money_at_stake` the mean second-half sales
    that the chosen rule misses in those draws (0 when there are none).
    """
    if isinstance(halves, Refusal):
        return None
    shares, draws = tier_rule_draws(halves, seed=seed)
    chosen = int(np.argmax([s.value for s in shares]))
    missed = draws.max(axis=1) - draws[:, chosen]
    total = Money(currency, minor).major(float(halves["second_half"].sum()))
    names = list(RULES.values())
    return Decision(
        id="differentiate.tier_rule",
        question=QUESTION,
        options=tuple(Option(name=name, value=s.value, lo=s.lo, hi=s.hi, unit="share") for name, s in zip(names, shares, strict=True)),
        choice=names[chosen],
        p_wrong=float((missed > 0).mean()),
        money_at_stake=float(missed[missed > 0].mean() * total) if (missed > 0).any() else 0.0,
        what_would_change_it=_CHANGES,
        measure=N_("Share of later sales caught by the first fifth"),
    )
