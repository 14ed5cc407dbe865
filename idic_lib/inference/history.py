"""What a customer bought before a day, as the covariates that any comparison of customers starts from."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.engine import Relation

Array = NDArray[np.float64]

HISTORY_WEEKS = 16
WINDOWS = ("weeks_1_4", "weeks_5_8", "weeks_9_12", "weeks_13_16")
_WEEKS_EACH = 4
_FLOOR = 10


def purchase_windows(orders: Relation, starts_on: date, until: date, *, as_of: date) -> pd.DataFrame:
    """Return one row per customer with a purchase in the 16 weeks before `starts_on`.

    Columns: customer_id, weeks_1_4 ... weeks_13_16, active_weeks (0 to 16), amount_before (the window of equal length directly
    before), amount_during ([starts_on, until), cut at `as_of`); amounts in minor units, 0 where nothing was bought.
    """
    return orders.engine.query("windows", starts_on=starts_on, until=until, as_of=as_of)


def history_start(orders: Relation, *, as_of: date) -> date | None:
    """Return the first day with an order before `as_of`, or None where there is none."""
    first = orders.engine.query("history_span", as_of=as_of)["first_on"].iloc[0]
    return None if pd.isna(first) else first.date()


def has_history(first_on: date | None, starts_on: date) -> bool:
    """Say whether 16 whole weeks of orders lie before a start."""
    return first_on is not None and first_on <= starts_on - timedelta(weeks=HISTORY_WEEKS)


def covariates(windows: pd.DataFrame) -> Array:
    """Return the 9 covariates, standardised (customers x 9): weekly spend in four windows, its log, the share of active weeks.

    Windows before the one that a sender looked at are what removes regression to the mean. The logarithm is of 1 + spend / u
    with u a tenth of the mean weekly spend: the currency's unit changes nothing, and customers with an empty window do not become
    far-out points that carry the regression (with a smaller u, HC3 errors part from HC0). Net returns count as no spend there. A
    column without spread becomes zero.
    """
    weekly = windows[list(WINDOWS)].to_numpy(dtype=np.float64) / _WEEKS_EACH
    unit = weekly.mean() / _FLOOR if weekly.mean() > 0 else 1.0
    active = windows[["active_weeks"]].to_numpy(dtype=np.float64) / HISTORY_WEEKS
    columns = np.hstack([weekly, np.log1p(np.maximum(weekly, 0) / unit), active])
    return standardised(columns)


def standardised(columns: Array) -> Array:
    """Return columns with mean 0 and standard deviation 1; a column without spread becomes 0."""
    spread = columns.std(axis=0)
    centred: Array = columns - columns.mean(axis=0)
    return centred / np.where(spread > 0, spread, 1.0)
