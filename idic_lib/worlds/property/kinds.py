"""Kinds of numbers in this world's settings, and what is checked of each."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field

from idic_lib.worlds.settings import Rate, Share, adds_to_one

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Whole = Annotated[dict[str, Share], AfterValidator(adds_to_one)]
Pair = Annotated[list[Rate], Field(min_length=2, max_length=2)]


def rising(limits: list[float]) -> list[float]:
    """Check that the second limit is not below the first."""
    if limits != sorted(limits):
        raise ValueError(f"the lower limit {limits[0]:g} is above the upper limit {limits[1]:g}")
    return limits


def hours(limits: list[float]) -> list[float]:
    """Check that two hours of a day follow each other."""
    low, high = limits
    if low >= high or high > 24:
        raise ValueError(f"hours must run from an earlier to a later one, up to 24; {low:g} to {high:g} do not")
    return limits


def part(shares: list[float]) -> list[float]:
    """Check that shares of a price are not more than the price."""
    if sum(shares) > 1 + 1e-9:
        raise ValueError(f"the shares add to {sum(shares):.4f}; they may not be more than the whole price")
    return shares


def in_turn(passed: dict[str, float]) -> dict[str, float]:
    """Check that the stages of a lead come in their order, as parts of the time to its contract."""
    marks = [0.0, *passed.values(), 1.0]
    if list(passed) != ["qualified", "visit", "reserve"] or any(b <= a for a, b in pairwise(marks)):
        raise ValueError("qualified, visit and reserve must stand in this order, each later than the one before, above 0 and below 1")
    return passed


Hours = Annotated[Pair, AfterValidator(hours)]
ShareRange = Annotated[list[Share], Field(min_length=2, max_length=2), AfterValidator(rising)]
InTurn = Annotated[dict[str, Share], AfterValidator(in_turn)]
PriceParts = Annotated[list[Share], Field(min_length=1), AfterValidator(part)]
