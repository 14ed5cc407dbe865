from __future__ import annotations

from idic_lib.facts import Fact, counted, refused
from idic_lib.models import coverage_facts, refusals_table, stage_table
from idic_lib.text import use


def rate(name: str, grade: str | None) -> Fact:
    return Fact.model_validate(
        {"id": name, "value": 0.1, "lo": 0.0, "hi": 0.2, "unit": "share", "method": "x; Wilson", "says": "{value}", "grade": grade}
    )


FACTS = [
    counted("brief.tables", 3, unit="tables", method="count of tables", says="{value}"),
    counted("identify.orders", 3, unit="orders", method="count of orders", says="{value}"),
    rate("interact.campaign.8.effect", "B"),
    rate("interact.campaign.9.effect", "C"),
    refused("interact.campaign.1.effect", unit="change", grade="B", reason="Too early. Collect more."),
    refused("interact.campaign.2.effect", unit="change", grade="B", reason="Too early. Collect more."),
    refused("measure.season", unit="number", reason="One year only. Collect another."),
]


def test_facts_are_counted_by_their_stage_in_the_order_of_the_model() -> None:
    use("en")
    table = stage_table(FACTS)
    assert table["stage"].tolist() == ["Identify", "Differentiate", "Interact", "Customize", "Measure"]
    assert table[["stated", "refused", "controlled"]].to_numpy().tolist() == [[1, 0, 0], [0, 0, 0], [2, 2, 1], [0, 0, 0], [0, 1, 0]]
    assert table["asks"].str.endswith("?").all()


def test_stated_and_refused_sum_to_all_facts() -> None:
    values = {f.id: f.value for f in coverage_facts(FACTS)}
    assert values == {"models.facts": 4, "models.refused": 3}
    assert all(f.sentence() for f in coverage_facts(iter(FACTS)))


def test_a_reason_is_listed_once_with_how_often_it_was_given() -> None:
    assert refusals_table(FACTS).to_dict("records") == [
        {"stage": "Interact", "reason": "Too early. Collect more.", "answers": 2},
        {"stage": "Measure", "reason": "One year only. Collect another.", "answers": 1},
    ]


def test_without_refusals_the_list_is_empty_and_keeps_its_columns() -> None:
    assert refusals_table(FACTS[:2]).columns.tolist() == ["stage", "reason", "answers"]
    assert refusals_table([]).empty
