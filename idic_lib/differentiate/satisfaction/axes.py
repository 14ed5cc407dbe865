"""Three axes of one customer: attitude, advocacy and behaviour. The six classes of the articles are their ends, and overlap.

Satisfied is not loyal (Jones and Sasser 1995): who likes what they bought may never come back, and who comes back may have no choice.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from idic_lib.case.differentiate import Satisfaction
from idic_lib.differentiate.satisfaction.answers import Answers
from idic_lib.differentiate.satisfaction.population import with_marks
from idic_lib.differentiate.satisfaction.share import Share, population_share
from idic_lib.inference.intervals import Estimate, wilson
from idic_lib.text import N_

UNKNOWN = N_("unknown")
ATTITUDE, ADVOCACY, BEHAVIOUR = ("satisfied", "dissatisfied"), ("happy", "unhappy"), ("loyal", "temporary")
BETWEEN = N_("in between")
OUT_OF_RHYTHM = 3.0
"""So many usual gaps without a purchase, and a customer is taken to have stopped."""
_SEVERAL, _LIKELY = 3, 0.5
KINDS = {("satisfied", "loyal"): N_("apostle"), ("satisfied", "temporary"): N_("mercenary"), ("dissatisfied", "loyal"): N_("hostage"), ("dissatisfied", "temporary"): N_("defector")}  # fmt: skip
"""What Jones and Sasser call the four corners of attitude and behaviour."""


def behaviour(people: pd.DataFrame, *, setting: Literal["repeat", "contract", "rare"], active: pd.Series | None = None) -> pd.Series:
    """Return loyal, temporary or unknown per row of `people` (days, first_on, last_on, recency_days).

    Loyal: at least three purchase days, and likely (by `active`, the chance of a purchase within the horizon by customer_id) to buy
    again; without a model, bought within the last three of their own usual gaps. Temporary: everybody else who bought long enough ago
    to have come back. Unknown: no purchase; too new to tell; every customer where people buy rarely.
    """
    days, own = people["days"].to_numpy(dtype=float), _usual_gap(people)
    typical = float(np.nanmedian(own)) if np.isfinite(own).any() else np.nan
    if setting == "rare" or np.isnan(typical):
        return pd.Series(UNKNOWN, index=people.index)
    silent = people["recency_days"].to_numpy(dtype=float)
    chance = people["customer_id"].map(active).to_numpy(dtype=float) if active is not None else np.full(len(people), np.nan)
    here = np.where(np.isnan(chance), silent <= OUT_OF_RHYTHM * np.nan_to_num(own, nan=typical), chance >= _LIKELY)
    new = (days > 0) & (days < _SEVERAL) & (silent <= OUT_OF_RHYTHM * typical)
    named = np.select([(days == 0) | new, (days >= _SEVERAL) & here], [UNKNOWN, "loyal"], default="temporary")
    return pd.Series(named, index=people.index)


def _usual_gap(people: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    days = people["days"].to_numpy(dtype=float)
    span = (people["last_on"] - people["first_on"]).dt.days.to_numpy(dtype=float)
    return np.where(days > 1, np.maximum(span, 1.0) / np.maximum(days - 1, 1.0), np.nan)


def customer_classes(people: pd.DataFrame, answers: Answers, asked: Satisfaction, behaves: pd.Series) -> pd.DataFrame:
    """Return one row per customer: attitude, advocacy, behaviour, mark, recommends, drawn (asked at random), kind (Jones and Sasser's)."""
    own = with_marks(people[["customer_id"]].drop_duplicates(), answers.attitude)
    other = with_marks(people[["customer_id"]].drop_duplicates(), answers.advocacy)["mark"]
    table = own[["customer_id", "mark", "drawn", "volunteered"]].assign(recommends=other.to_numpy())
    made = table.assign(
        attitude=_ends(table["mark"], asked.satisfied_from, None, ATTITUDE),
        advocacy=_ends(table["recommends"], asked.advocate_from, asked.critic_to, ADVOCACY),
        behaviour=table["customer_id"].map(pd.Series(behaves.to_numpy(), index=people["customer_id"]).groupby(level=0).first()),
    )
    return made.assign(kind=[KINDS.get(k, UNKNOWN) for k in zip(made["attitude"], made["behaviour"], strict=True)])


def _ends(marks: pd.Series, high: float, low: float | None, names: tuple[str, str]) -> pd.Series:
    bad = marks <= low if low is not None else marks < high
    return pd.Series(np.select([marks >= high, bad, marks.notna()], [*names, BETWEEN], default=UNKNOWN), index=marks.index)


def combinations(classes: pd.DataFrame) -> pd.DataFrame:
    """Return every combination of the three axes that occurs: attitude, advocacy, behaviour, kind, customers, share, lo, hi.

    customers adds to all. share is of the customers asked at random, or else of all who answered, with Wilson's interval; empty where
    attitude is unknown.
    """
    axes = ["attitude", "advocacy", "behaviour", "kind"]
    counts = classes.groupby(axes, observed=True).size().rename("customers")
    asked = classes[classes["drawn"]] if classes["drawn"].any() else classes
    asked = asked[asked["attitude"] != UNKNOWN]
    found = asked.groupby(axes, observed=True).size().reindex(counts.index, fill_value=0)
    known = counts.index.get_level_values("attitude") != UNKNOWN
    shares = [wilson(int(k), len(asked)) if of and len(asked) else None for k, of in zip(found, known, strict=True)]
    table = counts.reset_index().assign(
        **{c: [getattr(s, a) if s else np.nan for s in shares] for c, a in (("share", "value"), ("lo", "lo"), ("hi", "hi"))}
    )
    return table.sort_values(["customers", *axes], ascending=[False, True, True, True, True], ignore_index=True)


def six_classes(classes: pd.DataFrame, attitude: Share | None, advocacy: tuple[Share | None, Share | None]) -> pd.DataFrame:
    """Return one row per class: axis, class, customers (known to be in it), share, lo, hi (of all customers; of those known for behaviour).

    attitude and advocacy carry the shares of everybody (`population_share`); unknown has its count and no share of everybody.
    """
    loyal = int((classes["behaviour"] == "loyal").sum())
    known = int((classes["behaviour"] != UNKNOWN).sum())
    stay = wilson(loyal, known) if known else None
    found = {
        "satisfied": attitude.estimate if attitude else None, "dissatisfied": _rest(attitude.estimate) if attitude else None,
        "happy": advocacy[0].estimate if advocacy[0] else None, "unhappy": advocacy[1].estimate if advocacy[1] else None,
        "loyal": stay, "temporary": _rest(stay) if stay else None,
    }  # fmt: skip
    rows = [
        (axis, name, int((classes[axis] == name).sum()), found.get(name))
        for axis, names in (("attitude", ATTITUDE), ("advocacy", (*ADVOCACY, BETWEEN)), ("behaviour", BEHAVIOUR))
        for name in (*names, UNKNOWN)
    ]
    return pd.DataFrame([(a, n, k, *((e.value, e.lo, e.hi) if e else (np.nan,) * 3)) for a, n, k, e in rows], columns=["axis", "class", "customers", "share", "lo", "hi"])  # fmt: skip


def _rest(of: Estimate) -> Estimate:
    return Estimate(1 - of.value, 1 - of.hi, 1 - of.lo, of.n)


def advocacy_shares(
    people: pd.DataFrame, answers: Answers, asked: Satisfaction, *, rng: np.random.Generator
) -> tuple[Share | None, Share | None]:
    """Return the shares of everybody who recommend (happy) and who warn (unhappy), estimated as satisfaction is."""
    rows = with_marks(people, answers.advocacy)
    marks, drawn = rows["mark"], bool(answers.advocacy["drawn"].any())
    yes = ((marks >= asked.advocate_from), (marks <= asked.critic_to))
    happy, unhappy = (population_share(rows, y.astype(float).where(marks.notna()), drawn=drawn, rng=rng) for y in yes)
    return happy, unhappy
