"""What is in each order and what it leaves over: products, quantities, discounts, shipping, returns."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.catalogue import Catalogue
from idic_lib.worlds.dairy.settings import DairySettings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DELIVERED, RETURNED, CANCELLED = 0, 1, 2


def baskets(orders: pd.DataFrame, settings: DairySettings, goods: Catalogue, rng: np.random.Generator) -> pd.DataFrame:
    """Fill orders (segment, basket, discount) with lines: order (row), product (row), quantity, gross, discount, cost in dong."""
    more = settings.buying.most_lines - 1
    count = 1 + rng.binomial(more, settings.buying.extra_lines / more, len(orders))
    order = np.repeat(np.arange(len(orders)), count)
    segment = orders["segment"].to_numpy(dtype=np.int64)[order]
    steps = (np.cumsum(goods.picks, axis=1) + np.arange(len(goods.picks))[:, None]).ravel()
    product = np.searchsorted(steps, segment + rng.random(len(order)), side="right") - segment * goods.picks.shape[1]
    product = np.clip(product, 0, goods.picks.shape[1] - 1)
    quantity = 1 + rng.poisson(goods.more[product] * orders["basket"].to_numpy()[order])
    gross = quantity * goods.price[product]
    discount = np.round(gross * orders["discount_rate"].to_numpy()[order], -2)
    return pd.DataFrame({"order": order, "product": product, "quantity": quantity, "gross": gross.astype(np.int64),
                         "discount": discount.astype(np.int64), "cost": (quantity * goods.cost[product]).astype(np.int64)})  # fmt: skip


def with_deals(orders: pd.DataFrame, settings: DairySettings, rng: np.random.Generator) -> pd.DataFrame:
    """Add the rate of discount of each order: promotion hunters hardly ever buy without."""
    money, hunter = settings.money, orders["hunter"].to_numpy(dtype=bool)
    deal = rng.random(len(orders)) < np.where(hunter, money.hunter_deals, money.deals)
    return orders.assign(discount_rate=np.where(deal, np.where(hunter, money.hunter_discount, money.discount), 0.0))


def with_totals(orders: pd.DataFrame, lines: pd.DataFrame, settings: DairySettings, rng: np.random.Generator) -> pd.DataFrame:
    """Add gross, discount, amount (paid for goods), fee, points, status and what the order leaves over (`margin`), in dong."""
    gross, discount, cost = (np.bincount(lines["order"], lines[c], len(orders)).astype(np.int64) for c in ("gross", "discount", "cost"))
    online = (orders["kind"] > 0).to_numpy()
    amount = gross - discount
    status = _status(orders, settings, rng)
    fee = np.where(online & (amount < settings.money.free_from), settings.money.shipping_fee, 0.0).astype(np.int64)
    points = np.where(~online & (orders["id"] >= 0), amount * settings.money.points_share, 0.0).astype(np.int64)
    made = orders.assign(gross=gross, discount=discount, amount=amount, fee=fee, points=points, status=status)
    return made.assign(margin=_left_over(made, cost, settings))


def _status(orders: pd.DataFrame, settings: DairySettings, rng: np.random.Generator) -> Ints:
    """Only online orders are sent back or cancelled."""
    money = settings.money
    drawn = rng.random(len(orders))
    returned = np.where(orders["hunter"], money.hunter_returned, money.returned)
    status = np.where(drawn < returned, RETURNED, np.where(drawn < returned + money.cancelled, CANCELLED, DELIVERED))
    return np.where((orders["kind"] > 0).to_numpy(), status, DELIVERED)


def _left_over(orders: pd.DataFrame, cost: Ints, settings: DairySettings) -> Floats:
    """Return margin less shipping and points; goods sent back are lost, and handling them costs more."""
    online, status, money = (orders["kind"] > 0).to_numpy(), orders["status"].to_numpy(), settings.money
    shipping = np.where(online, money.shipping_cost, 0.0) - orders["fee"]
    delivered = orders["amount"] - cost - shipping - orders["points"]
    back = -cost - shipping - money.return_handling
    left: Floats = np.where(status == DELIVERED, delivered, np.where(status == RETURNED, back, 0.0))
    return left
