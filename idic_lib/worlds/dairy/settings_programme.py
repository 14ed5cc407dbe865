"""The planted numbers of the smaller programmes, and of what is done badly."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from idic_lib.worlds.dairy.settings_types import Days, Names, Open, Parts, Positive
from idic_lib.worlds.settings import Count, Rate, Settings, Share


class Extras(Settings):
    """Points, the story campaign, what is looked at online, and figures by province."""

    points_step: Days
    points_most: Days
    points_subsidised: Open
    story_on: date
    story_days: Days
    story_looks_back: Days
    story_share: Share
    story_new_identifier: Share
    story_likes: Annotated[float, Field(ge=1)]
    web_sessions: Rate
    web_kinds: Parts
    income_spread: Rate


class Kano(Settings):
    """Features and how customers feel about them (T14)."""

    respondents: Count
    usual: Share
    features: dict[str, Literal["must-be", "attractive", "indifferent", "one-dimensional"]]


class Readiness(Settings):
    """Answers of 1 to 5 by role: the higher the role, the better things look."""

    roles: Names
    per_role: Count
    items: Days
    intended: Positive
    intended_step: Rate
    shown: Positive
    shown_step: Rate
    spread: Rate


class Option(Settings):
    """What could be customised: cost and gain per use in dong, the need it serves, and the face it is (T13)."""

    name: str
    kind: str
    face: Literal["transparent", "cosmetic", "collaborative", "adaptive", "none"]
    cost: Count
    gain: Count
    need: str


class Practice(Settings):
    """Bad practice, absent in the clean twin."""

    sessions_logged_in: Share
    sessions_logged_in_clean: Share
    coupon_at_once: Share
    night_minute: Annotated[int, Field(ge=0, lt=1440)]
    templates_name_only: bool
    groups_by_province: bool


class Faults(Settings):
    """Dirt of the systems, absent in the clean twin."""

    double_sent_day: date
    double_loaded_month: date
    staff_card_share: Share
    mistyped_receipts: Share
    thousands_from: date
    thousands_until: date
    app_in_utc: bool
    future_dates: Share
    test_accounts: Count
    test_orders: Count
    test_from: date
    test_every: Days
    costs_missing: Count
    consent_ignored: Share
    survey_only_app: bool
    infant_in_promotions: bool
