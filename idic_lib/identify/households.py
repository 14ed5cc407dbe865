"""Who lives together: households beside persons, never in their place, and how many there are where not every address is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from idic_lib.engine import Relation
from idic_lib.facts import Fact, refused
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

MOST = 8
"""An address or a phone of more persons than this is no household's."""
_FEWEST = 30
"""Fewer pairs of records of one person say too little of how often addresses agree."""
_SELDOM = 0.1
"""Where fewer records than this hold an address, hardly any home is seen twice, and what is not seen cannot be estimated."""
_LARGEST = 4
"""Larger households are counted as if of this size when those not seen are estimated: they are rare, and their terms are unsteady."""
_NO_ADDRESS = N_(
    "Hardly any record holds house, street and province, so households cannot be told from persons; addresses as people give them for a delivery would show who lives together."
)

Floats = NDArray[np.float64]


def households(records: Relation, links: Relation, *, most: int = MOST) -> pd.DataFrame:
    """Return `customer_id, household_id`, one row per person; who lives with nobody known is a household of one.

    Persons share a household who share house, street and province and, beside that, the ward, the family name, or a phone or e-mail:
    a wife keeps her own family name in Vietnam, and a street of one name may lie in two towns. A household is named for the smallest
    of its customer ids. Persons without an address stay alone here; `household_facts` estimates how many of them do not live so.
    """
    pairs = _pairs(records, links, most)
    people = links.engine.run("select distinct customer_id from links order by customer_id")["customer_id"].astype("str")
    return pd.DataFrame({"customer_id": people, "household_id": people.to_numpy()[_firsts(people, pairs)]})


def _pairs(records: Relation, links: Relation, most: int) -> pd.DataFrame:
    if (records.name, links.name) != ("records", "links"):
        raise ValueError(f"households are made of the tables records and links; found {records.name} and {links.name}")
    return records.engine.query("household_pairs", most=most)


def _firsts(people: pd.Series, pairs: pd.DataFrame) -> NDArray[np.int64]:
    """Return, for each person, the row of the first person of the household."""
    place = pd.Series(np.arange(len(people)), index=people.to_numpy())
    ends = [place.reindex(pairs[c].to_numpy()).to_numpy() for c in ("one", "other")]
    graph = coo_array((np.ones(len(pairs), dtype=np.int8), ends), shape=(len(people), len(people)))
    _, label = connected_components(graph, directed=False)
    firsts: NDArray[np.int64] = pd.Series(np.arange(len(people))).groupby(label).transform("min").to_numpy()
    return firsts


def household_facts(
    records: Relation, links: Relation, *, persons: Estimate | None = None, draws: int, seed: int, most: int = MOST
) -> list[Fact]:
    """State how many households the persons make, with what the addresses not known or out of date hide.

    Args:
        records: the standardised records.
        links: which person each belongs to.
        persons: how many persons there are, with its interval; the number of linked ones unless given.
        draws: how often the counts are drawn anew for the interval.
        seed: of these draws.
        most: an address or phone of more persons is no household's.

    An address shows a person's home with a chance that the pairs of records of one person tell: they agree on it only where both
    show it. Households of s persons are then seen thinned, and inclusion and exclusion takes that back: with F(r) the number of
    groups of r persons seen at one address, and q that chance, households = persons - F(2)/q^2 + F(3)/q^3 - F(4)/q^4.

    """
    seen, sizes = records.engine.query("household_seen"), _sizes(_pairs(records, links, most))
    known = seen["known"].sum()
    if known < _FEWEST or known < _SELDOM * (seen["persons"] * seen["records"]).sum():
        return [refused("identify.households", unit="customers", reason=_NO_ADDRESS)]
    count = float(seen["persons"].sum())
    found = _estimated(seen, sizes, persons or Estimate(count, count, count, int(count)), draws=draws, seed=seed)
    return [
        Fact(id="identify.households", value=round(found.value), lo=float(np.floor(found.lo)), hi=float(np.ceil(found.hi)), unit="customers", n=found.n, grade="C", table="contacts",
             method=N_("persons less those who live with another, as far as addresses show; corrected for addresses not known; parametric bootstrap"),
             says=N_("They live in about {value} households ({lo} to {hi}): as far as addresses tell, and allowing for those not known.")),
    ]  # fmt: skip


def _sizes(pairs: pd.DataFrame) -> pd.Series:
    """Count households seen by number of persons; records of one person that were not linked are one person in them."""
    people = pd.Series(sorted({*pairs["one"], *pairs["other"]}), dtype="str")
    home = _firsts(people, pairs)
    same = _firsts(people, pairs[pairs["alike"]])
    persons = pd.DataFrame({"home": home, "same": same}).drop_duplicates().groupby("home").size()
    return persons.clip(upper=_LARGEST).value_counts().reindex(range(2, _LARGEST + 1), fill_value=0)


def _estimated(seen: pd.DataFrame, sizes: pd.Series, persons: Estimate, *, draws: int, seed: int) -> Estimate:
    rng = np.random.default_rng(seed)
    pairs, agreed = float(seen["pairs"].sum()), float(seen["agreed"].sum())
    if pairs < _FEWEST:  # nobody has two records: an address that is known counts as right
        pairs = float(seen["persons"].sum())
        agreed = pairs * (seen["known"].sum() / (seen["persons"] * seen["records"]).sum()) ** 2
    alone = min(1.0, float(seen.loc[seen["records"] > 1, "persons"].sum()) / pairs) or 1.0  # pairs of one person say one thing
    groups = sizes.to_numpy(float)
    value = float(_households(np.array([persons.value]), groups[None], np.array([agreed / pairs]), seen)[0])
    drawn = _households(
        np.clip(rng.normal(persons.value, (persons.hi - persons.lo) / 3.92, draws), persons.lo, persons.hi),
        rng.poisson(groups, (draws, len(groups))).astype(np.float64),
        rng.beta(alone * agreed + 0.5, alone * (pairs - agreed) + 0.5, draws),
        seen,
    )
    lo, hi = np.quantile(drawn, (0.025, 0.975))
    return Estimate(value, min(float(lo), value), max(float(hi), value), int(seen["persons"].sum()))


def _households(persons: Floats, groups: Floats, agree: Floats, seen: pd.DataFrame) -> Floats:
    """Return the households of each draw: persons, households seen by size (2, 3, 4), and the share of pairs of records that agree."""
    chance = _chance(np.sqrt(agree), seen)
    twos, threes, fours = groups @ np.array([1.0, 3.0, 6.0]), groups @ np.array([0.0, 1.0, 4.0]), groups[:, 2]
    homes: Floats = persons - twos / chance**2 + threes / chance**3 - fours / chance**4
    return homes


def _chance(of_record: Floats, seen: pd.DataFrame) -> Floats:
    """Return the chance that at least one of a person's records shows the home, over persons by their number of records."""
    records, weight = seen["records"].to_numpy(float), seen["persons"].to_numpy(float)
    return np.asarray((1 - (1 - of_record[:, None]) ** records) @ weight / weight.sum())
