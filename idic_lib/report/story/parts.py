"""The forms that the report's words are poured into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from idic_lib.report.sentences import Book, Either, Say


@dataclass(frozen=True)
class Finding:
    """Number, range, claim, evidence, what to do, money; left out when its heading does not hold."""

    id: str
    number: Either
    interval: Either
    heading: Either
    evidence: tuple[Either, ...]
    do: Either
    money: Either


@dataclass(frozen=True)
class Chapter:
    """One stage: a heading that is the result, paragraphs, the figure that follows each (by id, or nothing), and how to read them."""

    stage: str
    eyebrow: str
    heading: Either
    paragraphs: tuple[tuple[Either, ...], ...]
    figures: tuple[str, ...]
    read: tuple[Either, ...]
    wrong: tuple[Either, ...]


@dataclass(frozen=True)
class Question:
    """Something the data cannot answer: shown when `when` holds."""

    asks: str
    why: str
    when: Callable[[Book], bool]


@dataclass(frozen=True)
class Step:
    """One step of the roadmap; left out when `what` does not hold."""

    at: str
    what: Either
    by: Either


def rare(book: Book) -> bool:
    """Whether customers buy once, so that nothing is said of repeat purchases."""
    return "differentiate.repeat_model" in book.facts


def again(book: Book) -> bool:
    """Whether customers buy again, or might."""
    return not rare(book)


def plain(text: str, when: Callable[[Book], bool] = lambda _book: True) -> Say:
    """Write a sentence without links to facts."""
    return Say(text, when, bare=True)


def counts_double(book: Book) -> bool:
    """Whether customer numbers count persons twice often enough to matter."""
    return book.value("identify.persons.overcount") > 0.05


def counts_once(book: Book) -> bool:
    """Whether a customer number is a customer, as far as is known."""
    return not counts_double(book)
