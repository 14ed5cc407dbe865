"""Sentences made of facts: a message of the catalogue with fact ids in braces, left out when a fact is missing.

`{differentiate.top20.share}` writes the value in its unit. After a colon stands how: `range` (the interval), `n`, `fine` (the digits of the
fact table), `rest` (one minus a share), `size` (without its sign), `lo`, `hi`, `says` (the fact's own sentence). `@focus` in an id stands for a name, such as a
campaign's, that the book was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from idic_lib.facts import Fact, Verdict
from idic_lib.text import _
from idic_lib.text.letters import slug
from idic_lib.text.numbers import bounds, decimal, quantity

_PLACE = re.compile(r"\{([a-z0-9_.@]+)(?::([a-z]+))?\}")


class Book:
    """The ledger as the report reads it: facts by id, and a number for each in the order of its first use."""

    def __init__(self, facts: Iterable[Fact], *, names: Mapping[str, str] | None = None, absent: Iterable[str] = ()) -> None:
        """Take the facts, names that ids may hold, and the tables that were not supplied."""
        self.facts = {fact.id: fact for fact in facts}
        self.names = {**_names(self.facts), **(names or {})}
        self.absent = frozenset(absent)
        self.numbered: dict[str, int] = {}

    def id(self, pattern: str) -> str:
        """Put the names into an id; a name that is not known stays and matches nothing."""
        return re.sub(r"@(\w+)", lambda m: self.names.get(m[1], m[0]), pattern)

    def get(self, pattern: str) -> Fact | None:
        """Return a fact that has a value, or None."""
        fact = self.facts.get(self.id(pattern))
        return None if fact is None or fact.refused else fact

    def value(self, pattern: str) -> float:
        """Return a number, or not-a-number, with which every comparison fails."""
        fact = self.get(pattern)
        return float(fact.value) if fact and isinstance(fact.value, (int, float)) else float("nan")

    def verdict(self, pattern: str) -> Verdict | None:
        """Return the verdict of an effect, of a refused one too."""
        fact = self.facts.get(self.id(pattern))
        return fact.verdict if fact else None

    def refuses(self, begin: str) -> bool:
        """Whether a fact whose id begins so says why there is no answer."""
        return any(i.startswith(begin) and fact.refused for i, fact in self.facts.items())

    def unit(self, pattern: str) -> str:
        """Return a fact's unit, or nothing."""
        fact = self.get(pattern)
        return fact.unit if fact else ""

    def between(self, pattern: str, lo: float, hi: float) -> bool:
        """Whether a number lies in a range."""
        return lo <= self.value(pattern) <= hi

    def clear(self, pattern: str, of: float = 0.0) -> bool:
        """Whether the interval lies wholly above `of`."""
        fact = self.get(pattern)
        return fact is not None and fact.lo is not None and fact.lo > of

    def below(self, pattern: str, of: float = 0.0) -> bool:
        """Whether the interval lies wholly below `of`."""
        fact = self.get(pattern)
        return fact is not None and fact.hi is not None and fact.hi < of

    def holds_zero(self, pattern: str) -> bool:
        """Whether a number has an interval with zero in it."""
        fact = self.get(pattern)
        return fact is not None and fact.lo is not None and fact.hi is not None and fact.lo <= 0 <= fact.hi

    def randomised(self) -> bool:
        """Whether some effect rests on customers held out at random."""
        return any(f.grade == "A" for f in self.facts.values())

    def number(self, fact_id: str) -> int:
        """Return a fact's number, giving it the next one at its first use."""
        return self.numbered.setdefault(fact_id, len(self.numbered) + 1)


def _names(facts: Mapping[str, Fact]) -> dict[str, str]:
    """Read the names that facts hold: the campaign in focus, the source that rises."""
    held = {"focus": facts.get("interact.focus"), "riser": facts.get("differentiate.riser")}
    return {name: slug(str(fact.value)) for name, fact in held.items() if fact and fact.value is not None}


@dataclass(frozen=True)
class Say:
    """One sentence: its message, when it holds, and facts that it rests on without showing their numbers."""

    text: str
    when: Callable[[Book], bool] = field(default=lambda _book: True)
    cites: tuple[str, ...] = ()
    bare: bool = False

    def ids(self, book: Book) -> list[str]:
        """Return the facts it names, in order, each once."""
        return list(dict.fromkeys(book.id(p) for p in [*(m[0] for m in _PLACE.findall(self.text)), *self.cites]))

    def holds(self, book: Book) -> bool:
        """Whether every fact it names has a value, every range is there, and its condition is met."""
        return all(book.get(i) for i in self.ids(book)) and all(_written(m, book) for m in _PLACE.finditer(self.text)) and self.when(book)


Either = Say | tuple[Say, ...]
"""One sentence, or several of which the first that holds is said."""


def chosen(either: Either, book: Book) -> Say | None:
    """Return the first sentence that holds."""
    return next((say for say in (either if isinstance(either, tuple) else (either,)) if say.holds(book)), None)


def said(either: Either, book: Book, *, strong: bool = False) -> Markup:
    """Write the first sentence that holds, with links to its facts, its first number bold if `strong`; nothing when none holds."""
    say = chosen(either, book)
    if say is None:
        return Markup("")
    text = _filled(_(say.text), book, strong=strong)
    return text if say.bare else text + links(say.ids(book), book)


def paragraph(parts: Iterable[Either], book: Book) -> Markup:
    """Write the sentences that hold, one after another."""
    return Markup(" ").join(text for text in (said(part, book) for part in parts) if text)


def links(ids: Iterable[str], book: Book) -> Markup:
    """Write small figures that lead to the facts."""
    numbers = [book.number(i) for i in ids]
    label = _("Fact")
    anchors = [Markup('<a href="#fact-{n}" aria-label="{label} {n}">{n}</a>').format(n=n, label=label) for n in numbers]
    return Markup("<sup>{}</sup>").format(Markup(", ").join(anchors)) if anchors else Markup("")


def _filled(message: str, book: Book, *, strong: bool) -> Markup:
    parts, at = [], 0
    bold = Markup('<span class="money">{}</span>')
    for found in _PLACE.finditer(message):
        shown = escape(_written(found, book))
        parts += [escape(message[at : found.start()]), bold.format(shown) if strong and at == 0 else shown]
        at = found.end()
    return Markup("").join([*parts, escape(message[at:])])


def _written(found: re.Match[str], book: Book) -> str:
    fact = book.get(found[1])
    if fact is None or fact.value is None:
        return ""
    return _FORMS[found[2] or "value"](fact)


def _number(fact: Fact) -> float:
    return float(fact.value) if isinstance(fact.value, (int, float)) else float("nan")


def _range(fact: Fact) -> str:
    return bounds(fact.lo, fact.hi, fact.unit) if fact.lo is not None and fact.hi is not None else ""


def _size(fact: Fact) -> str:
    return quantity(abs(_number(fact)), fact.unit).removeprefix("+")


_FORMS: dict[str, Callable[[Fact], str]] = {
    "value": lambda f: quantity(f.value or 0, f.unit),
    "fine": lambda f: quantity(f.value or 0, f.unit, fine=True),
    "range": _range,
    "rest": lambda f: quantity(1 - _number(f), f.unit),
    "size": _size,
    "says": lambda f: f.sentence(),
    "n": lambda f: decimal(f.n) if f.n is not None else "",
    "lo": lambda f: quantity(f.lo, f.unit) if f.lo is not None else "",
    "hi": lambda f: quantity(f.hi, f.unit) if f.hi is not None else "",
}
