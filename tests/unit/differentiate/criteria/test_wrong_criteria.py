"""Pitfall 2 fires where the client's groups tell nothing and something else does; it is silent where they tell anything."""

from __future__ import annotations

import pytest

from idic_lib.differentiate.criteria import wrong_criteria_fact
from tests.unit.differentiate.criteria.shop import Shop, shop


@pytest.fixture(scope="module")
def made() -> Shop:
    return shop()


def test_groups_by_place_fire(made: Shop) -> None:
    fact = wrong_criteria_fact(made.baked(in_use="place"))
    assert isinstance(fact.value, int)
    assert fact.value >= 2  # need and sales so far at least
    assert "tell next to nothing" in fact.sentence()


def test_groups_by_need_are_silent(made: Shop) -> None:
    assert wrong_criteria_fact(made.baked(in_use="need")).value == 0


def test_without_groups_in_use_the_pitfall_is_refused(made: Shop) -> None:
    fact = wrong_criteria_fact(made.baked(in_use=None))
    assert fact.refused
    assert "criterion_in_use" in fact.says


def test_groups_that_are_on_no_record_are_refused(made: Shop) -> None:
    assert wrong_criteria_fact(made.baked(in_use="nowhere")).refused
