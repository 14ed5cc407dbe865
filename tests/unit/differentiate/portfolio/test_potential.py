"""Potential is what the best of comparable customers are expected to bring."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idic_lib.differentiate.portfolio.base import rate_spread
from idic_lib.differentiate.portfolio.potential import peers, potential, potential_totals, upper_levels
from tests.unit.differentiate.portfolio.portfolio_world import PEOPLE, small_base


def test_potential_is_never_below_own_expectation_and_says_so() -> None:
    base, summary = small_base()
    of = potential(base, peers(base, summary), seed=1)
    expected = base.column("expected_sales")
    assert (of.column("sales") >= expected).all()
    assert (of.table.loc[of.table["at_best"], "share"] == 1).all()
    assert ((of.table["share"] > 0) & (of.table["share"] <= 1)).all()
    assert np.allclose(of.column("unrealised"), of.column("potential") - base.column("expected"))


def test_bootstrap_of_a_quantile_needs_no_sorting() -> None:
    # The order statistic of a bootstrap sample, drawn through its Beta place, has the mean and spread of drawing and sorting.
    values = np.sort(np.random.default_rng(5).gamma(1, 100, 60))
    rng = np.random.default_rng(6)
    _, quick, _ = upper_levels([values], upper=0.9, draws=4000, rng=rng)
    sorted_ = np.sort(rng.choice(values, (4000, 60)), axis=1)[:, 53]
    assert quick.mean() == pytest.approx(sorted_.mean(), rel=0.03)  # two means of 4,000 draws, spread about a quarter of the mean
    assert quick.std() == pytest.approx(sorted_.std(), rel=0.1)


def test_groups_of_peers_that_differ_by_chance_share_one_level() -> None:
    rng = np.random.default_rng(3)
    kept = [upper_levels([np.sort(rng.gamma(1, 100, 30)) for _ in range(6)], upper=0.9, draws=200, rng=rng)[2].mean() for _ in range(20)]
    assert np.mean(kept) < 0.4  # shrunk to the level of all; truly different groups (next test) keep their own
    levels = [np.sort(rng.gamma(1, 100 * 3**k, 300)) for k in range(4)]
    assert upper_levels(levels, upper=0.9, draws=200, rng=rng)[2].min() > 0.9


def test_few_peers_count_less_than_many() -> None:
    rng = np.random.default_rng(4)
    groups = [np.sort(rng.gamma(1, 100 * (1 + k), n)) for k, n in enumerate((5, 500, 500, 500))]
    kept = upper_levels(groups, upper=0.9, draws=500, rng=rng)[2]
    assert kept[0] < kept[1:].min()


def test_interval_of_the_total_holds_its_value_and_narrows_with_customers() -> None:
    base, summary = small_base()
    of = potential(base, peers(base, summary), seed=1)
    (total, unrealised, share), draws = potential_totals(base, of, seed=1)
    assert total.lo < total.value < total.hi
    assert total.value - unrealised.value == pytest.approx(base.column("expected").sum())
    assert share.value == pytest.approx(base.column("expected_sales").sum() / of.column("sales").sum())
    assert draws.shape[1] == 3


def test_peers_are_told_by_kind_and_unknown_kinds_stand_together() -> None:
    base, summary = small_base()
    kinds = pd.DataFrame({"customer_id": summary["customer_id"][:10], "province": ["Huế"] * 10})
    named = peers(base, summary, kinds)
    assert named[:10].str.endswith("Huế").all()
    assert named[10:].str.endswith("unknown").all()


def test_who_loses_money_on_each_sale_has_nothing_unrealised() -> None:
    base, summary = small_base(costs=True)
    of = potential(base, peers(base, summary), seed=1)
    losing = base.column("rate") < 0
    assert losing.sum() > PEOPLE / 20
    assert (of.column("potential")[losing] < 0).all()
    assert (of.column("unrealised")[losing] == 0).all()


def test_rate_is_known_better_where_more_was_bought() -> None:
    table = pd.DataFrame({"sales": [100, 1000, 10000, 5000], "contribution": [90, 100, 3000, 2500]})
    spread = rate_spread(table, credit=500.0)
    assert spread[0] > spread[1] > spread[3] > spread[2]
    assert (rate_spread(table, credit=float("inf")) == 0).all()  # all have the rate of all
