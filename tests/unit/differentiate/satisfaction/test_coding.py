"""Words in complaints."""

import pandas as pd
import pytest

from idic_lib.differentiate.satisfaction.coding import coded, without_word

PROBLEMS = {"price": ("giá", "giảm giá"), "family": ("gia đình",), "late": ("chậm", "chưa thấy giao")}


def codes(*texts: str) -> list[tuple[str, ...]]:
    return coded(pd.Series(texts), PROBLEMS).tolist()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Giá cao quá", ("price",)),
        ("GIÁ CAO", ("price",)),
        ("gia\u0301 cao quá", ("price",)),  # the accent as a character of its own, as some telephones write it
        ("Cả gia đình đều mệt", ("family",)),
        ("giáo viên", ()),  # a word that only begins so
        ("Giao chậm, giá lại cao", ("price", "late")),
    ],
)
def test_accents_matter_and_case_does_not(text: str, found: tuple[str, ...]) -> None:
    assert codes(text) == [found]


def test_text_typed_without_accents_is_read_by_phrases_only() -> None:
    """Without accents 'gia' may be price or family; 'chua thay giao' can be nothing else."""
    assert codes("chua thay giao hang", "gia cao qua", "ca gia dinh") == [("late",), (), ("family",)]


def test_a_word_left_out_codes_nothing() -> None:
    fewer = without_word(PROBLEMS, "price", "giá")
    assert fewer == {**PROBLEMS, "price": ("giảm giá",)}
    assert coded(pd.Series(["giá cao"]), fewer).tolist() == [()]


def test_no_text_and_no_word_are_no_error() -> None:
    assert coded(pd.Series([], dtype=object), PROBLEMS).tolist() == []
    assert coded(pd.Series(["giá"]), {"price": ()}).tolist() == [()]
