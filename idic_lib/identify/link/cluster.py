"""From pairs to persons: connected components, and within them average linkage, so that one chance agreement chains nobody together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Weigh = Callable[[Ints, Ints], pd.DataFrame]
"""Weighs pairs that were not compared: (l, r) -> frame l, r, weight and bits per field."""

MOST_RECORDS: Final = 30
"""Of one person. More are broken apart: a person with so many records is a shop's card."""
SLACK: Final = 4.0
"""Bits that the average pair between two groups may fall short of the threshold: records of one person often state different fields."""
LEAST: Final = -8.0
MOST: Final = 12.0
"""Bits that one pair counts at most in an average, against and for."""
_WEIGHABLE: Final = 150
"""Components above it are first split at more evidence, for all pairs within a component are weighed."""
CERTAIN: Final = 1e4
"""What somebody answered weighs more than any evidence."""


def clusters(pairs: pd.DataFrame, rows: Ints, threshold: float, weigh: Weigh) -> tuple[Ints, pd.DataFrame]:
    """Return for each row the number of its person, and what was broken apart: guard, clusters, records.

    pairs: l, r, weight in bits (posterior log odds) and bits per field, of numbers in `rows` (sorted). threshold: bits of the same scale.
    """
    place = pd.Series(np.arange(len(rows)), index=rows)
    ends = np.column_stack([place.loc[pairs["l"]].to_numpy(), place.loc[pairs["r"]].to_numpy()]).reshape(-1, 2)
    weight = pairs["weight"].to_numpy(dtype=float) - threshold
    label = _components(ends, weight, len(rows))
    doubtful = _doubtful(label, ends[weight >= 0])
    if not len(doubtful):
        return label, _guards([])
    inside = _all_pairs(doubtful, label, rows)
    known = pd.concat([pairs, weigh(*_missing(inside, pairs))], ignore_index=True)
    known = known[known["l"].isin(inside["l"]) & known["r"].isin(inside["r"])].sort_values(["l", "r"])
    broken = []
    for members, own in _each(doubtful, label, known, place):
        parts = _average_linkage(own["i"].to_numpy(), own["j"].to_numpy(), own["weight"].to_numpy() - threshold, len(members))
        if parts.max() > 0:
            broken.append((_reason(own, parts, len(members)), len(members)))
            label[members] = label.max() + 1 + parts
    return label, _guards(broken)


def _components(ends: Ints, weight: Floats, size: int) -> Ints:
    """Join what the threshold joins; where that joins too much, ask for two bits more until it does not."""
    least = np.zeros(len(ends))
    while True:
        kept = ends[weight >= least]
        joined = coo_array((np.ones(len(kept)), (kept[:, 0], kept[:, 1])), shape=(size, size))
        label: Ints = connected_components(joined, directed=False)[1].astype(np.int64)
        large = np.bincount(label)[label] > _WEIGHABLE
        if not large.any() or least.max() >= CERTAIN / 2:
            return label
        least = np.where(large[ends[:, 0]], np.where(least < 40, least + 2, CERTAIN / 2), least)


def _doubtful(label: Ints, kept: Ints) -> Ints:
    """Return the components of three and more in which not every pair was found alike."""
    size: Ints = np.bincount(label)
    within = kept[label[kept[:, 0]] == label[kept[:, 1]]]
    links = np.bincount(label[within[:, 0]], minlength=len(size))
    found: Ints = np.flatnonzero((size > 2) & ((links < size * (size - 1) // 2) | (size > MOST_RECORDS)))
    return found


def _all_pairs(doubtful: Ints, label: Ints, rows: Ints) -> pd.DataFrame:
    chosen = np.isin(label, doubtful)
    frame = pd.DataFrame({"component": label[chosen], "n": rows[chosen]})
    both = frame.merge(frame, on="component")
    return both[both["n_x"] < both["n_y"]].rename(columns={"n_x": "l", "n_y": "r"})[["l", "r"]].reset_index(drop=True)


def _missing(inside: pd.DataFrame, pairs: pd.DataFrame) -> tuple[Ints, Ints]:
    found = inside.merge(pairs[["l", "r"]], on=["l", "r"], how="left", indicator=True)
    left = found[found["_merge"] == "left_only"]
    return left["l"].to_numpy(), left["r"].to_numpy()


def _each(doubtful: Ints, label: Ints, known: pd.DataFrame, place: pd.Series) -> Iterator[tuple[Ints, pd.DataFrame]]:
    """Yield the rows of each doubtful component, in order, and its pairs with places i < j among them."""
    chosen = np.flatnonzero(np.isin(label, doubtful))
    order = chosen[np.argsort(label[chosen], kind="stable")]
    starts = np.flatnonzero(np.r_[True, np.diff(label[order]) != 0])
    within = pd.Series(np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)])), index=order)
    left, right = place.loc[known["l"]].to_numpy(), place.loc[known["r"]].to_numpy()
    same = label[left] == label[right]
    own = known[same].assign(i=within.loc[left[same]].to_numpy(), j=within.loc[right[same]].to_numpy(), component=label[left[same]])
    members = dict(zip(label[order[starts]].tolist(), np.split(order, starts[1:]), strict=True))
    for component, frame in own.groupby("component", sort=True):
        yield members[int(component)], frame


def _average_linkage(i: Ints, j: Ints, weight: Floats, size: int) -> Ints:
    """Group by the average evidence of all pairs between two groups; a group of too many asks for more and more of it."""
    far = np.full((size, size), -LEAST)
    far[i, j] = far[j, i] = np.where(np.abs(weight) >= CERTAIN / 2, -weight, -np.clip(weight, LEAST, MOST))
    tree = linkage(far[np.triu_indices(size, 1)] + CERTAIN * 10, "average")
    for slack in (SLACK, 2.0, 0.0, -2.0, -4.0, -6.0, -8.0, LEAST - MOST):
        parts: Ints = fcluster(tree, slack + CERTAIN * 10, "distance").astype(np.int64) - 1
        if np.bincount(parts).max() <= MOST_RECORDS:
            break
    return parts


def _reason(own: pd.DataFrame, parts: Ints, size: int) -> str:
    """Say what speaks most clearly against the pairs that were parted."""
    if size > MOST_RECORDS:
        return "size"
    apart = own[parts[own["i"].to_numpy()] != parts[own["j"].to_numpy()]]
    if (apart["weight"] <= -CERTAIN / 2).any():
        return "answered"
    for field, name in (("birth", "birth dates contradict"), ("name", "names differ"), ("system", "two numbers of one system")):
        if field in apart and (apart[field] < (-3.0 if field != "system" else 0.0)).mean() >= 0.5:
            return name
    return "weak link"


def _guards(broken: list[tuple[str, int]]) -> pd.DataFrame:
    frame = pd.DataFrame(broken, columns=["guard", "records"]).astype({"guard": "str", "records": "int64"})
    return frame.groupby("guard", sort=True)["records"].agg(clusters="size", records="sum").reset_index()
