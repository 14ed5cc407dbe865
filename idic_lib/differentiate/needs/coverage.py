"""How much of the customers and of what they bring is covered by serving the best one, two, three ... needs, and what each takes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.needs.profile import Profiles
from idic_lib.differentiate.needs.segments import Segments, around
from idic_lib.engine import Relation

Array = NDArray[np.float64]

BASKET = 0.8
"""A need is served by the kinds that make up this share of its customers' lines."""


def products_by_kind(lines: Relation, *, as_of: date, kind: str) -> pd.Series:
    """Count the products sold before `as_of` by kind."""
    return lines.engine.query("needs_assortment", as_of=as_of, kind=kind).set_index("kind")["products"].astype(np.int64)


def needs_coverage(found: Segments, profiles: Profiles, products: pd.Series) -> pd.DataFrame:
    """Serve needs in the order of what their customers bring; one row per need added.

    Columns: need (name), needs (how many are served), customers (share covered) with customers_lo, customers_hi; money (share
    of what all bring) with money_lo, money_hi; kinds and products: how many the served needs take together, a kind that
    several need counted once.
    """
    order = np.argsort([-p.money.value for p in profiles.segments], kind="stable")
    share, drawn_share = found.mixture.share, np.array([m.share for m in found.drawn])
    money = np.array([p.money.value for p in profiles.segments])
    taken: set[str] = set()
    rows = []
    for served, k in enumerate(order, start=1):
        taken |= kinds_taken(found, int(k))
        best = order[:served]
        covered = around(share[best].sum(), drawn_share[:, best].sum(axis=1), profiles.customers, most=1.0)
        brings = around(
            money[best].sum() / money.sum(), profiles.draws[:, best].sum(axis=1) / profiles.draws.sum(axis=1), profiles.customers
        )
        rows.append({
            "need": profiles.segments[k].name, "needs": served, "customers": covered.value, "customers_lo": covered.lo, "customers_hi": covered.hi,
            "money": brings.value, "money_lo": brings.lo, "money_hi": brings.hi, "kinds": len(taken), "products": int(products.reindex(list(taken)).sum()),
        })  # fmt: skip
    return pd.DataFrame(rows)


def kinds_taken(found: Segments, segment: int) -> set[str]:
    """Return the kinds that make up `BASKET` of what the segment buys, the commonest first."""
    mean = found.mixture.mean[segment]
    order = np.argsort(-mean, kind="stable")
    enough = int(np.searchsorted(mean[order].cumsum(), BASKET)) + 1
    return {found.of.kinds[j] for j in order[:enough]}
