"""A lead's chance of a contract: what is planted in it, in closed form, so that the rates of the settings come out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import multivariate_normal, norm

from idic_lib.worlds.property.clock import Floats, arrivals, days_until_as_of, month_start, signed_by

if TYPE_CHECKING:
    from idic_lib.worlds.property.sections import Source
    from idic_lib.worlds.property.settings import PropertySettings

NEVER: Final = -1


def tilt(intent_spread: float, correlation: float, share: float) -> float:
    """Return the mean lift of the chance among the top `share` by a score that correlates so with the hidden intent.

    With intent z and score s standard normal, the lift exp(b z - b^2/2) has the mean Phi(b rho - k) / share above s = k,
    the quantile of the score that leaves `share` above it.
    """
    threshold = norm.ppf(1 - share)
    return float(norm.cdf(intent_spread * correlation - threshold) / share)


def called(settings: PropertySettings, correlation: float, with_score: float) -> float:
    """Return the eventual rate of the top `intent.called_share` by a figure that correlates so with the hidden intent and the score.

    As `tilt`, but the leads at the top also get more fast calls: the chance that figure and urge to call lie above their thresholds
    k and f is, with the intent's tilt b, that of a bivariate normal with means b rho and b rho' and correlation r.
    """
    own, speed, lift = settings.intent, settings.speed, speed_lift(settings)
    at, fast = norm.ppf(1 - own.called_share), norm.ppf(1 - speed.fast_share)
    means = np.array([own.spread * correlation - at, own.spread * own.behaviour * speed.follows_score - fast])
    together = speed.follows_score * with_score
    both = multivariate_normal(cov=np.array([[1, together], [together, 1]])).cdf(means)
    rate = settings.base_rate / (1 + lift * speed.fast_share * warmth_of_fast(settings))
    return float(rate * (norm.cdf(means[0]) + lift * both) / own.called_share)


def warmth_of_fast(settings: PropertySettings) -> float:
    """Return the mean lift of the leads that are called fast: they look warmer, and are."""
    seen = settings.intent.behaviour * settings.speed.follows_score
    return tilt(settings.intent.spread, seen, settings.speed.fast_share)


def speed_lift(settings: PropertySettings) -> float:
    """Return d such that a fast call makes a chance (1 + d) times what a slow one leaves, and adds `speed.effect` on average."""
    warm = settings.speed.fast_share * warmth_of_fast(settings)
    return settings.speed.effect / (settings.base_rate - settings.speed.effect * warm)


def late_share(settings: PropertySettings, source: Source) -> float:
    """Return the share of a source's contracts that would be signed after the CRM's launch."""
    before = signed_by(settings, source, month_start(settings, settings.crm.launch_month))
    return 1 - float((arrivals(settings, source) * before).sum())


def base_chance(settings: PropertySettings, source: Source) -> float:
    """Return the chance, before what is particular to a lead, that makes the source's rate come out over all its leads."""
    fast = 1 + speed_lift(settings) * settings.speed.fast_share * warmth_of_fast(settings)
    crm = 1 + settings.crm.effect * late_share(settings, source)
    return source.rate / (1 - source.repeated) / fast / crm


def project_shares(settings: PropertySettings) -> Floats:
    """Return, per day of the exports and project, the share of leads that ask for it (those on sale, a month before their launch)."""
    launches = np.array([month_start(settings, max(p.launch_month - 1, 0)) for p in settings.projects.values()])
    on_sale = np.arange(days_until_as_of(settings))[:, None] >= launches
    weights = on_sale * np.array([p.weight for p in settings.projects.values()])
    shares: Floats = weights / weights.sum(axis=1, keepdims=True)
    return shares


def contribution_rate(settings: PropertySettings, project: str) -> float:
    """Return the mean contribution of a contract as a share of its price."""
    own, service = settings.projects[project], settings.service
    return own.margin - service.share_of_price - own.costly_share * service.costly_share * service.costly_of_price
