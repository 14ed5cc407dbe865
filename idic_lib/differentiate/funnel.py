"""Where contracts come from: each source's rate so far beside its chance once young leads count as open, and what a contract costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from idic_lib.differentiate.funnel_chance import Incidence, incidence
from idic_lib.differentiate.funnel_cure import Cure, cure
from idic_lib.differentiate.funnel_leads import Leads
from idic_lib.engine import Relation
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate, wilson
from idic_lib.text.letters import slug

FEWEST, LEAST_WEEKS = 50, 13
"""Leads that must still be followed at the horizon, and the shortest horizon that says anything."""
DRAWS = 4000


@dataclass(frozen=True)
class Source:
    """One source: `naive` is contracts over leads, `chance` the chance within the funnel's weeks (None: too few leads followed so long)."""

    slug: str
    name: str
    leads: int
    contracts: int
    curve: Incidence
    naive: Estimate
    chance: Estimate | None
    eventual: Cure | None
    cost: float | None
    """What all its leads cost, in major units; None where no cost was supplied."""

    def per_contract(self, rate: Estimate) -> Estimate | None:
        """Give the cost of one contract at a rate of contracts per lead; its interval is the rate's, the cost being counted."""
        if self.cost is None or rate.value <= 0 or rate.lo <= 0:
            return None
        each = self.cost / self.leads
        return Estimate(each / rate.value, each / rate.hi, each / rate.lo, self.leads)


@dataclass(frozen=True)
class Ranking:
    """The sources that can be compared, by cost per contract or else by rate, best first: places as they look and as they are, with draws.

    `naive` and `mature` hold one draw a row of what is compared (smaller is better), columns as `sources`.
    """

    sources: tuple[Source, ...]
    by_cost: bool
    naive: Array
    mature: Array
    places_naive: tuple[int, ...]
    places: tuple[int, ...]

    @property
    def riser(self) -> Source | None:
        """The source that gains most places, or None where the order stays."""
        gains = [before - now for before, now in zip(self.places_naive, self.places, strict=True)]
        best = max(gains, default=0)
        rising = [s for s, gain in zip(self.sources, gains, strict=True) if gain == best]
        return max(rising, key=lambda s: (s.chance.value if s.chance else 0) / max(s.naive.value, 1e-9)) if best > 0 else None


@dataclass(frozen=True)
class Funnel:
    """All sources, largest first, compared within the same `weeks` (None: no source was followed for long enough)."""

    leads: Leads
    sources: tuple[Source, ...]
    weeks: int | None

    @property
    def days(self) -> float:
        """The horizon in days."""
        return 7.0 * (self.weeks or 0)


def source_costs(costs: Relation | None, *, minor: int) -> dict[str, float]:
    """Return what each source cost in major units, by slug: the rows of `costs` whose `per` is "source"."""
    if costs is None:
        return {}
    table = costs.engine.query("costs_by_item", per="source")
    spent = table.assign(slug=[slug(i) for i in table["item"]]).groupby("slug")["amount"].sum() / minor
    return {str(k): float(v) for k, v in spent.items()}


def funnel(leads: Leads, *, weeks: int, costs: dict[str, float] | None = None) -> Funnel:
    """Compare the sources within `weeks`, or within fewer where a source with enough leads was not followed so long.

    A source that `FEWEST` leads did not stay open for `LEAST_WEEKS` is not compared: it would shorten everybody's horizon.
    """
    curves = {name: incidence(leads.days[leads.of(name)], leads.won[leads.of(name)]) for name in leads.names}
    followed = {name: _followed(curve) for name, curve in curves.items()}
    enough = [d for d in followed.values() if d >= 7 * LEAST_WEEKS]
    horizon = min(weeks, int(min(enough) // 7)) if enough else None
    made = [_source(leads, name, curves[name], (followed[name], horizon), (costs or {}).get(name)) for name in curves]
    return Funnel(leads, tuple(made), horizon)


def _followed(curve: Incidence) -> float:
    """Return the days for which at least `FEWEST` leads were followed."""
    return float(curve.times[-FEWEST]) if len(curve.times) >= FEWEST else 0.0


def _source(leads: Leads, name: str, curve: Incidence, reach: tuple[float, int | None], cost: float | None) -> Source:
    own, (followed, weeks) = leads.of(name), reach
    signed = int(leads.won[own].sum())
    chance = curve.at(7 * weeks) if weeks is not None and followed >= 7 * weeks else None
    ever = cure(leads.days[own], leads.won[own], followed=followed) if chance else None
    return Source(name, leads.names[name], int(own.sum()), signed, curve, wilson(signed, int(own.sum())), chance, ever, cost)


def ranking(found: Funnel, *, seed: int) -> Ranking | None:
    """Rank the sources whose chance is known, by cost per contract where at least two have a cost; None for fewer than two sources."""
    able = [s for s in found.sources if s.chance is not None]
    priced = [s for s in able if s.cost]
    by_cost = len(priced) > 1
    sources = tuple(priced if by_cost else able)
    if len(sources) < 2:
        return None
    rng = np.random.default_rng(seed)
    naive: Array = np.column_stack([rng.beta(s.contracts + 0.5, s.leads - s.contracts + 0.5, DRAWS) for s in sources])
    mature: Array = np.column_stack([s.curve.draws(found.days, DRAWS, rng) for s in sources])
    each = np.array([(s.cost or 0.0) / s.leads if by_cost else 1.0 for s in sources], dtype=np.float64)
    values: Array = np.array([[s.naive.value for s in sources], [s.chance.value if s.chance else 0.0 for s in sources]], dtype=np.float64)
    with np.errstate(divide="ignore"):  # a source without a contract costs more than any other
        looks, are = (_places(each / v) for v in values)
        return Ranking(sources, by_cost, each / naive, each / mature, looks, are)


def _places(values: Array) -> tuple[int, ...]:
    return tuple(int(p) for p in places(values[None, :])[0])


def places(compared: Array) -> Array:
    """Return the place of each column in its row, 1 the smallest."""
    ranks: Array = 1.0 + compared.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable").astype(np.float64)
    return ranks


def source_table(found: Funnel) -> pd.DataFrame:
    """Lay out the sources: `source, leads, contracts, naive, chance, lo, hi, cost_naive, cost_mature` (major units; empty where not known)."""
    return pd.DataFrame([_row(s) for s in found.sources])


def _row(s: Source) -> dict[str, object]:
    before, now = s.per_contract(s.naive), s.per_contract(s.chance) if s.chance else None
    known = {"chance": s.chance.value, "lo": s.chance.lo, "hi": s.chance.hi} if s.chance else {"chance": None, "lo": None, "hi": None}
    costs = {"cost_naive": before.value if before else None, "cost_mature": now.value if now else None}
    return {"source": s.name, "leads": s.leads, "contracts": s.contracts, "naive": s.naive.value, **known, **costs}
