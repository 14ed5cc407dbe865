"""The planted numbers of what is bought, where, by whom and at what price."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from idic_lib.worlds.dairy.settings_types import KINDS, Days, Hours, Months, Open, Parts, Positive, rising
from idic_lib.worlds.settings import Change, Count, Rate, Settings, Share


class Span(Settings):
    """When the exports begin and stand, and how far the future is simulated."""

    starts_on: date
    as_of: date
    future_weeks: Days

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if (self.as_of - self.starts_on).days < 365:
            raise ValueError(f"as_of {self.as_of} leaves less than a year after starts_on {self.starts_on}")
        return self


class Season(Settings):
    """How sales move for everybody."""

    tet_months: Months
    tet_surge: Change
    trend_per_month: Change
    saturday: Change
    sunday: Change


class Buying(Settings):
    """Rates and drop-out, as in the model of Fader, Hardie and Lee (2005): gamma rates, a beta chance to leave at each purchase."""

    orders_per_month: Positive
    rate_shape: Positive
    leave_a: Positive
    leave_b: Positive
    extra_lines: Rate
    most_lines: Annotated[int, Field(ge=2)]
    basket_shape: Positive
    home_store: Share
    till_hours: Annotated[Hours, AfterValidator(rising)]
    online_hours: Annotated[Hours, AfterValidator(rising)]

    @model_validator(mode="after")
    def _lines_fit(self) -> Self:
        if self.extra_lines > self.most_lines - 1:
            raise ValueError(f"extra_lines = {self.extra_lines} beyond the first are more than most_lines = {self.most_lines} allows")
        return self


class Identities(Settings):
    """Which persons hold which ids, and how many register twice."""

    held: Parts
    store_weight: Positive
    phone_at_till: Share
    registered_twice: Share
    registered_within: Annotated[int, Field(ge=2)]
    clerks: Days

    @model_validator(mode="after")
    def _known_kinds(self) -> Self:
        strange = [k for name in self.held for k in name.split("+") if k not in KINDS]
        if strange:
            raise ValueError(f"held names {strange[0]!r}, which is none of {', '.join(KINDS)}")
        return self


class Line(Settings):
    """One line of products: its price range, what of the price is cost, how many are bought at once."""

    name: str
    products: Annotated[int, Field(ge=1)]
    cheapest: Positive
    dearest: Positive
    cost_share: Share
    more_items: Rate

    @model_validator(mode="after")
    def _prices_in_order(self) -> Self:
        if self.cheapest > self.dearest:
            raise ValueError(f"cheapest = {self.cheapest:.0f} is more than dearest = {self.dearest:.0f}")
        return self


class Segment(Settings):
    """A need: how common it is and what it buys."""

    share: Share
    name: str
    buys: Parts


class Stores(Settings):
    """The shops, how many walk-ins they serve, and the pilot."""

    persons_per_store: Positive
    fewest: Annotated[int, Field(ge=2)]
    size_shape: Positive
    pilot_share: Open
    launch_on: date
    days_before: Days
    days_after: Days
    pilot_lift: Rate
    anonymous_share: Annotated[float, Field(ge=0, lt=1)]
    walk_in_basket: Positive


class Money(Settings):
    """Discounts and costs, in dong."""

    hunters: Share
    hunter_rate: Positive
    hunter_deals: Share
    hunter_discount: Share
    deals: Share
    discount: Share
    shipping_cost: Rate
    shipping_fee: Rate
    free_from: Rate
    returned: Share
    hunter_returned: Share
    cancelled: Share
    return_handling: Rate
    return_days: Count
    ticket_cost: Rate
    points_share: Share
    large_order: Positive
