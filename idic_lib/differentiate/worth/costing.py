"""What is known of costs in a case, and how contribution is told from it: by costs, by a stated rate, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import fmean
from typing import Literal

from idic_lib.differentiate.worth.views import name_views
from idic_lib.engine import Engine

Basis = Literal["costs", "rate", "sales"]


@dataclass(frozen=True)
class Costing:
    """How contribution is told: `unit` is what one of each role costs, `goods_share` what goods cost per sales; money in minor units."""

    basis: Basis
    unit: Mapping[str, int] = field(default_factory=dict)
    rate: float | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    commission: float = 0.0
    goods_share: float = 0.0
    products: int = 0
    costless: int = 0
    """Products sold whose cost is not known, their sales and their list value (the next two)."""
    costless_sales: int = 0
    costless_listed: int = 0
    rescaled: int = 0
    """Orders whose amount was written in thousands or millions, and what reading them so adds to sales."""
    rescaled_sales: int = 0
    booked: bool = False
    """Whether costs are booked on single orders."""
    sources: str | None = None
    """The word under which table costs has what was spent on each source of leads, where new customers are paid for so."""

    @property
    def tells(self) -> bool:
        """Whether customers differ in what they cost: one rate for all ranks them as sales do, and puts nobody below zero."""
        return self.basis == "costs" or (self.basis == "rate" and bool(self.unit or self.rates or self.commission or self.booked))

    def margin(self, kind: object) -> float:
        """Return the stated rate of a kind of product: its own, else the one for all, else the mean of those stated."""
        return self.rates.get(str(kind), self.usual_rate)

    @property
    def usual_rate(self) -> float:
        """The stated rate for all, or the mean of those by kind."""
        return fmean(self.rates.values()) if self.rate is None else self.rate


def costing(
    engine: Engine,
    *,
    as_of: date,
    words: Mapping[str, str] | None = None,
    rate: float | None = None,
    rates: Mapping[str, float] | None = None,
    commission: float | None = None,
) -> Costing:
    """Find out what the case knows of its costs.

    Costs of products go before a stated rate; with neither, the basis is sales, and contribution is not told. `words` maps a role
    (delivery, return, ticket, coupon, acquisition) to the word under which table `costs` has it; with leads, acquisition is what was
    spent on their sources. `rate` and `rates` (by kind of unit) are stated margins; `commission` is a broker's share of the price.
    Names views `worth_...` in the engine.
    """
    name_views(engine)
    sold, unit = engine.query("worth_costless", as_of=as_of).iloc[0], _unit_costs(engine, words or {})
    sources = (words or {}).get("acquisition") if engine.has("leads") else None
    told = _basis(costed=sold["costless"] < sold["products"], rated=rate is not None or bool(rates))
    if told == "sales":
        return Costing("sales")
    written = engine.query("worth_rescaled", as_of=as_of).iloc[0]
    found = Costing(
        told,
        unit,
        rate,
        dict(rates or {}),
        commission or 0.0,
        rescaled=int(written["orders"]),
        rescaled_sales=int(written["added"]),
        booked=engine.has("order_costs"),
        sources=sources,
    )
    if told == "rate":
        return replace(found, goods_share=1 - found.usual_rate)
    return replace(
        found,
        goods_share=float(sold["cost_share"]),
        products=int(sold["products"]),
        costless=int(sold["costless"]),
        costless_sales=int(sold["amount"]),
        costless_listed=int(sold["listed"]),
    )


def _basis(*, costed: bool, rated: bool) -> Basis:
    return "costs" if costed else "rate" if rated else "sales"


def _unit_costs(engine: Engine, words: Mapping[str, str]) -> dict[str, int]:
    known = engine.query("worth_unit_costs").set_index("per")["amount"]
    return {role: int(known[word]) for role, word in words.items() if word in known}
