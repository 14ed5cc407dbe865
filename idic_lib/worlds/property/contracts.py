"""Contracts: the unit, the price, what is left of it, and further units of the same buyer under this or another name."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.worlds.pieces import Piece
from idic_lib.worlds.property.chances import NEVER
from idic_lib.worlds.property.clock import FAR, YEAR, Ints, days_until_as_of
from idic_lib.worlds.property.settings import PropertySettings
from idic_lib.worlds.property.stock import of_project, units


def contracts(settings: PropertySettings, piece: Piece, leads: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return all contracts that ever come of the leads of a piece, and further units of their buyers until a year after as_of.

    One row per contract, by lead and then by day: lead (row of `leads`), person (row of `people` who signs), further, signer
    (lead, known, spouse, company), signed (day), project, price, contribution, costly, and the unit (direction, area, floor).
    """
    first = _first(leads)
    further = _further(settings, first, people, piece.rng("further"))
    both = pd.concat([first, further], ignore_index=True).sort_values(["lead", "further", "signed"], kind="stable", ignore_index=True)
    return _priced(settings, both, piece.rng("units"))


def _first(leads: pd.DataFrame) -> pd.DataFrame:
    won = leads[leads["signed"] < FAR]
    return pd.DataFrame({
        "lead": won.index, "person": won["person"].to_numpy(), "further": False, "signer": "lead",
        "signed": won["signed"].to_numpy(), "project": won["project"].to_numpy(),
    })  # fmt: skip


def _further(settings: PropertySettings, first: pd.DataFrame, people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw units taken with the first and units bought later, at a constant rate until a year after as_of."""
    own = settings.second_unit
    years = np.maximum(days_until_as_of(settings) + YEAR - first["signed"], 0) / YEAR
    counts = rng.poisson(own.per_year * years)
    at_once = rng.random(len(first)) < own.at_once
    rows = np.concatenate([np.flatnonzero(at_once), np.repeat(np.arange(len(first)), counts)])
    wait = np.where(np.arange(len(rows)) < at_once.sum(), 0, rng.random(len(rows)) * YEAR * years.to_numpy()[rows])
    more = first.iloc[rows].reset_index(drop=True)
    more = more.assign(further=True, signed=more["signed"] + wait)
    return _signers(settings, more, people, rng)


def _signers(settings: PropertySettings, more: pd.DataFrame, people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Say who signs for a further unit: the buyer, the spouse, or a company of theirs."""
    known = rng.random(len(more)) < settings.second_unit.known
    second = other_of_household(people)[more["person"]]
    spouse = ~known & (second != NEVER) & (rng.random(len(more)) < settings.second_unit.spouse)
    signer = np.select([known, spouse], ["known", "spouse"], "company")
    return more.assign(signer=signer, person=np.where(spouse, second, more["person"]))


def other_of_household(people: pd.DataFrame) -> Ints:
    """Return, per person, the row of the other one of the household's first two, or NEVER."""
    household = people["household_id"].to_numpy()
    after = np.append(household[1:] == household[:-1], [False])
    first = np.append([True], household[1:] != household[:-1])
    rows = np.arange(len(household))
    return np.where(first & after, rows + 1, np.where(np.roll(first & after, 1), rows - 1, NEVER))


def _priced(settings: PropertySettings, rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give each contract its unit, list price, price and contribution (price x margin less service)."""
    rows = pd.concat([rows, units(settings, rows["project"], rng)], axis=1)
    costly = rng.random(len(rows)) < of_project(settings, rows["project"], "costly_share") * settings.service.costly_share
    service = settings.service.share_of_price + settings.service.costly_of_price * costly
    left = rows["price"] * (of_project(settings, rows["project"], "margin") - service)
    return rows.assign(costly=costly, contribution=left.round().astype(np.int64))
