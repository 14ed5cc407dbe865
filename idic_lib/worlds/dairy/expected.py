"""What the settings say should come out: the planted sizes by formula and by integration over the settings, without a world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from idic_lib.worlds.dairy.calendar import clock
from idic_lib.worlds.dairy.catalogue import Catalogue, catalogue
from idic_lib.worlds.dairy.settings import KINDS, DairySettings

Floats = NDArray[np.float64]

_GRID = 200


@dataclass(frozen=True)
class Growth:
    """Sales of pilot stores, from the launch on against before: totals and per day."""

    naive: float
    naive_per_day: float
    true: float


def expected_growth(settings: DairySettings) -> Growth:
    """Return the naive before/after growth of pilot stores that season and trend make of the true lift: (1 + lift) S(after) / S(before) - 1.

    S is sales time: people who join make up for people who leave (see `customers`), so nothing else moves sales but campaigns, which
    reach pilot and other stores alike and are left out here (below one point).
    """
    time = clock(settings)
    launch = time.day(settings.stores.launch_on)
    back, ahead = launch - settings.stores.days_before, launch + settings.stores.days_after
    before, after = time.at(launch) - time.at(back), time.at(ahead) - time.at(launch)
    ratio = (1 + settings.stores.pilot_lift) * after / before
    return Growth(ratio - 1, ratio * (launch - back) / (ahead - launch) - 1, settings.stores.pilot_lift)


def expected_satisfied(settings: DairySettings) -> tuple[float, float]:
    """Return the satisfied share of respondents (app users who answer) and of all persons: Bayes' rule over the settings."""
    planted, app = settings.satisfaction, app_share(settings)
    among = planted.satisfied_app * planted.answer_satisfied
    respondents = among / (among + (1 - planted.satisfied_app) * planted.answer_unsatisfied)
    return respondents, app * planted.satisfied_app + (1 - app) * planted.satisfied_others


def expected_season(settings: DairySettings) -> dict[str, float]:
    """Return each month's sales per day over its usual level, m01 to m12: log sales time per day on twelve months beside a straight line."""
    time, span = clock(settings), settings.span
    starts = pd.date_range(span.starts_on, span.as_of, freq="MS")
    length = np.diff(starts) / np.timedelta64(1, "D")
    pace = np.log(np.diff([time.at(time.day(day.date())) for day in starts]) / length)
    month = starts[:-1].month.to_numpy() - 1
    design = np.column_stack([np.eye(12)[month], np.arange(len(pace))])
    effects = np.linalg.lstsq(design, pace, rcond=None)[0][:12]
    return {f"m{number:02d}": float(value) for number, value in enumerate(np.exp(effects - effects.mean()), 1)}


def app_share(settings: DairySettings) -> float:
    """Return the share of persons who hold the app."""
    return sum(share for name, share in settings.identities.held.items() if "app" in name.split("+"))


def expected_opens(settings: DairySettings) -> tuple[float, float]:
    """Return opens as reported (a human, a proxy, or both) and by humans."""
    planted = settings.messages
    return 1 - (1 - planted.opens) * (1 - planted.proxies * planted.proxy_opens), planted.opens


def order_value(settings: DairySettings, goods: Catalogue, *, hunter: bool) -> Floats:
    """Return the expected amount of an order by segment, for a basket of ordinary size."""
    money = settings.money
    off = money.hunter_deals * money.hunter_discount if hunter else money.deals * money.discount
    one: Floats = goods.picks @ (goods.price * (1 + goods.more))
    return (1 + settings.buying.extra_lines) * one * (1 - off)


def orders_per_month(settings: DairySettings, *, hunter: bool) -> float:
    """Return the expected orders per person and month of sales time: those there before buy at their rate, plus first purchases.

    With rate l and chance to leave p a person is in force with chance 1 / (1 + l p T) at any time, and joins with the rest over T.
    """
    rate, leaves, now = rates(settings, hunter=hunter), leaving(settings), clock(settings).now
    force = 1 / (1 + rate[:, None] * leaves[None, :] * now)
    return float((rate[:, None] * force + (1 - force) / now).mean())


def rates(settings: DairySettings, *, hunter: bool) -> Floats:
    """Return equally likely rates."""
    shape, factor = settings.buying.rate_shape, settings.money.hunter_rate if hunter else 1.0
    middle = (np.arange(_GRID) + 0.5) / _GRID
    return np.asarray(stats.gamma.ppf(middle, shape, scale=factor * settings.buying.orders_per_month / shape))


def leaving(settings: DairySettings) -> Floats:
    """Return equally likely chances to leave."""
    return np.asarray(stats.beta.ppf((np.arange(_GRID) + 0.5) / _GRID, settings.buying.leave_a, settings.buying.leave_b))


def till_share(settings: DairySettings) -> float:
    """Return the share of a person's orders made at the till, over persons."""
    weights = {kind: settings.identities.store_weight if kind == "card" else 1.0 for kind in KINDS}
    total = 0.0
    for name, share in settings.identities.held.items():
        kinds = name.split("+")
        total += share * ("card" in kinds) * weights["card"] / sum(weights[k] for k in kinds)
    return total


def walk_ins_per_month(settings: DairySettings) -> float:
    """Return walk-ins per known person and month of sales time, so that they are `anonymous_share` of store revenue."""
    goods, shares = catalogue(settings), np.array([s.share for s in settings.segments.values()])
    hunters = settings.money.hunters
    known = sum(
        part * orders_per_month(settings, hunter=hunter) * float(shares @ order_value(settings, goods, hunter=hunter))
        for part, hunter in ((hunters, True), (1 - hunters, False))
    )
    per_order = float(shares @ _walk_in_value(settings, goods))
    anonymous = settings.stores.anonymous_share
    return known * till_share(settings) * anonymous / (1 - anonymous) / per_order


def _walk_in_value(settings: DairySettings, goods: Catalogue) -> Floats:
    money = settings.money
    one: Floats = goods.picks @ (goods.price * (1 + goods.more * settings.stores.walk_in_basket))
    return (1 + settings.buying.extra_lines) * one * (1 - money.deals * money.discount)
