"""Leads of one piece: who enquires, where from, for what, how warm; and the later enquiries of persons known already."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from idic_lib.worlds.pieces import Piece
from idic_lib.worlds.property.chances import NEVER, project_shares
from idic_lib.worlds.property.clock import Floats, Ints, Texts, arrivals, days_until_as_of, fair_days
from idic_lib.worlds.property.settings import PropertySettings


def drawn(shares: dict[str, float], size: int, rng: np.random.Generator) -> Texts:
    """Draw names by their shares."""
    names, weights = np.array(list(shares), dtype=object), np.array(list(shares.values()))
    return names[rng.choice(len(names), size, p=weights / weights.sum())]


def first_enquiries(settings: PropertySettings, piece: Piece) -> pd.DataFrame:
    """Return one row per person: source, day of arrival (from the start), hidden intent and what shows of it, wishes."""
    rng = piece.rng("leads")
    size = piece.size
    source = drawn({n: s.share for n, s in settings.sources.items()}, size, rng)
    day = _arrival_days(settings, source, rng)
    intent = rng.standard_normal(size)
    project = _projects(settings, day, rng)
    return pd.DataFrame({
        "person": np.arange(size),
        "original": NEVER,
        "source": source,
        "day": day,
        "intent": intent,
        "score": _shows(intent, settings.intent.behaviour, rng),
        "budget": _shows(intent, settings.intent.budget, rng),
        "project": project,
        "need": _needs(settings, project, rng),
        "direction": drawn(settings.directions.wanted, size, rng),
        "interior": drawn(settings.interior.wanted, size, rng),
        "floor": drawn(settings.floors.wanted, size, rng),
        "first_time": rng.random(size) < settings.kano.first_time,
    })  # fmt: skip


def repeated_enquiries(settings: PropertySettings, piece: Piece, first: pd.DataFrame, signed_on: Floats) -> pd.DataFrame:
    """Return later enquiries of the same persons, so many per source as the settings say; none of them leads to a contract.

    `signed_on` is the day on which the first enquiry leads to a contract (far away if never); the repeated one comes before.
    """
    rng = piece.rng("repeated")
    made = [_repeats(settings, name, first, rng) for name in settings.sources]
    rows = np.concatenate([r for r, _ in made])
    again = first.iloc[rows].reset_index(drop=True)
    again = again.assign(original=rows, source=np.concatenate([np.full(len(r), name, dtype=object) for r, name in made]))
    until = np.minimum(signed_on[rows], days_until_as_of(settings))
    left, mean = np.maximum(until - again["day"], 0), settings.waves.repeat_lag_days
    again["day"] += -mean * np.log1p(-rng.random(len(rows)) * -np.expm1(-left / mean))
    return _said_again(settings, again.assign(day=_at_fairs(settings, again)), piece.rng("repeated.said"))


def _said_again(settings: PropertySettings, again: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw what the person shows and says this time: alike, not a copy."""
    own, size = settings.repeats, len(again)

    def kept(name: str, share: float, anew: npt.ArrayLike) -> pd.Series:
        return again[name].where(rng.random(size) < share, np.asarray(anew))

    again = again.assign(project=kept("project", own.same_wish, _projects(settings, again["day"].to_numpy(), rng)))
    needs = _needs(settings, again["project"].to_numpy(), rng)
    possible = np.array([settings.needs[p].get(n, 0) > 0 for p, n in zip(again["project"], again["need"], strict=True)], dtype=bool)
    return again.assign(
        score=_shows(again["score"].to_numpy(), own.alike, rng), budget=_shows(again["budget"].to_numpy(), own.alike, rng),
        need=kept("need", own.same_wish, needs).where(possible, needs),
        direction=kept("direction", own.same_wish, drawn(settings.directions.wanted, size, rng)),
        interior=kept("interior", own.same_wish, drawn(settings.interior.wanted, size, rng)),
        floor=kept("floor", own.same_wish, drawn(settings.floors.wanted, size, rng)),
        first_time=kept("first_time", own.same_fact, rng.random(size) < settings.kano.first_time),
    )  # fmt: skip


def _at_fairs(settings: PropertySettings, again: pd.DataFrame) -> pd.Series:
    """Move enquiries made at a sales event to the next one."""
    fairs = np.flatnonzero(fair_days(settings))
    place = np.minimum(np.searchsorted(fairs, again["day"]), len(fairs) - 1)
    at_fair = again["source"].map({n: s.fairs for n, s in settings.sources.items()}).astype(bool)
    return again["day"].where(~at_fair, fairs[place] + again["day"] % 1)


def _repeats(settings: PropertySettings, name: str, first: pd.DataFrame, rng: np.random.Generator) -> tuple[Ints, str]:
    """Choose who enquires again through a source; brokers bring persons that came without one."""
    share = settings.sources[name].repeated
    others = np.flatnonzero(first["source"] != name)
    count = round(float((first["source"] == name).sum()) * share / (1 - share))
    return np.sort(rng.choice(others, min(count, len(others)), replace=False)), name


def _arrival_days(settings: PropertySettings, source: Texts, rng: np.random.Generator) -> Floats:
    day = np.zeros(len(source))
    open_from, open_until = settings.world.visit_hours
    for name, own in settings.sources.items():
        one = source == name
        day[one] = np.searchsorted(np.cumsum(arrivals(settings, own)), rng.random(one.sum()) * (1 - 1e-12), side="right")
    return day + rng.uniform(open_from / 24, open_until / 24, len(source))


def _shows(intent: Floats, correlation: float, rng: np.random.Generator) -> Floats:
    """Return a standard normal score that correlates so with the intent, or with an earlier score."""
    score: Floats = correlation * intent + np.sqrt(1 - correlation**2) * rng.standard_normal(len(intent))
    return score


def _projects(settings: PropertySettings, day: Floats, rng: np.random.Generator) -> Texts:
    shares = np.cumsum(project_shares(settings), axis=1)[day.astype(np.int64)]
    names = np.array(list(settings.projects), dtype=object)
    return np.asarray(names[np.minimum((rng.random(len(day))[:, None] > shares).sum(axis=1), len(names) - 1)])


def _needs(settings: PropertySettings, project: Texts, rng: np.random.Generator) -> Texts:
    need = np.empty(len(project), dtype=object)
    for name, shares in settings.needs.items():
        one = project == name
        need[one] = drawn(shares, int(one.sum()), rng)
    return need
