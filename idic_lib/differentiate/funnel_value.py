"""What a base that buys once is worth: open leads by their chance, buyers by the second unit, and the referrals they send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.stats import chi2

from idic_lib.differentiate.funnel_leads import Leads
from idic_lib.differentiate.funnel_open import Outlook
from idic_lib.engine import Relation
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate, wilson
from idic_lib.text.letters import slug

YEAR = 364
FEWEST_PRICES = 30
POINTS = 0.05
"""How far the assumed margin is moved to show what depends on it."""


@dataclass(frozen=True)
class Prices:
    """Amounts of single contracts in major units, of the latest year where it holds enough."""

    amounts: Array

    @property
    def mean(self) -> float:
        """Mean amount."""
        return float(self.amounts.mean())

    def sums(self, contracts: Array, rng: np.random.Generator) -> Array:
        """Draw what so many contracts are worth: the mean drawn by the bootstrap, single prices around it."""
        weights = rng.multinomial(len(self.amounts), np.full(len(self.amounts), 1 / len(self.amounts)), size=len(contracts))
        means = weights @ self.amounts / len(self.amounts)
        drawn: Array = contracts * means + self.amounts.std() * np.sqrt(contracts) * rng.standard_normal(len(contracts))
        return np.maximum(drawn, 0)


def prices(orders: Relation | None, *, as_of: date, minor: int) -> Prices | None:
    """Read contract amounts of the latest 52 weeks, or of all time where these hold fewer than 30; None without any."""
    if orders is None:
        return None
    for since in (as_of - timedelta(days=YEAR), date(1, 1, 1)):
        amounts = orders.engine.query("contract_amounts", since=since, as_of=as_of)["amount"].to_numpy(np.float64) / minor
        if len(amounts) >= FEWEST_PRICES:
            return Prices(amounts)
    return Prices(amounts) if len(amounts) > 1 else None


@dataclass(frozen=True)
class Worth:
    """What is expected of the open leads: contracts, their mean price and their amount in major units (None without prices)."""

    ahead: Outlook
    price: float | None
    sales: Estimate | None
    margin_rate: float | None
    """Contribution as a share of the price; an assumption of the case, None where it makes none."""
    currency: str
    minor: int

    @property
    def each(self) -> float:
        """What a contract is worth in minor units: its contribution, or its price where no margin is assumed."""
        return (self.price or 0.0) * (self.margin_rate or 1.0) * self.minor


def funnel_worth(  # noqa: PLR0913 - the case's own settings
    ahead: Outlook, orders: Relation | None, *, as_of: date, rate: float | None, seed: int, currency: str, minor: int
) -> Worth:
    """Price the contracts of the open leads by the amounts of the latest contracts, contracts and amounts drawn."""
    found = prices(orders, as_of=as_of, minor=minor)
    if found is None:
        return Worth(ahead, None, None, rate, currency, minor)
    value = ahead.contracts.value * found.mean
    lo, hi = bootstrap.interval(found.sums(ahead.drawn, np.random.default_rng(seed)))
    return Worth(ahead, found.mean, Estimate(value, min(lo, value), max(hi, value), len(ahead.chance)), rate, currency, minor)


def second_unit(buyers: pd.DataFrame, *, as_of: date) -> Estimate | None:
    """Give the share of buyers watched for 52 weeks who signed again, on a later day, within them; None where nobody was watched so long."""
    watched = buyers[buyers["first_on"] <= pd.Timestamp(as_of - timedelta(days=YEAR))]
    again = (watched["second_on"] - watched["first_on"]).dt.days <= YEAR
    return wilson(int(again.sum()), len(watched)) if len(watched) else None


@dataclass(frozen=True)
class Referrals:
    """Leads that a buyer sends a year; `named` where each lead says who sent it, else all leads of referral sources count: at most so many."""

    rate: Estimate
    named: bool
    count: int
    years: float
    """Leads sent, and the buyer-years in which they were."""


def referrals(leads: Leads, buyers: pd.DataFrame, *, sources: Sequence[str]) -> Referrals | None:
    """Count the leads that buyers sent after their first contract, per buyer-year, with Garwood's interval (Biometrika 28, 1936).

    None without buyers, and without sources of referrals where no lead says who sent it.
    """
    years = float((pd.Timestamp(leads.until) - buyers["first_on"]).dt.days.sum()) / 365.25
    since = leads.table["referred_by"].map(buyers.set_index("customer_id")["first_on"])
    named = bool(leads.table["referred_by"].notna().any())
    by_source = leads.table["source"].isin({slug(s) for s in sources}) & (leads.table["created_on"] >= buyers["first_on"].min())
    if years <= 0 or not (named or sources):
        return None
    count = int((leads.table["created_on"] >= since).sum() if named else by_source.sum())
    lo, hi = (float(chi2.ppf(0.025, 2 * count)) / 2 if count else 0.0), float(chi2.ppf(0.975, 2 * count + 2)) / 2
    return Referrals(Estimate(count / years, lo / years, hi / years, len(buyers)), named, count, years)


def funnel_base(leads: Leads, worth: Worth, buyers: pd.DataFrame, *, again: Estimate | None, referred: float = 0.0) -> pd.DataFrame:
    """Return everybody worth a call: customer_id, amount (so far) and expected_amount within the horizon, in minor units.

    An open lead is worth its chance times what a contract is worth; a buyer the chance of a second unit in that time, and the contracts
    `referred` by a buyer then, times the same. Who has several open leads, or is a buyer with one, is worth their sum.
    """
    open_leads = pd.DataFrame(
        {"customer_id": leads.table.loc[leads.open, "customer_id"], "expected": worth.ahead.chance * worth.each, "amount": 0}
    )
    chance = 1 - (1 - again.value) ** (worth.ahead.days / YEAR) if again else 0.0
    known = pd.DataFrame({"customer_id": buyers["customer_id"], "expected": (chance + referred) * worth.each, "amount": buyers["amount"]})
    both = pd.concat([open_leads, known]).groupby("customer_id", as_index=False).sum()
    return both.assign(expected_amount=np.rint(both["expected"]).astype(np.int64))[["customer_id", "amount", "expected_amount"]]
