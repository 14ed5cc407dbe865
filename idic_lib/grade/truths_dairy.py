"""Truths of the dairy world that depend on the case's settings: what known customers buy within its horizon, who was written to."""

from __future__ import annotations

from idic_lib.grade.truth import Answer, Asking


def purchases_ahead(asking: Asking) -> Answer:
    """Days with a purchase in the case's horizon, over the persons with an order so far."""
    return asking.truth.answer(f"T5.purchases_{_weeks(asking)}")


def sales_ahead_of_known(asking: Asking) -> Answer:
    """What those persons pay in the horizon."""
    return asking.truth.answer(f"T5.sales_{_weeks(asking)}")


def problem_share(asking: Asking, problem: str) -> Answer:
    """Share of the dissatisfied who have a problem."""
    return asking.truth.number(f"T6.count_{problem}") / _of_all(asking, "count_")


def sales_of_dissatisfied(asking: Asking) -> Answer:
    """What the dissatisfied have bought so far."""
    return _of_all(asking, "value_")


def _of_all(asking: Asking, kind: str) -> float:
    return sum(asking.truth.number(f"T6.{name}") for name in asking.truth.entries("T6") if name.startswith(kind))


def reached(asking: Asking) -> Answer:
    """Customer numbers that were truly sent a campaign."""
    arms = asking.truth.table("arms")
    return int(arms.loc[~arms["holdout"], "customer_id"].nunique())


def campaigns(asking: Asking) -> Answer:
    """Campaigns that have begun."""
    return len(asking.truth.entries("campaigns"))


def _weeks(asking: Asking) -> int:
    return asking.case.differentiate.horizon_weeks


COUNTS = (purchases_ahead, sales_ahead_of_known, problem_share, sales_of_dissatisfied, reached, campaigns)
"""What the answer key may ask for."""
