"""Memberships of service tiers come true as often as they say, and tiers formed before come in order, on data nobody planted for it."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from idic_lib.case.differentiate import Differentiate
from idic_lib.differentiate.forecast.backtest import Backtest, backtest
from idic_lib.differentiate.forecast.value import customer_value
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.portfolio import Review, came_between, membership_table, portfolio_at, realised_tiers, review
from idic_lib.engine import Engine, Relation
from idic_lib.worlds import write_world

pytestmark = pytest.mark.verify


def _cdnow() -> tuple[Relation, date, date]:
    """Return the CDNOW sample, the last day of its calibration and the end of its hold-out."""
    origin = find_spec("lifetimes")
    assert origin is not None
    assert origin.origin is not None
    lines = (Path(origin.origin).parent / "datasets" / "CDNOW_sample.txt").read_text().splitlines()
    rows = [line.split() for line in lines if line.strip()]
    frame = pd.DataFrame(
        {
            "order_id": range(len(rows)),
            "customer_id": [r[1] for r in rows],
            "ordered_on": pd.to_datetime([r[2] for r in rows], format="%Y%m%d"),
            "amount": [round(float(r[4]) * 100) for r in rows],
        }
    )
    return Engine.of(orders=frame).relation("orders"), date(1997, 9, 30), date(1998, 7, 1)


def _dairy() -> tuple[Relation, date, date]:
    """Return what the known persons of a generated dairy world bought, a day half a year before its end, and its end."""
    with TemporaryDirectory() as folder:
        write_world("dairy", Path(folder) / "world", customers=3000, seed=1, faults=False)
        bought = pd.read_parquet(Path(folder) / "world" / "truth" / "orders.parquet")
    known = bought[(bought["person_id"] >= 0) & (bought["why"] == "sale")].reset_index(drop=True)
    frame = known[["order_id", "amount"]].assign(customer_id=known["person_id"].astype("str"), ordered_on=known["day"])
    end = (known["day"].max() + pd.Timedelta(days=1)).date()
    return Engine.of(orders=frame).relation("orders"), end - timedelta(weeks=26, days=1), end


@pytest.fixture(scope="module", params=[_cdnow, _dairy])
def reviewed(request: pytest.FixtureRequest) -> Review:
    """Tiers formed on the day after the calibration, and what came in the hold-out."""
    orders, calibration_end, end = request.param()
    judged = backtest(orders, as_of=end, seed=1, minor=100, calibration_end=calibration_end)
    assert isinstance(judged, Backtest)
    weeks, cut = judged.split.horizon_days // 7, judged.split.cut
    value = customer_value(orders, as_of=cut, horizon_weeks=weeks, judged=judged, seed=1, draws=200)
    then = portfolio_at(orders, value, Differentiate(), as_of=cut, minor=100, seed=1)
    assert not isinstance(then, Refusal)
    return review(then, came_between(orders, since=cut, until=judged.split.until, minor=100))


def test_memberships_come_true_as_often_as_they_say(reviewed: Review) -> None:
    table = membership_table(reviewed)
    # One hold-out: all customers share its season, so a bin may be off by more than its own counting error; a tenth is what the tiers' users would notice.
    assert ((table["landed_share"] - table["chance"]).abs() < 0.1).all()
    sure = table[table["chance_from"] >= 0.8].iloc[0]
    assert sure["landed_share"] == pytest.approx(sure["chance"], abs=0.06)


def test_realised_value_comes_in_the_order_of_the_tiers(reviewed: Review) -> None:
    assert realised_tiers(reviewed, seed=1)["in_order"].dropna().all()
