"""The planted numbers of the dairy world: what `settings.toml` may hold and which values are impossible."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from idic_lib.worlds.dairy.settings_contact import Campaign, Coupon, Messages, Retention, Satisfaction, Surveys, Tickets
from idic_lib.worlds.dairy.settings_programme import Extras, Faults, Kano, Option, Practice, Readiness
from idic_lib.worlds.dairy.settings_trade import Buying, Identities, Line, Money, Season, Segment, Span, Stores
from idic_lib.worlds.dairy.settings_types import KINDS
from idic_lib.worlds.people import PeopleSettings
from idic_lib.worlds.records import RecordFaults
from idic_lib.worlds.settings import Settings, adds_to_one

__all__ = ["KINDS", "Campaign", "DairySettings", "Faults"]


class DairySettings(Settings):
    """Everything that is planted in the dairy world."""

    people: PeopleSettings
    records: RecordFaults
    span: Span
    season: Season
    buying: Buying
    identities: Identities
    lines: dict[str, Line]
    segments: dict[str, Segment]
    stores: Stores
    money: Money
    satisfaction: Satisfaction
    surveys: Surveys
    tickets: Tickets
    messages: Messages
    campaigns: Annotated[tuple[Campaign, ...], Field(strict=False, min_length=1)]
    coupon: Coupon
    retention: Retention
    extras: Extras
    kano: Kano
    readiness: Readiness
    options: Annotated[tuple[Option, ...], Field(strict=False)]
    practice: Practice
    faults: Faults

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        adds_to_one({name: s.share for name, s in self.segments.items()})
        unknown = [b for s in self.segments.values() for b in s.buys if b not in self.lines]
        strange = [o for o in self.options if o.need not in self.segments]
        if strange:
            raise ValueError(f"option {strange[0].name!r} serves need = {strange[0].need!r}, none of {', '.join(self.segments)}")
        if unknown:
            raise ValueError(f"segments buy {unknown[0]!r}, which is none of the lines {', '.join(self.lines)}")
        ids = [c.id for c in self.campaigns]
        if len(ids) != len(set(ids)):
            raise ValueError("two campaigns have the same id")
        outside = [c.id for c in self.campaigns if (c.starts_on - self.span.starts_on).days < 63 or c.ends_on >= self.span.as_of]
        if outside:
            raise ValueError(f"campaign {outside[0]} needs nine weeks of orders before it and has to end before as_of")
        return self

    @model_validator(mode="after")
    def _within_the_period(self) -> Self:
        span, stores = self.span, self.stores
        if (
            stores.launch_on - timedelta(stores.days_before) < span.starts_on
            or stores.launch_on + timedelta(stores.days_after) > span.as_of
        ):
            asked = f"days_before = {stores.days_before} and days_after = {stores.days_after}"
            raise ValueError(f"stores.launch_on = {stores.launch_on} does not leave {asked} within {span.starts_on} to {span.as_of}")
        days = {"extras.story_on": self.extras.story_on, "faults.test_from": self.faults.test_from,
                "surveys.asked_on": self.surveys.asked_on, "surveys.asked_again_on": self.surveys.asked_again_on}  # fmt: skip
        outside = [f"{name} = {day}" for name, day in days.items() if not span.starts_on <= day < span.as_of]
        if outside:
            raise ValueError(f"{outside[0]} is not within {span.starts_on} to {span.as_of}")
        return self
