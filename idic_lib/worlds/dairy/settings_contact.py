"""The planted numbers of satisfaction, messages and campaigns."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from idic_lib.worlds.dairy.settings_types import Chance, Channel, Days, Parts, Range, of_channels, rising
from idic_lib.worlds.settings import Change, Count, Rate, Settings, Share, Shares


class Satisfaction(Settings):
    """Who is satisfied, who answers, what goes wrong."""

    satisfied_app: Share
    satisfied_others: Share
    answer_satisfied: Share
    answer_unsatisfied: Share
    follow_up: Count
    tickets_satisfied: Rate
    tickets_unsatisfied: Rate
    frequent_from: Count
    spoiled_kids_drink: Shares
    problems: Parts
    problems_frequent: Parts


class Surveys(Settings):
    """When people are asked and what they answer; ranges are the lowest and the highest answer."""

    asked_on: date
    asked_again_on: date
    answered_within: Days
    csat: Annotated[Range, AfterValidator(rising)]
    csat_unsatisfied: Annotated[Range, AfterValidator(rising)]
    nps: Annotated[Range, AfterValidator(rising)]
    nps_unsatisfied: Annotated[Range, AfterValidator(rising)]
    verbatim: Share
    plain: Share


class Tickets(Settings):
    """What the service desk hears of, how soon it replies and closes."""

    own_problem: Share
    closed_before: Count
    opened_within: Days
    close_rate: Chance
    reply_rate: Chance
    reply_rate_late: Chance
    reopened: Share
    csat: Annotated[Range, AfterValidator(rising)]
    csat_unsatisfied: Annotated[Range, AfterValidator(rising)]


class Messages(Settings):
    """Answers to messages by channel and age, how opens are reported, when messages are sent and to whom."""

    old_from: Count
    clicks: Annotated[dict[str, Share], AfterValidator(of_channels)]
    clicks_old: Annotated[dict[str, Share], AfterValidator(of_channels)]
    costs: Annotated[dict[str, Rate], AfterValidator(of_channels)]
    email_old_share: Share
    opens: Share
    withdrawn: Share
    proxies: Share
    proxy_opens: Share
    consent_within: Annotated[int, Field(ge=2)]
    office_hours: Annotated[Range, AfterValidator(rising)]
    sent_within: Days
    active_days: Days
    by_activity_days: Days
    by_activity_none: Share
    by_activity_each: Share

    @model_validator(mode="after")
    def _hours_of_a_day(self) -> Self:
        if not self.office_hours[0] < self.office_hours[1] <= 24:
            raise ValueError(f"office_hours = {list(self.office_hours)} are not from one hour of the day to a later one")
        return self


class Campaign(Settings):
    """One campaign: its days, its channel, whom it reaches and what it adds to what they buy."""

    id: str
    name: str
    kind: Literal["message", "coupon", "points", "retention"]
    channel: Channel
    starts_on: date
    ends_on: date
    reach: Share
    holdout: Annotated[float, Field(ge=0, lt=1)]
    lift: Change
    by_activity: bool = False
    holdout_lost: bool = False
    at_night: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError(f"campaign {self.id} ends on {self.ends_on}, before it begins")
        return self


class Coupon(Settings):
    """What a coupon adds to the chance of an order, by days since a large one."""

    value: Rate
    looks_back: Days
    early_days: Days
    late_days: Days
    early: Share
    middle: Share
    late: Share
    used_anyhow: Share

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if not self.early_days < self.late_days <= self.looks_back:
            days = f"early_days = {self.early_days}, late_days = {self.late_days} and looks_back = {self.looks_back}"
            raise ValueError(f"{days} do not follow one another")
        return self


class Retention(Settings):
    """The retention test: who stays because of it, who leaves because of it, and what that is worth."""

    share_named: Share
    contact_cost: Rate
    value_kept: Rate
    lift_app: Annotated[float, Field(ge=-1, le=1)]
    lift_others: Annotated[float, Field(ge=-1, le=1)]
    quiet_days: Days
    lift_quiet: Annotated[float, Field(ge=-1, le=1)]
