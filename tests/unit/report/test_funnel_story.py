"""Where customers buy once the report speaks of sources and open leads, and nowhere of who comes back."""

from __future__ import annotations

import re

from idic_lib import differentiate
from idic_lib.facts import Fact, refused
from idic_lib.report.html import _cannot
from idic_lib.report.sentences import Book, chosen, paragraph, said
from idic_lib.report.story import CHAPTERS, FINDINGS, ROADMAP, STAND, TITLE
from tests.unit.differentiate.funnel_world import AS_OF, STAGES, engine
from tests.unit.report.mock_case import purchase_facts


def rare_facts() -> list[Fact]:
    """State what notebook 2 states of a base that buys once."""
    e = engine(seed=1)
    orders, leads = e.relation("orders"), differentiate.leads_at(e.relation("leads"), STAGES, until=AS_OF)
    found = differentiate.funnel(leads, weeks=104, costs=differentiate.source_costs(e.relation("costs"), minor=1))
    past = differentiate.judge(e.relation("leads"), STAGES, as_of=AS_OF, days=182, draws=200, seed=1)
    worth = differentiate.funnel_worth(
        differentiate.outlook(leads, days=182, draws=200, seed=1), orders, as_of=AS_OF, rate=0.2, seed=1, currency="VND", minor=1
    )
    buyers = differentiate.buyers(orders, as_of=AS_OF)
    judged = differentiate.backtest(orders, as_of=AS_OF, seed=1, minor=1, setting="rare")
    return [
        *differentiate.setting_facts(differentiate.buying(orders, as_of=AS_OF), setting="rare", seed=1),
        *differentiate.concentration_facts(buyers["amount"], seed=1, currency="VND", minor=1),
        *differentiate.backtest_facts(judged),
        *differentiate.source_facts(found, differentiate.ranking(found, seed=1), currency="VND"),
        *differentiate.funnel_facts(worth, past, repeated=20),
        *differentiate.base_facts(differentiate.second_unit(buyers, as_of=AS_OF), differentiate.referrals(leads, buyers, sources=["Giới thiệu"])),
        refused("measure.retention", unit="share", reason="No measure here."),
    ]  # fmt: skip


BOOK = Book(rare_facts())


def words(markup: str) -> str:
    return re.sub(r"<sup>.*?</sup>|<[^>]+>", "", markup)


def everything() -> str:
    chapters = [words(paragraph(p, BOOK)) for c in CHAPTERS for p in (*c.paragraphs, c.read, c.wrong)]
    findings = [words(said(part, BOOK)) for f in FINDINGS if chosen(f.heading, BOOK) for part in (f.heading, f.do, f.money)]
    return " ".join(
        [words(said(TITLE, BOOK)), words(paragraph(STAND, BOOK)), *chapters, *findings, *(words(said(s.what, BOOK)) for s in ROADMAP)]
    )


def test_the_title_and_the_first_finding_are_about_the_source_that_rises() -> None:
    assert words(said(TITLE, BOOK)).startswith("By contracts so far, leads from “Sự kiện” look poor. Once young leads count as open,")
    shown = [f for f in FINDINGS if chosen(f.heading, BOOK) and chosen(f.number, BOOK)]
    assert words(said(shown[0].heading, BOOK)) == "Leads from “Sự kiện” look worse than they are."
    evidence = words(paragraph(shown[0].evidence, BOOK))
    assert re.search(r"So far 3\.1% have signed; once young leads count as open, \d+% do within \d+ weeks", evidence)
    assert "A contract looks as if it cost VND 60.4m; it costs VND 13.8m." in evidence


def test_no_sentence_speaks_of_who_comes_back_or_of_the_best_fifth() -> None:
    text = everything()
    assert len(text) > 1000
    for phrase in (
        "top fifth of the first half",
        "extremes drift back",
        "looks lost",
        "rose, who fell",
        "repeat-purchase model is",
        "80 from 20",
    ):
        assert phrase not in text


def test_headings_keep_to_fifteen_words_and_advice_to_twelve() -> None:
    for finding in (f for f in FINDINGS if chosen(f.heading, BOOK)):
        assert len(words(said(finding.heading, BOOK)).split()) <= 15
        assert len(words(said(finding.do, BOOK)).split()) <= 12


def test_that_nothing_was_fitted_is_said_once_among_what_cannot_be_answered() -> None:
    asked = dict(_cannot(BOOK))
    assert "one contract only" in asked["Who buys again"]
    assert [w for w in asked.values() if "read every buyer as lost" in w] == []


def test_the_name_of_a_source_becomes_the_id_of_its_facts_in_any_script() -> None:
    assert BOOK.id("differentiate.contract_chance.@riser") == "differentiate.contract_chance.su_kien"


def test_a_case_that_buys_again_says_nothing_of_leads() -> None:
    book = Book(purchase_facts())
    text = " ".join(words(paragraph(p, book)) for c in CHAPTERS for p in c.paragraphs) + words(said(TITLE, book))
    assert "lead" not in text.replace("leads to", "")
    assert "80 from 20" in text
