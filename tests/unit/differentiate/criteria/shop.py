"""A shop of which it is known what tells its customers apart: those who need much buy three times as often, wherever they live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from idic_lib.case.differentiate import Differentiate
from idic_lib.differentiate.criteria import Ahead, BakeOff, all_criteria, bake_off, customers_ahead
from idic_lib.engine import Engine, Relation

AS_OF = date(2026, 1, 1)
WEEKS = 60


@dataclass(frozen=True)
class Shop:
    engine: Engine
    traits: pd.DataFrame

    @property
    def orders(self) -> Relation:
        return self.engine.relation("orders")

    @property
    def lines(self) -> Relation:
        return self.engine.relation("order_lines")

    def ahead(self) -> Ahead:
        found = customers_ahead(self.orders, as_of=AS_OF, traits=self.traits)
        assert isinstance(found, Ahead)
        return found

    def baked(self, *, in_use: str | None) -> BakeOff:
        settings = Differentiate(criteria={"geography": ("place",), "needs": ("need",)}, criterion_in_use=in_use)
        ahead = self.ahead()
        return bake_off(ahead, all_criteria(ahead, self.traits, settings=settings, order_lines=self.lines), seed=1)


def shop(*, seed: int = 1, customers: int = 600, dear: float = 1.0) -> Shop:
    """Place and need are drawn independently; `dear` times as much is paid per order by those who need much."""
    rng = np.random.default_rng(seed)
    ids = [f"c{k:04d}" for k in range(customers)]
    much = rng.random(customers) < 0.4
    traits = pd.DataFrame(
        {"customer_id": ids, "place": rng.choice([f"p{k}" for k in range(8)], customers), "need": np.where(much, "much", "little")}
    )
    bought = rng.random((customers, WEEKS)) < np.where(much, 0.24, 0.08)[:, None] * rng.gamma(4, 0.25, customers)[:, None]
    who, week = np.nonzero(bought)
    days = [
        AS_OF - timedelta(weeks=WEEKS) + timedelta(weeks=int(w), days=int(d))
        for w, d in zip(week, rng.integers(0, 7, len(week)), strict=True)
    ]
    amount = (rng.lognormal(8, 0.5, len(who)) * np.where(much[who], dear, 1.0)).astype(np.int64) + 1
    orders = pd.DataFrame(
        {
            "order_id": [f"o{k}" for k in range(len(who))],
            "customer_id": np.array(ids)[who],
            "ordered_on": pd.to_datetime(days),
            "amount": amount,
        }
    )
    product = np.where(rng.random(len(who)) < np.where(much[who], 0.9, 0.1), "milk", "tea")
    lines = orders.assign(product_id=product, quantity=1.0)
    products = pd.DataFrame({"product_id": ["milk", "tea"], "category": ["milk", "tea"]})
    return Shop(Engine.of(orders=orders, order_lines=lines, products=products), traits)
