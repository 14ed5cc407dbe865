"""The property developer An Cư Land: leads of six sources, contracts that take months, what its exports show and what is true."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from idic_lib.worlds.export import Exports
from idic_lib.worlds.pieces import pieces
from idic_lib.worlds.property.chunk import Counters, after, chunk
from idic_lib.worlds.property.expected import planted
from idic_lib.worlds.property.raw_after import events, spending, write_after, write_spending
from idic_lib.worlds.property.raw_leads import write_leads
from idic_lib.worlds.property.raw_sales import write_sales
from idic_lib.worlds.property.raw_staff import write_staff
from idic_lib.worlds.property.settings import PropertySettings
from idic_lib.worlds.property.truth import slim, write_people, write_truths
from idic_lib.worlds.settings import Settings

SETTINGS = PropertySettings
CUSTOMERS = 12_000
"""Persons who ask for information: leads, of whom about one in twenty ever signs."""


def write(settings: Settings, exports: Exports, *, customers: int, seed: int, faults: bool) -> None:
    """Write the exports and the truths of a world of so many persons."""
    if not isinstance(settings, PropertySettings):
        raise TypeError("these are settings of another world")
    given, books, kept = Counters(), defaultdict[str, list[pd.DataFrame]](list), defaultdict[str, list[pd.DataFrame]](list)
    for piece in pieces(customers, seed):
        made = chunk(settings, piece, given, faults=faults)
        named = write_leads(made, exports)
        for name, sheet in (write_sales(made, exports) | write_after(made, exports)).items():
            books[name].append(sheet)
        write_people(made, named, exports)
        for name, frame in slim(made).items():
            kept[name].append(frame.assign(piece=piece.number))
        given = after(given, made)
    whole = {n: _whole(k) for n, k in kept.items()}
    spent = spending(settings, whole["leads"], seed)
    _write_books(settings, exports, seed, {n: pd.concat(b, ignore_index=True) for n, b in books.items()})
    write_spending(settings, exports, spent)
    write_truths(settings, whole["leads"], whole["contracts"], spent, exports, faults=faults)


def _whole(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Join what was kept of the pieces; a lead is known by its piece and its row there."""
    whole = pd.concat(frames, ignore_index=True)
    return whole.assign(lead_key=whole["piece"] * 1_000_000 + whole["lead"]) if "lead" in whole else whole


def _write_books(settings: PropertySettings, exports: Exports, seed: int, books: dict[str, pd.DataFrame]) -> None:
    """Write the workbooks of Excel, and the staff."""
    exports.excel("deposits.xlsx", {"Đặt cọc": books["Đặt cọc"]}, above=["Sổ theo dõi đặt cọc", "Đơn vị: đồng"])
    exports.excel("buyers.xlsx", {"Khách hàng": books["Khách hàng"]})
    exports.excel("handover.xlsx", {"Bàn giao": books["Bàn giao"]}, above=["Báo cáo bàn giao"])
    exports.excel("events.xlsx", {"Sự kiện": events(settings), "Khách đến": books["Khách đến"]})
    write_staff(settings, exports, seed)


__all__ = ["CUSTOMERS", "SETTINGS", "PropertySettings", "planted", "write"]
