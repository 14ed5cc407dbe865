"""Who owns several units, in whosever name: a buyer's own number, the spouse's, a company's."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from idic_lib.engine import Engine
from idic_lib.facts import Fact, refused
from idic_lib.identify.unseen import total
from idic_lib.inference.intervals import Estimate, wilson
from idic_lib.text import N_

MOST = 3
"""A phone, e-mail or address of more persons than this leads to no owner."""
_FEWEST = 20
_UNKNOWN = N_(
    "Whether buyers sign under other names shows only where several sources hold their phones and e-mails; the contract's own phone and address of each signer would show it."
)


def owners(engine: Engine, *, as_of: date) -> pd.DataFrame:
    """Return `owner, orders, numbers, persons`: buyers with their contracts, those who share a phone, e-mail or address taken together.

    Needs `links` and `records`; without `orders` nobody is a buyer. An owner is named for the smallest of the customer ids.
    """
    if not engine.has("orders"):
        return pd.DataFrame(columns=["owner", "orders", "numbers", "persons"])
    sold = engine.query("attach_contracts", as_of=as_of)
    homes = _together(sold, engine.query("attach_owners", as_of=as_of, most=MOST))
    owner = sold["customer_id"].map(homes.set_index("customer_id")["household_id"]).rename("owner")
    grouped = sold.groupby(owner)
    return grouped.agg(orders=("orders", "sum"), numbers=("record_id", "nunique"), persons=("customer_id", "nunique")).reset_index()


def buyer_households(engine: Engine, *, as_of: date) -> pd.DataFrame:
    """Return `customer_id, household_id` of every buyer: those who share a phone, e-mail or address are one household, named for the smallest id."""
    return _together(engine.query("attach_contracts", as_of=as_of), engine.query("attach_owners", as_of=as_of, most=MOST))


def _together(sold: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    people = pd.Series(sorted(sold["customer_id"].unique()), dtype="str")
    place = pd.Series(np.arange(len(people)), index=people.to_numpy())
    ends = [place.reindex(pairs[c].to_numpy()).to_numpy() for c in ("one", "other")]
    _, label = connected_components(coo_array((np.ones(len(pairs), dtype=np.int8), ends), shape=(len(people),) * 2), directed=False)
    return pd.DataFrame({"customer_id": people, "household_id": people.groupby(label).transform("first")})


def owner_facts(engine: Engine, owned: pd.DataFrame, *, draws: int, seed: int) -> list[Fact]:
    """State how many buyers own several units, those included who sign under another name and share neither phone nor e-mail with it.

    The chance to find one name behind another is that with which sources agree on a phone or an e-mail of one number, or both names
    have an address; an address that is out of date is left out of account.
    """
    told = engine.query("attach_contact_agreement").iloc[0]
    if told["numbers"] < _FEWEST or owned.empty:
        return [refused("identify.households.several_units", unit="customers", reason=_UNKNOWN)]
    several = owned[owned["orders"] > 1]
    plain = int((several["numbers"] == 1).sum())
    other = total(len(several) - plain, _chance(int(told["agree"]), int(told["homes"]), int(told["numbers"])), draws=draws, seed=seed)
    found = Estimate(plain + other.value, plain + other.lo, plain + other.hi, len(owned))
    return [
        Fact(id="identify.households.several_units", value=round(found.value), lo=float(np.floor(found.lo)), hi=float(np.ceil(found.hi)), unit="customers", n=found.n, grade="C", table="orders",
             method=N_("buyers with several contracts, under one number or others that share a phone, e-mail or address; corrected for names not found; negative binomial"),
             says=N_("About {value} buyers own several units, in whosever name ({lo} to {hi}).")),
    ]  # fmt: skip


def _chance(agree: int, homes: int, numbers: int) -> Estimate:
    """Return the chance that two names of one owner share a contact or an address."""
    contact, home = wilson(agree, numbers), (homes / numbers) ** 2
    value, lo, hi = (1 - (1 - v) * (1 - home) for v in (contact.value, contact.lo, contact.hi))
    return Estimate(value, lo, hi, numbers)
