from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.identify.shares import clustered, error, with_share
from idic_lib.inference.intervals import wilson


def test_a_share_of_nothing_is_empty_and_no_error() -> None:
    table = with_share(pd.DataFrame({"part": [3, 0], "whole": [4, 0]}), "part", "whole")
    assert table["share"].tolist()[0] == 0.75
    assert table[["share", "lo", "hi"]].iloc[1].isna().all()


def test_rows_that_stand_alone_have_wilsons_interval() -> None:
    found, alone = clustered([0, 1], [1, 1], [30, 70]), wilson(70, 100)
    # the linearised error has n - 1 below where Wilson has n: a hundredth of a hundredth apart
    assert (found.value, found.n) == (0.7, 100)
    assert (found.lo, found.hi) == pytest.approx((alone.lo, alone.hi), abs=0.005)


def test_rows_of_one_cluster_that_say_the_same_count_once() -> None:
    """Ten alike rows a person are as sure as one: the interval is that of 40 persons, not of 400 rows."""
    found, persons = clustered([0, 10], [10, 10], [10, 30]), wilson(30, 40)
    assert (found.lo, found.hi) == pytest.approx((persons.lo, persons.hi), abs=0.02)
    assert found.n == 400


def test_a_share_of_all_keeps_room_below() -> None:
    found = clustered([2], [2], [50])
    assert found.value == found.hi == 1
    assert found.lo == pytest.approx(wilson(50, 50).lo)


def test_the_error_of_a_ratio_is_that_of_its_differences() -> None:
    value, sd = error([1, 0, 2], [2, 2, 2], [10, 10, 10])
    assert (value, sd) == (0.5, pytest.approx((20 / 29 * 30) ** 0.5 / 60))
