"""What each campaign truly did to those it was sent to: their purchases with it against the same purchases without it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.baskets import DELIVERED
from idic_lib.worlds.dairy.campaigns import change_of_chance
from idic_lib.worlds.dairy.history import History
from idic_lib.worlds.dairy.settings import Campaign
from idic_lib.worlds.dairy.visits import FIRST_CAMPAIGN

Ints = NDArray[np.int64]


def counted(past: History) -> pd.DataFrame:
    """Return the orders that stand on a customer id and are delivered, lost ones and the future's included."""
    orders = past.orders
    return orders[(orders["id"] >= 0) & ~orders["by_phone"] & (orders["status"] == DELIVERED)]


def campaign_sums(campaign: Campaign, past: History, orders: pd.DataFrame) -> dict[str, int]:
    """Return, summed over the ids it was sent to and its days: sales with and without it; `active_` for those with an order shortly before."""
    start, until = past.world.clock.day(campaign.starts_on), past.world.clock.day(campaign.ends_on) + 1
    touched = past.lists[campaign.id].touched
    sent = touched.loc[~touched["holdout"], "id"].to_numpy()
    happened = orders[~orders["lost"]]
    before = happened[happened["day"].between(start - past.world.settings.messages.active_days, start - 1)]
    active = np.intersect1d(sent, before["id"])
    within = orders[orders["day"].between(start, until - 1) & orders["id"].isin(sent)]
    sums = {"sent": len(sent), "held_out": len(touched) - len(sent), "active": len(active)}
    for name, own in (("", within), ("active_", within[within["id"].isin(active)])):
        sums[f"{name}sales_with"] = int(own.loc[~own["lost"], "amount"].sum())
        sums[f"{name}sales_without"] = int(own.loc[own["cause"] < FIRST_CAMPAIGN, "amount"].sum())
    return sums


def stated_effect(campaign: Campaign, sums: dict[str, int]) -> dict[str, object]:
    """Return the truth of one campaign: `lift` is with / without - 1, `added_share` is (with - without) / with, as a stage states it."""
    stated: dict[str, object] = {"planted_lift": campaign.lift, "channel": campaign.channel, "kind": campaign.kind, **sums}
    for name in ("", "active_"):
        done, without = sums[f"{name}sales_with"], sums[f"{name}sales_without"]
        stated[f"{name}lift"] = done / without - 1 if without else None
        stated[f"{name}added_share"] = (done - without) / done if done else None
    return stated


def coupon_answers(campaign: Campaign, past: History, orders: pd.DataFrame) -> pd.DataFrame:
    """Return the ids a coupon was sent to: days since a large order, whether they ordered with it, whether they would have without."""
    start, until = past.world.clock.day(campaign.starts_on), past.world.clock.day(campaign.ends_on) + 1
    within = orders[orders["day"].between(start, until - 1)]
    touched = past.lists[campaign.id].touched
    sent = touched.loc[~touched["holdout"], ["id", "days_since_large"]].reset_index(drop=True)
    return sent.assign(
        ordered=sent["id"].isin(within.loc[~within["lost"], "id"]),
        would_have=sent["id"].isin(within.loc[within["cause"] < FIRST_CAMPAIGN, "id"]),
    )


def retention_chances(campaign: Campaign, past: History) -> pd.DataFrame:
    """Return everybody on a retention list: days without an order (the risk), and the planted change of the chance to order."""
    touched = past.lists[campaign.id].touched
    return pd.DataFrame({"quiet": touched["quiet"].to_numpy(), "change": change_of_chance(campaign, past.situation, touched)})


def policy_money(chances: pd.DataFrame, *, share: float, value: float, cost: float) -> dict[str, float]:
    """Return what contacting that share brings, in dong: those at most risk, those who change most, by lot."""
    gain = chances["change"].to_numpy() * value - cost
    named = round(len(gain) * share)
    by_risk, by_change = np.argsort(-chances["quiet"].to_numpy(), kind="stable")[:named], np.argsort(-gain, kind="stable")[:named]
    return {"named": named, "money_by_risk": float(gain[by_risk].sum()), "money_by_uplift": float(gain[by_change].sum()),
            "money_at_random": float(gain.mean() * named) if len(gain) else 0.0}  # fmt: skip
