"""Units, sold and unsold: drawn alike, numbered together, so that nothing about a unit on sale tells whether it will be sold."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.worlds.pieces import Piece
from idic_lib.worlds.property.clock import Floats, Ints, Texts
from idic_lib.worlds.property.leads import drawn
from idic_lib.worlds.property.settings import PropertySettings


def of_project(settings: PropertySettings, projects: pd.Series, name: str) -> Floats:
    """Return one number of the settings of each row's project."""
    numbers: Floats = projects.map({p: getattr(s, name) for p, s in settings.projects.items()}).to_numpy(dtype=float)
    return numbers


def units(settings: PropertySettings, projects: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """Return a unit of each project given: area, floor, direction, list price, and the price at which it is sold if it ever is."""
    size, own = len(projects), settings.stock
    spread = of_project(settings, projects, "price_spread")
    area = of_project(settings, projects, "area") * np.exp(own.area_spread * rng.standard_normal(size) - own.area_spread**2 / 2)
    per_m2 = of_project(settings, projects, "price_per_m2") * np.exp(spread * rng.standard_normal(size) - spread**2 / 2)
    price = np.round(area * per_m2 / 1e6) * 1e6
    least, most = own.discount
    listed = price / (1 - rng.uniform(least, most, size))
    return pd.DataFrame({
        "area": area.round(1), "floor": (rng.random(size) * of_project(settings, projects, "floors")).astype(np.int64) + 1,
        "direction": drawn(settings.directions.supplied, size, rng), "price": price.astype(np.int64),
        "listed": (np.round(listed / own.list_price_step) * own.list_price_step).astype(np.int64),
    }, index=projects.index)  # fmt: skip


def numbered(settings: PropertySettings, piece: Piece, contracts: pd.DataFrame, given: int) -> tuple[Texts, pd.DataFrame]:
    """Return the number of each contract's unit, and the units that nobody buys (unit, project and the columns of `units`).

    Sold and unsold units have their numbers by lot, and their block by the number. Of each project so many are left as were sold of it.
    """
    count = spare_count(settings, len(contracts))
    rng = piece.rng("spare")
    projects = pd.Series(contracts["project"].to_numpy(dtype=object)[rng.integers(0, max(len(contracts), 1), count)], dtype=object)
    spare = units(settings, projects, rng).assign(project=projects)
    number = given + 1 + piece.rng("units.numbers").permutation(len(contracts) + count)
    return (
        _names(settings, contracts, number[: len(contracts)]),
        spare.assign(unit=_names(settings, spare, number[len(contracts) :])),
    )


def spare_count(settings: PropertySettings, contracts: int) -> int:
    """Return how many units stay unsold beside so many contracts."""
    return int(contracts * settings.directions.unsold_per_contract)


def _names(settings: PropertySettings, rows: pd.DataFrame, number: Ints) -> Texts:
    blocks = settings.stock.blocks
    codes = rows["project"].map({n: p.code for n, p in settings.projects.items()})
    names = [f"{c}-{blocks[n % len(blocks)]}{f:02d}.{n:05d}" for c, f, n in zip(codes, rows["floor"], number, strict=True)]
    return np.array(names, dtype=object)
