"""What customers answered: marks of satisfaction and of recommendation, their own words, and who was drawn to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from idic_lib.case.differentiate import Satisfaction
from idic_lib.engine import Relation


@dataclass(frozen=True)
class Answers:
    """Answers to the questions that the case names, oldest first.

    attitude and advocacy: customer_id, answered_on, mark, drawn (the question went to customers drawn at random).
    words: customer_id, answered_on, text, drawn. channels: customer_id, answered_on, channel.
    unread: answers to questions of marks that are no number.
    """

    attitude: pd.DataFrame
    advocacy: pd.DataFrame
    words: pd.DataFrame
    channels: pd.DataFrame
    unread: int = 0

    @property
    def any_drawn(self) -> bool:
        """Whether satisfaction was asked of customers drawn at random."""
        return bool(self.attitude["drawn"].any())


def survey_answers(surveys: Relation, asked: Satisfaction, *, as_of: date) -> Answers:
    """Read the answers before `as_of` to the questions of the case's settings."""
    named = [*asked.attitude, *asked.advocacy, *asked.words, *([asked.channel] if asked.channel else [])]
    rows = surveys.engine.query("satisfaction_answers", as_of=as_of, questions=listed(named))
    rows = rows.assign(drawn=rows["question"].isin(asked.drawn_at_random)).sort_values("answered_on", kind="stable")
    marks = rows[rows["question"].isin([*asked.attitude, *asked.advocacy])]
    return Answers(
        attitude=_marks(marks, asked.attitude),
        advocacy=_marks(marks, asked.advocacy),
        words=_said(rows, asked.words, "text"),
        channels=_said(rows, [asked.channel] if asked.channel else [], "channel").drop(columns="drawn"),
        unread=int(marks["mark"].isna().sum()),
    )


def listed(questions: Iterable[str]) -> str:
    """Write questions as one text with a newline before, between and after, as the SQL takes them."""
    return "\n" + "".join(f"{q}\n" for q in questions)


def _marks(rows: pd.DataFrame, questions: Iterable[str]) -> pd.DataFrame:
    own = rows[rows["question"].isin(list(questions)) & rows["mark"].notna()]
    return own[["customer_id", "answered_on", "mark", "drawn"]].reset_index(drop=True)


def _said(rows: pd.DataFrame, questions: Iterable[str], name: str) -> pd.DataFrame:
    own = rows[rows["question"].isin(list(questions))].rename(columns={"answer": name})
    return own[["customer_id", "answered_on", name, "drawn"]].reset_index(drop=True)
