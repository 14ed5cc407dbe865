"""What to do first with the portfolio: keep, grow, help up or let pay, by the money at hand for each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.portfolio.base import Base
from idic_lib.differentiate.portfolio.build import Portfolio
from idic_lib.differentiate.portfolio.potential import Potential
from idic_lib.facts import Decision, Option
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.text import N_

QUESTION = N_("Which customers first?")
FIRST: dict[str, str] = {
    "mvc": N_("Keep the most valuable"),
    "mgc": N_("Grow the most growable"),
    "migrator": N_("Help migrators up"),
    "below_zero": N_("Let those below zero pay, or stop what costs more than it brings"),
}
"""Group and the option's name."""

_CHANGES = N_(
    "The chance says only whether another amount is larger. The amounts are what is at hand with each group, not what an action brings, which nobody has tested: what the most valuable are expected to bring, what the best of their peers bring beyond the growable and the migrators, what those below zero cost. A test on a random part of two groups would tell how much of it can be had."
)


def options_of(base: Base) -> dict[str, str]:
    """Return the groups that may come first: nobody is told to be below zero where costs are not known."""
    return {group: name for group, name in FIRST.items() if group != "below_zero" or base.costs_known}


def expected_at_hand(of: Portfolio) -> Array:
    """Return the money at hand with each of `options_of` as it is expected, as the portfolio's table gives it."""
    group, brings, grows = of.groups["group"].to_numpy(), of.base.column("expected"), of.potential.column("unrealised")
    parts = {"mvc": brings, "mgc": grows, "migrator": grows, "below_zero": -brings}
    hand: Array = np.array([parts[name][group == name].sum() for name in options_of(of.base)])
    return hand


def at_hand(groups: pd.DataFrame, base: Base, of: Potential) -> Array:
    """Return the money at hand with each of `options_of` in every draw (draws x options, major units).

    Most valuable: what they bring. Most growable and migrators: what their best peers bring beyond them. Below zero: what they cost.
    """
    drawn = base.drawn
    grown = np.where(base.column("rate") >= 0, of.best, base.column("expected_sales"))  # as `potential` has it
    growth = grown * base.rates - drawn
    parts = {"mvc": drawn, "mgc": growth, "migrator": growth, "below_zero": -drawn}
    hand: Array = np.column_stack(
        [part[:, (groups["group"] == name).to_numpy()].sum(axis=1) for name, part in parts.items() if name in options_of(base)]
    )
    return hand


def first_decision(of: Portfolio, *, currency: str) -> Decision:
    """Choose the option with most money at hand, as expected; `p_wrong` is the share of joint draws in which another has more, `money_at_stake` the mean gap in those."""
    hand = at_hand(of.groups, of.base, of.potential)
    expected, names = expected_at_hand(of), list(options_of(of.base).values())
    chosen = int(expected.argmax())
    short = hand.max(axis=1) - hand[:, chosen]
    wrong = short > 0
    return Decision(
        id="differentiate.portfolio.first",
        question=QUESTION,
        options=tuple(_option(name, value, drawn, currency) for name, value, drawn in zip(names, expected, hand.T, strict=True)),
        choice=names[chosen],
        p_wrong=float(wrong.mean()),
        money_at_stake=float(short[wrong].mean()) if wrong.any() else 0.0,
        what_would_change_it=_CHANGES,
        measure=N_("Money at hand over the horizon"),
    )


def _option(name: str, value: float, drawn: Array, currency: str) -> Option:
    lo, hi = bootstrap.interval(drawn)
    return Option(name=name, value=float(value), lo=min(lo, float(value)), hi=max(hi, float(value)), unit=currency)
