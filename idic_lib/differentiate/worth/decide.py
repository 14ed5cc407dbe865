"""What to do about customers below zero, judged on what those found in the first half went on to cost in the second."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.state import Money, estimated
from idic_lib.facts import Decision, Fact, Option
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.text import N_

QUESTION = N_("What to do about customers who cost more than they bring?")
NOTHING = N_("Change nothing")
MEASURES = {
    "discount": N_("Give them no more discounts"),
    "delivery": N_("Charge them what delivery costs"),
    "returns": N_("Let them pay for what they send back"),
}
"""Cost that a measure would spare, and the option's name."""
FEWEST = 30
_CHANGES = N_("A test on customers drawn by lot in which those treated so leave over less than the others")


def lasting_facts(watched: pd.DataFrame, *, seed: int, currency: str, minor: int) -> list[Fact]:
    """State how those below zero in the first half went on (`lasting`): how many stay there, and what they left over; none for fewer than 30."""
    again = watched[watched["again"]]
    if len(again) < FEWEST:
        return []
    left = watched["contribution"].to_numpy(np.float64)
    sums = bootstrap.estimate(lambda w: w @ left, len(left), seed=seed)
    return [
        estimated(
            "differentiate.below_zero.lasting",
            bootstrap.share((again["contribution"] < 0).to_numpy(), seed=seed),
            unit="share",
            method=N_(
                "share below zero in the second half among those below zero in the first who ordered again; bootstrap over customers"
            ),
            says=N_("Of the customers below zero in the first half who ordered again, {value} were below zero in the second half too."),
        ),
        estimated(
            "differentiate.below_zero.next",
            sums.scaled(1 / minor),
            unit=currency,
            method=N_("what customers below zero in the first half left over in the second; bootstrap over customers"),
            says=N_("The {n} customers below zero in the first half left {value} in the second."),
        ),
    ]


def below_zero_decision(watched: pd.DataFrame, *, seed: int, currency: str, minor: int) -> Decision | None:
    """Price the measures on the second half of those below zero in the first (`lasting`); None for fewer than 30 of them.

    A measure spares its cost on the purchases that stay, and loses what the others would have left over. Nothing tells how many go:
    any share from none to all is taken as equally likely, drawn for each measure. p_wrong and money_at_stake by joint draws.
    """
    if len(watched) < FEWEST:
        return None
    money, names = Money(currency, minor), [NOTHING, *MEASURES.values()]
    value, draws = _gains(watched, seed)
    chosen = int(np.argmax(value))
    missed = draws.max(axis=1) - draws[:, chosen]
    bounds = [bootstrap.interval(draws[:, k]) for k in range(len(names))]
    options = [
        Option(name=name, value=money.major(v), lo=money.major(min(lo, v)), hi=money.major(max(hi, v)), unit=currency)
        for name, v, (lo, hi) in zip(names, value, bounds, strict=True)
    ]
    return Decision(
        id="differentiate.below_zero",
        question=QUESTION,
        options=tuple(options),
        choice=names[chosen],
        p_wrong=float((missed > 0).mean()),
        money_at_stake=money.major(float(missed[missed > 0].mean())) if (missed > 0).any() else 0.0,
        what_would_change_it=_CHANGES,
        measure=N_("Gain in the second half, if half of their purchases go"),
    )


def _gains(watched: pd.DataFrame, seed: int) -> tuple[Array, Array]:
    """Return each option's gain in minor units, when half of the purchases go, and in draws (draws x options); nothing gains nothing."""
    spared, left = watched[list(MEASURES)].to_numpy(np.float64), watched["contribution"].to_numpy(np.float64)
    sums, drawn = bootstrap.estimates(lambda w: np.column_stack([w @ spared, w @ left]), len(watched), seed=seed)
    middle = np.array([s.value for s in sums])
    leaving = np.random.default_rng(seed).random((len(drawn), len(MEASURES)))
    gains = (1 - leaving) * drawn[:, :-1] - leaving * drawn[:, -1:]
    return np.append(0.0, (middle[:-1] - middle[-1]) / 2), np.column_stack([np.zeros(len(drawn)), gains])
