"""A notebook's page holds what a client reads, and every heading can be linked to."""

from __future__ import annotations

import re

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from idic_lib.report import fact_sections, notebook_page
from idic_lib.report.notebook import heading_id
from tests.unit.report.mock_notebook import mock_notebook


@pytest.fixture(scope="module")
def page() -> str:
    return notebook_page(mock_notebook(), title="2 Differentiate", lang="en", company="The retailer")


def test_code_exercises_and_solutions_are_left_out(page: str) -> None:
    for hidden in ("secret_code", "of parameters", "draw()", "Exercise", "The answer", "Say this aloud", "noise"):
        assert hidden not in page


def test_what_was_printed_and_drawn_stays(page: str) -> None:
    assert "&lt;said&gt;" in page
    assert "<figure><p" in page
    assert page.count("<style>") == 1


def test_headings_have_ids_and_levels_without_gaps(page: str) -> None:
    headings = re.findall(r'<h(\d) id="([^"]+)"', page)
    assert headings == [("1", "2-differentiate"), ("2", "s-2-1"), ("3", "deep-heading")]


def test_a_numbered_heading_has_the_same_id_in_every_language() -> None:
    assert heading_id("3.2 Did it work?") == heading_id("3.2 Có hiệu quả không?") == "s-3-2"


def test_a_page_without_a_title_of_its_own_gets_one() -> None:
    page = notebook_page(new_notebook(cells=[new_markdown_cell("## Part")]), title="Brief", lang="en")
    assert page.count("<h1") == 1


def test_foreign_tables_scroll_and_have_no_empty_heads(page: str) -> None:
    assert re.search(r'<div class="scroll" tabindex="0" role="region" aria-label="[^"]+"><table><tr><td></td>', page)


def test_a_page_asks_for_nothing_and_leads_back(page: str) -> None:
    assert not re.search(r'src="(https?:)?//', page)
    assert "<script" not in page
    assert 'href="../report.html"' in page


def test_facts_are_found_under_the_heading_that_states_them() -> None:
    assert fact_sections(mock_notebook(), "notebooks/2.html") == {"differentiate.top20.share": "notebooks/2.html#s-2-1"}
