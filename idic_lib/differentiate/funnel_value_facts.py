"""What the open leads, second units and referrals are worth, as facts, and how the forecast did when it could be checked."""

from __future__ import annotations

import pandas as pd

from idic_lib.differentiate.funnel_open import Judged
from idic_lib.differentiate.funnel_value import POINTS, Referrals, Worth
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_
from idic_lib.text.letters import slug

AT = "differentiate.funnel"
NO_PRICE = N_("Fewer than two contracts with an amount are on file, so a contract has no mean price. Collect contracts with their amounts.")
NO_MARGIN = N_("What share of a contract's price stays after its costs was not said. Set differentiate.margin_rate in case.toml.")
NO_PAST = N_(
    "The leads reach back less than half a year before the first forecast that could be checked. Collect a longer history of leads and their stages."
)
NO_YEAR = N_("No buyer was watched for 52 weeks after the first contract. Collect a longer history of contracts.")
NO_REFERRAL = N_(
    "Which sources are referrals was not said, or there is no buyer. Map referred_by of the leads, or set differentiate.referral_sources in case.toml."
)
_DRAWN = N_(
    "chance of a contract by source and age of every open lead, daily chances of the latest 52 weeks; parameters, leads and past misfit drawn"
)


def funnel_facts(worth: Worth, judged: list[Judged], *, repeated: int) -> list[Fact]:
    """State the contracts and money expected of the open leads, the naive count beside them, and both against the latest past."""
    says = N_("The {n} open leads are expected to sign {value} contracts ({lo} to {hi}) over the horizon.")
    contracts = estimated(f"{AT}.contracts", worth.ahead.contracts, unit="purchases", method=_DRAWN, says=says)
    naive = counted(f"{AT}.naive", repeated, unit="purchases", table="lead_stages", method=N_("count of contracts signed in the latest window of the horizon's length by leads open at its start"),
                    says=N_("The leads open one horizon ago have signed {value} contracts since; repeated, that is the naive forecast."))  # fmt: skip
    return [contracts.model_copy(update={"table": "lead_stages"}), naive, *_money(worth), *_past(judged)]


def _money(worth: Worth) -> list[Fact]:
    ids = [f"{AT}.sales", f"{AT}.contribution", f"{AT}.contribution.less", f"{AT}.contribution.more"]
    if worth.sales is None:
        return [refused(i, unit=worth.currency, reason=NO_PRICE) for i in ids]
    priced = N_("expected contracts times the mean amount of the latest contracts; contracts and amounts drawn")
    sales = estimated(
        ids[0], worth.sales, unit=worth.currency, method=priced, says=N_("Their contracts are worth {value} ({lo} to {hi}) in sales.")
    )
    if worth.margin_rate is None:
        return [sales, *(refused(i, unit=worth.currency, reason=NO_MARGIN) for i in ids[1:])]
    return [sales, *_contributions(worth.sales, worth.margin_rate, worth.currency)]


def _contributions(sales: Estimate, rate: float, currency: str) -> list[Fact]:
    """State the contribution at the assumed margin and five points to either side; asserted, because nobody measured the margin."""
    method = N_("expected sales of the open leads times the margin that the case assumes")
    rows = {
        "contribution": (rate, N_("At the margin that the case assumes, the open leads are worth {value} ({lo} to {hi}) in contribution.")),
        "contribution.less": (max(rate - POINTS, 0.0), N_("With a margin five points lower they are worth {value} ({lo} to {hi}).")),
        "contribution.more": (min(rate + POINTS, 1.0), N_("With a margin five points higher they are worth {value} ({lo} to {hi}).")),
    }
    return [
        estimated(f"{AT}.{name}", sales.scaled(share), unit=currency, method=method, says=says).model_copy(update={"grade": "D"})
        for name, (share, says) in rows.items()
    ]


def _past(judged: list[Judged]) -> list[Fact]:
    ids = {name: f"{AT}.backtest.{name}" for name in ("forecast", "naive", "actual", "closer")}
    if not judged:
        return [refused(i, unit="purchases", reason=NO_PAST) for i in ids.values()]
    latest = judged[0]
    method = N_("the same forecast made one horizon before the workbook's date, from what was known then")
    won = {
        "funnel": N_("The funnel's forecast came closer than the window before, repeated."),
        "naive": N_(
            "The window before, repeated, came closer than the funnel's forecast: rank leads by the funnel, and plan the total with care."
        ),
    }
    count = N_("count of contracts signed by leads that were open at the start of the window")
    return [
        estimated(ids["forecast"], latest.forecast, unit="purchases", method=method, says=N_("One horizon ago the funnel would have foreseen {value} contracts ({lo} to {hi}).")),
        counted(ids["naive"], latest.naive, unit="purchases", method=count, says=N_("Repeating the window before would have foreseen {value}.")),
        counted(ids["actual"], latest.actual, unit="purchases", method=count, says=N_("{value} came.")),
        counted(ids["closer"], latest.closer, unit="rows", method=N_("name of the forecast that came closer"), says=won[latest.closer]),
    ]  # fmt: skip


def funnel_tier_facts(table: pd.DataFrame) -> list[Fact]:
    """State how many open leads and buyers each tier holds; `table` is that of `tier_table`."""
    method, says = (
        N_("count of open leads and buyers in the tier by expected contribution"),
        N_("Tier {detail} has {value} open leads and buyers."),
    )
    return [
        counted(
            f"differentiate.tier.{slug(str(name))}.customers",
            int(n),
            unit="customers",
            n=int(table["customers"].sum()),
            method=method,
            says=says,
        )
        for name, n in zip(table["tier"], table["customers"], strict=True)
    ]


def base_facts(again: Estimate | None, sent: Referrals | None) -> list[Fact]:
    """State how many buyers sign a second contract within 52 weeks, and how many leads a buyer sends in a year."""
    ids = "differentiate.second_unit", "differentiate.referral"
    second = refused(ids[0], unit="share", reason=NO_YEAR) if again is None else estimated(
        ids[0], again, unit="share", method=N_("buyers watched for 52 weeks who signed again on a later day within them; Wilson's interval"),
        says=N_("Of {n} buyers watched for 52 weeks, {value} signed a second contract in them."),
    )  # fmt: skip
    return [second, refused(ids[1], unit="per customer", reason=NO_REFERRAL) if sent is None else _referral(ids[1], sent)]


def _referral(id_: str, sent: Referrals) -> Fact:
    if sent.named:
        method = N_("leads that name a buyer as their sender over buyer-years since the first contract; exact Poisson interval")
        return estimated(id_, sent.rate, unit="per customer", method=method, says=N_("A buyer sends {value} leads a year ({lo} to {hi})."))
    method = N_("leads from referral sources over buyer-years since the first contract; exact Poisson interval")
    says = N_(
        "A buyer sends at most {value} leads a year ({lo} to {hi}): all leads from referral sources count, because none says who sent it."
    )
    return estimated(id_, sent.rate, unit="per customer", method=method, says=says)
