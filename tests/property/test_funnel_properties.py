"""What must hold for any funnel: the order of rows changes nothing, the currency's scale only the money, more contracts never a smaller chance."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib import differentiate
from idic_lib.differentiate import incidence
from idic_lib.engine import Engine
from idic_lib.facts import Fact
from tests.unit.differentiate.funnel_world import AS_OF, STAGES, engine


def stated(e: Engine) -> list[Fact]:
    leads = differentiate.leads_at(e.relation("leads"), STAGES, until=AS_OF)
    made = differentiate.funnel(leads, weeks=104, costs=differentiate.source_costs(e.relation("costs"), minor=1))
    ahead = differentiate.outlook(leads, days=182, draws=300, seed=1)
    worth = differentiate.funnel_worth(ahead, e.relation("orders"), as_of=AS_OF, rate=0.2, seed=1, currency="VND", minor=1)
    sources = differentiate.source_facts(made, differentiate.ranking(made, seed=1), currency="VND")
    return [*sources, *differentiate.funnel_facts(worth, [], repeated=0)]


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    assert stated(engine(seed=seed)) == stated(engine(seed=seed, shuffle=True))


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_another_unit_of_the_currency_scales_money_and_nothing_else(seed: int) -> None:
    for one, other in zip(stated(engine(seed=seed)), stated(engine(seed=seed, scale=1000)), strict=True):
        factor = 1000 if one.unit == "VND" else 1
        if isinstance(one.value, (int, float)):
            assert other.value is not None
            assert np.isclose(float(other.value), float(one.value) * factor)
            assert one.lo is None or np.isclose([other.lo, other.hi], [one.lo * factor, (one.hi or 0) * factor]).all()  # type: ignore[list-item]  # both have ends
        else:
            assert other.value == one.value


LEADS = st.lists(st.tuples(st.integers(0, 300), st.booleans()), min_size=2, max_size=60)


@settings(max_examples=60, deadline=None)
@given(LEADS)
def test_a_chance_lies_in_its_interval_rises_with_age_and_is_never_below_the_rate_so_far(rows: list[tuple[int, bool]]) -> None:
    days, won = np.array([d for d, _ in rows], dtype=float), np.array([w for _, w in rows])
    curve = incidence(days, won)
    found = [curve.at(d) for d in (0, 50, 150, 300)]
    assert all(0 <= f.lo <= f.value <= f.hi <= 1 for f in found)
    assert [f.value for f in found] == sorted(f.value for f in found)
    assert found[-1].value >= won.mean() - 1e-12
