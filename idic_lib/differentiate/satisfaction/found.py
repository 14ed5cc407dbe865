"""The whole reading of satisfaction, from a case's surveys, tickets and purchases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from idic_lib.case.differentiate import Differentiate
from idic_lib.differentiate.satisfaction.answers import Answers, survey_answers
from idic_lib.differentiate.satisfaction.asked import Reach, after_leaving, reach
from idic_lib.differentiate.satisfaction.axes import advocacy_shares, behaviour, combinations, customer_classes, six_classes
from idic_lib.differentiate.satisfaction.majority import Majority, majority
from idic_lib.differentiate.satisfaction.population import everybody, handed_over, with_marks
from idic_lib.differentiate.satisfaction.problems import Pareto, problem_pareto
from idic_lib.differentiate.satisfaction.share import FEWEST, Share, population_share
from idic_lib.engine import Engine
from idic_lib.inference.intervals import Estimate, wilson

Setting = Literal["repeat", "contract", "rare"]


@dataclass(frozen=True)
class Found:
    """What the surveys say: as respondents, weighted to everybody, and the best estimate (`share`, of customers drawn at random where there are any).

    unplaced: customers whose mark is laid to nobody: not among the customers, or given after several handovers.
    customers: one row per customer (table `satisfaction`). classes and combinations: the six classes, and how they overlap.
    """

    answers: Answers
    respondents: Estimate
    weighted: Share | None
    share: Share
    rule: Majority
    reach: Reach | None
    left_before: int
    unplaced: int
    customers: pd.DataFrame
    classes: pd.DataFrame
    combinations: pd.DataFrame
    problems: Pareto | None
    kinds: tuple[str, ...]


def read_satisfaction(  # noqa: PLR0913 - what a case has, by name
    engine: Engine, traits: pd.DataFrame | None, settings: Differentiate, *, as_of: date, setting: Setting, seed: int, active: pd.Series | None = None
) -> Found | None:  # fmt: skip
    """Read surveys, tickets and purchases before `as_of`; None where no question of satisfaction was asked, or too few answered.

    traits: customer_id and traits of every customer; None where all that is known are the buyers. active: by customer_id, the chance of a purchase within the horizon (table `value`).
    """
    asked, rng = settings.satisfaction, np.random.default_rng(seed)
    if not asked.attitude or not engine.has("surveys"):
        return None
    said = survey_answers(engine.relation("surveys"), asked, as_of=as_of)
    everyone = everybody(traits, engine, as_of=as_of)
    handed = handed_over(everyone, engine, said, as_of=as_of)
    rows = everyone if handed is None else handed
    people = with_marks(rows, said.attitude)
    yes = (people["mark"] >= asked.satisfied_from).astype(float).where(people["mark"].notna())
    share = population_share(people, yes, drawn=said.any_drawn, rng=rng)
    if share is None:
        return None
    classes = customer_classes(people, said, asked, behaviour(people, setting=setting, active=active))
    return Found(
        answers=said, respondents=_respondents(said, asked.satisfied_from), weighted=population_share(people, yes, drawn=False, rng=rng), share=share,
        rule=majority(share, customers=people["customer_id"].nunique()), reach=reach(people, said),
        left_before=after_leaving(engine.relation("surveys"), asked, as_of=as_of), unplaced=_unplaced(said, people), customers=_table(classes, people, share),
        classes=six_classes(classes, share, advocacy_shares(rows, said, asked, rng=rng)), combinations=combinations(classes),
        problems=_problems(engine, people.assign(chance=share.chance, learn=share.learn), said, settings, as_of=as_of, seed=seed),
        kinds=tuple(settings.problems),
    )  # fmt: skip


def _respondents(said: Answers, satisfied_from: float) -> Estimate:
    """Return the satisfied share of those who answered of their own accord; of those drawn where nobody else was asked."""
    own = said.attitude[~said.attitude["drawn"]] if (~said.attitude["drawn"]).sum() >= FEWEST else said.attitude
    latest = own.drop_duplicates("customer_id", keep="last")["mark"]
    return wilson(int((latest >= satisfied_from).sum()), len(latest))


def _unplaced(said: Answers, people: pd.DataFrame) -> int:
    return len(set(said.attitude["customer_id"]) - set(people.loc[people["mark"].notna(), "customer_id"]))


def _table(classes: pd.DataFrame, people: pd.DataFrame, share: Share) -> pd.DataFrame:
    chance = pd.Series(share.chance, index=people["customer_id"]).groupby(level=0).mean()
    kept = ["customer_id", "attitude", "advocacy", "behaviour", "kind", "mark", "recommends", "drawn"]
    return classes[kept].assign(satisfied_chance=classes["customer_id"].map(chance)).sort_values("customer_id", ignore_index=True)


def _problems(engine: Engine, people: pd.DataFrame, said: Answers, settings: Differentiate, *, as_of: date, seed: int) -> Pareto | None:
    if not settings.problems:
        return None
    texts = [said.words.assign(own=True)[["customer_id", "text", "own"]]]
    if engine.has("tickets"):
        filed = engine.query("satisfaction_tickets", as_of=as_of).rename(columns={"topic": "text"})
        texts.append(filed.dropna(subset="text").assign(own=False)[["customer_id", "text", "own"]])
    words = pd.concat(texts, ignore_index=True)
    return problem_pareto(people.drop_duplicates("customer_id"), words, settings.problems, seed=seed) if len(words) else None
