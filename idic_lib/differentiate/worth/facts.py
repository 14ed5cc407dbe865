"""What contribution says as facts: how much is left, who costs more than he brings and why, how the ranking changes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.state import Money, estimated
from idic_lib.differentiate.top import top_flags
from idic_lib.differentiate.worth.below_zero import TOGETHER, below_zero, causes
from idic_lib.differentiate.worth.costing import Costing
from idic_lib.differentiate.worth.whale import TOP, moved, standing_shares
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference import bootstrap
from idic_lib.inference.intervals import wilson
from idic_lib.text import N_

NO_COSTS = N_(
    "What customers leave over is not computed: no cost of goods and no margin is known. Collect what each product costs to buy, "
    "or one margin rate from the accounts; until then customers are ranked by sales."
)
ONE_RATE = N_(
    "One margin rate for all customers ranks them as sales do, and nobody can cost more than they bring. Collect what delivery, returns and "
    "service cost, or what each product costs to buy."
)
NOTHING_LEFT = N_("Customers together leave nothing over, so no share of it can be given. Check the costs that were supplied.")
_CAUSES = {
    "discount": N_("{value} of the {n} customers below zero would be above had they had no discounts."),
    "delivery": N_("{value} of the {n} customers below zero would be above had delivery cost nothing."),
    "returns": N_("{value} of the {n} customers below zero would be above had none of their orders come back."),
    "points": N_("{value} of the {n} customers below zero would be above without points."),
    "service": N_("{value} of the {n} customers below zero would be above had their requests and care cost nothing."),
    "coupons": N_("{value} of the {n} customers below zero would be above without coupons."),
    "commission": N_("{value} of the {n} customers below zero would be above without commission."),
    "acquisition": N_("{value} of the {n} customers below zero would be above had it cost nothing to win them."),
    TOGETHER: N_("{value} of the {n} customers below zero would stay there without any single cost."),
}
_WILSON = N_("share of customers whose orders left less than nothing, or more; Wilson's interval")
_OVER = N_("sales less goods, delivery, returns, points, service, coupons and commissions; bootstrap over customers")
_SHARES = {
    "contribution.total": N_("After their costs, customers' orders left {value}."),
    "contribution.rate": N_("Of each unit of sales, {value} is left after costs."),
    "overlap.top10": N_("{value} of the top tenth by sales are also in the top tenth by what they leave over."),
    "whale.peak": N_("Those above zero leave {value} of the total; the others use up what is over 100%."),
}
_PARTS = {
    "below_zero.share": N_("{value} of the customers cost more than they bring."),
    "below_zero.top10_share": N_("Among the top tenth by sales, {value} cost more than they bring."),
    "whale.where": N_("{value} of the customers leave something over; the curve is highest there."),
}
_TOLD = [*_SHARES, *_PARTS, "below_zero.customers", "below_zero.money", "rank.moved"]
_COUNTED = {"below_zero.customers": "customers"}


def contribution_facts(table: pd.DataFrame, costing: Costing, *, seed: int, currency: str, minor: int) -> list[Fact]:
    """State what `contribution` shows; each fact is refused, with what to collect, where nothing is known of costs."""
    money = Money(currency, minor)
    if costing.basis == "sales":
        return [refused(f"differentiate.{n}", unit=_unit(n, money), reason=NO_COSTS) for n in _TOLD]
    if not costing.tells:
        stated = [f.model_copy(update={"grade": "D"}) for f in _standing(table, seed, money)[:2]]
        told = {f.id for f in stated}
        rest = [refused(i, unit=_unit(n, money), reason=ONE_RATE) for n in _TOLD if (i := f"differentiate.{n}") not in told]
        effects = [f for f in effect_facts(table, costing, money) if f.id != "differentiate.stated_rate.below_zero"]
        return [*stated, *rest, *effects]
    below = below_zero(table)
    return [
        *_standing(table, seed, money),
        *_below(table, below, money),
        *_causes(below),
        _moved(table, seed),
        *effect_facts(table, costing, money),
    ]


def _unit(name: str, money: Money) -> str:
    return money.currency if name in {"contribution.total", "below_zero.money"} else _COUNTED.get(name, "share")


def _standing(table: pd.DataFrame, seed: int, money: Money) -> list[Fact]:
    sales, left = (table[c].to_numpy(np.float64) for c in ("sales", "contribution"))
    found, _ = bootstrap.estimates(lambda w: standing_shares(w, sales, left), len(table), seed=seed)
    found[0] = found[0].scaled(1 / money.minor)
    return [
        estimated(f"differentiate.{name}", of, unit=_unit(name, money), method=_OVER, says=says)
        if np.isfinite(of.value)
        else refused(f"differentiate.{name}", unit=_unit(name, money), reason=NOTHING_LEFT)
        for (name, says), of in zip(_SHARES.items(), found, strict=True)
    ]


def _below(table: pd.DataFrame, below: pd.DataFrame, money: Money) -> list[Fact]:
    left, top = table["contribution"], top_flags(table["sales"].to_numpy(np.float64), TOP)
    counts = ((left < 0, len(table)), (left[top] < 0, int(top.sum())), (left > 0, len(table)))
    shares = [
        estimated(f"differentiate.{name}", wilson(int(flags.sum()), of), unit="share", method=_WILSON, says=says)
        for (name, says), (flags, of) in zip(_PARTS.items(), counts, strict=True)
    ]
    customers = counted(
        "differentiate.below_zero.customers",
        len(below),
        unit="customers",
        n=len(table),
        method=N_("count of customers whose orders left less than nothing"),
        says=N_("{value} customers cost more than they bring."),
    )
    return [*shares, customers, *_lost(below, money)]


def _lost(below: pd.DataFrame, money: Money) -> list[Fact]:
    if below.empty:
        return []
    return [
        counted(
            "differentiate.below_zero.money",
            money.major(-float(below["contribution"].sum())),
            unit=money.currency,
            n=len(below),
            method=N_("sum of what customers below zero cost more than they brought"),
            says=N_("The {n} customers below zero cost {value} more than they brought."),
        )
    ]


def _causes(below: pd.DataFrame) -> list[Fact]:
    method = N_("count of customers below zero who would be above without that cost")
    return [
        counted(
            f"differentiate.below_zero.cause.{cause}",
            int(main if cause == TOGETHER else enough),
            unit="customers",
            n=len(below),
            method=method,
            says=_CAUSES[cause],
        )
        for cause, enough, main, _cost in causes(below).itertuples(index=False)
    ]


def _moved(table: pd.DataFrame, seed: int) -> Fact:
    return estimated(
        "differentiate.rank.moved",
        bootstrap.mean(moved(table), seed=seed),
        unit="share",
        method=N_("share of customers whose fifth by contribution is another than by sales; bootstrap over customers"),
        says=N_("{value} of the customers belong to another fifth by what they leave over than by what they pay."),
    )


def effect_facts(table: pd.DataFrame, costing: Costing, money: Money, *, points: float = 0.05) -> list[Fact]:
    """State what rests on an assumption and how far it carries: a stated rate, or the cost share of products without a cost, 5 points off."""
    if costing.basis == "rate":
        return [*_rate_effect(table, money, points), *_rescaled(costing, money)]
    return [*_costless(costing, money, float(table["contribution"].sum()), points), *_rescaled(costing, money)]


def _rate_effect(table: pd.DataFrame, money: Money, points: float) -> list[Fact]:
    left, moves = table["contribution"], points * table["sales"]
    total, off = float(left.sum()), float(moves.sum())
    return [
        Fact(
            id="differentiate.stated_rate.total", value=money.major(total), lo=money.major(total - off), hi=money.major(total + off),
            n=len(table), unit=money.currency, grade="D",
            method=N_("contribution at the stated margin rate, and with a rate 5 points lower and higher"),
            says=N_("The margin rate is stated, not measured: with a rate 5 points lower or higher, {lo} or {hi} would be left."),
        ),
        Fact(
            id="differentiate.stated_rate.below_zero", value=int((left < 0).sum()), lo=int((left + moves < 0).sum()),
            hi=int((left - moves < 0).sum()), n=len(table), unit="customers", grade="D",
            method=N_("customers below zero at the stated margin rate, and with a rate 5 points higher and lower"),
            says=N_("{value} customers are below zero at the stated margin rate; {lo} to {hi} if it is 5 points higher or lower."),
        ),
    ]  # fmt: skip


def _costless(costing: Costing, money: Money, total: float, points: float) -> list[Fact]:
    if not costing.costless:
        return []
    off = points * costing.costless_listed
    return [
        counted(
            "differentiate.costless.products", costing.costless, unit="products", n=costing.products,
            method=N_("count of products sold whose cost is not known"),
            says=N_("{value} of the {n} products sold have no cost; theirs is taken from the others of their category."),
        ),
        counted(
            "differentiate.costless.sales", money.major(costing.costless_sales), unit=money.currency, n=costing.costless,
            method=N_("sum of the sales of products whose cost is not known"),
            says=N_("Products without a cost sold for {value}. Supply their unit cost."),
        ),
        Fact(
            id="differentiate.costless.effect", value=money.major(total), lo=money.major(total - off), hi=money.major(total + off),
            n=costing.costless, unit=money.currency, grade="D",
            method=N_("contribution if products without a cost cost 5 points of their list price more or less than the others of their category"),
            says=N_("If products without a cost cost 5 points of their list price more or less, {lo} or {hi} would be left in all."),
        ),
    ]  # fmt: skip


def _rescaled(costing: Costing, money: Money) -> list[Fact]:
    if not costing.rescaled:
        return []
    return [
        counted(
            "differentiate.contribution.rescaled", costing.rescaled, unit="orders",
            method=N_("count of orders paid at less than a hundredth of the list value of their goods, or of what their kind usually sells for"),
            says=N_("{value} orders have an amount a thousandth of its like or less; here they are read as written in thousands or millions."),
        ),
        counted(
            "differentiate.contribution.rescaled_sales", money.major(costing.rescaled_sales), unit=money.currency, n=costing.rescaled,
            method=N_("sum of what these orders sell for more when read so"),
            says=N_("Read so, sales are {value} higher than in the other sections. Ask where these orders come from."),
        ),
    ]  # fmt: skip


def without_order_facts(lost: pd.DataFrame, *, currency: str, minor: int) -> list[Fact]:
    """State what persons cost who kept no order (`without_order`): they count as customers nowhere, their money is not lost."""
    if lost.empty:
        return []
    return [
        counted(
            "differentiate.contribution.without_order",
            Money(currency, minor).major(-float(lost["contribution"].sum())),
            unit=currency,
            n=len(lost),
            method=N_("sum of the costs of persons whose orders all came back"),
            says=N_("{n} persons kept no order and cost {value}; they are not among the customers here."),
        )
    ]


def discount_fact(table: pd.DataFrame, *, seed: int) -> list[Fact]:
    """State how much of the list price was given away, where discounts are known; no cost is needed for it."""
    given, listed = (table[c].to_numpy(np.float64) for c in ("discount", "sales"))
    if not given.any():
        return []
    return [
        estimated(
            "differentiate.discount.share",
            bootstrap.ratio(given, listed + given, seed=seed),
            unit="share",
            method=N_("discounts over sales at list price; bootstrap over customers"),
            says=N_("Of the list price of what was bought, {value} was given away in discounts."),
        )
    ]
