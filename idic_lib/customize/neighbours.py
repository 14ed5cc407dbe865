"""The alternative to best sellers for new items: neighbours among items (Sarwar et al., WWW 2001)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from idic_lib.customize.lists import LENGTH, owned_by_chunk

NEIGHBOURS = 100
SHRINK = 10.0
MOST_ITEMS = 3000
"""Similarities are kept for so many best sellers only: the matrix grows with the square."""


def neighbour_list(history: pd.DataFrame, popular: pd.DataFrame, *, length: int = LENGTH) -> pd.DataFrame:
    """Rank what a customer never bought by its likeness to what they buy: customer_id, rank, item, score.

    Likeness is the cosine of log purchase counts, shrunk where few customers share two items; an item keeps its 100 nearest.
    """
    items = popular.head(MOST_ITEMS)
    counts = _log_counts(history, items)
    likeness = _nearest(_likeness(counts))
    parts, start = [], 0
    for chunk, owned in owned_by_chunk(history, items):
        scores = np.where(owned, -np.inf, (counts[start : start + len(chunk)] @ likeness).toarray())
        parts.append(_best(chunk, scores, items["item"].to_numpy(), length))
        start += len(chunk)
    return pd.concat(parts, ignore_index=True)


def _log_counts(history: pd.DataFrame, items: pd.DataFrame) -> sparse.csr_array:
    rows, customers = pd.factorize(history["customer_id"].astype("str"), sort=True)
    columns = pd.Index(items["item"]).get_indexer(pd.Index(history["item"].astype("str")))
    kept = columns >= 0
    values = np.log1p(history["purchases"].to_numpy(dtype=np.float64)[kept])
    return sparse.csr_array((values, (rows[kept], columns[kept])), shape=(len(customers), len(items)))


def _likeness(counts: sparse.csr_array) -> NDArray[np.float64]:
    together = (counts.T @ counts).toarray()
    norm = np.sqrt(np.diagonal(together))
    alike: NDArray[np.float64] = together / (np.outer(norm, norm) + SHRINK)
    np.fill_diagonal(alike, 0.0)
    return alike


def _nearest(alike: NDArray[np.float64]) -> sparse.csr_array:
    """Keep each item's nearest neighbours (each column's largest entries)."""
    if alike.shape[0] > NEIGHBOURS:
        floor = np.partition(alike, -NEIGHBOURS, axis=0)[-NEIGHBOURS]
        alike = np.where(alike >= floor, alike, 0.0)
    return sparse.csr_array(alike)


def _best(customers: pd.Index, scores: NDArray[np.float64], items: NDArray[np.object_], length: int) -> pd.DataFrame:
    """Take the largest scores of each row; equal ones in the order of the columns, best sellers first."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :length]
    best = np.take_along_axis(scores, order, axis=1)
    rows, places = np.nonzero(np.isfinite(best))
    return pd.DataFrame(
        {"customer_id": customers[rows], "rank": places + 1, "item": items[order[rows, places]], "score": best[rows, places]}
    )
