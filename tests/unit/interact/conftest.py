from __future__ import annotations

import importlib.util
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.interact import Reading, campaign_effects, campaign_panel

ROOT = Path(__file__).parents[3]
AS_OF = date(2018, 1, 2)


def case_of(engine: Engine, as_of: date = AS_OF) -> SimpleNamespace:
    panel = campaign_panel(engine.relation("orders"), as_of=as_of)
    return SimpleNamespace(engine=engine, campaigns=engine.run("select * from campaigns"), panel=panel)


@pytest.fixture(scope="session")
def retail() -> SimpleNamespace:
    spec = importlib.util.spec_from_file_location("benchmark_campaigns", ROOT / "benchmarks" / "campaigns.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return case_of(module.retail())


@pytest.fixture(scope="session")
def readings(retail: SimpleNamespace) -> dict[str, Reading]:
    found = campaign_effects(retail.panel, retail.campaigns, retail.engine.relation("touches"))
    return {r.effect.campaign: r for r in found}


@pytest.fixture
def world() -> Callable[..., SimpleNamespace]:
    """A small shop: 40 weeks of purchases, one campaign of four weeks in week 33, chosen by a rule, adding `effect` of spend."""

    def build(*, seed: int = 1, customers: int = 600, effect: float = 0.0, rule: str = "noisy", arms: bool = False) -> SimpleNamespace:
        rng = np.random.default_rng(seed)
        size = rng.gamma(2.0, 1500.0, customers)
        buys = rng.random((customers, 40)) < rng.beta(4, 2, customers)[:, None]
        amounts = np.where(buys, size[:, None] * rng.lognormal(0, 0.4, buys.shape), 0.0)
        score = {
            "noisy": np.log(size) + rng.normal(0, 1.2, customers),
            "random": rng.random(customers),
            "top": amounts[:, :32].sum(axis=1),
        }[rule]
        sent = np.argsort(-score)[: int(0.4 * customers)]
        amounts[np.ix_(sent, range(32, 36))] *= 1 + effect
        who, week = np.nonzero(amounts)
        start = pd.Timestamp("2017-01-01")
        orders = pd.DataFrame({
            "order_id": [f"{c}-{w}" for c, w in zip(who, week, strict=True)],
            "customer_id": [f"c{c:05d}" for c in who],
            "ordered_on": start + pd.to_timedelta(7 * week + 1, unit="D"),
            "amount": np.rint(amounts[who, week]).astype("int64"),
        })  # fmt: skip
        touches = pd.DataFrame({"customer_id": [f"c{c:05d}" for c in (range(customers) if arms else sent)], "campaign_id": "1"})
        if arms:
            touches["arm"] = np.where(np.isin(np.arange(customers), sent), "send", "holdout")
        days = (start + pd.Timedelta(weeks=32), start + pd.Timedelta(weeks=36) - pd.Timedelta(days=1))
        campaigns = pd.DataFrame({"campaign_id": ["1"], "campaign_type": ["A"], "starts_on": [days[0]], "ends_on": [days[1]]})
        redemptions = pd.DataFrame({"customer_id": ["c00001"], "campaign_id": ["1"], "redeemed_on": [days[0]], "coupon_id": ["x"]})
        return case_of(Engine.of(orders=orders, touches=touches, campaigns=campaigns, redemptions=redemptions), date(2017, 10, 15))

    return build
