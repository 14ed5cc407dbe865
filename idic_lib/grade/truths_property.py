"""Truths of the property world that depend on the case's settings: what becomes of leads and buyers within a number of weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from idic_lib.grade.truth import Answer, Asking

YEAR = 364
WORDS = {
    "event": "Sự kiện",
    "web": "Website",
    "broker": "Môi giới",
    "ads": "Quảng cáo",
    "referral": "Giới thiệu",
    "purchased_list": "Danh sách mua",
}
"""The sources of the truth and the client's words for them."""
SLUGS = {
    "event": "su_kien",
    "web": "website",
    "broker": "moi_gioi",
    "ads": "quang_cao",
    "referral": "gioi_thieu",
    "purchased_list": "danh_sach_mua",
}
"""The same as fact ids write them."""
_HORIZON = "differentiate.contract_horizon"


def won_within(asking: Asking, source: str) -> Answer:
    """Share of a source's leads that sign within the weeks by which the stage compares sources."""
    leads = _of_source(asking.truth.table("leads"), source)
    return float(_within(leads, _weeks(asking)).mean())


def cost_within(asking: Asking, source: str) -> float:
    """Cost of a source over the contracts that its leads sign within those weeks."""
    leads = _of_source(asking.truth.table("leads"), source)
    return asking.truth.number(f"U1.{source}_spent") / max(int(_within(leads, _weeks(asking)).sum()), 1)


def cheapest_source(asking: Asking) -> Answer:
    """Return the source, in the client's word, whose contracts cost least, of those from which more leads may be bought."""
    settings = asking.case.differentiate
    shut = {*settings.closed_sources, *settings.referral_sources}
    costs = {word: cost_within(asking, source) for source, word in WORDS.items() if word not in shut}
    return min(costs, key=costs.__getitem__)


def place(asking: Asking, source: str) -> Answer:
    """Place of a source by cost per contract, among those that the run compares."""
    compared = [s for s, slug in SLUGS.items() if f"differentiate.source_rank.{slug}" in asking.facts]
    return 1 + sum(cost_within(asking, s) < cost_within(asking, source) for s in compared)


def referrals_a_year(asking: Asking) -> Answer:
    """Referrals that buyers have sent by the workbook's date, over the years since their first contract."""
    return asking.truth.number("U9.referrals_before_as_of") / asking.truth.number("future.buyer_years")


def leads_won(asking: Asking) -> Answer:
    """Leads that have signed before the workbook's date."""
    leads = asking.truth.table("leads")
    return int((leads["won_on"] < _day(asking.case.as_of)).sum())


def contracts_ahead(asking: Asking) -> Answer:
    """Contracts that the leads known today sign within the case's horizon."""
    return len(_ahead(asking))


def sales_ahead(asking: Asking) -> Answer:
    """What those contracts are worth in sales."""
    return float(_ahead(asking)["price"].sum())


def contribution_ahead(asking: Asking) -> Answer:
    """What those contracts leave after their costs."""
    return float(_ahead(asking)["contribution"].sum())


def contracts_in(asking: Asking, quarter: str) -> Answer:
    """Contracts signed in a quarter such as 2025q1."""
    signed = asking.truth.table("contracts")["signed_on"]
    return int(((signed.dt.to_period("Q").astype("str").str.lower() == quarter) & (signed < _day(asking.case.as_of))).sum())


def owners_of_several(asking: Asking) -> Answer:
    """Households with several contracts by the workbook's date, in whosever name: one of them may have come as a lead of its own."""
    contracts = asking.truth.table("contracts")
    return int((contracts[contracts["signed_on"] < _day(asking.case.as_of)].groupby("household_id").size() > 1).sum())


def second_unit_within(asking: Asking, buyer: str) -> Answer:
    """Share of buyers known for 52 weeks who buy again on a later day within them.

    `buyer` is signer_id, the person behind a number (also behind the person's company), or lead_id for all in whosever name.
    """
    contracts, last = asking.truth.table("contracts"), _day(asking.case.as_of - timedelta(days=YEAR))
    first = contracts.groupby(buyer)["signed_on"].min()
    known = first[first <= last]
    days = (contracts["signed_on"] - contracts[buyer].map(first)).dt.days
    again = contracts.loc[(days > 0) & (days <= YEAR), buyer].unique()
    return float(known.index.isin(again).mean())


def _ahead(asking: Asking) -> pd.DataFrame:
    contracts = asking.truth.table("contracts")
    until = asking.case.as_of + timedelta(weeks=asking.case.differentiate.horizon_weeks)
    within = (contracts["signed_on"] >= _day(asking.case.as_of)) & (contracts["signed_on"] < _day(until))
    return contracts[within & ~contracts["further"]]


def _of_source(leads: pd.DataFrame, source: str) -> pd.DataFrame:
    return leads[leads["source"] == source]


def _within(leads: pd.DataFrame, weeks: int) -> pd.Series:
    """Whether each lead signs within so many weeks of its first day; a missing day of contract is never."""
    return (leads["won_on"] - leads["created_on"]).dt.days <= 7 * weeks


def _weeks(asking: Asking) -> int:
    return asking.stated(_HORIZON, asking.case.differentiate.contract_weeks)


def _day(day: date) -> pd.Timestamp:
    return pd.Timestamp(day)


COUNTS = (
    won_within,
    cost_within,
    cheapest_source,
    place,
    referrals_a_year,
    leads_won,
    contracts_in,
    contracts_ahead,
    sales_ahead,
    contribution_ahead,
    owners_of_several,
    second_unit_within,
)
"""What the answer key may ask for."""
