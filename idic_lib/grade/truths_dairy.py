"""Truths of the dairy world that depend on the case's settings: what known customers buy within its horizon, who was written to."""

from __future__ import annotations

from idic_lib.grade.truth import Answer, Asking


def purchases_ahead(asking: Asking) -> Answer:
    """Days with a purchase in the case's horizon, over the persons with an order so far."""
    return asking.truth.answer(f"T5.purchases_{_weeks(asking)}")


def sales_ahead_of_known(asking: Asking) -> Answer:
    """What those persons pay in the horizon."""
    return asking.truth.answer(f"T5.sales_{_weeks(asking)}")


def reached(asking: Asking) -> Answer:
    """Customer numbers that were truly sent a campaign."""
    arms = asking.truth.table("arms")
    return int(arms.loc[~arms["holdout"], "customer_id"].nunique())


def campaigns(asking: Asking) -> Answer:
    """Campaigns that have begun."""
    return len(asking.truth.entries("campaigns"))


def _weeks(asking: Asking) -> int:
    return asking.case.differentiate.horizon_weeks


COUNTS = (purchases_ahead, sales_ahead_of_known, reached, campaigns)
"""What the answer key may ask for."""
