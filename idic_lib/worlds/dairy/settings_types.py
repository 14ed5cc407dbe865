"""The kinds of numbers that `settings.toml` holds, and what holds for several of them together."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar, get_args

from pydantic import AfterValidator, Field

from idic_lib.worlds.settings import Count, Shares, adds_to_one

Parts = Annotated[Shares, AfterValidator(adds_to_one)]
Positive = Annotated[float, Field(gt=0)]
Days = Annotated[int, Field(ge=1)]
Months = Annotated[tuple[Annotated[int, Field(ge=1, le=12)], ...], Field(strict=False)]
Names = Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
Channel = Literal["SMS", "email", "app", "Zalo"]
Open = Annotated[float, Field(gt=0, lt=1)]
"""A share that is neither nothing nor all."""
Hours = Annotated[tuple[float, float, float], Field(strict=False)]
Range = Annotated[tuple[Count, Count], Field(strict=False)]
"""The lowest and the highest of whole numbers."""
KINDS = ("card", "web", "app")
"""What a customer is known by: the till's card, the web shop's account, the app's account."""


Chance = Annotated[float, Field(gt=0, le=1)]
"""A chance per unit of time that must come true some day."""
R = TypeVar("R", bound=tuple[float, ...])


def rising(values: R) -> R:
    """Check that no number is lower than the one before it."""
    if list(values) != sorted(values):
        raise ValueError(f"the numbers {list(values)} do not rise")
    return values


def of_channels(values: dict[str, float]) -> dict[str, float]:
    """Check that there is one number for each channel."""
    if set(values) != set(get_args(Channel)):
        raise ValueError(f"there are numbers for {', '.join(values)}, where the channels are {', '.join(get_args(Channel))}")
    return values
