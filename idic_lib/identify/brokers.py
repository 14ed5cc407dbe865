"""Leads that brokers brought although the person was known: how many, and the commission that is in dispute for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from idic_lib.engine import Engine
from idic_lib.facts import Fact, refused
from idic_lib.identify.unseen import missed
from idic_lib.inference.intervals import Estimate, wilson
from idic_lib.text import N_

MOST = 3
"""A phone of more persons than this is a broker's or a shop's own."""
_IDS = {"identify.duplicate_leads.broker": "share", "identify.disputed_commission": ""}
_NO_LEADS = N_(
    "No lead is marked with a broker who brought it; the broker's number on each lead would show how many of theirs were known before."
)
_NO_RECALL = N_(
    "How many pairs of records of one person are found is not known; some hundred pairs checked by hand, linked and not, would show it."
)
_NO_RATE = N_("The brokers' commission is not known; its rate, as a share of the price, would turn the disputed contracts into money.")


@dataclass(frozen=True)
class BrokerLeads:
    """Leads by brokers (`lead_id, customer_id, created_on, repeated, own`) and first contracts (`customer_id, order_id, amount, disputed`)."""

    leads: pd.DataFrame
    firsts: pd.DataFrame

    @property
    def disputed(self) -> pd.DataFrame:
        """First contracts that a broker may claim although the person was known before."""
        return self.firsts[self.firsts["disputed"].astype(bool)].drop(columns="disputed").reset_index(drop=True)


def broker_leads(engine: Engine, *, as_of: date) -> BrokerLeads:
    """Find brokers' leads of persons known before, and contracts that a broker may claim for it.

    Needs `leads`, `links`, `records` and, in `contacts`, the trait `broker`; without one of them nothing is found. `repeated`: the person
    has an earlier lead; `own`: the lead carries a phone that few persons have, by which it can be told whose it is.
    """
    if not all(map(engine.has, ("leads", "links", "records", "contacts"))) or "broker" not in engine.columns("contacts"):
        return BrokerLeads(_NO_BROKERS, _NO_CONTRACTS)
    leads = engine.query("attach_broker_leads", as_of=as_of, most=MOST)
    return BrokerLeads(leads, engine.query("attach_disputed", as_of=as_of) if engine.has("orders") else _NO_CONTRACTS)


_NO_BROKERS = pd.DataFrame(columns=["lead_id", "customer_id", "created_on", "repeated", "own"])
_NO_CONTRACTS = pd.DataFrame(columns=["customer_id", "order_id", "amount", "disputed"])


def broker_facts(  # noqa: PLR0913 - the money's settings, one by one
    found: BrokerLeads, *, recall: Estimate | None, commission_rate: float | None, currency: str, minor: int, draws: int, seed: int
) -> list[Fact]:
    """State the share of brokers' leads whose person was known, and the commission in dispute for it.

    Args:
        found: leads and contracts.
        recall: share of the pairs of records of one person that linking finds.
        commission_rate: what a broker gets, as a share of the price.
        currency: of the amounts, which are in `minor` units.
        minor: minor units in one major unit.
        draws: how often the counts are drawn anew for the interval.
        seed: of these draws.

    A lead under a broker's own phone tells little of who it is: the share is that among leads with a phone of their own, over the recall.

    """
    ids = _IDS | {"identify.disputed_commission": currency}
    own = found.leads[found.leads["own"].astype(bool)]
    if own.empty:
        return [refused(i, unit=unit, reason=_NO_LEADS) for i, unit in ids.items()]
    if recall is None:
        return [refused(i, unit=unit, reason=_NO_RECALL) for i, unit in ids.items()]
    share = wilson(int(own["repeated"].sum()), len(own))
    known = Estimate(share.value / recall.value, share.lo / recall.hi, min(1.0, share.hi / recall.lo), len(own))
    seen = float(found.leads["repeated"].mean()) / share.value if share.value else 1.0  # of those with a phone of their own and all others
    chance = recall.scaled(min(1.0, seen))
    return [_repeated(known), _disputed(found, chance, commission_rate, currency=currency, minor=minor, draws=draws, seed=seed)]


def _repeated(known: Estimate) -> Fact:
    value = min(1.0, known.value)
    return Fact(id="identify.duplicate_leads.broker", value=value, lo=min(known.lo, value), hi=max(known.hi, value), unit="share", n=known.n, grade="C", table="leads",
                method=N_("leads by brokers whose person has an earlier lead, of those with a phone of their own, over the recall of linking; Wilson and the recall's interval"),
                says=N_("Of the leads that brokers brought, {value} are of a person who was known before ({lo} to {hi})."))  # fmt: skip


def _disputed(found: BrokerLeads, chance: Estimate, rate: float | None, *, currency: str, minor: int, draws: int, seed: int) -> Fact:  # noqa: PLR0913 - as broker_facts
    if rate is None:
        return refused("identify.disputed_commission", unit=currency, reason=_NO_RATE)
    amounts, any_contract = (f["amount"].to_numpy(float) * rate / minor for f in (found.disputed, found.firsts))
    rng = np.random.default_rng(seed + 1)
    prices = any_contract if len(any_contract) else np.zeros(1)
    hidden = [float(rng.choice(prices, n).sum()) for n in missed(len(amounts), chance, draws=draws, seed=seed)]
    value, most = float(amounts.sum()) / chance.value, float(amounts.sum() + np.quantile(hidden, 0.975))
    return Fact(id="identify.disputed_commission", value=value, lo=float(amounts.sum()), hi=max(most, value), unit=currency, n=len(amounts), grade="C", table="orders",
                method=N_("commission on first contracts of persons whom a broker brought after they were known, over the chance that linking finds one; negative binomial"),
                says=N_("Commission of about {value} is in dispute ({lo} to {hi}): {n} contracts were found whose buyer was known before the broker named him."))  # fmt: skip
