"""Customers whose needs are known: baskets as the dairy world plants them, and crowds without any segment."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.needs import Baskets
from idic_lib.differentiate.needs.baskets import distinct
from idic_lib.engine import Engine

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

KINDS = ("fresh", "yogurt", "kids", "cheese", "infant", "gift", "fitness", "adult")
SHARE = np.array([0.30, 0.24, 0.18, 0.16, 0.12])
"""Of the customers, by need in the order of LEADING: the dairy world's settings, as is BUYS."""
LEADING = ("fresh", "kids", "adult", "fitness", "gift")
BUYS = np.array([
    [0.52, 0.26, 0.08, 0.10, 0.02, 0.02, 0.00, 0.00],
    [0.17, 0.14, 0.55, 0.08, 0.06, 0.00, 0.00, 0.00],
    [0.28, 0.20, 0.00, 0.00, 0.00, 0.04, 0.00, 0.48],
    [0.18, 0.16, 0.00, 0.04, 0.00, 0.00, 0.62, 0.00],
    [0.30, 0.20, 0.00, 0.10, 0.00, 0.40, 0.00, 0.00],
])  # fmt: skip
Crowd = Literal["alike", "dirichlet", "two scales"]


def planted(customers: int, seed: int) -> tuple[Ints, Ints]:
    """Return counts (customers x kinds) and each customer's need; lines per customer as in the dairy world (half have eight or fewer)."""
    rng = np.random.default_rng([11, seed])
    need = rng.choice(len(SHARE), customers, p=SHARE)
    return _bought(BUYS[need], rng), need


def crowd(kind: Crowd, customers: int, seed: int) -> Ints:
    """Return the counts of one crowd: all alike; own shares from one Dirichlet distribution; or own shares along two correlated scales."""
    rng = np.random.default_rng([12, seed])
    mean = SHARE @ BUYS
    if kind == "alike":
        return _bought(np.tile(mean, (customers, 1)), rng)
    if kind == "dirichlet":
        return _bought(rng.dirichlet(mean * rng.choice([0.5, 1, 2, 5, 20]), customers), rng)
    scales = rng.normal(size=(customers, 2)) @ rng.normal(size=(2, len(KINDS))) * 0.8
    odds = mean * np.exp(scales + 0.5 * rng.normal(size=(customers, len(KINDS))))
    return _bought(odds / odds.sum(axis=1, keepdims=True), rng)


def _bought(mix: Array, rng: np.random.Generator) -> Ints:
    lines = np.minimum(1 + rng.negative_binomial(0.8, 0.8 / (0.8 + 16), len(mix)), 60)
    return rng.multinomial(lines, mix).astype(np.int64)


def as_baskets(counts: Ints) -> Baskets:
    """Lay counts out as the room reads them."""
    different, row = distinct(counts)
    names = pd.Index([f"c{i:06d}" for i in range(len(counts))])
    return Baskets(KINDS[: counts.shape[1]], different, row, names)


def as_tables(counts: Ints) -> Engine:
    """Lay counts out as order lines and products, one order a customer."""
    customer, kind = np.nonzero(counts)
    of = np.repeat(np.arange(len(customer)), counts[customer, kind])
    lines = pd.DataFrame({"customer_id": [f"c{i:06d}" for i in customer[of]], "product_id": [f"p_{KINDS[j]}" for j in kind[of]]})
    lines = lines.assign(order_id=lines["customer_id"], ordered_on=pd.Timestamp("2026-01-05"), quantity=1.0, amount=1000)
    products = pd.DataFrame({"product_id": [f"p_{k}" for k in KINDS], "category": list(KINDS)})
    return Engine.of(order_lines=lines, products=products)
