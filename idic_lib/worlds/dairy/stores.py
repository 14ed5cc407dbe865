"""The shops: where they are, how much they sell, which of them run the pilot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.settings import DairySettings
from idic_lib.worlds.dairy.texts import codes
from idic_lib.worlds.pieces import stream

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Shops:
    """One row per shop in `table`: code, weight (share of visits), pilot."""

    table: pd.DataFrame

    @property
    def pilot(self) -> NDArray[np.bool_]:
        """Return which shops run the pilot."""
        pilot: NDArray[np.bool_] = self.table["pilot"].to_numpy(dtype=bool)
        return pilot

    @property
    def pilot_weight(self) -> float:
        """Return the share of visits that go to pilot shops."""
        return float(self.table.loc[self.table["pilot"], "weight"].sum())

    def drawn(self, size: int, rng: np.random.Generator) -> Ints:
        """Draw shops in proportion to their visits."""
        return np.searchsorted(np.cumsum(self.table["weight"])[:-1], rng.random(size)).astype(np.int64)


def shops(settings: DairySettings, *, customers: int, seed: int) -> Shops:
    """Open the shops of a world of that size; the pilot's are drawn by lot, at least one and not all."""
    count = max(settings.stores.fewest, round(customers / settings.stores.persons_per_store))
    rng = stream(seed, "stores")
    weight = rng.gamma(settings.stores.size_shape, size=count)
    pilots = min(max(round(count * settings.stores.pilot_share), 1), count - 1)
    pilot = rng.permutation(count) < pilots
    return Shops(pd.DataFrame({"code": codes("CH", np.arange(1, count + 1), width=2), "weight": weight / weight.sum(), "pilot": pilot}))
