"""Tables that are made of the ledger: facts, decisions, and what may be said of each campaign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from idic_lib.facts import Decision, Fact, Option, Verdict
from idic_lib.report.look import templates
from idic_lib.report.sentences import Book
from idic_lib.text import _
from idic_lib.text.numbers import bounds, chance, decimal, money, quantity
from idic_lib.text.tables import table_html

_DASH = "\N{EN DASH}"


def verdict_words(verdict: Verdict | None, hi: float | None = None, lo: float | None = None) -> str:
    """Write a verdict in its fixed words; "no effect seen" says how large an effect could still hide."""
    if verdict is Verdict.NO_EFFECT_SEEN and hi is not None and lo is not None:
        return _("no effect seen (smaller than {size} not excluded)").format(size=quantity(max(abs(lo), abs(hi)), "share"))
    words = {
        Verdict.SHOWN: _("shown"),
        Verdict.SUGGESTED: _("suggested"),
        Verdict.NO_EFFECT_SEEN: _("no effect seen"),
        Verdict.NOT_IDENTIFIABLE: _("not identifiable"),
    }
    return words[verdict] if verdict else _DASH


@dataclass(frozen=True)
class FactRow:
    """One line of the fact table."""

    number: int
    id: Markup
    refused: bool
    value: str
    n: str
    method: str
    grade: str
    says: str


def fact_table(book: Book) -> Markup:
    """Lay out all facts: those that the report names, by number, then the others."""
    used = [book.facts[i] for i in book.numbered]
    others = [f for i, f in book.facts.items() if i not in book.numbered]
    rows = [_fact_row(f, n) for n, f in enumerate([*used, *others], start=1)]
    text = templates().get_template("facts.html.j2").render(used=rows[: len(used)], others=rows[len(used) :])
    return Markup(text)  # noqa: S704 - the template escapes


def _fact_row(fact: Fact, number: int) -> FactRow:
    name = Markup(".<wbr>").join(fact.id.split("."))
    n = decimal(fact.n) if fact.n is not None else _DASH
    grade = (fact.grade or _DASH) + (f", {verdict_words(fact.verdict)}" if fact.verdict else "")
    return FactRow(number, name, fact.refused, _value(fact), n, _(fact.method), grade, fact.sentence())


def _value(fact: Fact) -> str:
    if fact.value is None:
        return ""
    value = quantity(fact.value, fact.unit, fine=True)
    if fact.lo is None or fact.hi is None:
        return value
    return f"{value} ({bounds(fact.lo, fact.hi, fact.unit, fine=True)})"


@dataclass(frozen=True)
class DecisionRow:
    """One line of the table of decisions."""

    question: str
    options: list[OptionText]
    p_wrong: str
    money: str
    change: str


@dataclass(frozen=True)
class OptionText:
    """One option in words."""

    text: str
    chosen: bool


def decision_rows(decisions: Iterable[Decision], currency: str) -> list[DecisionRow]:
    """Lay out decisions with their options, the chosen one marked."""
    return [
        DecisionRow(
            _asked(d),
            [_option(o, chosen=o.name == d.choice) for o in d.options],
            _("not stated") if d.p_wrong is None else chance(d.p_wrong),
            _("none stated") if d.money_at_stake is None else money(d.money_at_stake, currency, figures=2),
            _(d.what_would_change_it),
        )
        for d in decisions
    ]


def _asked(decision: Decision) -> str:
    """Ask the question, and say what the options' numbers are where they are not what an option brings."""
    if decision.measure == Decision.model_fields["measure"].default:
        return _(decision.question)
    return _("{question} Numbers: {measure}.").format(question=_(decision.question), measure=_(decision.measure))


def _option(option: Option, *, chosen: bool) -> OptionText:
    text = _(option.name)
    if option.value is not None:
        text += ": " + quantity(option.value, option.unit)
        text += f" ({bounds(option.lo, option.hi, option.unit)})" if option.lo is not None and option.hi is not None else ""
    return OptionText(text + (" " + _("(chosen)") if chosen else ""), chosen)


def campaign_table(book: Book) -> Markup:
    """Lay out what may be said of each campaign; empty when the ledger holds no effect."""
    effects = [f for i, f in book.facts.items() if i.startswith("interact.campaign.") and i.endswith(".effect")]
    if not effects:
        return Markup("")
    stated = [_campaign(f, book) for f in effects if not f.refused]
    reasons = dict.fromkeys(f.says for f in effects if f.refused)
    frame = pd.DataFrame([*stated, *(_not_identifiable([f for f in effects if f.refused and f.says == r]) for r in reasons)])
    text = table_html(
        frame, _("What may be said of each campaign"), _("Four verdicts exist: shown, suggested, not identifiable, no effect seen.")
    )
    return Markup(text)  # noqa: S704 - table_html escapes


def _campaign(fact: Fact, book: Book) -> dict[str, str]:
    placebo = book.get(f"interact.campaign.{fact.detail}.placebo")
    return {
        _("Campaign"): fact.detail.replace("_", " "),
        _("Reached"): decimal(fact.n) if fact.n is not None else _DASH,
        _("Controlled effect"): _prose(fact),
        _("The same, before it was sent"): _prose(placebo),
        _("Verdict"): verdict_words(fact.verdict, fact.hi, fact.lo),
    }


def _not_identifiable(facts: list[Fact]) -> dict[str, str]:
    """Say once why several campaigns have no effect to state."""
    return {
        _("Campaign"): ", ".join(f.detail.replace("_", " ") for f in facts),
        _("Reached"): _DASH,
        _("Controlled effect"): _DASH,
        _("The same, before it was sent"): _DASH,
        _("Verdict"): f"{verdict_words(Verdict.NOT_IDENTIFIABLE)}. {facts[0].sentence().partition('. ')[2]}",
    }


def _prose(fact: Fact | None) -> str:
    if fact is None or fact.value is None or fact.lo is None or fact.hi is None:
        return _("not computed")
    return f"{quantity(fact.value, fact.unit)} ({bounds(fact.lo, fact.hi, fact.unit)})"
