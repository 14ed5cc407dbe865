"""Whom consciously not to serve: needs whose customers bring less than serving them costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from idic_lib.differentiate.needs.profile import Profiles
from idic_lib.facts import Decision, Option
from idic_lib.inference.intervals import Z95
from idic_lib.text import N_, _

Array = NDArray[np.float64]

EVERY = N_("Serve every need")
_CHANGE = N_("It counts what each need's customers left over so far, per week, for the weeks to come, and takes it that customers whose need is not served leave: what they would still buy speaks for leaving out, what a need's customers could yet bring against.")  # fmt: skip


def not_served_decision(
    profiles: Profiles, *, need_cost: float | None, weeks_seen: float, horizon_weeks: int, currency: str
) -> Decision | None:
    """Weigh serving every need against leaving out those that cost more than their customers leave over; None without contributions or a cost.

    `need_cost`: what one need costs over the horizon (major units). p_wrong is the share of bootstrap draws in which
    another set of needs is better, money_at_stake the mean loss in them.
    """
    if not profiles.by_contribution or need_cost is None:
        return None
    scale = horizon_weeks / weeks_seen
    gains = np.array([p.money.value for p in profiles.segments]) * scale - need_cost
    drawn = profiles.draws * scale - need_cost
    served = gains > 0
    if not served.any():
        served = gains == gains.max()
    missed = np.clip(drawn, 0, None).sum(axis=1) - drawn[:, served].sum(axis=1)
    wrong = missed > 0
    chosen = _name(profiles, served)
    return Decision(
        id="differentiate.needs.not_served", question=N_("Which needs should we consciously not serve?"),
        options=_options(profiles, gains, drawn, currency), choice=chosen, p_wrong=float(wrong.mean()),
        money_at_stake=float(missed[wrong].mean()) if wrong.any() else 0.0, what_would_change_it=_CHANGE,
        measure=N_("Left over after the cost of needs, over the horizon"),
    )  # fmt: skip


def _options(profiles: Profiles, gains: Array, drawn: Array, currency: str) -> tuple[Option, ...]:
    """Serve all, all but the worst, all but the two worst, ... down to the best alone."""
    order = np.argsort(-gains, kind="stable")
    rows = []
    for served in range(len(gains), 0, -1):
        kept = np.isin(np.arange(len(gains)), order[:served])
        value, half = float(gains[kept].sum()), Z95 * float(drawn[:, kept].sum(axis=1).std(ddof=1))
        rows.append(Option(name=_name(profiles, kept), value=value, lo=value - half, hi=value + half, unit=currency))
    return tuple(rows)


def _name(profiles: Profiles, served: NDArray[np.bool_]) -> str:
    left = [p.name for p, kept in zip(profiles.segments, served, strict=True) if not kept]
    return EVERY if not left else _("Leave out {needs}").format(needs=", ".join(left))
