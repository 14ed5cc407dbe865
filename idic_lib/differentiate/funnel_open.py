"""What the open leads will bring: the chance of a contract in the coming weeks by source and age, drawn with all that is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from idic_lib.differentiate.funnel_leads import Leads, Stages, leads_at
from idic_lib.engine import Relation
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate

EDGES = np.array([0, 28, 91, 182, 273, 364, 546, 728, np.inf])
"""Ages in days between which the daily chance of a contract is taken as constant."""
RECENT_DAYS = 364
"""The daily chance is learnt from the latest year only: interest rates, projects and prices change."""
_PRIOR, _CARRIED = 2.0, 0.3
ORIGINS, LEAST_DAYS, LEAST_MISFIT = 3, 182, 0.05


@dataclass(frozen=True)
class Hazards:
    """Contracts per open lead and day, by source (rows) and age band (columns): Gamma distributions with `shape` and `rate`.

    `given_up` is the same for leads that are lost, taken as known: a lead cannot sign once it is given up.
    """

    sources: tuple[str, ...]
    shape: Array
    rate: Array
    given_up: Array

    def mean(self) -> Array:
        """Return the expected hazards."""
        expected: Array = self.shape / self.rate
        return expected

    def draws(self, draws: int, rng: np.random.Generator) -> Array:
        """Draw hazards: draws x sources x bands."""
        drawn: Array = rng.standard_gamma(np.broadcast_to(self.shape, (draws, *self.shape.shape))) / self.rate
        return drawn


def hazards(leads: Leads) -> Hazards:
    """Learn the hazards of the latest year: contracts over lead-days, each source's drawn towards the common shape where it saw little.

    A source takes two contracts' worth from the average source, a cell two from what its band and source make likely.
    """
    sources = tuple(leads.names)
    signed, lost, watched = _counts(leads, sources)
    common = _common(signed.sum(axis=0), watched.sum(axis=0))
    factor = (signed.sum(axis=1) + 2) / (watched @ common + 2)
    given_up = lost / np.maximum(watched, 1)
    return Hazards(sources, signed + _PRIOR, watched + _PRIOR / (common[None, :] * factor[:, None]), given_up)


def _common(signed: Array, watched: Array) -> Array:
    """Return the hazard by band over all sources; each takes a little from the bands before it, whose decline goes on where nothing was seen."""
    found = [(signed[0] + 0.5) / (watched[0] + 1)]
    for count, days in zip(signed[1:], watched[1:], strict=True):
        likely = found[-1] * min(1.0, found[-1] / found[-2]) if len(found) > 1 else found[-1]
        found.append((count + _CARRIED) / (days + _CARRIED / likely))
    return np.array(found)


def _counts(leads: Leads, sources: tuple[str, ...]) -> tuple[Array, Array, Array]:
    """Count contracts, leads given up and lead-days of the latest year, by source and age band."""
    row, since = _rows(leads, sources), leads.age - RECENT_DAYS
    given_up = (leads.table["lost_on"] - leads.table["created_on"]).dt.days.clip(lower=0).to_numpy(np.float64)
    lost = ~np.isnan(given_up)
    last = np.where(lost, given_up, leads.days)
    watched = np.zeros((len(sources), len(EDGES) - 1))
    np.add.at(watched, row, _overlap(np.maximum(since, 0), last + np.where(lost | leads.won, 0.5, 1.0)))
    ended = [np.zeros_like(watched), np.zeros_like(watched)]
    for counts, flags in zip(ended, (leads.won, lost), strict=True):
        recent = flags & (last >= since)
        np.add.at(counts, (row[recent], np.searchsorted(EDGES, last[recent], side="right") - 1), 1)
    return ended[0], ended[1], watched


def _rows(leads: Leads, sources: tuple[str, ...]) -> NDArray[np.int64]:
    """Return the row of each lead's source."""
    places = {s: k for k, s in enumerate(sources)}
    return np.array([places[s] for s in leads.table["source"]], dtype=np.int64)


def _overlap(begin: Array, end: Array) -> Array:
    """Return how many days of [begin, end) fall into each age band: rows x bands."""
    inside: Array = np.clip(np.minimum(end[:, None], EDGES[None, 1:]) - np.maximum(begin[:, None], EDGES[None, :-1]), 0, None)
    return inside


@dataclass(frozen=True)
class Outlook:
    """What open leads will bring within `days`: `chance` per open lead in the table's order, and drawn totals of contracts."""

    days: int
    chance: Array
    drawn: Array

    @property
    def contracts(self) -> Estimate:
        """Expected contracts with their 95 % interval."""
        value = float(self.chance.sum())
        lo, hi = bootstrap.interval(self.drawn)
        return Estimate(value, min(lo, value), max(hi, value), len(self.chance))


def outlook(leads: Leads, *, days: int, draws: int, seed: int, misfit: float = 0.0) -> Outlook:
    """Expect contracts of the open leads in `days` from `leads.until`: hazards drawn, then leads, then one error as large as past misfit."""
    found, rng = hazards(leads), np.random.default_rng(seed)
    aged = np.column_stack([_rows(leads, found.sources), leads.age + 1])[leads.open]
    cells, at, count = np.unique(aged, axis=0, return_inverse=True, return_counts=True)
    source, ahead = cells[:, 0].astype(np.int64), _overlap(cells[:, 1], cells[:, 1] + days)
    likely, totals = np.zeros(len(cells)), np.zeros(draws)
    mean, drawn = found.mean(), found.draws(draws, rng)
    for k in range(len(found.sources)):
        own = source == k
        likely[own] = _chances(mean[k][None, :], found.given_up[k], ahead[own])[0]
        totals += rng.binomial(count[own], _chances(drawn[:, k, :], found.given_up[k], ahead[own])).sum(axis=1)
    return Outlook(days, likely[at.ravel()], totals * np.exp(misfit * rng.standard_normal(draws)))


def _chances(signs: Array, given_up: Array, ahead: Array) -> Array:
    """Return the chance of a contract before being given up: draws x leads, from hazards (draws x bands) and days ahead (leads x bands)."""
    still, chance = np.ones((len(signs), len(ahead))), np.zeros((len(signs), len(ahead)))
    for band in range(ahead.shape[1]):
        leaves = signs[:, [band]] + given_up[band]
        ends = -np.expm1(-leaves * ahead[None, :, band])
        chance += still * ends * signs[:, [band]] / leaves
        still *= 1 - ends
    return chance


@dataclass(frozen=True)
class Judged:
    """One forecast of the past: made on `cut`, against the contracts that the leads open then signed until `until`."""

    cut: date
    until: date
    forecast: Estimate
    noise: float
    """Standard deviation of the drawn forecast on the log scale."""
    naive: int
    actual: int

    @property
    def closer(self) -> str:
        """Which came closer: 'funnel' or 'naive'."""
        return "funnel" if abs(self.forecast.value - self.actual) <= abs(self.naive - self.actual) else "naive"


def judge(leads: Relation, stages: Stages, *, as_of: date, days: int, draws: int, seed: int) -> list[Judged]:
    """Forecast up to three past windows of the same length, the latest first, from what was known at each; naive is the window before, repeated."""
    first = leads_at(leads, stages, until=as_of).table["created_on"].min()
    cuts = [as_of - timedelta(days=days * k) for k in range(1, ORIGINS + 1)]
    usable = [c for c in cuts if (c - first.date()).days >= max(LEAST_DAYS, days)]
    return [_judged(leads, stages, cut, days=days, draws=draws, seed=seed) for cut in usable]


def _judged(leads: Relation, stages: Stages, cut: date, *, days: int, draws: int, seed: int) -> Judged:
    until = cut + timedelta(days=days)
    made = outlook(leads_at(leads, stages, until=cut), days=days, draws=draws, seed=seed)
    noise = float(np.std(np.log(np.maximum(made.drawn, 0.5))))
    naive = signed_by_open(leads, stages, since=cut - timedelta(days=days), until=cut)
    return Judged(cut, until, made.contracts, noise, naive, signed_by_open(leads, stages, since=cut, until=until))


def signed_by_open(leads: Relation, stages: Stages, *, since: date, until: date) -> int:
    """Count the contracts signed in [since, until) by leads that were open on `since`."""
    known = leads_at(leads, stages, until=since)
    later = leads_at(leads, stages, until=until).table
    signed = later.loc[later["won_on"].notna(), "lead_id"]
    return int(signed.isin(known.table.loc[known.open, "lead_id"]).sum())


def latest_window(leads: Relation, stages: Stages, *, as_of: date, days: int) -> int:
    """Count the contracts signed in the last `days` by leads that were open at their start: the naive forecast of the next `days`."""
    return signed_by_open(leads, stages, since=as_of - timedelta(days=days), until=as_of)


def past_misfit(judged: list[Judged]) -> float:
    """Return the error that past forecasts made beyond what they foresaw, on the log scale: at least 5 %."""
    if not judged:
        return LEAST_MISFIT
    errors = [np.log(max(j.actual, 0.5) / max(j.forecast.value, 0.5)) ** 2 - j.noise**2 for j in judged]
    return float(np.sqrt(max(LEAST_MISFIT**2, np.mean(errors))))
