"""Which settings cannot be together: months outside the world, names that mean nothing, chances above 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import norm

from idic_lib.worlds.property.chances import base_chance, late_share, speed_lift, warmth_of_fast

if TYPE_CHECKING:
    from idic_lib.worlds.property.settings import PropertySettings

MOST_LOST: Final = 0.02
"""A source's rate may come out lower by this part, because nobody's chance is above 1."""


def possible(settings: PropertySettings) -> None:
    """Raise ValueError, with the name of the setting, where the settings contradict one another."""
    _months(settings)
    _names(settings)
    _chances(settings)


def _months(settings: PropertySettings) -> None:
    months = settings.world.months
    launches = {f"projects.{n}.launch_month": p.launch_month for n, p in settings.projects.items()}
    for name, month in {"shock.month": settings.shock.month, "crm.launch_month": settings.crm.launch_month, **launches}.items():
        if month >= months:
            raise ValueError(f"{name} = {month} lies beyond world.months = {months}; months count from 0")
    if min(launches.values()) > 0:
        raise ValueError("no project is on sale in month 0; leads would have nothing to ask for")
    if settings.crm.launch_month + settings.crm.window_months > months:
        raise ValueError("crm.window_months after crm.launch_month reach beyond world.months")


def _names(settings: PropertySettings) -> None:
    strange = {p for s in settings.sources.values() for p in s.lift} - set(settings.projects)
    if strange or set(settings.needs) != set(settings.projects):
        raise ValueError(f"sources.*.lift and needs must name the projects {', '.join(settings.projects)}")
    bought = set(settings.interior.wanted) - {"Không"}
    if not bought <= set(settings.interior.price) or not bought <= set(settings.interior.cost):
        raise ValueError(f"interior.price and interior.cost must name the packages {', '.join(sorted(bought))}")
    if settings.team.bulk_reps > settings.team.reps:
        raise ValueError(f"team.bulk_reps = {settings.team.bulk_reps} is more than team.reps = {settings.team.reps}")


def _chances(settings: PropertySettings) -> None:
    """Hold a lead's chance below 1: with the highest lifts, hardly any of a source's rate may lie above it."""
    warm = settings.speed.fast_share * warmth_of_fast(settings)
    if settings.speed.effect * warm >= settings.base_rate:
        raise ValueError(f"speed.effect = {settings.speed.effect:g} is more than all contracts per lead ({settings.base_rate:.4f}) allow")
    for name, own in settings.sources.items():
        if own.rate and lost_to_one(_highest(settings, name), settings.intent.spread) > MOST_LOST:
            raise ValueError(
                f"sources.{name}.rate = {own.rate:g}, with intent.spread, speed.effect and crm.effect, gives warm leads a chance above 1"
            )


def _highest(settings: PropertySettings, source: str) -> float:
    own = settings.sources[source]
    crm = 1 + max(settings.crm.effect, 0) * (late_share(settings, own) > 0)
    return base_chance(settings, own) * (1 + speed_lift(settings)) * crm


def lost_to_one(chance: float, spread: float) -> float:
    """Return the part of a mean chance that is lost because no chance exceeds 1, where log-normal lifts of mean 1 act on it.

    E max(c X - 1, 0) / c with log X normal of standard deviation `spread`: the formula of an option's price (Black and Scholes).
    """
    if spread == 0:
        return max(1 - 1 / chance, 0.0)
    upper = (np.log(chance) + spread**2 / 2) / spread
    return float(norm.cdf(upper) - norm.cdf(upper - spread) / chance)
