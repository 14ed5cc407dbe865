"""Columns of codes, days and times as the systems write them, made whole by Arrow: a world has millions of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from idic_lib.worlds.pieces import stream

Ints = NDArray[np.int64]

_HIGH, _LOW, _ROUNDS = 3200, 3125, 4
CODES = _HIGH * _LOW
"""Codes of one kind there can be: ten million."""


def codes(prefix: str, numbers: Ints, *, width: int = 0) -> pd.Series:
    """Return `prefix` and number, filled up with zeros to `width` digits."""
    digits = pc.cast(pa.array(numbers), pa.string())
    padded = pc.utf8_lpad(digits, width, "0") if width else digits
    return pc.binary_join_element_wise(prefix, padded, "").to_pandas()


def scrambled(numbers: Ints, *, seed: int, purpose: str) -> Ints:
    """Return other numbers below ten million, one for each: an id must not say which ids belong together.

    A Feistel network of four rounds over 3,200 x 3,125 numbers, its tables drawn by seed and purpose: each round can be undone, so no
    number is given twice, and what a number becomes for one purpose says nothing of another (Luby and Rackoff 1988, for random tables).
    """
    rng = stream(seed, f"codes.{purpose}")
    high, low = np.divmod(numbers % CODES, _LOW)
    for _ in range(_ROUNDS):
        high = (high + rng.integers(0, _HIGH, _LOW)[low]) % _HIGH
        low = (low + rng.integers(0, _LOW, _HIGH)[high]) % _LOW
    return high * _LOW + low


def moments(days: Ints, minutes: Ints, *, starts_on: pd.Timestamp, day_format: str, between: str = " ", end: str = "") -> pd.Series:
    """Return days since `starts_on` and minutes of the day as text."""
    stamps = pc.binary_join_element_wise(_day_texts(days, starts_on, day_format), _clock().take(pa.array(minutes)), between)
    return (pc.binary_join_element_wise(stamps, end, "") if end else stamps).to_pandas()


def days_text(days: Ints, *, starts_on: pd.Timestamp, day_format: str) -> pd.Series:
    """Return days since `starts_on` as text."""
    return _day_texts(days, starts_on, day_format).to_pandas()


def taken(texts: list[str], places: Ints) -> pd.Series:
    """Return the text at each place."""
    return pa.array(texts, pa.string()).take(pa.array(places)).to_pandas()


def _day_texts(days: Ints, starts_on: pd.Timestamp, day_format: str) -> pa.Array:
    if not len(days):
        return pa.array([], pa.string())
    first, last = int(days.min()), int(days.max())
    calendar = pd.date_range(starts_on + pd.Timedelta(days=first), periods=last - first + 1)
    return pa.array(calendar.strftime(day_format).tolist(), pa.string()).take(pa.array(days - first))


def _clock() -> pa.Array:
    return pa.array([f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(1440)], pa.string())
