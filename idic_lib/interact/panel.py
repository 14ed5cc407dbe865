"""Orders, campaigns and who was sent what, made ready once for every campaign's effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.engine import Relation
from idic_lib.errors import IdicError, InputError
from idic_lib.inference.history import history_start, purchase_windows

_ANSWERS = ("redeemed_on", "coupon_id")


@dataclass(frozen=True)
class Panel:
    """Orders read up to `as_of`, and the day they begin."""

    orders: Relation
    first_on: date | None
    as_of: date


@dataclass(frozen=True)
class Span:
    """The days [starts_on, until) in which an outcome is counted."""

    starts_on: date
    until: date

    @property
    def days(self) -> int:
        """Return how many days the outcome covers."""
        return (self.until - self.starts_on).days


@dataclass(frozen=True)
class Cohort:
    """Customers with a purchase in the 16 weeks before a start, who was sent the campaign, and the windows of what they bought."""

    windows: pd.DataFrame
    treated: NDArray[np.bool_]
    randomised: bool

    @property
    def during(self) -> NDArray[np.float64]:
        """Return spend in the outcome window, minor units."""
        spend: NDArray[np.float64] = self.windows["amount_during"].to_numpy(dtype=np.float64)
        return spend


@dataclass(frozen=True)
class Reach:
    """Who was sent a campaign, and who was held out at random, as its touches say."""

    sent: frozenset[str]
    held_out: frozenset[str]


def campaign_panel(orders: Relation, *, as_of: date) -> Panel:
    """Make orders ready for `campaign_effect`; nothing dated on or after `as_of` is ever read."""
    return Panel(orders, history_start(orders, as_of=as_of), as_of)


def campaign_row(campaigns: pd.DataFrame, campaign: str | int) -> pd.Series:
    """Return the row of one campaign; an unknown id is an error that names the campaigns there are."""
    rows = campaigns.loc[campaigns["campaign_id"].astype(str) == str(campaign)]
    if rows.empty:
        raise InputError(f"campaign {campaign!r} is none of {', '.join(sorted(campaigns['campaign_id'].astype(str)))}")
    return rows.iloc[0]


def campaign_span(row: pd.Series, *, shift_weeks: int = 0) -> Span:
    """Return the days of a campaign, both ends counted, moved by whole weeks (negative: earlier).

    A window that is moved earlier ends before the campaign begins: what it counts was bought before anything was sent.
    """
    if shift_weeks > 0:
        raise InputError(f"shift_weeks is {shift_weeks}; a check lies before the campaign, so give a negative number or 0")
    start, shift = row["starts_on"].date(), timedelta(weeks=shift_weeks)
    until = row["ends_on"].date() + timedelta(days=1) + shift
    return Span(start + shift, min(until, start) if shift_weeks else until)


def reach(touches: Relation, campaign: str, *, as_of: date) -> Reach:
    """Return who was sent a campaign before `as_of`, and who was held out (arm 'holdout' or 'control').

    A table of answers (redemptions) is refused: those who answered are not those who were sent, and would look like an effect.
    """
    if touches.name == "redemptions" or set(_ANSWERS) & set(touches.columns):
        raise InputError(f"{touches.name!r} says who answered. An effect is measured on everybody who was sent the campaign: give touches.")
    rows = touches.engine.query("campaign_reach", campaign=str(campaign), as_of=as_of)
    held = rows["held_out"].to_numpy(dtype=bool)
    ids = rows["customer_id"].astype(str).to_numpy()
    return Reach(frozenset(ids[~held]), frozenset(ids[held]))


def cohort(panel: Panel, span: Span, who: Reach) -> Cohort:
    """Return the customers who are compared: those sent, against those held out if any were, else against everybody not sent."""
    windows = purchase_windows(panel.orders, span.starts_on, span.until, as_of=panel.as_of)
    ids = windows["customer_id"].astype(str)
    if who.held_out:
        kept = ids.isin(who.sent | who.held_out).to_numpy()
        windows, ids = windows.loc[kept].reset_index(drop=True), ids.loc[kept]
    if who.sent and not len(windows):
        raise IdicError("No customer bought in the 16 weeks before the campaign, so none can be compared.")
    return Cohort(windows, ids.isin(who.sent).to_numpy(), bool(who.held_out))
