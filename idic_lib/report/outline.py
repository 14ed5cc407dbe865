"""What the report will say, as small tables for notebook 7."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

import pandas as pd

from idic_lib.case import Case
from idic_lib.facts import Decision, Fact
from idic_lib.report import story
from idic_lib.report.sentences import Book, chosen, paragraph, said
from idic_lib.tables import EXPORTS
from idic_lib.text import _
from idic_lib.text.numbers import bounds, chance, money, quantity

_TAGS = re.compile(r"<sup>.*?</sup>|<[^>]+>")
_MOST = 5


def findings_table(facts: Iterable[Fact], case: Case) -> pd.DataFrame:
    """List the findings the report will open with: `number, range, claim, evidence, do, money`."""
    return _findings(facts, case)[0]


def _findings(facts: Iterable[Fact], case: Case) -> tuple[pd.DataFrame, Book]:
    """Return the findings, and the book in which the facts that they cite are numbered."""
    supplied = {s.table for s in case.sources}
    book = Book(facts, absent=[t for t in EXPORTS if t not in supplied])
    holding = [f for f in story.FINDINGS if chosen(f.heading, book) and chosen(f.number, book)][:_MOST]
    parts = {_("Number"): "number", _("Range"): "interval", _("Claim"): "heading", _("Do"): "do", _("Money"): "money"}
    rows = [
        {name: _plain(said(getattr(f, part), book)) for name, part in parts.items()} | {_("Evidence"): _plain(paragraph(f.evidence, book))}
        for f in holding
    ]
    return pd.DataFrame(rows), book


def _plain(markup: str) -> str:
    return unescape(_TAGS.sub("", str(markup))).strip()


def decisions_table(decisions: Iterable[Decision], case: Case) -> pd.DataFrame:
    """List the decisions: `question, choice, chance of being wrong, money at stake, what would change it`."""
    rows = [
        {
            _("Question"): _(d.question),
            _("Choice"): _(d.choice),
            _("Chance of being wrong"): _("not stated") if d.p_wrong is None else chance(d.p_wrong),
            _("Money at stake"): _("none stated") if d.money_at_stake is None else money(d.money_at_stake, case.currency),
            _("What would change it"): _(d.what_would_change_it),
        }
        for d in decisions
    ]
    return pd.DataFrame(rows)


def trace_table(facts: Iterable[Fact], case: Case) -> pd.DataFrame:
    """List the facts that the findings cite, in their order, with their rows: `fact, value, 95% interval, table, rows`."""
    book = _findings(facts, case)[1]
    rows = [
        {
            _("Fact"): f.id,
            _("Value"): _("refused") if f.value is None else quantity(f.value, f.unit, fine=True),
            _("95% interval"): "" if f.lo is None or f.hi is None else bounds(f.lo, f.hi, f.unit, fine=True),
            _("Table"): f.table or "",
            _("Rows"): f.rows_sha or "",
        }
        for f in (book.facts[i] for i in book.numbered)
    ]
    return pd.DataFrame(rows)
