"""One piece of the world: its people, leads and contracts, with the numbers that the client's systems give them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from idic_lib.worlds.people import persons
from idic_lib.worlds.pieces import Piece
from idic_lib.worlds.property.chances import NEVER
from idic_lib.worlds.property.clock import Flags, Ints, days_until_as_of
from idic_lib.worlds.property.contracts import contracts
from idic_lib.worlds.property.funnel import outcomes
from idic_lib.worlds.property.leads import first_enquiries
from idic_lib.worlds.property.service import referrals, referrers, served
from idic_lib.worlds.property.settings import PropertySettings
from idic_lib.worlds.property.stock import numbered


@dataclass(frozen=True)
class Counters:
    """How many numbers have been given before this piece."""

    leads: int = 0
    contracts: int = 0
    units: int = 0


@dataclass(frozen=True)
class Chunk:
    """All that happened to the persons of one piece, in truth; whether it is to be written with faults."""

    settings: PropertySettings
    piece: Piece
    faults: bool
    people: pd.DataFrame
    leads: pd.DataFrame
    contracts: pd.DataFrame
    referred: pd.DataFrame
    spare: pd.DataFrame

    @property
    def as_of(self) -> int:
        """The day after the exports end, from the start."""
        return days_until_as_of(self.settings)

    @property
    def signed(self) -> pd.DataFrame:
        """The contracts that stand in the exports."""
        return self.contracts[self.contracts["signed"] < self.as_of]

    def dirt(self, purpose: str, size: int, share: float) -> Flags:
        """Return which of `size` rows have a fault; none in the clean twin. Faults have streams of their own."""
        return self.rng(purpose).random(size) < share * self.faults

    def rng(self, purpose: str) -> np.random.Generator:
        """Return the stream of one fault or one way of writing."""
        return self.piece.rng(f"faults.{purpose}")


def chunk(settings: PropertySettings, piece: Piece, given: Counters, *, faults: bool) -> Chunk:
    """Let one piece of the world happen; numbers go on from those given before."""
    people = persons(piece, settings.people)
    leads = _numbered_leads(outcomes(settings, piece, first_enquiries(settings, piece)), given)
    leads = _with_staff(settings, piece, leads)
    signed = served(settings, piece, contracts(settings, piece, leads, people), leads)
    signed = _claimed(_numbered_contracts(signed, leads, given), leads)
    signed["unit"], spare = numbered(settings, piece, signed, given.units)
    referred = referrals(settings, piece, signed)
    leads["sent_by"] = referrers(settings, leads, referred, "referral")
    return Chunk(settings, piece, faults, people, leads, signed, referred, spare)


def after(given: Counters, made: Chunk) -> Counters:
    """Return the counters after a piece."""
    contracts = len(made.contracts)
    return Counters(given.leads + len(made.leads), given.contracts + contracts, given.units + contracts + len(made.spare))


def _ranks(day: pd.Series) -> Ints:
    return np.asarray(day.rank(method="first").to_numpy().astype(np.int64))


def _numbered_leads(leads: pd.DataFrame, given: Counters) -> pd.DataFrame:
    """Number leads by their day, as the CRM does."""
    return leads.assign(id=[f"L{given.leads + n:07d}" for n in _ranks(leads["day"])])


def _with_staff(settings: PropertySettings, piece: Piece, leads: pd.DataFrame) -> pd.DataFrame:
    """Give each lead a rep, and a broker where one brought it; few brokers bring most."""
    rng, team = piece.rng("staff"), settings.team
    rep = rng.integers(0, team.reps, len(leads))
    broker = np.minimum(team.brokers * rng.beta(team.broker_skew[0], team.broker_skew[1], len(leads)), team.brokers - 1).astype(np.int64)
    return leads.assign(rep=rep, broker=np.where(leads["source"] == "broker", broker, NEVER))


def _numbered_contracts(signed: pd.DataFrame, leads: pd.DataFrame, given: Counters) -> pd.DataFrame:
    """Number contracts; a buyer keeps the lead's number where the CRM knows who signs, else the accounts give another."""
    order = given.contracts + _ranks(signed["signed"])
    same = signed["signer"].isin(["lead", "known"])
    return signed.assign(
        number=[f"HĐ{n:06d}" for n in order],
        customer=np.where(same, leads["id"].to_numpy()[signed["lead"]], np.array([f"KH{n:06d}" for n in order], dtype=object)),
    )


def _claimed(signed: pd.DataFrame, leads: pd.DataFrame) -> pd.DataFrame:
    """Say which broker claims a contract: the one who brought the lead, or who registered the same person before it was signed (disputed)."""
    own = leads["broker"].to_numpy()[signed["lead"]]
    again = leads[(leads["original"] != NEVER) & (leads["source"] == "broker")]
    registered = pd.Series(again["broker"].to_numpy(), index=again["original"])
    registered = registered[~registered.index.duplicated()].reindex(signed["lead"]).fillna(NEVER).to_numpy(dtype=np.int64)
    disputed = (own == NEVER) & (registered != NEVER) & ~signed["further"].to_numpy()
    return signed.assign(broker=np.where(disputed, registered, np.where(signed["further"], NEVER, own)), disputed=disputed)
