from __future__ import annotations

import re
from math import inf, nan

import pytest
from pydantic import ValidationError

from idic_lib.facts import UNITS, Decision, Fact, Ledger, Option, Verdict, counted, refused
from idic_lib.text import use


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


def fact(**more: object) -> Fact:
    given = {"id": "measure.share", "value": 0.5, "lo": 0.4, "hi": 0.6, "unit": "share", "method": "share of x; Wilson", "says": "{value}"}
    return Fact.model_validate(given | more)


@pytest.mark.parametrize("method", ["share of customers", "mean of orders", "counted", "model"])
def test_only_counts_and_sums_go_without_an_interval(method: str) -> None:
    with pytest.raises(ValidationError, match="only counts and sums of rows go without an interval"):
        fact(lo=None, hi=None, method=method)


@pytest.mark.parametrize("method", ["count of rows", "sum of amounts", "date of the first order", "name of the campaign"])
def test_counts_sums_dates_and_names_are_exact(method: str) -> None:
    assert fact(lo=None, hi=None, method=method).lo is None


@pytest.mark.parametrize(
    "wrong", [{"lo": 0.6, "hi": 0.4}, {"value": 0.7}, {"value": 0.3}, {"lo": None}, {"hi": None}, {"lo": nan}, {"hi": inf}, {"value": nan}]
)
def test_an_interval_has_two_finite_ends_around_its_value(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        fact(**wrong)
    with pytest.raises(ValidationError):
        fact(**({"method": "count of rows"} | wrong))


def test_a_value_may_lie_on_the_end_of_its_interval() -> None:
    assert fact(value=0.4).value == 0.4
    assert fact(value=0, lo=0, hi=0).hi == 0


def test_a_refusal_has_neither_value_nor_interval() -> None:
    said = refused("interact.effect.8", unit="change", reason="No window before it. Collect a year more.")
    assert said.refused
    assert said.sentence() == "No window before it. Collect a year more."
    with pytest.raises(ValidationError, match="a refusal has no interval"):
        fact(value=None)


@pytest.mark.parametrize("name", ["measure", "Measure.x", "measure.", "measure.X", "measure x.y", ".x", "measure.été"])
def test_an_id_is_stage_and_thing_in_small_letters(name: str) -> None:
    with pytest.raises(ValidationError, match=r"is not stage\.thing"):
        fact(id=name)


@pytest.mark.parametrize("unit", [*sorted(UNITS), "USD", "VND"])
def test_known_units_and_currency_codes_are_taken(unit: str) -> None:
    assert fact(unit=unit).unit == unit


@pytest.mark.parametrize("unit", ["percent", "usd", "US$", ""])
def test_other_units_are_refused(unit: str) -> None:
    with pytest.raises(ValidationError, match="unit"):
        fact(unit=unit)


def test_a_fact_cannot_be_changed_and_has_no_other_keys() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        fact().value = 1  # type: ignore[misc]  # the promise is that this fails
    with pytest.raises(ValidationError, match="Extra inputs"):
        fact(colour="red")


def test_the_ledger_has_exactly_the_keys_of_the_design() -> None:
    keys = ["id", "value", "lo", "hi", "unit", "n", "method", "grade", "verdict", "says", "table", "rows_sha", "name"]
    assert list(fact(grade="C", verdict=Verdict.SUGGESTED).model_dump(mode="json")) == keys


def test_the_four_verdicts_are_those_of_the_design() -> None:
    assert [str(v) for v in Verdict] == ["shown", "suggested", "no effect seen", "not identifiable"]


def test_a_fact_survives_its_own_json() -> None:
    said = fact(grade="B", verdict="shown", n=12, table="orders", rows_sha="0123456789ab")
    assert Fact.model_validate_json(said.model_dump_json()) == said


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"says": "It is {value} ({lo} to {hi}) of {n}.", "n": 2469}, "It is 50% (40 to 60%) of 2,469."),
        ({"value": 0.064, "lo": 0.032, "hi": 0.095, "unit": "change", "says": "{value} ({lo} to {hi})"}, "+6.4% (+3.2 to +9.5%)"),
        ({"value": 54000, "lo": 33000, "hi": 75000, "unit": "USD", "says": "{value} ({lo} to {hi})"}, "US$54,000 (US$33,000 to 75,000)"),
        ({"id": "interact.campaign.spring_17.effect", "says": "Campaign {detail}: {value}"}, "Campaign spring 17: 50%"),
        ({"says": "{value} and {nonsense}"}, "50% and {nonsense}"),
    ],
)
def test_a_fact_says_its_numbers_in_its_unit(more: dict[str, object], sentence: str) -> None:
    assert fact(**more).sentence() == sentence


def test_a_date_is_said_as_a_date() -> None:
    said = counted("brief.first_day", "2017-10-30", unit="date", method="date of the first order", says="First: {value}.")
    assert said.sentence() == "First: 30 October 2017."
    use("vi")
    assert said.sentence() == "First: 30/10/2017."


def test_an_id_is_stated_once() -> None:
    ledger = Ledger((fact(), fact(id="measure.other")))
    assert [f.id for f in ledger] == ["measure.share", "measure.other"]
    assert ("measure.share" in ledger, "measure.none" in ledger, ledger.get("measure.none"), len(ledger)) == (True, False, None, 2)
    with pytest.raises(ValueError, match=re.escape("fact measure.share was stated before")):
        ledger.add(fact())


def test_the_choice_of_a_decision_is_one_of_its_options() -> None:
    options = (Option(name="wait", value=None, unit="USD"), Option(name="test", value=1.0, lo=0.0, hi=2.0, unit="USD"))
    more = {"id": "interact.test", "question": "?", "options": options, "p_wrong": 0.1, "money_at_stake": 5.0, "what_would_change_it": "."}
    assert Decision.model_validate(more | {"choice": "test"}).choice == "test"
    with pytest.raises(ValidationError, match="none of the options"):
        Decision.model_validate(more | {"choice": "go"})
