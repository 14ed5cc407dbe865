"""How many customers cost more than they bring, by integration over the settings: purchases drawn straight from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from idic_lib.worlds.dairy.calendar import clock
from idic_lib.worlds.dairy.catalogue import Catalogue, catalogue
from idic_lib.worlds.dairy.settings import KINDS, DairySettings
from idic_lib.worlds.pieces import stream

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class ValueShares:
    """Customers with an order: share below zero, the same in the top tenth by revenue, and how far that tenth and the one by contribution agree."""

    below_zero: float
    below_zero_top: float
    overlap: float


def value_shares(revenue: Floats | Ints, contribution: Floats | Ints) -> ValueShares:
    """Return the shares of customers given what they paid and what they left over."""
    tenth = max(1, round(len(revenue) / 10))
    by_revenue = np.argsort(-revenue, kind="stable")[:tenth]
    by_contribution = np.argsort(-contribution, kind="stable")[:tenth]
    shared = len(np.intersect1d(by_revenue, by_contribution)) / tenth
    return ValueShares(float((contribution < 0).mean()), float((contribution[by_revenue] < 0).mean()), shared)


def expected_value_shares(settings: DairySettings, *, size: int = 60_000) -> ValueShares:
    """Integrate over the settings with `size` draws (standard error of a share of 60 % among their tenth: 0.7 points)."""
    rng, money = stream(20, "expected value"), settings.money
    hunter = rng.random(size) < money.hunters
    person = np.repeat(np.arange(size), _order_counts(settings, hunter, rng))
    online = rng.random(len(person)) >= _till_shares(settings, size, rng)[person]
    sums = _orders_money(settings, person, hunter, online, rng)
    paid, left = (np.bincount(person, values, size) for values in sums)
    active = np.bincount(person, sums[0] > 0, size) > 0
    left = left - money.ticket_cost * _tickets(settings, np.bincount(person, minlength=size), rng)
    return value_shares(paid[active], left[active])


def _order_counts(settings: DairySettings, hunter: Flags, rng: np.random.Generator) -> Ints:
    """Draw orders in T months: in force for an exponential time at rate l p, with l (1 - p) orders a month and one at the end."""
    buying, now, size = settings.buying, clock(settings).now, len(hunter)
    rate = rng.gamma(buying.rate_shape, buying.orders_per_month / buying.rate_shape, size) * np.where(
        hunter, settings.money.hunter_rate, 1.0
    )
    leaves = rng.beta(buying.leave_a, buying.leave_b, size)
    before = rng.random(size) < 1 / (1 + rate * leaves * now)
    left = np.where(before, now, now * rng.random(size))
    stay = rng.exponential(size=size) / (rate * leaves)
    leaves_within = stay < left
    return rng.poisson(rate * (1 - leaves) * np.minimum(stay, left)) + leaves_within + ~before


def _till_shares(settings: DairySettings, size: int, rng: np.random.Generator) -> Floats:
    held = settings.identities.held
    weights = {kind: settings.identities.store_weight if kind == "card" else 1.0 for kind in KINDS}
    shares = [weights["card"] * ("card" in n.split("+")) / sum(weights[k] for k in n.split("+")) for n in held]
    return np.asarray(shares)[rng.choice(len(held), size, p=list(held.values()))]


def _orders_money(settings: DairySettings, person: Ints, hunter: Flags, online: Flags, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw what each order pays (0 unless delivered) and leaves over."""
    money, size = settings.money, len(person)
    gross, cost = _goods(settings, catalogue(settings), person, len(hunter), rng)
    hunts = hunter[person]
    deal = rng.random(size) < np.where(hunts, money.hunter_deals, money.deals)
    paid = gross * (1 - deal * np.where(hunts, money.hunter_discount, money.discount))
    fate, back = rng.random(size), np.where(hunts, money.hunter_returned, money.returned)
    returned, cancelled = online & (fate < back), online & (fate >= back) & (fate < back + money.cancelled)
    shipping = online * (money.shipping_cost - money.shipping_fee * (paid < money.free_from))
    kept = paid - cost - shipping - ~online * money.points_share * paid
    left = np.where(returned, -cost - shipping - money.return_handling, np.where(cancelled, 0.0, kept))
    return np.where(returned | cancelled, 0.0, paid), left


def _goods(settings: DairySettings, goods: Catalogue, person: Ints, size: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw the list price and the cost of what is in each order, line by line."""
    need = rng.choice(len(goods.picks), size, p=[s.share for s in settings.segments.values()])
    shape = settings.buying.basket_shape
    basket = rng.gamma(shape, 1 / shape, size)
    more = settings.buying.most_lines - 1
    order = np.repeat(np.arange(len(person)), 1 + rng.binomial(more, settings.buying.extra_lines / more, len(person)))
    product = np.empty(len(order), dtype=np.int64)
    for segment, picks in enumerate(goods.picks):
        own = np.flatnonzero(need[person[order]] == segment)
        product[own] = rng.choice(len(picks), len(own), p=picks / picks.sum())
    items = 1 + rng.poisson(goods.more[product] * basket[person[order]])
    return tuple(np.bincount(order, items * each[product], len(person)) for each in (goods.price, goods.cost))  # type: ignore[return-value]  # two of them


def _tickets(settings: DairySettings, orders: Ints, rng: np.random.Generator) -> Ints:
    from idic_lib.worlds.dairy.expected import expected_satisfied

    planted = settings.satisfaction
    satisfied = rng.random(len(orders)) < expected_satisfied(settings)[1]
    return rng.poisson(orders * np.where(satisfied, planted.tickets_satisfied, planted.tickets_unsatisfied))
