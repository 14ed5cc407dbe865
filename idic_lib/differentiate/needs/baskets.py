"""What customers buy, as counts: product lines per customer and kind of product, equal customers together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.history import Refusal
from idic_lib.engine import Relation
from idic_lib.text import N_

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_KINDS = 24
MOST_LINES = 60
FEWEST_CUSTOMERS = 200
NO_KIND = N_(
    "The products carry no such column, so nobody knows what kind of thing a customer buys. Set differentiate.needs_from to a column of products."
)
TOO_FEW = N_(
    "Fewer than 200 customers bought anything of a known kind, or all of one kind. Collect order lines and the kind of each product."
)


@dataclass(frozen=True)
class Baskets:
    """`counts` (distinct baskets x kinds): product lines; `row` says which of them each of `customers` has."""

    kinds: tuple[str, ...]
    counts: Ints
    row: Ints
    customers: pd.Index

    @property
    def weights(self) -> Array:
        """Customers per distinct basket."""
        return np.bincount(self.row, minlength=len(self.counts)).astype(np.float64)


def baskets(lines: Relation, *, as_of: date, kind: str) -> Baskets | Refusal:
    """Count the lines of every customer by kind of product, a column of `products`.

    The `MOST_KINDS` kinds that most customers buy count. Who bought more than `MOST_LINES` lines is
    scaled down to so many: by then the mix is known, and lines of one order are not independent.
    """
    if not lines.engine.has("products") or kind not in lines.engine.columns("products"):
        return Refusal(NO_KIND)
    table = lines.engine.query("needs_lines", as_of=as_of, kind=kind)
    kinds = table.groupby("kind").size().sort_values(ascending=False, kind="stable").index[:MOST_KINDS]
    table = table[table["kind"].isin(kinds)]
    if table["customer_id"].nunique() < FEWEST_CUSTOMERS or len(kinds) < 2:
        return Refusal(TOO_FEW)
    return _counted(table, sorted(kinds))


def _counted(table: pd.DataFrame, kinds: list[str]) -> Baskets:
    codes, customers = pd.factorize(table["customer_id"], sort=True)
    full = np.zeros((len(customers), len(kinds)), dtype=np.int64)
    full[codes, pd.Index(kinds).get_indexer(table["kind"])] = table["lines"]
    counts, row = distinct(_scaled(full))
    return Baskets(tuple(kinds), counts, row, pd.Index(customers))


def distinct(full: Ints) -> tuple[Ints, Ints]:
    """Return the distinct rows of a table of counts, and which of them each row is."""
    _, first, row = np.unique(_key(full), return_index=True, return_inverse=True)
    return full[first], row.astype(np.int64)


def _key(full: Ints) -> NDArray[np.void]:
    """Give each row as one value: many times faster to sort than rows."""
    small = np.ascontiguousarray(full.astype(np.int16))
    return small.view(np.dtype((np.void, small.dtype.itemsize * small.shape[1]))).ravel()


def _scaled(full: Ints) -> Ints:
    total = full.sum(axis=1, keepdims=True)
    return np.where(total > MOST_LINES, np.rint(full * (MOST_LINES / np.maximum(total, 1))).astype(np.int64), full)
