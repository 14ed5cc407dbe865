"""Whether a month is usually strong or weak: only with two full years, since one year cannot tell a season from a trend."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t as student

from idic_lib.engine import Relation
from idic_lib.facts import Fact, refused
from idic_lib.text import N_

MONTHS = 12
FEWEST_MONTHS = 24

TOO_SHORT = N_(
    "The orders cover fewer than two full years, and one year cannot tell a season from a trend. Collect at least 24 full months of orders."
)
NO_SALES = N_(
    "A month without sales lies in between, so no month can be compared with its usual level. Collect months with orders, or leave the gap out."
)


def monthly_sales(orders: Relation, *, since: date, as_of: date) -> pd.DataFrame:
    """Return starts_on, days, amount (minor units) of every full calendar month inside [since, as_of); a month without orders has 0."""
    found = orders.engine.query("months", since=since, as_of=as_of)
    first = pd.Timestamp(since) + pd.offsets.MonthBegin(0)
    starts = pd.date_range(first, pd.Timestamp(as_of), freq="MS", unit="us")
    starts = starts[starts + pd.offsets.MonthBegin(1) <= pd.Timestamp(as_of)]
    table = pd.DataFrame({"starts_on": starts}).merge(found[["starts_on", "amount"]], how="left", on="starts_on")
    return table.assign(days=table["starts_on"].dt.days_in_month.astype("int64"), amount=table["amount"].fillna(0).astype("int64"))


def season_index(monthly: pd.DataFrame) -> pd.DataFrame | None:
    """Return month (1 to 12), index, lo, hi: a month's sales per day over its usual level; None with fewer than 24 full months or one without sales.

    Least squares of log sales per day on twelve months and a straight line in time; the index is exp(month's effect less the mean effect),
    with the t interval of its standard error. It takes growth as steady and one month's deviation as independent of the next month's:
    where deviations last, the intervals are too narrow. Two years leave 11 degrees of freedom, which is little.
    """
    if not season_possible(monthly):
        return None
    y = np.log(monthly["amount"].to_numpy(dtype=np.float64) / monthly["days"].to_numpy())
    month = monthly["starts_on"].dt.month.to_numpy() - 1
    design = np.column_stack([np.eye(MONTHS)[month], np.arange(len(y)) - (len(y) - 1) / 2])
    inverse = np.linalg.inv(design.T @ design)
    effects = inverse @ design.T @ y
    left = len(y) - design.shape[1]
    variance = float(((y - design @ effects) ** 2).sum()) / left
    centred = np.hstack([np.eye(MONTHS) - 1 / MONTHS, np.zeros((MONTHS, 1))])
    return _with_interval(centred @ effects, centred @ (variance * inverse) @ centred.T, left)


def _with_interval(effects: NDArray[np.float64], covariance: NDArray[np.float64], left: int) -> pd.DataFrame:
    half = student.ppf(0.975, left) * np.sqrt(np.diagonal(covariance))
    return pd.DataFrame(
        {"month": np.arange(1, MONTHS + 1), "index": np.exp(effects), "lo": np.exp(effects - half), "hi": np.exp(effects + half)}
    )


def season_possible(monthly: pd.DataFrame) -> bool:
    """Whether two full years are there and every month has sales."""
    return len(monthly) >= FEWEST_MONTHS and bool((monthly["amount"] > 0).all())


def season_facts(monthly: pd.DataFrame) -> list[Fact]:
    """State twelve indices, or why there are none and what to collect."""
    index = season_index(monthly)
    if index is None:
        return [refused("measure.season", unit="number", reason=NO_SALES if len(monthly) >= FEWEST_MONTHS else TOO_SHORT)]
    says = N_("Sales per day in this month are {value} ({lo} to {hi}) times the usual level.")
    method = N_("month effect of log sales per day beside a linear trend, least squares; t interval")
    return [
        Fact(
            id=f"measure.season.m{int(r.month):02d}",
            value=float(r.index_),
            lo=float(r.lo),
            hi=float(r.hi),
            unit="number",
            n=len(monthly),
            grade="C",
            method=method,
            says=says,
        )
        for r in index.rename(columns={"index": "index_"}).itertuples(index=False)
    ]
