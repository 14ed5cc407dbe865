"""Intervals of the funnel over many drawn worlds whose truth is known."""

from __future__ import annotations

import pytest

from idic_lib import differentiate
from tests.unit.differentiate.funnel_world import AS_OF, SOURCES, STAGES, engine

pytestmark = pytest.mark.verify
WORLDS = 300
PLANTED = {p.name: p for p in SOURCES}


def test_intervals_of_chance_and_eventual_rate_hold_the_truth() -> None:
    """300 worlds of three sources: 95 % of some 900 intervals, less 2.3 points (three standard errors); the eventual rate where it is stated."""
    chance, ever = [], []
    for seed in range(WORLDS):
        leads = differentiate.leads_at(engine(seed=seed).relation("leads"), STAGES, until=AS_OF)
        made = differentiate.funnel(leads, weeks=104)
        for s in made.sources:
            truth = PLANTED[s.name]
            chance += [s.chance.lo <= truth.within(made.days) <= s.chance.hi] if s.chance else []
            ever += [s.eventual.eventual.lo <= truth.rate <= s.eventual.eventual.hi] if s.eventual else []
    assert len(chance) > 850
    assert sum(chance) / len(chance) > 0.927
    assert len(ever) > 150
    assert sum(ever) / len(ever) > 0.91
