"""A small base of customers whose groups are known by construction."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.portfolio.base import Base, base_of

PEOPLE = 400


def small_base(*, seed: int = 1, costs: bool = False) -> tuple[Base, pd.DataFrame]:
    """Draw customers with gamma rates; with `costs`, every tenth loses half of what it pays. Return the base and its summary."""
    rng = np.random.default_rng(seed)
    ids = [f"c{k:03d}" for k in range(PEOPLE)]
    rate = rng.gamma(0.8, 100, PEOPLE)
    value = pd.DataFrame(
        {"customer_id": ids, "expected_amount": np.rint(rate * 100).astype(np.int64), "amount": np.rint(rate * 150).astype(np.int64)}
    )
    draws = rate * rng.gamma(2, 0.5, (200, PEOPLE)) * (rng.random((200, PEOPLE)) < 0.8)
    left = None
    if costs:
        share = np.where(np.arange(PEOPLE) % 10 == 0, -0.5, 0.3)
        left = pd.DataFrame(
            {"customer_id": ids, "sales": value["amount"], "contribution": np.rint(value["amount"] * share).astype(np.int64)}
        )
    first = pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 300, PEOPLE), unit="D")
    summary = pd.DataFrame({"customer_id": ids, "first_on": first, "frequency": rng.poisson(rate / 40)})
    return base_of(value, draws, left, minor=100, seed=seed, credit=1000.0), summary
