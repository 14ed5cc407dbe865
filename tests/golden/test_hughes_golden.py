"""Hughes' figures of RFM mailing: dbmarketing.com/articles/Art149.htm, "Quick Profits with RFM Analysis".

The page gives two million names, a test of 30,000, 34 of 125 cells above break-even, 554,000 mailed, 2.76 % against 1.3 % response and a net
profit of $307,000. Cost per contact and margin per response are not on the page: 0.55 and 40 dollars, as in his book, yield its profit.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idic_lib.differentiate.portfolio.hughes import break_even_response, cells_above, nested_cells, profit
from idic_lib.errors import IdicError

COST, MARGIN = 0.55, 40.0


def test_break_even_lies_between_the_response_of_all_and_of_the_chosen_cells() -> None:
    needed = break_even_response(COST, MARGIN)
    assert needed == pytest.approx(0.01375)
    assert 0.013 < needed < 0.0276


def test_chosen_cells_bring_the_published_profit() -> None:
    # 554,000 and 2.76 % are rounded on the page: half a unit of the last digit of either moves the profit by about a thousand dollars.
    assert profit(554_000, 0.0276, contact_cost=COST, margin=MARGIN) == pytest.approx(307_000, abs=1_500)


def test_mailing_everybody_and_the_test_itself_lose_money() -> None:
    assert profit(2_000_000, 0.013, contact_cost=COST, margin=MARGIN) < 0
    assert profit(30_000, 0.013, contact_cost=COST, margin=MARGIN) < 0


def test_a_test_of_30000_names_has_125_exactly_equal_cells() -> None:
    rng = np.random.default_rng(1)
    n = 30_000
    rfm = pd.DataFrame({"customer_id": np.arange(n).astype(str), "recency_days": rng.integers(1, 900, n), "frequency": rng.poisson(3, n), "monetary": rng.gamma(2, 5000, n)})  # fmt: skip
    cells = nested_cells(rfm)
    assert cells.nunique() == 125
    assert (cells.value_counts() == 240).all()
    best = rfm[cells.str[0] == "5"]
    assert best["recency_days"].max() <= rfm.loc[cells.str[0] == "4", "recency_days"].min()
    inside = rfm[cells.str[:2] == "55"]  # fifths of frequency are taken within a fifth of recency
    assert inside["frequency"].min() >= rfm.loc[cells.str[:2] == "54", "frequency"].max()


def test_34_of_125_cells_are_mailed_when_34_beat_break_even() -> None:
    needed, contacts = break_even_response(COST, MARGIN), np.full(125, 240)
    responses = np.where(np.arange(125) < 34, 4, 3)  # 4 of 240 is 1.67 %, 3 of 240 is 1.25 %
    chosen = cells_above(contacts, responses, break_even=needed)
    assert chosen.sum() == 34
    share = 554_000 / 2_000_000
    assert chosen.mean() == pytest.approx(share, abs=0.01)  # 34 of 125 equal cells are 27.2 %, the 554,000 were 27.7 % of the file


def test_cost_or_margin_of_nothing_is_an_error_that_names_both() -> None:
    with pytest.raises(IdicError, match="contact_cost is 0"):
        break_even_response(0, MARGIN)
