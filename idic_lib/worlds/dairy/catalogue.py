"""What is sold: the products of each line, and how likely each need picks each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.settings import DairySettings

Floats = NDArray[np.float64]

_VARIANTS = ("ít đường", "không đường", "dâu", "vani", "nguyên kem", "cam", "nho", "sô-cô-la", "việt quất", "truyền thống")


@dataclass(frozen=True)
class Catalogue:
    """Products in order of their codes, and what follows from them."""

    products: pd.DataFrame
    """code, name, line, price, cost (dong), more_items."""
    picks: Floats
    """Segments x products: the chance that a line of an order is that product."""

    @property
    def price(self) -> Floats:
        """Return list prices."""
        return _numbers(self.products["price"])

    @property
    def cost(self) -> Floats:
        """Return unit costs."""
        return _numbers(self.products["cost"])

    @property
    def more(self) -> Floats:
        """Return mean items beyond the first, in an ordinary basket."""
        return _numbers(self.products["more_items"])


def catalogue(settings: DairySettings) -> Catalogue:
    """Make the products of the settings; nothing here is random."""
    products = pd.concat([_products(key, settings) for key in settings.lines], ignore_index=True)
    products.insert(0, "code", [f"S{n:03d}" for n in range(1, len(products) + 1)])
    chances = [[need.buys.get(line, 0.0) for line in products["line"]] for need in settings.segments.values()]
    return Catalogue(products, np.array(chances) * _share_of_line(products))


def _products(key: str, settings: DairySettings) -> pd.DataFrame:
    line = settings.lines[key]
    price = np.round(np.linspace(line.cheapest, line.dearest, line.products), -3)
    names = [f"{line.name} {_VARIANTS[n % len(_VARIANTS)]}" for n in range(line.products)]
    return pd.DataFrame({"name": names, "line": key, "price": price.astype(np.int64), "cost": np.round(price * line.cost_share, -2).astype(np.int64),
                         "more_items": line.more_items})  # fmt: skip


def _share_of_line(products: pd.DataFrame) -> Floats:
    """Share of each product in its line; the k-th weighs 1/k, as in any shop."""
    weight = 1 / (products.groupby("line").cumcount() + 1)
    share: Floats = (weight / weight.groupby(products["line"]).transform("sum")).to_numpy()
    return share


def _numbers(column: pd.Series) -> Floats:
    numbers: Floats = column.to_numpy(dtype=np.float64)
    return numbers
