"""Headings and units of columns: what a reader sees instead of a column's name and its bare numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.facts import UNITS
from idic_lib.text.heads import HEADS, WRITTEN, units
from idic_lib.text.tables import table_html


def test_every_unit_of_a_column_can_be_written() -> None:
    assert {unit for _head, unit in HEADS.values()} - UNITS - set(WRITTEN) == {"", "minor", "as before"}


def test_bounds_are_written_as_the_column_that_they_bound() -> None:
    assert units(["tier", "share", "lo", "hi"]) == {"share": "share", "lo": "share", "hi": "share"}
    assert units(["tier", "realised", "lo"], {"realised": "USD", "lo": "as before"}) == {"realised": "USD", "lo": "USD"}


def test_no_number_is_written_with_all_its_digits() -> None:
    page = table_html(pd.DataFrame({"what": ["a"], "bare": [0.123456789], "count": [np.int64(2188)]}), "t", formats={"count": "rows"})
    assert ">0.12<" in page
    assert ">2,188<" in page


def test_days_months_and_flags_are_written_for_a_reader() -> None:
    assert WRITTEN["month"](pd.Timestamp("2017-01-01")) == "January 2017"
    assert WRITTEN["date"]("2017-10-30") == "30 October 2017"
    assert WRITTEN["date"]("") == ""
    assert (WRITTEN["covered"](np.bool_(True)), WRITTEN["covered"](np.bool_(False))) == ("whole", "in part")  # noqa: FBT003 - as pandas gives it
    assert WRITTEN["name"]("home_ownership") == "home ownership"
    assert WRITTEN["word"]("") == "", "an empty message is the catalogue's own header"
