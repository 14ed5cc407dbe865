"""What becomes of a lead: the first call, the contract if there ever is one, the stages on the way, the loss."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from idic_lib.worlds.pieces import Piece
from idic_lib.worlds.property.chances import NEVER, base_chance, speed_lift
from idic_lib.worlds.property.clock import FAR, Flags, Floats, calendar, effective, month_start
from idic_lib.worlds.property.leads import drawn, repeated_enquiries
from idic_lib.worlds.property.settings import PropertySettings


def outcomes(settings: PropertySettings, piece: Piece, first: pd.DataFrame) -> pd.DataFrame:
    """Return all leads of a piece, those of persons known already at the end, with their outcome.

    Added columns: fast (called within the hour), answered (day of the first call), signed (day of the contract, far away if
    never), without_crm and without_speed (whether a contract would have come without them), reached (furthest stage), lost (day).
    """
    rng = piece.rng("outcomes")
    ends = _signed(settings, first.assign(fast=_fast(settings, first, rng)), rng)
    again = repeated_enquiries(settings, piece, first, ends["signed"].to_numpy())
    again = again.assign(fast=_fast(settings, again, rng), signed=FAR, without_crm=False, without_speed=False)
    leads = pd.concat([ends, again], ignore_index=True)
    return _on_the_way(settings, _lost(settings, _answered(settings, leads, rng), rng), piece.rng("stages"))


def _fast(settings: PropertySettings, leads: pd.DataFrame, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Warm-looking leads are called fast more often."""
    follow = settings.speed.follows_score
    urge = follow * leads["score"].to_numpy() + np.sqrt(1 - follow**2) * rng.standard_normal(len(leads))
    fast: npt.NDArray[np.bool_] = urge > norm.ppf(1 - settings.speed.fast_share)
    return fast


def _signed(settings: PropertySettings, leads: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw who ever signs, and when; one draw decides with the CRM and the fast call and without them."""
    day = _day_of_contract(settings, leads, rng)
    spread = settings.intent.spread
    chance = leads["source"].map({n: base_chance(settings, s) for n, s in settings.sources.items()}).to_numpy(dtype=float)
    chance = chance * np.exp(spread * leads["intent"] - spread**2 / 2)
    fast = 1 + speed_lift(settings) * leads["fast"]
    crm = 1 + settings.crm.effect * (day >= month_start(settings, settings.crm.launch_month))
    luck = rng.random(len(leads))
    return leads.assign(
        signed=np.where(luck < chance * fast * crm, day, FAR), without_crm=luck < chance * fast, without_speed=luck < chance * crm
    )


def _day_of_contract(settings: PropertySettings, leads: pd.DataFrame, rng: np.random.Generator) -> Floats:
    median = leads["source"].map({n: s.days for n, s in settings.sources.items()}).to_numpy(dtype=float)
    spread = leads["source"].map({n: s.spread for n, s in settings.sources.items()}).to_numpy(dtype=float)
    needed = median * np.exp(spread * rng.standard_normal(len(leads)))
    return calendar(settings, effective(settings, leads["day"]) + needed)


def _answered(settings: PropertySettings, leads: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give each lead the day of its first call: minutes after it came, or hours to days."""
    speed = settings.speed
    quick = rng.uniform(2, speed.fast_minutes, len(leads)) / 1440
    slow = speed.slow_median_hours / 24 * np.exp(speed.slow_spread * rng.standard_normal(len(leads)))
    later = leads["day"].to_numpy() + np.maximum(slow, (speed.fast_minutes + 2) / 1440)
    first, last = (hour / 24 for hour in speed.calling_hours)
    morning = np.floor(later + 1 - last) + first + speed.morning_hours / 24 * rng.random(len(leads))
    night = (later % 1 < first) | (later % 1 >= last)
    return leads.assign(answered=np.where(leads["fast"], leads["day"] + quick, np.where(night, morning, later)))


def _lost(settings: PropertySettings, leads: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Say how far the others get, and when they are given up, if anybody notes it."""
    stages, size = settings.stages, len(leads)
    reached = np.where(leads["signed"] < FAR, "won", drawn(stages.reached, size, rng))
    reached = np.where((leads["original"] != NEVER) & (reached == "reserve"), "visit", reached)
    after = stages.lost_days * np.exp(stages.lost_spread * rng.standard_normal(size))
    noted = (rng.random(size) < stages.lost_recorded) & (leads["signed"] == FAR)
    return leads.assign(reached=reached, lost=np.where(noted, leads["answered"] + after, FAR), after=after)


def _on_the_way(settings: PropertySettings, leads: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give each lead the days on which it reaches interest, visit and reservation: parts of its own of the way to its contract or its end.

    The parts are cumulative sums of a Dirichlet distribution, so each has its mean from the settings and they come in order.
    """
    stages = settings.stages
    means = np.diff([0, *stages.passed.values(), 1])
    parts = np.cumsum(rng.dirichlet(stages.passed_alike * means, len(leads)), axis=1)[:, :-1]
    end = np.where(leads["signed"] < FAR, leads["signed"], leads["answered"] + leads["after"])
    days = leads["day"].to_numpy()[:, None] + parts * (end - leads["day"].to_numpy())[:, None]
    return leads.assign(**{f"{name}_day": days[:, place] for place, name in enumerate(stages.passed)})


def stage_days(leads: pd.DataFrame) -> pd.DataFrame:
    """Return one row per lead and stage entered: lead (row of `leads`), stage (key of the words), day; in order of entry."""
    names = ["new", "contacted", "qualified", "visit", "reserve"]
    depth = leads["reached"].map({n: i for i, n in enumerate([*names, "won"])}).to_numpy()
    parts = [_entered(leads, depth >= 0, "new", leads["day"])]
    for place, name in enumerate(names[1:], 1):
        day = np.minimum(leads["qualified_day"], leads["answered"]) if name == "contacted" else leads[f"{name}_day"]
        parts.append(_entered(leads, depth >= place, name, day))
    parts.append(_entered(leads, depth == len(names), "won", leads["signed"]))
    parts.append(_entered(leads, (leads["lost"] < FAR).to_numpy(), "lost", leads["lost"]))
    return pd.concat(parts).sort_values(["lead", "day"], kind="stable", ignore_index=True)


def _entered(leads: pd.DataFrame, which: Flags, stage: str, day: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"lead": leads.index[which], "stage": stage, "day": np.asarray(day)[which]})
