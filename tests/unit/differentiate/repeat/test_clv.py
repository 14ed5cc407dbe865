"""Discounted value over twelve months."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idic_lib.differentiate.repeat import BgNbd, MbgNbd, ParetoNbd, discounted_value
from idic_lib.differentiate.repeat.cross_check import FITTERS, lifetimes_quietly
from idic_lib.differentiate.repeat.known_base import Base, draw_base

BASE = Base(0.243, 30.9, 0.793, 2.426, 400, 273, 84)


@pytest.mark.parametrize("kind", [BgNbd, MbgNbd, ParetoNbd])
def test_value_is_that_of_lifetimes(kind: type[BgNbd | ParetoNbd]) -> None:
    rows = draw_base(BASE, seed=0)
    model, each = kind.fit(rows), rows.each()
    spend = np.random.default_rng(0).gamma(5, 8, len(each.x))
    with lifetimes_quietly() as lifetimes:
        theirs = getattr(lifetimes, FITTERS[model.name])()
        theirs.params_ = pd.Series(dict(zip(model.SPACE.names, model.theta, strict=True)))
        theirs.predict = theirs.conditional_expected_number_of_purchases_up_to_time
        columns = [pd.Series(c) for c in (each.x, each.t_x, each.T, spend)]
        expected = lifetimes.utils._customer_lifetime_value(theirs, *columns, time=12, discount_rate=0.01, freq="D")
    # The same formulas in another order; the Pareto's P(alive) comes from hypergeometric functions there, which lose a few digits.
    assert discounted_value(model, rows, spend) == pytest.approx(expected.to_numpy(), rel=1e-9)


def test_without_discount_value_is_expected_purchases_times_spend() -> None:
    rows = draw_base(BASE, seed=0)
    model, spend = BgNbd.fit(rows), np.full(400, 20.0)
    whole = model.expected(rows, 360)[rows.at] * 20
    assert discounted_value(model, rows, spend, monthly_rate=0) == pytest.approx(whole)
    assert (discounted_value(model, rows, spend, monthly_rate=0.02) < whole).all()
