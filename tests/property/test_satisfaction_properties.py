"""What must hold of the satisfied share and of coded words, whatever the data."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.differentiate.satisfaction.coding import coded
from idic_lib.differentiate.satisfaction.share import population_share

marks = st.lists(st.sampled_from([0.0, 1.0, None]), min_size=30, max_size=120)


def frame(yes: list[float | None]) -> tuple[pd.DataFrame, pd.Series]:
    flags = pd.Series(yes, dtype=float)
    rows = pd.DataFrame({"customer_id": [str(i) for i in range(len(yes))], "days": np.arange(len(yes)) % 7, "sales": 10 * np.arange(len(yes)), "mark": flags, "drawn": False, "volunteered": flags.notna()})  # fmt: skip
    return rows, flags


@settings(max_examples=40, deadline=None)
@given(marks)
def test_share_lies_in_its_interval_and_never_beyond_what_is_open(yes: list[float | None]) -> None:
    rows, flags = frame(yes)
    found = population_share(rows, flags, drawn=False, rng=np.random.default_rng(0), draws=200)
    if found is None:
        assert flags.notna().sum() < 10
        return
    least, most = flags.fillna(0).mean(), flags.fillna(1).mean()
    of = found.estimate
    assert least - 1e-9 <= of.lo <= of.value <= of.hi <= most + 1e-9
    assert ((found.dissatisfied >= -1e-6) & (found.dissatisfied <= found.sales + 1e-6)).all()


@settings(max_examples=20, deadline=None)
@given(marks, st.randoms(use_true_random=False))
def test_order_of_rows_never_matters(yes: list[float | None], random: np.random.Generator) -> None:
    rows, flags = frame(yes)
    order = list(range(len(yes)))
    random.shuffle(order)
    again = rows.iloc[order].reset_index(drop=True), flags.iloc[order].reset_index(drop=True)
    one, two = (population_share(r, f, drawn=False, rng=np.random.default_rng(0), draws=200) for r, f in ((rows, flags), again))
    assert (one is None) == (two is None)
    if one is not None and two is not None:
        assert np.isclose(one.estimate.value, two.estimate.value)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=10))
def test_any_text_is_coded_without_error(texts: list[str]) -> None:
    found = coded(pd.Series(texts, dtype=object), {"price": ("giá", "đắt quá"), "late": ("chậm",)})
    assert len(found) == len(texts)
