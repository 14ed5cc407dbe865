"""The till's export: receipts and their lines, with what tills and imports do to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from idic_lib.worlds.dairy.history import History, World
from idic_lib.worlds.dairy.registry import STAFF_CARD
from idic_lib.worlds.dairy.texts import codes, moments

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Written:
    """What a system exports of one piece, and which order each exported order is (row of the history's orders, and why it is there)."""

    orders: pd.DataFrame
    lines: pd.DataFrame
    truth: pd.DataFrame


def till(past: History, *, first_number: int) -> Written:
    """Write the receipts of one piece, numbered from `first_number` on."""
    rows = np.flatnonzero(_at_till(past))
    copies = _copies(past, rows)
    copies["number"] = first_number + np.arange(len(copies))
    copies.loc[copies["why"] == "twice", "number"] = _numbers_of(copies)
    receipts = past.orders.iloc[copies["row"]].reset_index(drop=True)
    sign = np.where(copies["why"] == "taken_back", -1, 1)
    unit = np.where(_in_thousands(receipts, past.world), 1000, 1)
    number = codes("P", copies["number"].to_numpy(dtype=np.int64))
    made = pd.DataFrame({
        "so_hoa_don": number,
        "ma_cua_hang": past.world.shops.table["code"].iloc[receipts["shop"]].to_numpy(),
        "thoi_gian": moments(receipts["day"].to_numpy(), receipts["minute"].to_numpy(), starts_on=past.world.clock.starts_on, day_format="%d/%m/%Y"),
        "the_thanh_vien": _cards(past, receipts),
        "dien_thoai": _phones(past, receipts),
        "tong_tien": sign * receipts["amount"] // unit,
        "giam_gia": _spare(receipts["discount"].to_numpy() // unit),
        "diem": _spare(sign * receipts["points"].to_numpy()),
    })  # fmt: skip
    truth = copies[["row", "why"]].assign(order_id=number)
    return Written(made, _lines(past, copies, number, sign, unit), truth)


def _at_till(past: History) -> Flags:
    orders = past.orders
    rung: Flags = ((orders["kind"] == 0) & (orders["day"] < past.world.clock.today) & ~orders["lost"]).to_numpy()
    return rung


def _copies(past: History, rows: Ints) -> pd.DataFrame:
    """Return which receipt is exported how often and why: mistyped ones are entered, taken back and entered again; one day came twice."""
    once = pd.DataFrame({"row": rows, "why": "sale"})
    if not past.world.faults:
        return once
    faults, rng = past.world.settings.faults, past.piece.rng("faults.till")
    wrong = rows[rng.random(len(rows)) < faults.mistyped_receipts]
    again = rows[past.orders["day"].to_numpy()[rows] == past.world.clock.day(faults.double_sent_day)]
    mistyped = pd.DataFrame({"row": np.repeat(wrong, 2), "why": np.tile(["mistyped", "taken_back"], len(wrong))})
    ordered = pd.concat([mistyped, once], ignore_index=True).sort_values("row", kind="stable", ignore_index=True)
    return pd.concat([ordered, pd.DataFrame({"row": again, "why": "twice"})], ignore_index=True)


def _numbers_of(copies: pd.DataFrame) -> Ints:
    """Return the numbers of the receipts that came twice: those they had the first time."""
    first = copies[copies["why"] == "sale"].set_index("row")["number"]
    numbers: Ints = first.loc[copies.loc[copies["why"] == "twice", "row"]].to_numpy()
    return numbers


def _in_thousands(receipts: pd.DataFrame, world: World) -> Flags:
    """One store outside the pilot sent thousands of dong for a while."""
    if not world.faults:
        return np.zeros(len(receipts), dtype=bool)
    faults, shop = world.settings.faults, int(np.flatnonzero(~world.shops.pilot)[0])
    within = receipts["day"].between(world.clock.day(faults.thousands_from), world.clock.day(faults.thousands_until) - 1)
    sent: Flags = ((receipts["shop"] == shop) & within).to_numpy()
    return sent


def _cards(past: History, receipts: pd.DataFrame) -> pd.Series:
    """Return the card on each receipt: none for strangers and for those who say their phone number, the shop's own on some."""
    own = pa.array([*past.customers.ids["code"], STAFF_CARD], pa.string())
    place = receipts["id"].to_numpy(dtype=np.int64).copy()
    missing = (place < 0) | receipts["by_phone"].to_numpy()
    staff = np.zeros(len(receipts), dtype=bool)
    if past.world.faults:
        staff = (place < 0) & (_fixed_draw(past, receipts) < past.world.settings.faults.staff_card_share)
    place[staff] = len(own) - 1
    return own.take(pa.array(place, mask=missing & ~staff)).to_pandas()


def _fixed_draw(past: History, receipts: pd.DataFrame) -> NDArray[np.float64]:
    """Return one draw per receipt, the same for its copies."""
    draws = past.piece.rng("faults.staff_card").random(len(past.orders))
    own: NDArray[np.float64] = draws[receipts["place"].to_numpy(dtype=np.int64)]
    return own


def _phones(past: History, receipts: pd.DataFrame) -> pd.Series:
    phones = pa.array(past.customers.people["phone"].to_numpy(dtype=object), pa.string())
    return phones.take(pa.array(receipts["person"].to_numpy(dtype=np.int64), mask=~receipts["by_phone"].to_numpy())).to_pandas()


def _spare(values: Ints) -> pd.Series:
    """Write numbers, but leave zeros out, as the till does."""
    numbers = pa.array(values, pa.int64(), mask=values == 0)
    return pc.cast(numbers, pa.string()).to_pandas()


def _lines(past: History, copies: pd.DataFrame, number: pd.Series, sign: Ints, unit: Ints) -> pd.DataFrame:
    """Write the lines of each exported receipt, copies included."""
    spans = line_spans(past.lines["order"].to_numpy(), len(past.orders))
    receipt, line = spread(spans, copies["row"].to_numpy(dtype=np.int64))
    own = past.lines.iloc[line]
    paid = (own["gross"] - own["discount"]).to_numpy()
    return pd.DataFrame({
        "so_hoa_don": number.iloc[receipt].to_numpy(),
        "ma_hang": past.world.goods.products["code"].iloc[own["product"]].to_numpy(),
        "so_luong": own["quantity"].to_numpy() * sign[receipt],
        "thanh_tien": paid * sign[receipt] // unit[receipt],
        "giam_gia": _spare(own["discount"].to_numpy() // unit[receipt]),
    })  # fmt: skip


def line_spans(order: Ints, size: int) -> tuple[Ints, Ints]:
    """Return where the lines of each order begin and how many they are; lines stand in order of their orders."""
    count = np.bincount(order, minlength=size)
    return np.cumsum(count) - count, count


def spread(spans: tuple[Ints, Ints], rows: Ints) -> tuple[Ints, Ints]:
    """Return for the lines of these orders, one after the other, the place of the order in `rows` and the row of the line."""
    begins, count = spans[0][rows], spans[1][rows]
    place = np.repeat(np.arange(len(rows)), count)
    return place, np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(begins, count)
