"""Everything that happens in one piece, before any system writes it down: orders with their money, and the campaigns' lists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.baskets import baskets, with_deals, with_totals
from idic_lib.worlds.dairy.calendar import Clock
from idic_lib.worlds.dairy.campaigns import Reached, Situation, run_campaign
from idic_lib.worlds.dairy.catalogue import Catalogue
from idic_lib.worlds.dairy.customers import Customers, customers
from idic_lib.worlds.dairy.settings import DairySettings
from idic_lib.worlds.dairy.stores import Shops
from idic_lib.worlds.dairy.visits import BASE, PILOT, base_orders, pilot_orders, walk_ins, with_days, with_ids
from idic_lib.worlds.pieces import Piece

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """What all pieces share."""

    settings: DairySettings
    clock: Clock
    goods: Catalogue
    shops: Shops
    walk_ins_per_month: float
    seed: int
    persons: int
    faults: bool


@dataclass(frozen=True)
class History:
    """One piece as it happened.

    orders: person (-1: a walk-in), id, kind, shop, time, day, minute, cause, lost (kept from happening by a campaign), by_phone
    (known, but no card was shown), money columns, status, place (the row itself); sorted by day and
    minute. lines: order (row of orders), product, quantity, gross, discount, cost. Both reach to the end
    of the future. lists: per campaign whom it reached.
    """

    piece: Piece
    world: World
    customers: Customers
    orders: pd.DataFrame
    lines: pd.DataFrame
    lists: dict[str, Reached]
    situation: Situation


def history(piece: Piece, world: World) -> History:
    """Let one piece of the world happen."""
    known = customers(piece, world.settings, world.clock, world.shops)
    usual, lines, gone = _without_campaigns(piece, world, known)
    now = Situation(piece, world.settings, world.clock, known, usual, gone, clean=not world.faults)
    lists = {c.id: run_campaign(c, now) for c in world.settings.campaigns}
    added = pd.concat([r.extra for r in lists.values()], ignore_index=True)
    added = added.assign(segment=known.traits["segment"].to_numpy()[added["person"]])
    extra, extra_lines = _filled(piece, world, known, added, "campaigns")
    strangers, strange_lines = _filled(piece, world, known, _strangers(piece, world), "walk_ins")
    lost = np.isin(np.arange(len(usual)), np.concatenate([r.lost for r in lists.values()]))
    return _in_order(now, world, lists, [(usual.assign(lost=lost), lines), (extra, extra_lines), (strangers, strange_lines)])


def _without_campaigns(piece: Piece, world: World, known: Customers) -> tuple[pd.DataFrame, pd.DataFrame, Floats]:
    """Return the orders that happen without any campaign, the pilot's among them, and when people leave."""
    base, gone = base_orders(piece, world.clock, known)
    base = with_ids(base, known, piece.rng("orders.ids")).assign(cause=BASE)
    pilot = pilot_orders(piece, world.settings, world.clock, known, gone)
    pilot = with_ids(pilot, known, piece.rng("orders.pilot.ids")).assign(cause=PILOT)
    orders, lines = _filled(piece, world, known, base, "base")
    more, more_lines = _filled(piece, world, known, pilot[pilot["kind"] == 0].reset_index(drop=True), "pilot")
    kept = world.shops.pilot[more["shop"]]
    more, more_lines = _kept(more, more_lines, kept)
    return (
        pd.concat([orders, more], ignore_index=True),
        pd.concat([lines, more_lines.assign(order=more_lines["order"] + len(orders))], ignore_index=True),
        gone,
    )


def _kept(orders: pd.DataFrame, lines: pd.DataFrame, kept: NDArray[np.bool_]) -> tuple[pd.DataFrame, pd.DataFrame]:
    place = np.cumsum(kept) - 1
    own = lines[kept[lines["order"]]]
    return orders[kept].reset_index(drop=True), own.assign(order=place[own["order"]]).reset_index(drop=True)


def _strangers(piece: Piece, world: World) -> pd.DataFrame:
    drawn = walk_ins(piece, world.settings, world.clock, world.shops, per_month=world.walk_ins_per_month)
    return drawn.assign(hunter=False, basket=world.settings.stores.walk_in_basket)


def _filled(piece: Piece, world: World, known: Customers, orders: pd.DataFrame, purpose: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add days, shops, baskets and money to orders of known persons or of strangers."""
    if "hunter" not in orders:
        own = known.traits.loc[orders["person"], ["segment", "hunter", "basket", "home"]].reset_index(drop=True)
        orders = orders.drop(columns="segment", errors="ignore").reset_index(drop=True).join(own)
    orders = with_days(orders, world.settings, world.clock, world.shops, piece.rng(f"days.{purpose}"))
    orders = with_deals(orders, world.settings, piece.rng(f"deals.{purpose}"))
    lines = baskets(orders, world.settings, world.goods, piece.rng(f"baskets.{purpose}"))
    rng = piece.rng(f"status.{purpose}")
    orders = with_totals(orders, lines, world.settings, rng)
    at_till = ((orders["kind"] == 0) & (orders["person"] >= 0)).to_numpy()
    return orders.assign(lost=False, by_phone=at_till & (rng.random(len(orders)) < world.settings.identities.phone_at_till)), lines


def _in_order(now: Situation, world: World, lists: dict[str, Reached], parts: list[tuple[pd.DataFrame, pd.DataFrame]]) -> History:
    """Put all orders in order of time, and their lines with them."""
    before = np.cumsum([0, *(len(orders) for orders, _ in parts)])
    orders = pd.concat([o for o, _ in parts], ignore_index=True)
    lines = pd.concat(
        [part.assign(order=part["order"] + shift) for (_, part), shift in zip(parts, before[:-1], strict=True)], ignore_index=True
    )
    sequence = np.lexsort((orders["minute"], orders["day"]))
    place = np.empty(len(orders), dtype=np.int64)
    place[sequence] = np.arange(len(orders))
    lines = lines.assign(order=place[lines["order"]]).sort_values("order", kind="stable", ignore_index=True)
    orders = orders.iloc[sequence].reset_index(drop=True).assign(place=np.arange(len(orders)))
    return History(now.piece, world, now.customers, orders, lines, lists, now)
