"""Who should get the service: three ways, judged by the value that each covered in the hold-out."""

from __future__ import annotations

import numpy as np

from idic_lib.differentiate.allocation.past import Covered
from idic_lib.differentiate.allocation.plan import RULES, Plan, around, over
from idic_lib.differentiate.history import Refusal
from idic_lib.facts import Decision, Option
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

QUESTION = N_("Who gets service beyond the ordinary?")
_CHANGES = N_(
    "A test in which a part of the chosen goes without the service: if the best stay anyway, places belong to those whom service changes"
)
_CAME, _EXPECTED = N_("Share of later sales reached"), N_("Share of what is expected that is reached")
_REFUSED = N_("A forecast of what each customer will bring: without it nobody can be chosen by value")


def allocation_decision(plan: Plan | Refusal, found: Covered | Refusal) -> Decision | None:
    """Choose the rule that covered most of the hold-out's value; without a back-test, of the value expected. None without a plan.

    `p_wrong` is the share of joint draws in which another rule covers more, `money_at_stake` the mean value out of reach in those
    draws: the missed share of a draw times the value ahead of a draw, in major units. It is value in reach of service, not a gain.
    """
    if isinstance(plan, Refusal):
        return None
    shares, drawn = _shares(plan, found)
    chosen = int(np.argmax([s.value for s in shares]))
    missed = drawn.max(axis=1) - drawn[:, chosen]
    wrong = missed > 0
    names = list(RULES.values())
    return Decision(
        id="differentiate.allocation",
        question=QUESTION,
        options=tuple(Option(name=n, value=s.value, lo=s.lo, hi=s.hi, unit="share") for n, s in zip(names, shares, strict=True)),
        choice=names[chosen],
        p_wrong=float(wrong.mean()),
        money_at_stake=float(missed[wrong].mean() * plan.totals.mean()) if wrong.any() else 0.0,
        what_would_change_it=_CHANGES,
        measure=_EXPECTED if isinstance(found, Refusal) else _CAME,
    )


def _shares(plan: Plan, found: Covered | Refusal) -> tuple[list[Estimate], Array]:
    """Return the share covered by each rule and its draws (draws x rules)."""
    if isinstance(found, Refusal):
        drawn = np.column_stack([over(plan.reached(r), plan.totals) for r in RULES])
        return [plan.share(r) for r in RULES], drawn
    drawn = np.column_stack([found.draws[r] for r in RULES])
    by_value, by_sales = (around(found.covered[r].value, found.draws[r], found.customers) for r in ("by_value", "by_sales"))
    return [by_value, found.lot, by_sales], drawn
