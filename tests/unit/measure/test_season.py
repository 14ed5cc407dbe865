from datetime import date

import numpy as np
import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.measure import monthly_sales, season_facts, season_index

SHAPE = np.array([0.8, 0.9, 1, 1, 1, 1, 1, 1, 1, 1, 1.1, 1.4])


def monthly(years: int, *, growth: float = 0.0, noise: float = 0.0, seed: int = 1) -> pd.DataFrame:
    starts = pd.date_range("2015-01-01", periods=12 * years, freq="MS", unit="us")
    days = starts.days_in_month.to_numpy()
    level = np.exp(growth * np.arange(12 * years) + np.random.default_rng(seed).normal(0, noise, 12 * years))
    amount = np.round(1e7 * days * np.tile(SHAPE, years) * level).astype("int64")
    return pd.DataFrame({"starts_on": starts, "days": days.astype("int64"), "amount": amount})


TRUTH = SHAPE / np.exp(np.log(SHAPE).mean())


@pytest.mark.parametrize("growth", [0.0, 0.03])
def test_the_planted_season_is_found_whatever_the_growth(growth: float) -> None:
    index = season_index(monthly(2, growth=growth))
    assert index is not None
    # Amounts are rounded to a cent in 3e8.
    assert index["index"].to_numpy() == pytest.approx(TRUTH, rel=1e-6)


def test_intervals_hold_the_truth_as_often_as_promised() -> None:
    inside = [
        ((i["lo"] <= TRUTH) & (i["hi"] >= TRUTH)).mean()
        for s in range(300)
        if (i := season_index(monthly(2, noise=0.1, seed=s))) is not None
    ]
    # 3,600 intervals in 300 clusters; within a world they share one variance, so allow 2.5 points.
    assert len(inside) == 300
    assert np.mean(inside) == pytest.approx(0.95, abs=0.025)


def test_one_year_cannot_tell_a_season_from_a_trend() -> None:
    facts = season_facts(monthly(1))
    assert [f.id for f in facts] == ["measure.season"]
    assert facts[0].refused
    assert "24 full months" in facts[0].says


def test_two_years_give_twelve_indices_with_intervals() -> None:
    facts = season_facts(monthly(2, noise=0.05))
    assert [f.id for f in facts] == [f"measure.season.m{m:02d}" for m in range(1, 13)]
    assert all(f.lo is not None and f.hi is not None and f.lo < f.value < f.hi for f in facts)


def test_a_month_without_sales_is_refused() -> None:
    gap = monthly(2)
    gap.loc[5, "amount"] = 0
    assert season_index(gap) is None
    assert "month without sales" in season_facts(gap)[0].says


def test_only_full_months_count_and_the_future_does_not() -> None:
    rows = pd.DataFrame(
        {
            "customer_id": "a",
            "ordered_on": pd.to_datetime(["2017-01-20", "2017-02-03", "2017-04-01", "2017-04-20"]).as_unit("s"),
            "amount": [1, 2, 4, 8],
        }
    )
    orders = Engine.of(orders=rows.assign(order_id=["1", "2", "3", "4"])).relation("orders")
    found = monthly_sales(orders, since=date(2017, 1, 15), as_of=date(2017, 4, 20))
    assert found["amount"].tolist() == [2, 0]
    assert found["days"].tolist() == [28, 31]
