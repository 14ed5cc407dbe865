"""What customers will bring, in today's money: expected purchases month by month times spend per purchase, discounted."""

from __future__ import annotations

import numpy as np

from idic_lib.differentiate.repeat.fitted import RepeatModel
from idic_lib.differentiate.repeat.rows import Rows
from idic_lib.inference.bootstrap import Array

DAYS_PER_MONTH = 30


def discounted_value(model: RepeatModel, rows: Rows, spend: Array, *, months: int = 12, monthly_rate: float = 0.01) -> Array:
    """Give each customer's discounted value over `months` of 30 days, in the unit of `spend` (per purchase, one for each customer).

    What is bought in a month is paid at its end, as in lifetimes.customer_lifetime_value, whose figures these are; there each
    customer is reckoned alone, here each distinct row once.
    """
    return discounted_purchases(model, rows, months=months, monthly_rate=monthly_rate)[rows.at] * spend


def discounted_purchases(model: RepeatModel, rows: Rows, *, months: int, monthly_rate: float) -> Array:
    """Expect purchases per row over `months`, each discounted from the end of its month."""
    by_month = np.array([model.expected(rows, DAYS_PER_MONTH * month) for month in range(1, months + 1)])
    discount = (1 + monthly_rate) ** -np.arange(1.0, months + 1)
    discounted: Array = discount @ np.diff(by_month, axis=0, prepend=0.0)
    return discounted
