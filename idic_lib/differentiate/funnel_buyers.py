"""What those are worth who have bought: the second unit they may sign within the horizon, and the contracts of whom they send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from idic_lib.differentiate.funnel import Funnel
from idic_lib.differentiate.funnel_value import YEAR, Prices, Referrals, Worth
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, refused
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_
from idic_lib.text.letters import slug

AT = "differentiate.buyers"
UNKNOWN = N_(
    "What buyers are still worth needs three things: buyers watched for 52 weeks, leads that say who sent them and were followed for long enough, and amounts of contracts. Collect what is missing."
)


@dataclass(frozen=True)
class BuyersWorth:
    """Contracts expected over the horizon from all buyers: `second` of their own, `referred` of the leads they send then.

    `value` (major units) is what both are worth, `each` that per buyer; contribution where `by_margin`, else sales. `named`: each lead
    says who sent it; else the referred are at most so many.
    """

    second: Estimate
    referred: Estimate
    value: Estimate
    each: Estimate
    by_margin: bool
    named: bool


def referral_chance(funnel: Funnel, *, sources: Sequence[str]) -> Estimate | None:
    """Give the chance that a referred lead signs within the funnel's weeks: that of the largest of the referral `sources`, or None."""
    wanted = {slug(s) for s in sources}
    return next((s.chance for s in funnel.sources if s.slug in wanted and s.chance is not None), None)


def buyers_worth(  # noqa: PLR0913 - what a buyer's worth is made of
    buyers: int,
    *,
    again: Estimate | None,
    sent: Referrals | None,
    chance: Estimate | None,
    found: Prices | None,
    worth: Worth,
    seed: int,
    draws: int = 1000,
) -> BuyersWorth | None:
    """Price the second units and the contracts of referred leads over the horizon of `worth`; None where a part is not known.

    Drawn jointly: the yearly share that signs again and the leads a buyer sends (their posteriors after Jeffreys' prior), the chance
    that such a lead signs, how many then do, and the amounts.
    """
    if again is None or sent is None or chance is None or found is None or not buyers:
        return None
    rng, years = np.random.default_rng(seed), worth.ahead.days / YEAR
    signed = round(again.value * again.n)
    yearly = rng.beta(signed + 0.5, again.n - signed + 0.5, draws)
    leads = rng.gamma(sent.count + 0.5, 1 / sent.years, draws) * years
    signs = np.clip(rng.normal(chance.value, (chance.hi - chance.lo) / 3.92, draws), 0, 1)
    own, others = rng.binomial(buyers, 1 - (1 - yearly) ** years), rng.poisson(buyers * leads * signs)
    values = buyers * (1 - (1 - again.value) ** years), buyers * sent.rate.value * years * chance.value
    margin = worth.margin_rate or 1.0
    money = found.sums((own + others).astype(np.float64), rng) * margin
    total = _around(sum(values) * found.mean * margin, money, buyers)
    second, referred = (_around(v, d.astype(np.float64), buyers) for v, d in zip(values, (own, others), strict=True))
    return BuyersWorth(second, referred, total, total.scaled(1 / buyers), worth.margin_rate is not None, sent.named)


def _around(value: float, drawn: Array, n: int) -> Estimate:
    lo, hi = bootstrap.interval(drawn)
    return Estimate(value, min(lo, value), max(hi, value), n)


def buyers_facts(found: BuyersWorth | None, *, currency: str) -> list[Fact]:
    """State the second units and referred contracts expected of the buyers, and what both are worth, in total and per buyer."""
    units = {"second": "purchases", "referred": "purchases", "value": currency, "each": currency}
    if found is None:
        return [refused(f"{AT}.{k}", unit=u, reason=UNKNOWN) for k, u in units.items()]
    says = _says(named=found.named, by_margin=found.by_margin)
    method = N_("yearly share that signs again and leads sent a year, times the horizon, chance and mean amount; all drawn jointly")
    of = {"second": found.second, "referred": found.referred, "value": found.value, "each": found.each}
    facts = [estimated(f"{AT}.{k}", of[k], unit=u, method=method, says=says[k]) for k, u in units.items()]
    return [*facts[:2], *(f.model_copy(update={"grade": "D"}) if found.by_margin else f for f in facts[2:])]


def _says(*, named: bool, by_margin: bool) -> dict[str, str]:
    referred = {
        True: N_("Leads whom they send over the horizon are expected to sign {value} ({lo} to {hi}), now or later."),
        False: N_("Leads whom they send over the horizon are expected to sign at most {value} ({lo} to {hi}), now or later: all referred leads count."),
    }  # fmt: skip
    value = {
        True: N_("Second units and referrals of the {n} buyers are worth {value} ({lo} to {hi}) in contribution, at the margin that the case assumes."),
        False: N_("Second units and referrals of the {n} buyers are worth {value} ({lo} to {hi}) in sales."),
    }  # fmt: skip
    return {
        "second": N_("The {n} buyers are expected to sign {value} second contracts ({lo} to {hi}) over the horizon."),
        "referred": referred[named],
        "value": value[by_margin],
        "each": N_("That is {value} a buyer ({lo} to {hi})."),
    }


def base_draws(base: pd.DataFrame, worth: Worth, *, seed: int, n: int = 200) -> Array:
    """Draw what everybody worth a call brings within the horizon, in major units (n x rows of `base`).

    Each signs or does not, with the chance behind the expected amount, moved in each draw as the total of the open leads' contracts is.
    """
    rng, each = np.random.default_rng(seed), max(worth.each, 1.0)
    chance = base["expected_amount"].to_numpy(np.float64) / each
    drawn = rng.choice(worth.ahead.drawn, size=(n, 1)) / max(worth.ahead.contracts.value, np.finfo(float).tiny)
    signed = rng.random((n, len(base))) < -np.expm1(-chance * drawn)
    money: Array = signed * each / worth.minor
    return money
