"""Places to live in: provinces by population, then district, ward and house."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.random import Generator

from idic_lib.worlds.vietnam.places import PROVINCES, WARDS, WARDS_PER_DISTRICT
from idic_lib.worlds.vietnam.streets import houses

HOME: Final = ("province", "province_before", "district_before", "ward", "street")

_DISTRICTS: Final = np.array([d for p in PROVINCES for d in p.districts], dtype=object)
_KIND: Final = np.array(["Xã " if d.startswith("Huyện") else "Phường " for d in _DISTRICTS], dtype=object)
_COUNTS: Final = np.array([len(p.districts) for p in PROVINCES])
_FIRST: Final = np.cumsum(_COUNTS) - _COUNTS
_PEOPLE: Final = np.cumsum([p.population for p in PROVINCES]) / sum(p.population for p in PROVINCES)


def dwellings(size: int, rng: Generator) -> pd.DataFrame:
    """Return places to live in, with the columns `HOME`: province since 1 July 2025 and before, district before, ward, house and street."""
    province = np.searchsorted(_PEOPLE, rng.random(size) * (1 - 1e-12))
    district = _FIRST[province] + (rng.random(size) * _COUNTS[province]).astype(np.int64)
    ward = (district * 37 + rng.integers(0, WARDS_PER_DISTRICT, size) * 7) % len(WARDS)
    return pd.DataFrame(
        {
            "province": np.array([p.now for p in PROVINCES], dtype=object)[province],
            "province_before": np.array([p.before for p in PROVINCES], dtype=object)[province],
            "district_before": _DISTRICTS[district],
            "ward": _KIND[district] + np.array(WARDS, dtype=object)[ward],
            "street": houses(size, rng),
        }
    )
