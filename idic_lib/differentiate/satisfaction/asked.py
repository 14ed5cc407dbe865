"""Who was never asked, and whose answer came after they had left: what no weighting mends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd
from scipy.stats import mannwhitneyu

from idic_lib.case.differentiate import Satisfaction
from idic_lib.differentiate.satisfaction.answers import Answers, listed
from idic_lib.differentiate.satisfaction.axes import OUT_OF_RHYTHM
from idic_lib.differentiate.satisfaction.population import features, text_columns
from idic_lib.engine import Relation

_FEWEST, _ONLY, _NEARLY_ALL, _BY_CHANCE = 50, 0.99, 0.95, 0.001


@dataclass(frozen=True)
class Reach:
    """How many customers the survey did not reach, and how that shows.

    by "group": everybody who answered is `name` (a system or trait), and not everybody is. by "channel": there was one channel, `name`,
    and those who answered through it differ from the others in `differs`. by None: no such thing was found.
    """

    not_asked: int
    by: Literal["group", "channel"] | None
    name: str = ""
    differs: str = ""


def reach(people: pd.DataFrame, answers: Answers) -> Reach | None:
    """Find whom the survey could not reach; answers of customers drawn at random take no part.

    people: rows of `with_marks`. None where it cannot be told: fewer than 50 answers, or nothing known to hold them against.
    """
    if people["volunteered"].sum() < _FEWEST:
        return None
    known = features(people.drop(columns=["mark", "drawn", "volunteered"]))
    return _group(people, known) or _channel(people, known, answers)


def _group(people: pd.DataFrame, known: pd.DataFrame) -> Reach | None:
    flags = known[text_columns(people.drop(columns=["mark", "drawn", "volunteered"]))]
    only = flags.columns[(flags[people["volunteered"]].mean() >= _ONLY) & (flags.mean() <= _NEARLY_ALL)]
    if not len(only):
        return None
    name = str(flags[only].mean().idxmin())
    return Reach(int(people.loc[flags[name] == 0, "customer_id"].nunique()), "group", name.rpartition(": ")[2].rpartition("=")[2])


def _channel(people: pd.DataFrame, known: pd.DataFrame, answers: Answers) -> Reach | None:
    """Hold those who answered through the one channel against those who could have by then, by every number known of both."""
    channels = answers.channels["channel"].value_counts(normalize=True)
    if channels.empty:
        return Reach(0, None) if "system" in " ".join(map(str, known)) else None
    could = (
        people["handed_on"] <= answers.attitude["answered_on"].max() if "handed_on" in people else pd.Series(data=True, index=people.index)
    )
    answered = people["volunteered"] & could
    chances = {str(c): _alike(known.loc[answered, c], known.loc[could & ~answered, c]) for c in known if known[c].min() < known[c].max()}
    differs = min(chances, key=chances.__getitem__, default="")
    if not differs or channels.iloc[0] < _ONLY or chances[differs] * len(chances) >= _BY_CHANCE:
        return Reach(0, None) if chances else None
    missed = set(people.loc[could, "customer_id"]) - set(answers.attitude["customer_id"])
    return Reach(len(missed), "channel", str(channels.index[0]), differs)


def _alike(answered: pd.Series, others: pd.Series) -> float:
    return float(mannwhitneyu(answered, others).pvalue) if len(answered) and len(others) else 1.0


def after_leaving(surveys: Relation, asked: Satisfaction, *, as_of: date) -> int:
    """Count customers who gave a mark when they had bought several times and then stopped: such a mark tells of the past, and foretells nothing.

    Stopped is: three purchase days or more before the answer, and silent since for more than three of their own usual gaps.
    """
    rows = surveys.engine.query("satisfaction_before_answer", as_of=as_of, questions=listed(asked.attitude))
    usual = (rows["last_on"] - rows["first_on"]).dt.days / (rows["days"] - 1).clip(lower=1)
    stopped = (rows["days"] >= 3) & ((rows["answered_on"] - rows["last_on"]).dt.days > OUT_OF_RHYTHM * usual.clip(lower=1))
    return int(rows.loc[stopped, "customer_id"].nunique())
