"""Campaigns: whom they reach, who is held out by lot, and which orders they add or take away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.calendar import Clock
from idic_lib.worlds.dairy.customers import Customers
from idic_lib.worlds.dairy.settings import Campaign, DairySettings
from idic_lib.worlds.dairy.visits import FIRST_CAMPAIGN, extra_orders
from idic_lib.worlds.pieces import Piece

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Situation:
    """What a campaign meets: the orders that happen without campaigns, and when each person leaves (sales time)."""

    piece: Piece
    settings: DairySettings
    clock: Clock
    customers: Customers
    orders: pd.DataFrame
    gone: Floats
    clean: bool

    def rng(self, campaign: Campaign, purpose: str) -> np.random.Generator:
        """Return the stream of one campaign."""
        return self.piece.rng(f"campaign.{campaign.id}.{purpose}")

    def window(self, campaign: Campaign) -> tuple[int, int]:
        """Return the first day of a campaign and the day after its last."""
        return self.clock.day(campaign.starts_on), self.clock.day(campaign.ends_on) + 1


@dataclass(frozen=True)
class Reached:
    """One campaign's list in one piece, and what came of it.

    `touched`: id, person, holdout, agreed (to be written to), age, days_since_large, quiet (days without an order). `extra`: the orders it added (person, time,
    id, cause). `lost`: the orders (rows) that it kept from happening.
    """

    touched: pd.DataFrame
    extra: pd.DataFrame
    lost: Ints


def run_campaign(campaign: Campaign, now: Situation) -> Reached:
    """Choose the list, hold some out by lot, and let the rest react; those who had withdrawn their consent do not.

    All draws belong to an id or an order and not to a place on the list, so that a world and its clean twin, whose list is another,
    differ in nothing else.
    """
    touched = _list(campaign, now)
    draws = now.rng(campaign, "arm").random(len(now.customers.ids))
    touched["holdout"] = draws[touched["id"]] < campaign.holdout
    return _REACTIONS[campaign.kind](campaign, now, touched)


def _list(campaign: Campaign, now: Situation) -> pd.DataFrame:
    """Return the ids a campaign goes to: reachable by its channel, there already, and drawn."""
    ids, traits, rng = now.customers.ids, now.customers.traits, now.rng(campaign, "list")
    start, _ = now.window(campaign)
    person = ids["person"].to_numpy()
    there = (ids["since"] < now.clock.at(start)).to_numpy() & (ids["until"] >= now.clock.at(start)).to_numpy()
    agreed = (ids["withdrawn"] >= start).to_numpy()
    known = pd.DataFrame({"id": np.arange(len(ids)), "person": person, "age": traits["age"].to_numpy()[person], "agreed": agreed})
    allowed = agreed | (not now.clean) & (rng.random(len(ids)) < now.settings.faults.consent_ignored)
    known = known.assign(days_since_large=_days_since_large(now, start), quiet=_days_quiet(now, start))
    chance = campaign.reach * _reachable(campaign, now, known) * _wanted(campaign, now, known, start)
    return known[there & allowed & (rng.random(len(ids)) < chance)].reset_index(drop=True)


def _reachable(campaign: Campaign, now: Situation, known: pd.DataFrame) -> Floats:
    """Return the chance factor of the channel: e-mail needs an address, and goes to the young above all; the app needs the app."""
    kind = now.customers.ids["kind"].to_numpy()
    if campaign.channel == "app":
        return np.where(kind == 2, 1.0, 0.0)
    if campaign.channel != "email":
        return np.ones(len(known))
    has_address = (now.customers.people["email"] != "").to_numpy()[known["person"]]
    old = (known["age"] >= now.settings.messages.old_from).to_numpy()
    if now.clean:
        return np.where(has_address & ~old, 1.0, 0.0)
    rarer = _rarer(float(old[has_address].mean()), now.settings.messages.email_old_share) if has_address.any() else 1.0
    return np.where(has_address, np.where(old, rarer, 1.0), 0.0)


def _rarer(share: float, wanted: float) -> float:
    """Return how much rarer the old must be sent to, to be `wanted` of the list where they are `share` of those reachable."""
    return min(1.0, wanted / (1 - wanted) * (1 - share) / share) if share > 0 else 1.0


def _wanted(campaign: Campaign, now: Situation, known: pd.DataFrame, start: int) -> Floats:
    """Return the chance factor of the campaign's own rule."""
    if campaign.kind == "coupon":
        return _after_large(now, known)
    if not campaign.by_activity:
        return np.ones(len(known))
    recent = now.orders[(now.orders["day"] < start) & (now.orders["day"] >= start - now.settings.messages.by_activity_days)]
    bought = np.bincount(recent["id"], minlength=len(known))
    planted = now.settings.messages
    chance: Floats = np.minimum(planted.by_activity_none + planted.by_activity_each * bought, 1.0)
    return chance


def _after_large(now: Situation, known: pd.DataFrame) -> Floats:
    """Coupons go to those with a large order not long ago; bad practice prefers the last days, good practice waits."""
    coupon, days = now.settings.coupon, known["days_since_large"].to_numpy()
    within = (days >= 1) & (days <= coupon.looks_back)
    if now.clean:
        return np.where(within & (days >= coupon.late_days), 1.0, 0.0)
    early = within & (days <= coupon.early_days)
    share = float(early.sum() / max(within.sum(), 1))
    others = _rarer(1 - share, 1 - now.settings.practice.coupon_at_once)
    return np.where(within, np.where(early, 1.0, others), 0.0)


def _days_since_large(now: Situation, start: int) -> Ints:
    return _days_since(now, now.orders[now.orders["amount"] >= now.settings.money.large_order], start)


def _days_quiet(now: Situation, start: int) -> Ints:
    return _days_since(now, now.orders, start)


def _days_since(now: Situation, orders: pd.DataFrame, start: int) -> Ints:
    """Return days from each id's last such order to the start; 9999 where there was none."""
    earlier = orders[orders["day"] < start]
    last = np.full(len(now.customers.ids), -9999)
    np.maximum.at(last, earlier["id"].to_numpy(dtype=np.int64), earlier["day"].to_numpy())
    return np.where(last >= 0, start - last, 9999)


def _message(campaign: Campaign, now: Situation, touched: pd.DataFrame) -> Reached:
    """A lift of the pace on the campaign's days: extra orders, or with a negative lift orders that do not happen."""
    own = touched[~touched["holdout"] & touched["agreed"]]
    if campaign.lift < 0:
        lost = _in_window(campaign, now, own["id"].to_numpy())
        lost = lost[now.rng(campaign, "lost").random(len(now.orders))[lost] < -campaign.lift]
        return Reached(touched, _none(), lost)
    ids, traits = now.customers.ids.loc[own["id"]], now.customers.traits.loc[own["person"]]
    start, until = now.window(campaign)
    since = np.maximum(ids["since"].to_numpy(), now.clock.at(start))
    ends = np.minimum(np.minimum(ids["until"].to_numpy(), now.gone[own["person"]]), now.clock.at(until))
    rate = traits["rate"].to_numpy() * ids["weight"].to_numpy() * campaign.lift
    drawn = extra_orders(now.rng(campaign, "extra"), rate, since, ends)
    return Reached(touched, _under(own, drawn, campaign, now), np.array([], dtype=np.int64))


def _by_chance(campaign: Campaign, now: Situation, touched: pd.DataFrame) -> Reached:
    """A change of the chance to order at all, person by person: of the coupon by timing, of the retention offer by who is asked."""
    own = touched[~touched["holdout"] & touched["agreed"]].reset_index(drop=True)
    drawn = now.rng(campaign, "change").random(len(now.customers.ids))[own["id"]]
    change = change_of_chance(campaign, now, own)
    start, until = now.window(campaign)
    base = _in_window(campaign, now, own["id"].to_numpy())
    bought = np.isin(own["id"].to_numpy(), now.orders["id"].to_numpy()[base])
    added = own[~bought & (drawn < change / max(1 - float(bought.sum() / max(len(bought), 1)), 0.05))]
    when = now.rng(campaign, "extra").uniform(now.clock.at(start), now.clock.at(until), len(added))
    stop = own["id"].to_numpy()[bought & (drawn < -change)]
    extra = _under(added.reset_index(drop=True), pd.DataFrame({"person": np.arange(len(added)), "time": when}), campaign, now)
    return Reached(touched, extra, base[np.isin(now.orders["id"].to_numpy()[base], stop)])


def change_of_chance(campaign: Campaign, now: Situation, touched: pd.DataFrame) -> Floats:
    """Return the planted change of the chance of an order on the campaign's days, per touched id; none where consent had been withdrawn."""
    if campaign.kind == "coupon":
        coupon, days = now.settings.coupon, touched["days_since_large"]
        by_days = np.select([days <= coupon.early_days, days < coupon.late_days], [coupon.early, coupon.middle], coupon.late)
        return np.where(touched["agreed"], by_days, 0.0)
    planted = now.settings.retention
    app = now.customers.ids["kind"].to_numpy()[touched["id"]] == 2
    usual = np.where(app, planted.lift_app, planted.lift_others)
    return np.where(touched["agreed"], np.where(touched["quiet"] >= planted.quiet_days, planted.lift_quiet, usual), 0.0)


def _in_window(campaign: Campaign, now: Situation, ids: Ints) -> Ints:
    """Return the rows of the orders that these ids make on the campaign's days without it."""
    start, until = now.window(campaign)
    return np.flatnonzero(((now.orders["day"] >= start) & (now.orders["day"] < until) & now.orders["id"].isin(ids)).to_numpy())


def _under(own: pd.DataFrame, drawn: pd.DataFrame, campaign: Campaign, now: Situation) -> pd.DataFrame:
    """Give added orders the id that was written to."""
    row = drawn["person"].to_numpy()
    cause = FIRST_CAMPAIGN + [c.id for c in now.settings.campaigns].index(campaign.id)
    ids = own["id"].to_numpy(dtype=np.int64)[row]
    return pd.DataFrame({"person": own["person"].to_numpy(dtype=np.int64)[row], "time": drawn["time"].to_numpy(), "cause": cause, "id": ids,
                         "kind": now.customers.ids["kind"].to_numpy()[ids]})  # fmt: skip


def _none() -> pd.DataFrame:
    return pd.DataFrame({"person": [], "time": [], "cause": [], "id": [], "kind": []}).astype(
        {"person": np.int64, "time": np.float64, "cause": np.int64, "id": np.int64, "kind": np.int64}
    )


_REACTIONS = {"message": _message, "points": _message, "coupon": _by_chance, "retention": _by_chance}
