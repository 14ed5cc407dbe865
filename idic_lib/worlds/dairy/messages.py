"""What was sent and what came back: campaigns, touches, coupons used, consents, products on offer."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.customers import NEVER
from idic_lib.worlds.dairy.history import History, World
from idic_lib.worlds.dairy.registry import created
from idic_lib.worlds.dairy.settings import Campaign, DairySettings
from idic_lib.worlds.dairy.texts import codes, days_text, moments, scrambled, taken
from idic_lib.worlds.dairy.visits import FIRST_CAMPAIGN

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_KINDS = {"message": "tin nhắn", "coupon": "phiếu giảm giá", "points": "điểm thưởng", "retention": "giữ chân"}
_NAME_ONLY = "Chào {ten}, {chien_dich}: ưu đãi dành riêng cho bạn. [QC]"
_BY_HABIT = "Chào {ten}, {san_pham_hay_mua} bạn mua {ngay_mua_cuoi} sắp hết? {chien_dich} có {san_pham_goi_y}. [QC]"


def campaign_table(settings: DairySettings, *, clean: bool) -> pd.DataFrame:
    """Return the list of campaigns with the text that was sent."""
    text = _BY_HABIT if clean or not settings.practice.templates_name_only else _NAME_ONLY
    rows = [(c.id, c.name, c.channel, _KINDS[c.kind], f"{c.starts_on:%d/%m/%Y}", f"{c.ends_on:%d/%m/%Y}", text) for c in settings.campaigns]
    return pd.DataFrame(rows, columns=["ma_cd", "ten", "kenh", "loai", "tu_ngay", "den_ngay", "mau_tin"])


def touches(past: History) -> dict[str, pd.DataFrame]:
    """Return for each campaign who was written to or held out, with opens and clicks, under the row numbers of its list."""
    return {c.id: _touches_of(c, past) for c in past.world.settings.campaigns}


def _touches_of(campaign: Campaign, past: History) -> pd.DataFrame:
    touched, world = past.lists[campaign.id].touched, past.world
    lost = campaign.holdout_lost and world.faults
    rng = past.piece.rng(f"touches.{campaign.id}")
    sent = ~touched["holdout"].to_numpy()
    day = world.clock.day(campaign.starts_on) + rng.integers(0, world.settings.messages.sent_within, len(touched))
    stamp = moments(day, _minutes(campaign, past, rng, len(touched)), starts_on=world.clock.starts_on, day_format="%Y-%m-%d")
    made = pd.DataFrame({
        "ma_cd": campaign.id,
        "ma_kh": past.customers.ids["code"].iloc[touched["id"]].to_numpy(),
        "gui_luc": stamp.where(sent, None),
        "mo": _opens(campaign, past, touched, sent, rng),
        "bam": taken(["", "1"], (sent & (rng.random(len(sent)) < click_chance(campaign, world.settings, touched))).astype(np.int64)),
        "nhom": "" if lost else taken(["gui", "holdout"], touched["holdout"].to_numpy(dtype=np.int64)),
    })  # fmt: skip
    return (made[sent] if lost else made).sort_values("ma_kh")


def _minutes(campaign: Campaign, past: History, rng: np.random.Generator, size: int) -> Ints:
    """Return the minute of sending: office hours, or late in the evening where practice is bad."""
    opens, closes = past.world.settings.messages.office_hours
    drawn = rng.integers(opens * 60, closes * 60, size)
    night = campaign.at_night and past.world.faults
    return np.full(size, past.world.settings.practice.night_minute) if night else drawn


def click_chance(campaign: Campaign, settings: DairySettings, touched: pd.DataFrame) -> Floats:
    """Return the planted chance of a click by channel and age."""
    planted = settings.messages
    old = (touched["age"] >= planted.old_from).to_numpy()
    return np.where(old, planted.clicks_old[campaign.channel], planted.clicks[campaign.channel])


def _opens(campaign: Campaign, past: History, touched: pd.DataFrame, sent: Flags, rng: np.random.Generator) -> pd.Series:
    """Return opens of e-mails: "1", or "proxy" where the mail program fetched the picture by itself, which hides a human open."""
    planted, drawn = past.world.settings.messages, rng.random((2, len(touched)))
    proxy = past.customers.traits["proxy"].to_numpy(dtype=bool)[touched["person"]] & (drawn[0] < planted.proxy_opens)
    place = np.where(proxy, 2, (drawn[1] < planted.opens).astype(np.int64))
    return taken(["", "1", "proxy"], np.where(sent & (campaign.channel == "email"), place, 0))


def redemptions(past: History) -> pd.DataFrame:
    """Return the coupons used: all orders that a coupon brought about, and some of those that would have been made anyhow."""
    parts = [_redeemed(c, past) for c in past.world.settings.campaigns if c.kind == "coupon"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["ma_kh", "ma_cd", "ngay", "ma_phieu"])


def _redeemed(campaign: Campaign, past: History) -> pd.DataFrame:
    used = orders_of_sent(campaign, past)
    anyhow = (used["cause"] < FIRST_CAMPAIGN).to_numpy()
    used = used[~anyhow | (past.piece.rng(f"coupons.{campaign.id}").random(len(used)) < past.world.settings.coupon.used_anyhow)]
    return pd.DataFrame({
        "ma_kh": past.customers.ids["code"].iloc[used["id"]].to_numpy(),
        "ma_cd": campaign.id,
        "ngay": days_text(used["day"].to_numpy(), starts_on=past.world.clock.starts_on, day_format="%d/%m/%Y"),
        "ma_phieu": codes(f"{campaign.id}-", _coupon_numbers(campaign, past, used["id"].to_numpy(dtype=np.int64))),
    })  # fmt: skip


def _coupon_numbers(campaign: Campaign, past: History, ids: Ints) -> Ints:
    """Return the number of the coupon that each id was sent; no two alike up to 3.3 million persons, who have fewer than three ids each."""
    return scrambled(ids + past.piece.first * 3, seed=past.world.seed, purpose=f"coupon {campaign.id}")


def orders_of_sent(campaign: Campaign, past: History) -> pd.DataFrame:
    """Return the orders that those written to made on the campaign's days."""
    orders, clock = past.orders, past.world.clock
    days = orders["day"].between(clock.day(campaign.starts_on), clock.day(campaign.ends_on))
    touched = past.lists[campaign.id].touched
    return orders[days & ~orders["lost"] & orders["id"].isin(touched.loc[~touched["holdout"], "id"])]


def consents(past: History) -> pd.DataFrame:
    """Return the consent of each id, given when it was registered or, by those registered long ago, since; and its withdrawal."""
    ids, clock, within = past.customers.ids, past.world.clock, past.world.settings.messages.consent_within
    given = created(past)
    given = np.where(given >= 0, given, -past.piece.rng("consent.given").integers(1, within, len(ids)))
    withdrawn = np.maximum(ids["withdrawn"].to_numpy(), given + 1)
    text = days_text(np.minimum(withdrawn, clock.today), starts_on=clock.starts_on, day_format="%d/%m/%Y")
    return pd.DataFrame({
        "ma_kh": ids["code"],
        "muc_dich": "quảng cáo",
        "ngay_dong_y": days_text(given, starts_on=clock.starts_on, day_format="%d/%m/%Y"),
        "ngay_rut": text.where((withdrawn < min(NEVER, clock.today)), None),
    }).sort_values("ma_kh", ignore_index=True)  # fmt: skip


def promotions(world: World) -> pd.DataFrame:
    """Return which products each coupon is for; formula for the first 24 months may not be among them, and with faults is."""
    products = world.goods.products
    allowed = (products["line"] != "infant") | (world.faults and world.settings.faults.infant_in_promotions)
    coupons = [c.id for c in world.settings.campaigns if c.kind in {"coupon", "points"}]
    return pd.DataFrame([(c, code) for c in coupons for code in products.loc[allowed, "code"]], columns=["ma_cd", "ma_hang"])


def visits_online(past: History) -> pd.DataFrame:
    """Return what was looked at in the web shop and the app; few sessions say who looks."""
    world, rng, ids = past.world, past.piece.rng("sessions"), past.customers.ids
    practice, own = world.settings.practice, np.flatnonzero((ids["kind"] > 0).to_numpy())
    count = rng.poisson(world.settings.extras.web_sessions * world.clock.today / 365, len(own))
    who = np.repeat(own, count)
    picks = world.goods.picks[past.customers.traits["segment"].to_numpy()[ids["person"].to_numpy()[who]]]
    seen = (picks.cumsum(axis=1) < rng.random(len(who))[:, None] * picks.sum(axis=1)[:, None]).sum(axis=1)
    day, named = rng.integers(0, world.clock.today, len(who)), rng.random(len(who))
    known = named < (practice.sessions_logged_in if world.faults else practice.sessions_logged_in_clean)
    kinds = world.settings.extras.web_kinds
    kind = taken(list(kinds), np.searchsorted(np.cumsum(list(kinds.values()))[:-1], rng.random(len(who))))
    return pd.DataFrame({
        "account_id": ids["code"].iloc[who].reset_index(drop=True).where(known, None),
        "day": days_text(day, starts_on=world.clock.starts_on, day_format="%Y-%m-%d"),
        "kind": kind,
        "sku": world.goods.products["code"].iloc[seen].to_numpy(),
    }).iloc[np.lexsort((rng.random(len(who)), day))].reset_index(drop=True)  # fmt: skip
