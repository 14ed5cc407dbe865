"""When people buy: a steady pace in sales time until they leave, and what the pilot adds; walk-ins nobody knows."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.calendar import Clock
from idic_lib.worlds.dairy.customers import Customers
from idic_lib.worlds.dairy.settings import DairySettings
from idic_lib.worlds.dairy.stores import Shops
from idic_lib.worlds.pieces import Piece

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BASE, PILOT, FIRST_CAMPAIGN = 0, 1, 10
"""Why an order happened: it would have anyhow, the pilot, or campaign number `cause - FIRST_CAMPAIGN`."""


def base_orders(piece: Piece, clock: Clock, customers: Customers) -> tuple[pd.DataFrame, Floats]:
    """Draw the orders that happen without any campaign, to the end of the future: person, time, sorted; and when each person leaves.

    Newcomers buy on the day they join. After every later purchase a person leaves with the chance `leaves`.
    """
    rng, traits = piece.rng("orders"), customers.traits
    joined, rate = traits["joined"].to_numpy(), traits["rate"].to_numpy()
    count = rng.poisson(rate * (clock.horizon - joined))
    person = np.repeat(np.arange(piece.size), count)
    time = joined[person] + rng.random(len(person)) * (clock.horizon - joined[person])
    order = np.lexsort((time, person))
    time = time[order]
    left = rng.random(len(person)) < traits["leaves"].to_numpy()[person]
    gone = _left_at(person, time, left, piece.size)
    stays = time <= gone[person]
    newcomers = np.flatnonzero(~traits["before"].to_numpy(dtype=bool))
    made = pd.DataFrame({"person": np.concatenate([newcomers, person[stays]]), "time": np.concatenate([joined[newcomers], time[stays]])})
    return made.sort_values(["person", "time"], kind="stable", ignore_index=True), gone


def _left_at(person: Ints, time: Floats, left: NDArray[np.bool_], size: int) -> Floats:
    gone = np.full(size, np.inf)
    np.minimum.at(gone, person[left], time[left])
    return gone


def pilot_orders(piece: Piece, settings: DairySettings, clock: Clock, customers: Customers, gone: Floats) -> pd.DataFrame:
    """Draw candidates for what the pilot adds: at the lift's pace from the launch on, wherever the person then shops.

    Columns person, time; only those that fall on a card and into a pilot shop come about (see `with_ids`).
    """
    return extra_orders(
        piece.rng("orders.pilot"),
        customers.traits["rate"].to_numpy() * settings.stores.pilot_lift,
        np.maximum(clock.at(clock.day(settings.stores.launch_on)), customers.traits["joined"].to_numpy()),
        np.minimum(gone, clock.horizon),
    )


def extra_orders(rng: np.random.Generator, rate: Floats, since: Floats, until: Floats) -> pd.DataFrame:
    """Draw orders at a rate between two sales times, row by row: person (the row), time."""
    length = np.maximum(until - since, 0.0)
    person = np.repeat(np.arange(len(rate)), rng.poisson(rate * length))
    return pd.DataFrame({"person": person, "time": since[person] + rng.random(len(person)) * length[person]})


def with_ids(orders: pd.DataFrame, customers: Customers, rng: np.random.Generator) -> pd.DataFrame:
    """Add the id each order is made under: `id` (row of ids) and `kind`, by the weights of the ids in force at the time."""
    ids = customers.ids
    live = (
        orders[["person", "time"]]
        .reset_index(names="order")
        .merge(ids.reset_index(names="id")[["id", "person", "kind", "weight", "since", "until"]], on="person")
    )
    live = live[(live["time"] >= live["since"]) & (live["time"] < live["until"])]
    race = rng.exponential(size=len(live)) / live["weight"]
    chosen = live.assign(race=race).sort_values(["order", "race"], kind="stable").drop_duplicates("order").set_index("order")
    return orders.assign(id=chosen["id"].reindex(orders.index).to_numpy(), kind=chosen["kind"].reindex(orders.index).to_numpy())


def with_days(orders: pd.DataFrame, settings: DairySettings, clock: Clock, shops: Shops, rng: np.random.Generator) -> pd.DataFrame:
    """Add day, minute and, at the till, the shop (-1 elsewhere)."""
    size = len(orders)
    at_till = (orders["kind"] == 0).to_numpy()
    hour = np.where(at_till, rng.triangular(*settings.buying.till_hours, size), rng.triangular(*settings.buying.online_hours, size) % 24)
    at_home = (rng.random(size) < settings.buying.home_store) | (orders["person"] < 0).to_numpy()
    shop = np.where(at_home, orders["home"], shops.drawn(size, rng))
    return orders.assign(day=clock.days(orders["time"].to_numpy()), minute=(hour * 60).astype(np.int64), shop=np.where(at_till, shop, -1))


def walk_ins(piece: Piece, settings: DairySettings, clock: Clock, shops: Shops, *, per_month: float) -> pd.DataFrame:
    """Draw the orders of people nobody knows: person -1, id -1, time, segment; at pilot shops more of them after the launch."""
    rng = piece.rng("walk_ins")
    shop, time = _walks(rng, shops, per_month * piece.size, (0.0, clock.now))
    launch = clock.at(clock.day(settings.stores.launch_on))
    more_shop, more_time = _walks(rng, shops, per_month * piece.size * settings.stores.pilot_lift, (launch, clock.now))
    more = shops.pilot[more_shop]
    shop, time = np.concatenate([shop, more_shop[more]]), np.concatenate([time, more_time[more]])
    cause = np.repeat([BASE, PILOT], [len(shop) - int(more.sum()), int(more.sum())])
    segment = rng.choice(len(settings.segments), len(shop), p=[s.share for s in settings.segments.values()])
    return pd.DataFrame({"person": -1, "time": time, "cause": cause, "id": -1, "kind": 0, "home": shop, "segment": segment})


def _walks(rng: np.random.Generator, shops: Shops, per_month: float, span: tuple[float, float]) -> tuple[Ints, Floats]:
    count = rng.poisson(per_month * (span[1] - span[0]))
    return shops.drawn(count, rng), rng.uniform(*span, count)
