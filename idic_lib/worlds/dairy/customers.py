"""Who the customers are underneath: needs, pace, loyalty, satisfaction, and the ids by which the systems know them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.calendar import Clock
from idic_lib.worlds.dairy.settings import KINDS, DairySettings
from idic_lib.worlds.dairy.stores import Shops
from idic_lib.worlds.dairy.texts import codes, scrambled
from idic_lib.worlds.people import persons
from idic_lib.worlds.pieces import Piece

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

PREFIXES = dict(zip(KINDS, ("TV", "W", "A"), strict=True))
NEVER = 9999
"""A day after all others."""
MOST_CUSTOMERS = 4_000_000
"""Persons for whom there are ids of seven digits; second registrations take their numbers from here on."""


@dataclass(frozen=True)
class Customers:
    """The persons of one piece: `people` as the registry knows them, `traits` underneath, `ids` as the systems know them.

    traits: person_id, segment, hunter, rate (orders per month of ordinary pace), leaves (chance at each purchase), joined (sales time;
    0 for those who were there before), before, basket, home, satisfied, proxy (opens
    mail by itself), age, and what is held: card, web, app. ids: person (row of traits), kind, weight
    (of the person's orders), since and until (sales time), code, withdrawn (the day on which consent was).
    """

    people: pd.DataFrame
    traits: pd.DataFrame
    ids: pd.DataFrame


def customers(piece: Piece, settings: DairySettings, clock: Clock, shops: Shops) -> Customers:
    """Draw the persons of one piece."""
    people = persons(piece, settings.people)
    traits = pd.DataFrame({"person_id": people["person_id"].to_numpy(dtype=np.int64)})
    traits = traits.assign(**_needs(piece, settings), **_kinds_held(piece, settings))
    traits = traits.assign(**_pace(piece, settings, clock, traits["hunter"].to_numpy(dtype=bool)))
    traits = traits.assign(**_feelings(piece, settings, traits["app"].to_numpy(dtype=bool)))
    traits["home"] = shops.drawn(piece.size, piece.rng("home"))
    traits["age"] = ((pd.Timestamp(settings.span.as_of) - people["born"]).dt.days // 365.25).to_numpy(dtype=np.int64)
    return Customers(people, traits, _ids(piece, settings, clock, traits))


def _needs(piece: Piece, settings: DairySettings) -> dict[str, object]:
    rng = piece.rng("needs")
    shares = [s.share for s in settings.segments.values()]
    shape = settings.buying.basket_shape
    segment = rng.choice(len(shares), piece.size, p=shares)
    return {
        "segment": segment,
        "hunter": rng.random(piece.size) < settings.money.hunters,
        "basket": rng.gamma(shape, 1 / shape, piece.size),
    }


def _kinds_held(piece: Piece, settings: DairySettings) -> dict[str, object]:
    held = settings.identities.held
    sets = [set(name.split("+")) for name in held]
    drawn = piece.rng("ids").choice(len(sets), piece.size, p=list(held.values()))
    return {kind: np.array([kind in s for s in sets])[drawn] for kind in KINDS}


def _pace(piece: Piece, settings: DairySettings, clock: Clock, hunter: Flags) -> dict[str, object]:
    """Draw rates, chances to leave and the time of joining.

    Whoever leaves at rate mu was there before with chance 1 / (1 + mu T), else joined evenly in the T months of sales time: then
    those who join make up for those who leave, person by person, and sales move by the calendar alone.
    """
    rng, buying, size = piece.rng("pace"), settings.buying, piece.size
    rate = rng.gamma(buying.rate_shape, buying.orders_per_month / buying.rate_shape, size)
    rate = rate * np.where(hunter, settings.money.hunter_rate, 1.0)
    leaves = rng.beta(buying.leave_a, buying.leave_b, size)
    before = rng.random(size) < 1 / (1 + rate * leaves * clock.now)
    joined = np.where(before, 0.0, rng.random(size) * clock.now)
    return {"rate": rate, "leaves": leaves, "before": before, "joined": joined}


def _feelings(piece: Piece, settings: DairySettings, app: Flags) -> dict[str, object]:
    rng, planted = piece.rng("feelings"), settings.satisfaction
    chance = np.where(app, planted.satisfied_app, planted.satisfied_others)
    return {"satisfied": rng.random(piece.size) < chance, "proxy": rng.random(piece.size) < settings.messages.proxies}


def _ids(piece: Piece, settings: DairySettings, clock: Clock, traits: pd.DataFrame) -> pd.DataFrame:
    """Give every person the ids held; some register again later, and their orders follow the new id."""
    first = pd.concat([_of_kind(kind, settings, traits) for kind in KINDS], ignore_index=True)
    first["weight"] /= first.groupby("person")["weight"].transform("sum")
    rng = piece.rng("ids.again")
    again = first[rng.random(len(first)) < settings.identities.registered_twice].copy()
    again["since"] += rng.random(len(again)) * (clock.now - again["since"])
    first["until"] = np.inf
    first.loc[again.index, "until"] = again["since"]
    again["until"] = np.inf
    again["number"] += MOST_CUSTOMERS
    both = pd.concat([first, again], ignore_index=True)
    both["code"] = _codes(both, piece.seed)
    both["withdrawn"] = _withdrawals(piece, settings, clock, len(both))
    return both.drop(columns="number")


def _withdrawals(piece: Piece, settings: DairySettings, clock: Clock, size: int) -> Ints:
    """Return the day on which the consent of each id was withdrawn; NEVER for most."""
    rng = piece.rng("consent")
    return np.where(rng.random(size) < settings.messages.withdrawn, rng.integers(30, clock.today, size), NEVER)


def _of_kind(kind: str, settings: DairySettings, traits: pd.DataFrame) -> pd.DataFrame:
    rows = np.flatnonzero(traits[kind])
    weight = settings.identities.store_weight if kind == "card" else 1.0
    return pd.DataFrame({"person": rows, "kind": KINDS.index(kind), "weight": weight, "since": traits["joined"].to_numpy()[rows],
                         "number": traits["person_id"].to_numpy()[rows]})  # fmt: skip


def _codes(ids: pd.DataFrame, seed: int) -> pd.Series:
    made = pd.Series("", index=ids.index, dtype="str")
    for kind, name in enumerate(KINDS):
        own = (ids["kind"] == kind).to_numpy()
        number = scrambled(ids["number"].to_numpy(dtype=np.int64)[own], seed=seed, purpose=name)
        made[own] = codes(PREFIXES[name], number, width=7).to_numpy()
    return made
