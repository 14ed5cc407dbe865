"""A sentence is said only if the ledger supports it, and its verb matches the verdict."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from idic_lib.facts import Fact, Verdict, counted, refused
from idic_lib.report.sentences import Book, Say, chosen, paragraph, said
from idic_lib.report.story import CHAPTERS, FINDINGS, OPEN, ROADMAP, STAND, TITLE
from idic_lib.report.story.findings import CAMPAIGN, SHOWN_CAMPAIGN
from idic_lib.text import use
from tests.unit.report.mock_case import campaign_facts, purchase_facts

SHARE = Fact(id="a.share", value=0.546, lo=0.534, hi=0.558, unit="share", method="bootstrap", says="{value}.", n=2469)


def test_a_fact_is_written_in_its_unit_with_its_range_and_linked() -> None:
    text = said(Say("It is {a.share} ({a.share:range}) of {a.share:n}."), Book([SHARE]))
    assert text == 'It is 55% (53 to 56%) of 2,469.<sup><a href="#fact-1" aria-label="Fact 1">1</a></sup>'


def test_a_sentence_whose_fact_is_absent_or_refused_is_left_out() -> None:
    no = refused("b.share", unit="share", reason="Collect more.")
    assert said(Say("{b.share}"), Book([SHARE, no])) == ""
    assert said(Say("{c.share}"), Book([SHARE])) == ""
    assert paragraph((Say("{b.share}."), Say("Kept.", bare=True)), Book([no])) == "Kept."


def test_a_range_is_not_written_for_a_fact_without_one() -> None:
    count = counted("a.rows", 12, unit="rows", method="count of rows", says="{value}.")
    assert said(Say("{a.rows:range}"), Book([count])) == ""


def test_the_first_sentence_that_holds_is_said() -> None:
    either = (Say("{x.y}"), Say("{a.share}", lambda b: b.value("a.share") > 0.9), Say("second {a.share}", bare=True))
    assert said(either, Book([SHARE])) == "second 55%"


def test_facts_are_numbered_in_the_order_of_their_first_use() -> None:
    other = SHARE.model_copy(update={"id": "b.share"})
    book = Book([SHARE, other])
    paragraph((Say("{b.share}."), Say("{a.share} {b.share}.")), book)
    assert book.numbered == {"b.share": 1, "a.share": 2}


def test_a_value_that_looks_like_markup_is_escaped() -> None:
    fact = counted("a.name", "<b>&", unit="number", method="count of names", says="{value}.")
    assert said(Say("{a.name}", bare=True), Book([fact])) == "&lt;b&gt;&amp;"


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.SHOWN, "Campaign 18 added sales."),
        (Verdict.SUGGESTED, "Campaign 18 may have added sales; it has not been shown."),
        (Verdict.NO_EFFECT_SEEN, "Of campaign 18 no effect is seen."),
    ],
)
def test_the_verb_matches_the_verdict(verdict: Verdict, words: str) -> None:
    facts = [f.model_copy(update={"verdict": verdict}) if f.id == "interact.campaign.18.effect" else f for f in campaign_facts()]
    of = SHOWN_CAMPAIGN if verdict is Verdict.SHOWN else CAMPAIGN
    assert said(of.heading, Book(facts)).startswith(words)


@pytest.mark.parametrize("verdict", [Verdict.NO_EFFECT_SEEN, Verdict.NOT_IDENTIFIABLE])
def test_no_money_is_stated_for_an_effect_that_did_not_pass(verdict: Verdict) -> None:
    facts = [f.model_copy(update={"verdict": verdict}) if f.id == "interact.campaign.18.effect" else f for f in campaign_facts()]
    assert said(CAMPAIGN.money, Book(facts)).startswith("None stated")


def _all_says() -> list[Say]:
    found: list[Say] = []

    def walk(thing: object) -> None:
        if isinstance(thing, Say):
            found.append(thing)
        elif isinstance(thing, tuple):
            for part in thing:
                walk(part)
        elif hasattr(thing, "__dataclass_fields__"):
            for name in thing.__dataclass_fields__:
                walk(getattr(thing, name))

    walk((TITLE, STAND, FINDINGS, CHAPTERS, ROADMAP, OPEN))
    return found


def test_every_placeholder_of_the_story_is_a_fact_id_in_a_known_form() -> None:
    says = _all_says()
    assert len(says) > 100
    for say in says:
        for place in re.findall(r"\{([^}]*)\}", say.text):
            assert re.fullmatch(r"[a-z]+(\.[a-z0-9_@]+)+(:(range|n|fine|rest|size|lo|hi|says))?", place), say.text


@pytest.mark.parametrize("word", ["significant", "insight", "clearly", "leverage", "deep dive", "churn"])
def test_the_story_avoids_words_that_say_nothing(word: str) -> None:
    assert [s.text for s in _all_says() if word in s.text.lower()] == []


def test_advice_is_short() -> None:
    advice = [do for f in FINDINGS for do in (f.do if isinstance(f.do, tuple) else (f.do,))]
    assert [d.text for d in advice if len(d.text.split()) > 12] == []


def test_headings_of_findings_are_one_sentence_of_at_most_15_words() -> None:
    book = Book([*purchase_facts(), *campaign_facts()])
    holding = [f for f in FINDINGS if chosen(f.heading, book)]
    assert len(holding) > 5
    for finding in holding:
        words = re.sub(r"<sup>.*", "", said(finding.heading, book))
        assert len(words.split()) <= 15, words
        assert words.endswith(".")


def test_removing_facts_never_leaves_an_open_brace_or_a_false_link() -> None:
    facts = [*purchase_facts(), *campaign_facts()]
    for start, stop in pairwise(range(0, len(facts) + 6, 6)):
        book = Book(facts[:start] + facts[stop:])
        text = " ".join(said(s, book) for s in _all_says())
        assert "{" not in text
        assert set(book.numbered) <= set(book.facts)


def test_numbers_follow_the_language() -> None:
    use("vi")
    try:
        assert said(Say("{a.share:fine}", bare=True), Book([SHARE])) == "54,6%"
    finally:
        use("en")
