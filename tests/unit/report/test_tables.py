"""Tables carry heads with scope, a caption, and labels for the telephone."""

from __future__ import annotations

import re

import pandas as pd

from idic_lib.text.tables import table_html

FRAME = pd.DataFrame({"Campaign": ["8", "<b>"], "Reached": [1075, 176], "Effect": [0.045, None], "Verdict": ["suggested", "shown"]})


def test_every_head_has_a_scope_and_every_cell_a_label() -> None:
    html = table_html(FRAME, "Campaigns", "Read by row.", formats={"Effect": "change"})
    assert len(re.findall(r"<th(?![^>]*scope)", html)) == html.count("<thead")  # <thead> itself matches once
    assert html.count('scope="row"') == 2
    assert html.count("data-l=") == 6
    assert "<caption>Campaigns<span>Read by row.</span></caption>" in html


def test_units_group_sign_and_dash() -> None:
    html = table_html(FRAME, "Campaigns", formats={"Effect": "change"})
    assert ">1,075<" in html
    assert ">+4.5%<" in html
    assert ">–<" in html


def test_numbers_stand_at_the_right_and_words_at_the_left() -> None:
    html = table_html(FRAME, "Campaigns")
    assert '<th scope="col" class="r">Reached</th>' in html
    assert '<th scope="col">Verdict</th>' in html


def test_values_are_escaped() -> None:
    assert "<b>" not in table_html(FRAME, "Campaigns")


def test_a_function_may_write_a_column() -> None:
    assert ">n=1075<" in table_html(FRAME, "Campaigns", formats={"Reached": lambda v: f"n={v}"})


def test_a_matrix_is_shaded_by_size_and_bold_on_its_diagonal() -> None:
    matrix = pd.DataFrame({"": ["a", "b"], "a": [0.74, 0.2], "b": [0.05, 0.4]})
    html = table_html(matrix, "Moves", formats={"a": "share", "b": "share"}, shape="matrix")
    assert '<td class="on k">74%</td>' in html
    assert '<td class="on3">20%</td>' in html
    assert '<td class="on2 k">40%</td>' in html
    assert "data-l" not in html
