"""The portfolio as its charts want it: customers counted in cells of the value map, tiers with what they were expected to bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from idic_lib.differentiate.portfolio.build import Portfolio
from idic_lib.differentiate.portfolio.groups import GROUPS

CELLS = 16


@dataclass(frozen=True)
class ValueMap:
    """`cells`: actual and potential (mean of the cell's customers, major units), customers, group; `width`: where the axes turn from straight to logarithmic.

    `groups`: group, customers, actual and potential (of the group's middle customer) for the names on the map.
    """

    cells: pd.DataFrame
    groups: pd.DataFrame
    width: float


def value_map(of: Portfolio) -> ValueMap:
    """Count customers by expected value, potential and group, in cells of equal size on axes that are straight near zero and logarithmic beyond."""
    points = pd.DataFrame(
        {"actual": of.base.column("expected"), "potential": of.potential.column("potential"), "group": of.groups["group"]}
    )
    width = max(of.thresholds.average / 10, 1e-6)
    for name in ("actual", "potential"):
        bent = np.arcsinh(points[name] / width)
        points[f"at_{name}"] = np.floor((bent - bent.min()) / max(np.ptp(bent), 1e-9) * CELLS)
    cells = points.groupby(["group", "at_actual", "at_potential"]).agg(
        actual=("actual", "mean"), potential=("potential", "mean"), customers=("actual", "size")
    )
    middle = points.groupby("group").agg(actual=("actual", "median"), potential=("potential", "median"), customers=("actual", "size"))
    order = [name for name in GROUPS if name in middle.index]
    return ValueMap(cells.reset_index()[["group", "actual", "potential", "customers"]], middle.loc[order].reset_index(), width)
