"""Truths that are counted: what the key's functions make of a world's numbers."""

from pathlib import Path

import pytest

from idic_lib.grade.truth import Asking, Truth
from idic_lib.grade.truths import COUNTED
from tests.unit.grade.toy import case


def asked(name: str, *given: str, **numbers: float) -> object:
    return COUNTED[name](Asking(Truth(Path("truth"), {"T6": numbers}), case(), {}), *given)


@pytest.mark.parametrize(("share", "word"), [(0.51, "fix"), (0.5, "reward"), (0.2, "reward")])
def test_the_word_of_most_needs_more_than_one_half(share: float, word: str) -> None:
    assert asked("of_most", "T6.dissatisfied", "fix", "reward", dissatisfied=share) == word


def test_a_problem_is_a_share_of_all_who_have_one_and_money_is_added_up() -> None:
    numbers = {"respondents": 9, "count_late": 30, "count_price": 10, "value_late": 500, "value_price": 250}
    assert asked("problem_share", "late", **numbers) == 0.75
    assert asked("sales_of_dissatisfied", **numbers) == 750
