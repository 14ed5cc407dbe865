"""Where people live as it gets written: before or after the merger, abbreviated, an earlier home, or not at all (None)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.random import Generator

from idic_lib.worlds.vietnam.faults import RecordFaults
from idic_lib.worlds.vietnam.homes import HOME, dwellings

Texts = npt.NDArray[np.object_]

_SHORT = {
    "Thành phố Hồ Chí Minh": ("TP.HCM", "TPHCM", "Hồ Chí Minh", "TP Hồ Chí Minh", "HCM"),
    "Hà Nội": ("HN", "Ha Noi", "TP Hà Nội", "TP. HN"),
    "Bà Rịa - Vũng Tàu": ("BR-VT", "Vũng Tàu", "BRVT"),
    "Đà Nẵng": ("ĐN", "TP. Đà Nẵng", "Da Nang"),
}
_KINDS = (
    ("Phường ", ("P. ", "P.", "p ")),
    ("Xã ", ("X. ", "X.", "xã ")),
    ("Quận ", ("Q. ", "Q.", "quận ")),
    ("Huyện ", ("H. ", "H.", "huyện ")),
    ("Thị xã ", ("TX ", "TX. ", "")),
    ("Thành phố ", ("TP ", "TP. ", "")),
)


def written_places(rows: pd.DataFrame, *, faults: RecordFaults, rng: Generator) -> pd.DataFrame:
    """Return province, district, ward and address of each row as typed."""
    f, size = faults, len(rows)
    home = _homes(rows, f.address_moved, rng)
    before = rng.random(size) < f.province_before
    kept = before | (rng.random(size) < f.district_kept)
    frame = {
        "province": np.where(before, home["province_before"], home["province"]).astype(object),
        "district": np.where(kept, home["district_before"], None),
        "ward": home["ward"].to_numpy(dtype=object),
        "address": home["street"].to_numpy(dtype=object),
    }
    short, style = rng.random(size) < f.address_abbreviated, rng.random(size)
    frame = {name: _abbreviated(column, short, style) for name, column in frame.items()}
    gone = rng.random(size) < f.address_missing
    for name in ("district", "ward", "address"):
        frame[name][gone] = None
    frame["province"][rng.random(size) < f.province_missing] = None
    return pd.DataFrame(frame)


def _homes(rows: pd.DataFrame, moved: float, rng: Generator) -> pd.DataFrame:
    home = rows[list(HOME)].reset_index(drop=True).astype(object)
    gone = np.flatnonzero(rng.random(len(rows)) < moved)
    home.iloc[gone] = dwellings(len(gone), rng).to_numpy(dtype=object)
    return home


def _abbreviated(column: Texts, short: npt.NDArray[np.bool_], style: npt.NDArray[np.float64]) -> Texts:
    rows = zip(column, short, style, strict=True)
    return np.array([abbreviated(text, s) if x and text else text for text, x, s in rows], dtype=object)


def abbreviated(text: str, style: float) -> str:
    """Write the part of an address as a clerk in a hurry; `style` within 0..1 chooses how."""
    if text in _SHORT:
        return _SHORT[text][int(style * len(_SHORT[text]))]
    for word, options in _KINDS:
        if text.startswith(word):
            return options[int(style * len(options))] + text.removeprefix(word)
    return text.replace(" đường ", (" ", " đ. ", " Đ.")[int(style * 3)])
