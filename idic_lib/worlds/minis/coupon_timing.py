"""A coupon right after a large order, which many use and which adds nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.worlds.minis.mini import Mini, Numbers, first_of_each, million, percent, repeated, shuffled
from idic_lib.worlds.minis.settings import CouponTiming


def coupon_timing(settings: CouponTiming, rng: np.random.Generator) -> Mini:
    """Return customers drawn by lot to get a coupon or none, so many days after a large order."""
    band = repeated(settings.per_arm)
    days = np.array([rng.integers(settings.first_day[b], settings.last_day[b] + 1) for b in np.tile(band, 2)])
    bought = np.concatenate([first_of_each(band, settings.bought_with), first_of_each(band, settings.bought_without)])
    arm = np.repeat(np.array(["coupon", "none"], dtype=object), len(band))
    test = shuffled(pd.DataFrame({"days_since_large_order": days, "arm": arm, "bought_within_7_days": bought}), "customer_id", rng)
    numbers = lesson(test, settings)
    return Mini(
        "coupon_timing",
        "A coupon is used most when it adds nothing; and what it adds need not pay.",
        "How long after a large order should the next coupon go out?",
        f"At once: {percent(numbers['used_0-3'])} use it within 3 days of the order, {percent(numbers['used_14-30'])} after two weeks.",
        f"After two weeks: it adds {100 * numbers['uplift_14-30']:.1f} points there and {100 * numbers['uplift_0-3']:.1f} at once, where {million(-numbers['profit_0-3'])} are given away. "
        f"Even then it earns only {million(numbers['profit_14-30'])}; a coupon of {settings.smaller_coupon:,.0f} with the same effect would earn {million(numbers['profit_smaller_14-30'])}.",
        {"test.csv": test},
        numbers,
    )


def lesson(test: pd.DataFrame, settings: CouponTiming) -> Numbers:
    """Return use, uplift and profit of the coupon by days since the large order; every buyer with a coupon uses it."""
    numbers: Numbers = {}
    for band in settings.per_arm:
        rows = test[test["days_since_large_order"].between(settings.first_day[band], settings.last_day[band])]
        given = rows[rows["arm"] == "coupon"]["bought_within_7_days"]
        other = rows[rows["arm"] == "none"]["bought_within_7_days"]
        extra = (given.mean() - other.mean()) * len(given)
        numbers |= {f"used_{band}": float(given.mean()), f"uplift_{band}": float(given.mean() - other.mean())}
        numbers |= {f"profit_{band}": float(extra * settings.basket_margin - given.sum() * settings.coupon)}
        numbers |= {f"profit_smaller_{band}": float(extra * settings.basket_margin - given.sum() * settings.smaller_coupon)}
    return numbers
