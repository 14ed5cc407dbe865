"""The report as text: whole, alone, traceable."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from idic_lib.report import report_html
from idic_lib.text import use
from tests.unit.report.mock_case import campaign_facts, decisions, meta, pictures, purchase_facts


@pytest.fixture(scope="module")
def whole() -> str:
    return report_html([*purchase_facts(), *campaign_facts()], decisions(), pictures(), meta())


@pytest.fixture(scope="module")
def orders_only() -> str:
    return report_html(purchase_facts(), decisions()[1:2], pictures(orders_only=True), meta(orders_only=True))


def test_the_page_asks_for_nothing_from_outside(whole: str) -> None:
    assert "default-src 'none'" in whole
    assert not re.search(r'(src|href)="(https?:)?//', whole)
    assert "<script" not in whole
    assert not re.search(r"url\((?!data:|#)", whole)


def test_the_page_stays_small(whole: str) -> None:
    assert len(whole.encode()) < 500_000  # the mock had 300 kB with six charts, the limit is 1 MB


def test_every_superscript_leads_to_a_fact_of_the_table(whole: str) -> None:
    links = set(re.findall(r'href="#(fact-\d+)"', whole))
    assert links
    assert links <= set(re.findall(r'id="(fact-\d+)"', whole))


def test_every_fact_of_the_ledger_stands_once_in_the_table(whole: str) -> None:
    ids = [re.sub(r"<wbr>", "", i) for i in re.findall(r'<th scope="row"><code>(.*?)</code>', whole)]
    assert Counter(ids) == Counter(f.id for f in [*purchase_facts(), *campaign_facts()])


def test_superscripts_are_numbered_in_reading_order(whole: str) -> None:
    firsts = list(dict.fromkeys(int(n) for n in re.findall(r'href="#fact-(\d+)"', whole)))
    assert firsts == sorted(firsts)


def test_ids_are_unique(whole: str) -> None:
    ids = Counter(re.findall(r'\sid="([^"]+)"', whole))
    assert [i for i, n in ids.items() if n > 1] == []


def test_contents_lead_to_sections(whole: str, orders_only: str) -> None:
    for page in (whole, orders_only):
        targets = set(re.findall(r'<li><a href="#([^"]+)"', page))
        assert targets <= set(re.findall(r'<section[^>]*id="([^"]+)"', page))


def test_there_are_at_most_five_findings_and_twelve_figures(whole: str, orders_only: str) -> None:
    for page in (whole, orders_only):
        assert page.count('<p class="num') == 5
        assert page.count("<figure") <= 12


def test_each_finding_leads_to_its_notebook(whole: str) -> None:
    assert 'href="notebooks/2_differentiate.html#s-2-1"' in whole
    assert 'href="notebooks/4_customize.html"' in whole


def test_orders_only_says_what_is_missing_and_what_it_would_answer(orders_only: str) -> None:
    assert "none were supplied" in orders_only
    assert "What contacts add" in orders_only
    assert "What to suggest to whom" in orders_only
    assert "campaign" not in re.search(r"<h1>(.*?)</h1>", orders_only)[1].lower()  # type: ignore[index]


def test_refusals_stand_with_their_reason(whole: str) -> None:
    assert "Who has left for good" in whole
    assert "collect two years" in whole


def test_a_decision_marks_its_choice_in_words_too(whole: str) -> None:
    assert "Last six months: 51% (49 to 52%) (chosen)" in whole


def test_a_small_ledger_still_makes_a_page() -> None:
    page = report_html(purchase_facts()[:2], [], {}, meta(orders_only=True))
    assert "<h1>2,469 customers placed 155,848 orders" in page
    assert 'id="decisions"' not in page


def test_the_vietnamese_page_says_so_and_writes_its_numbers() -> None:
    use("vi")
    try:
        page = report_html([*purchase_facts(), *campaign_facts()], decisions(), pictures(), meta(language="vi"))
    finally:
        use("en")
    assert '<html lang="vi">' in page
    assert "2.469" in page
    assert "54,6%" in page


def test_two_compositions_have_the_same_bytes(whole: str) -> None:
    assert whole == report_html([*purchase_facts(), *campaign_facts()], decisions(), pictures(), meta())
