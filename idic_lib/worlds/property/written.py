"""How the client's systems write dates, amounts and words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from idic_lib.worlds.property.clock import dates, timestamps
from idic_lib.worlds.property.settings import PropertySettings


def moments(settings: PropertySettings, days: npt.ArrayLike) -> pd.Series:
    """Return days from the start as '07/03/2025 14:05'."""
    return pd.Series(timestamps(settings, days)).dt.strftime("%d/%m/%Y %H:%M")


def dots(settings: PropertySettings, days: npt.ArrayLike) -> pd.Series:
    """Return days from the start as '07/03/2025'."""
    return pd.Series(dates(settings, days)).dt.strftime("%d/%m/%Y")


def iso(settings: PropertySettings, days: npt.ArrayLike) -> pd.Series:
    """Return days from the start as '2025-03-07'."""
    return pd.Series(dates(settings, days)).dt.strftime("%Y-%m-%d")


def until(settings: PropertySettings, days: npt.ArrayLike, as_of: float) -> pd.Series:
    """Return days as '07/03/2025', empty from as_of on: nobody knows them yet."""
    days = np.asarray(days, dtype=float)
    return dots(settings, np.where(days < as_of, days, 0)).where(days < as_of, None)


def dong(amounts: npt.ArrayLike) -> pd.Series:
    """Return amounts as '4.850.000.000'."""
    return pd.Series([f"{int(a):,}".replace(",", ".") for a in np.asarray(amounts)], dtype="str")


def said(settings: PropertySettings, budget: float, luck: float) -> str:
    """Return a budget as a lead says it to a clerk; `luck`, from 0 to 1, picks one of the ways in which it can be said."""
    ways = sayings(settings, budget)
    return ways[int(luck * len(ways))]


def sayings(settings: PropertySettings, budget: float) -> tuple[str, ...]:
    """Return the ways of saying a budget; "rưỡi" (and a half) only where that is the amount."""
    billions, own = budget / 1e9, settings.budget
    lower, upper = max(round(billions * (1 - own.said_range)), 1), max(round(billions * (1 + own.said_range)), 2)
    short = f"{billions:.1f}".removesuffix(".0")
    half = (f"{int(billions)} tỷ rưỡi",) if short.endswith(".5") and billions > 1 else ()
    return (
        f"{lower}-{upper} tỷ" if lower < upper else f"{upper} tỷ",
        f"{short}ty",
        f"~{round(budget / own.dong_per_usd / 10_000) * 10}k USD",
        f"{max(round(billions), 1)} tỏi",
        f"khoảng {short.replace('.', ',')} tỷ",
        f"dưới {upper} tỷ",
        *half,
    )


def yes_no(flags: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Return 'Có' or 'Không'."""
    return np.where(flags, "Có", "Không").astype(object)
