"""After the contract: instalments, handover, defects, interior, loans, referrals, and what buyers answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.worlds.pieces import Piece
from idic_lib.worlds.property.chances import NEVER
from idic_lib.worlds.property.clock import FAR, YEAR, Floats, Ints, Texts, days_until_as_of
from idic_lib.worlds.property.settings import PropertySettings


def between(limits: list[float], size: int, rng: np.random.Generator) -> Floats:
    """Draw numbers evenly between two limits."""
    low, high = limits
    return rng.uniform(low, high, size)


def served(settings: PropertySettings, piece: Piece, contracts: pd.DataFrame, leads: pd.DataFrame) -> pd.DataFrame:
    """Return the contracts with handed (day of handover), defects, dissatisfied, interior, loan (asked, approved, share, days).

    A buyer's interior wish is that of the lead; `got` is the package or "Không".
    """
    rng, size, own = piece.rng("service"), len(contracts), settings.handover
    defects = rng.poisson(own.defects, size)
    wanted = leads["interior"].to_numpy()[contracts["lead"]]
    first_time = leads["first_time"].to_numpy()[contracts["lead"]] & ~contracts["further"].to_numpy()
    finance = settings.finance
    return contracts.assign(
        handed=contracts["signed"] + own.days * np.exp(own.spread * rng.standard_normal(size)),
        defects=defects,
        dissatisfied=defects >= own.dissatisfied_from,
        interior=np.where(rng.random(size) < settings.interior.got_wanted, wanted, "Không"),
        loan=rng.random(size) < np.where(first_time, finance.asked_first_time, finance.asked_others),
        approved=rng.random(size) < finance.approved,
        loan_share=between(finance.loan_share, size, rng),
        loan_days=finance.days * np.exp(finance.days_spread * rng.standard_normal(size)),
    )


def referrals(settings: PropertySettings, piece: Piece, contracts: pd.DataFrame) -> pd.DataFrame:
    """Return the referrals of first buyers from handover until a year after as_of: contract (row), day. A dissatisfied one refers less."""
    rng, own = piece.rng("referrals"), settings.referral
    years = np.maximum(days_until_as_of(settings) + YEAR - contracts["handed"], 0) / YEAR * ~contracts["further"]
    rate = own.per_year * np.where(contracts["dissatisfied"], own.dissatisfied, 1)
    rows = np.repeat(np.arange(len(contracts)), rng.poisson(rate * years))
    left = (years.to_numpy() * YEAR)[rows]
    made = pd.DataFrame({"contract": rows, "day": contracts["handed"].to_numpy()[rows] + rng.random(len(rows)) * left})
    return made.sort_values("day", kind="stable", ignore_index=True)


def referrers(settings: PropertySettings, leads: pd.DataFrame, referred: pd.DataFrame, source: str) -> pd.Series:
    """Return, per lead, the contract (row) of the buyer who sent it, or -1: each referral sends the next lead of that source."""
    sent = referred[referred["day"] < days_until_as_of(settings)]
    waiting = leads[leads["source"] == source].sort_values("day", kind="stable")
    by = pd.Series(-1, index=leads.index)
    place = np.searchsorted(waiting["day"].to_numpy(), sent["day"].to_numpy())
    shifts = np.arange(len(sent))
    place = np.maximum.accumulate(place - shifts) + shifts if len(sent) else place
    fits = place < len(waiting)
    by.loc[waiting.index[place[fits]]] = sent["contract"].to_numpy()[fits]
    return by


def instalments(settings: PropertySettings, piece: Piece, contracts: pd.DataFrame) -> pd.DataFrame:
    """Return the payment plan: contract (row), number, due (day), paid (day), amount in dong; the parts add to the price."""
    rng, own = piece.rng("payments"), settings.payments
    parts = len(own.shares)
    rows = np.repeat(np.arange(len(contracts)), parts)
    number = np.tile(np.arange(parts), len(contracts))
    begin, end = contracts["signed"].to_numpy()[rows], contracts["handed"].to_numpy()[rows]
    due = begin + np.maximum(number - 1, 0) / max(parts - 2, 1) * (end - begin)
    late = (rng.random(len(rows)) < own.late_share) * rng.exponential(own.late_days, len(rows))
    return pd.DataFrame({"contract": rows, "number": number + 1, "due": due, "paid": due + late, "amount": _amounts(settings, contracts)})


def _amounts(settings: PropertySettings, contracts: pd.DataFrame) -> Ints:
    price = contracts["price"].to_numpy()[:, None]
    parts = np.floor(price * np.array(settings.payments.shares) / 1e6) * 1e6
    parts[:, -1] += contracts["price"] - parts.sum(axis=1)
    return np.asarray(parts.astype(np.int64).ravel())


def deposits(settings: PropertySettings, piece: Piece, leads: pd.DataFrame, contracts: pd.DataFrame, spare: pd.DataFrame) -> pd.DataFrame:
    """Return deposits: lead (row), contract (row, -1 where none came of it), day, unit, amount, refunded (day, far away if never).

    The amount is a share of the unit's list price, whether a contract comes of it or not.
    """
    rng = piece.rng("deposits")
    kept = contracts[~contracts["further"]]
    share = between(settings.payments.deposit_share, len(leads), rng)
    rows = leads.index[leads["reached"].isin(["reserve", "won"])].to_numpy()
    chosen = leads.loc[rows]
    contract = pd.Series(kept.index, index=kept["lead"]).reindex(rows).fillna(NEVER).astype(np.int64).to_numpy()
    unit, listed = _held_units(settings, chosen["project"], contract, contracts, spare, rng)
    least, mean = settings.payments.refund_days
    day: Floats = chosen["reserve_day"].to_numpy()
    back = day + least + rng.exponential(mean, len(rows))
    return pd.DataFrame({
        "lead": rows, "contract": contract, "day": day, "unit": unit, "amount": (np.floor(listed * share[rows] / 5e6) * 5e6).astype(np.int64),
        "refunded": np.where(chosen["signed"] < FAR, FAR, back),
    })  # fmt: skip


def _held_units(
    settings: PropertySettings, project: pd.Series, contract: Ints, contracts: pd.DataFrame, spare: pd.DataFrame, rng: np.random.Generator
) -> tuple[Texts, Floats]:
    """Return the unit of each deposit and its list price: the contract's, or one by lot of the project's units that stay unsold."""
    unit = np.full(len(project), None, dtype=object)
    listed = np.array(project.map({n: p.price for n, p in settings.projects.items()}), dtype=float)
    won = contract != NEVER
    unit[won], listed[won] = contracts["unit"].to_numpy()[contract[won]], contracts["listed"].to_numpy()[contract[won]]
    for name in settings.projects:
        free = spare[spare["project"] == name]
        one = np.flatnonzero(~won & (project == name).to_numpy())
        if len(free):
            lot = np.resize(rng.permutation(len(free)), len(one))
            unit[one], listed[one] = free["unit"].to_numpy()[lot], free["listed"].to_numpy()[lot]
    return unit, listed
