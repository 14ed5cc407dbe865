"""Small funnels whose truth is known: sources with a chance of ever signing, log-normal days to the contract, and a month they began in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from idic_lib.differentiate import Stages
from idic_lib.engine import Engine

AS_OF = date(2026, 7, 1)
STAGES = Stages("Ký hợp đồng", ("Mất",))
DAYS = 910


@dataclass(frozen=True)
class Planted:
    """A source: its leads, the share that ever signs, days to contract, cost per lead, and how much of it is from the latest `late` days."""

    name: str
    leads: int
    rate: float
    days: float
    spread: float = 0.7
    each: int = 1_000_000
    young: float = 0.0
    late: int = 180

    def within(self, days: float) -> float:
        """Return the true share that signs within so many days."""
        from scipy.special import ndtr

        return float(self.rate * ndtr((np.log(days + 0.5) - np.log(self.days)) / self.spread))


EVENT = Planted("Sự kiện", 900, 0.085, 270, 0.5, 1_880_000, young=0.72)
ADS = Planted("Quảng cáo", 700, 0.035, 130, 0.8, 1_020_000)
REFERRAL = Planted("Giới thiệu", 300, 0.14, 120, 0.7, 400_000)
SOURCES = (EVENT, ADS, REFERRAL)


def engine(
    *, sources: tuple[Planted, ...] = SOURCES, seed: int = 1, price: int = 3_000_000_000, scale: int = 1, shuffle: bool = False
) -> Engine:
    """Draw leads, their stages and contracts; `scale` multiplies every amount, `shuffle` changes nothing but the order of rows."""
    rng = np.random.default_rng(seed)
    leads = pd.concat([_leads(s, rng) for s in sources], ignore_index=True)
    leads["lead_id"] = [f"L{k:06d}" for k in range(len(leads))]
    leads["customer_id"] = "K" + leads["lead_id"].str[1:]
    as_of, signed = pd.Timestamp(AS_OF), leads["won_on"] < pd.Timestamp(AS_OF)
    new = pd.DataFrame({"lead_id": leads["lead_id"], "stage": "Mới", "entered_on": leads["created_on"]})
    won = pd.DataFrame({"lead_id": leads["lead_id"], "stage": STAGES.won, "entered_on": leads["won_on"]})[signed]
    gone = rng.random(len(leads)) < 0.5
    lost_on = leads["created_on"] + pd.to_timedelta(np.rint(rng.lognormal(np.log(150), 0.9, len(leads))), unit="D")
    lost = pd.DataFrame({"lead_id": leads["lead_id"], "stage": "Mất", "entered_on": lost_on})[
        gone & leads["won_on"].isna() & (lost_on < as_of)
    ]
    orders = pd.DataFrame({
        "order_id": "H" + leads["lead_id"], "customer_id": leads["customer_id"], "ordered_on": leads["won_on"],
        "amount": np.rint(price * rng.lognormal(-0.02, 0.2, len(leads))).astype(np.int64) * scale,
    })[signed]  # fmt: skip
    costs = pd.DataFrame({"item": [s.name for s in sources], "per": "source", "amount": [s.each * s.leads * scale for s in sources]})
    frames = {
        "leads": leads[["lead_id", "created_on", "source", "customer_id"]], "orders": orders, "costs": costs,
        "lead_stages": pd.concat([new, won, lost], ignore_index=True),
    }  # fmt: skip
    if shuffle:
        frames = {name: f.sample(frac=1, random_state=7).reset_index(drop=True) for name, f in frames.items()}
    return Engine.of(**frames)


def _leads(s: Planted, rng: np.random.Generator) -> pd.DataFrame:
    age = np.where(rng.random(s.leads) < s.young, rng.integers(1, s.late, s.leads), rng.integers(1, DAYS, s.leads))
    created = pd.Timestamp(AS_OF) - pd.to_timedelta(age, unit="D")
    days = pd.to_timedelta(np.rint(rng.lognormal(np.log(s.days), s.spread, s.leads)), unit="D")
    ever = rng.random(s.leads) < s.rate
    return pd.DataFrame({"created_on": created, "source": s.name, "won_on": (created + days).where(ever)})
