"""The parts of `settings.toml`, each checked for itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from idic_lib.worlds.property.kinds import Hours, InTurn, Pair, Positive, PriceParts, ShareRange, Whole
from idic_lib.worlds.settings import Change, Count, Rate, Settings, Share


class World(Settings):
    """When the exports begin and end."""

    start: date
    months: Annotated[int, Field(ge=2)]
    visit_hours: Hours
    fair_weekday: Annotated[int, Field(ge=0, le=6)]
    fair_weeks: Annotated[list[Annotated[int, Field(ge=1, le=4)]], Field(min_length=1)]


class Shock(Settings):
    """Months in which time towards a contract passes more slowly."""

    month: Count
    months: Count
    speed: Positive


class Crm(Settings):
    """The launch that coincides with a project's."""

    launch_month: Annotated[int, Field(ge=1)]
    window_months: Annotated[int, Field(ge=1)]
    effect: Change


class Intent(Settings):
    """The hidden chance of a lead, and what shows of it."""

    spread: Rate
    behaviour: Share
    budget: Share
    called_share: Share


class Speed(Settings):
    """First calls: who gets a fast one, and what it does."""

    fast_share: Annotated[float, Field(gt=0, lt=1)]
    follows_score: Share
    effect: Share
    fast_minutes: Annotated[int, Field(ge=5)]
    slow_median_hours: Positive
    slow_spread: Rate
    calling_hours: Hours
    morning_hours: Rate


class Source(Settings):
    """Where leads come from, what they cost and how they end."""

    word: str
    share: Share
    rate: Share
    cost_per_lead: Rate
    days: Positive
    spread: Positive
    repeated: Annotated[float, Field(ge=0, lt=0.5)]
    level: Rate
    growth: Change
    lift: dict[str, Rate]
    fairs: bool


class Waves(Settings):
    """How launches, repeated enquiries and spending vary."""

    months: Annotated[int, Field(ge=1)]
    repeat_lag_days: Positive
    cost_noise: Share


class Repeats(Settings):
    """What repeated enquiries have in common with the first."""

    alike: Share
    same_wish: Share
    same_fact: Share


class Budget(Settings):
    """What leads say they can pay, and how."""

    median: Positive
    spread: Rate
    said_range: Annotated[float, Field(ge=0, lt=1)]
    dong_per_usd: Positive


class Stock(Settings):
    """Units, and their list prices."""

    area_spread: Rate
    discount: ShareRange
    blocks: Annotated[str, Field(min_length=1, pattern="^[A-Z]+$")]
    list_price_step: Positive


class Floors(Settings):
    """The floor that is wanted, from low to high."""

    wanted: Whole


class Project(Settings):
    """What is built and sold."""

    name: str
    new_name: str
    code: str
    product: str
    launch_month: Count
    weight: Positive
    area: Positive
    price_per_m2: Positive
    price_spread: Rate
    margin: Share
    costly_share: Share
    floors: Annotated[int, Field(ge=1)]

    @property
    def price(self) -> float:
        """Mean price of a unit."""
        return self.area * self.price_per_m2


class Service(Settings):
    """What a buyer costs after the contract, and the brokers."""

    share_of_price: Share
    costly_share: Share
    costly_of_price: Share
    commission: Share


class Directions(Settings):
    """The way a house faces: wanted, built."""

    wanted: Whole
    supplied: Whole
    unsold_per_contract: Rate


class Interior(Settings):
    """Packages: wanted, got, sold at, cost."""

    wanted: Whole
    got_wanted: Share
    price: dict[str, Rate]
    cost: dict[str, Rate]


class Kano(Settings):
    """Answers to the paired questions, as the class they lead to."""

    first_time: Share
    bank_help_first_time: Whole
    bank_help_others: Whole
    package_b: Whole


class Finance(Settings):
    """Loans."""

    asked_first_time: Share
    asked_others: Share
    approved: Share
    loan_share: ShareRange
    days: Positive
    days_spread: Rate


class SecondUnit(Settings):
    """Further units of one buyer."""

    at_once: Share
    per_year: Rate
    known: Share
    spouse: Share


class Handover(Settings):
    """Time to handover, and defects."""

    days: Positive
    spread: Rate
    defects: Rate
    dissatisfied_from: Annotated[int, Field(ge=1)]


class Referral(Settings):
    """Referrals of buyers whose home was handed over."""

    per_year: Rate
    dissatisfied: Share


class Survey(Settings):
    """Who answers."""

    visitor_answers: Share
    handover_answers: Share
    app_satisfied: Share
    app_dissatisfied: Share
    visit_days: Rate
    visit_mark: Annotated[float, Field(ge=1, le=5)]
    visit_mark_spread: Rate
    handover_days: Rate


class Payments(Settings):
    """Instalments and deposits."""

    shares: PriceParts
    late_share: Share
    late_days: Rate
    deposit_share: ShareRange
    refund_days: Pair


class Consent(Settings):
    """Agreeing to be written to."""

    given: Share
    withdrawn: Share
    withdrawn_days: Positive


class Activities(Settings):
    """Contacts in and out."""

    inbound: Rate
    inbound_follows: Rate
    outbound: Rate
    call_seconds: Positive
    call_spread: Rate
    inbound_days: Rate
    outbound_days: Pair
    bulk_hour: Annotated[float, Field(ge=0, lt=24)]


class Stages(Settings):
    """The client's words for a lead's way, and how far leads get."""

    words: dict[str, str]
    passed: InTurn
    passed_alike: Positive
    reached: Whole
    lost_days: Positive
    lost_spread: Rate
    lost_recorded: Share
    back_days: Rate
    month_end_hour: Annotated[float, Field(ge=0, lt=24)]


class Team(Settings):
    """Own people, brokers, answers on readiness."""

    reps: Annotated[int, Field(ge=1)]
    brokers: Annotated[int, Field(ge=1, le=9_000)]
    bulk_reps: Count
    readiness: dict[str, Annotated[float, Field(ge=1, le=5)]]
    readiness_people: Count
    readiness_meant: Rate
    readiness_shown: Rate
    readiness_spread: Rate
    broker_skew: Annotated[list[Positive], Field(min_length=2, max_length=2)]
    broker_firms: Annotated[list[str], Field(min_length=1)]


class Faults(Settings):
    """The dirt, fault by fault."""

    budget_words: Share
    budget_missing: Share
    broker_phone: Share
    other_of_couple: Share
    unit_recycled: Share
    deposit_as_sale: Share
    refund_missing: Share
    stage_backwards: Share
    month_end: Share
    list_without_consent: Share
    old_project_name: Share
    price_in_millions: Share
    units_in_millions: Share
    checkin_without_lead: Share
