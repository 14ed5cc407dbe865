"""Satisfaction read from a case's tables."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from idic_lib.case.differentiate import Differentiate
from idic_lib.differentiate.satisfaction.axes import behaviour
from idic_lib.differentiate.satisfaction.facts import satisfaction_facts
from idic_lib.differentiate.satisfaction.found import Found, read_satisfaction
from idic_lib.differentiate.satisfaction.pictures import combination_table, reading_frame
from idic_lib.engine import Engine

AS_OF = date(2026, 1, 1)
SETTINGS = Differentiate.model_validate(
    {"satisfaction": {"attitude": ["csat", "csat_lot"], "advocacy": ["nps", "nps_lot"], "drawn_at_random": ["csat_lot", "nps_lot"]}}
)


def tables(*, seed: int = 1, only_app: bool = True, drawn: bool = True) -> tuple[Engine, pd.DataFrame, float]:
    """1,200 customers, four in ten satisfied; the satisfied answer twice as readily; the survey went to users of the app, or to all."""
    rng, n = np.random.default_rng(seed), 1200
    ids = np.array([f"C{i:04d}" for i in range(n)])
    happy, app = rng.random(n) < 0.4, rng.random(n) < 0.5
    answers = rng.random(n) < np.where(happy, 0.5, 0.25)
    said = pd.DataFrame({"customer_id": ids, "question": "csat", "answer": np.where(happy, "5", "2")})[answers & (app | (not only_app))]
    lot = pd.DataFrame({"customer_id": ids, "question": "csat_lot", "answer": np.where(happy, "4", "1")})[rng.random(n) < 0.25 * drawn]
    nps = lot.assign(question="nps_lot", answer=lot["answer"].map({"4": "9", "1": "3"}))
    surveys = pd.concat([said, lot, nps], ignore_index=True).assign(answered_on=date(2025, 12, 1))
    later = surveys.head(3).assign(answered_on=AS_OF, answer="1")
    gaps = rng.integers(5, 30, n)
    orders = pd.DataFrame([(f"{i}-{k}", i, date(2025, 11, 20) - timedelta(days=int(g) * k), 1000) for i, g in zip(ids, gaps, strict=True) for k in range(4)],
                          columns=["order_id", "customer_id", "ordered_on", "amount"])  # fmt: skip
    links = pd.concat([pd.DataFrame({"customer_id": ids, "system": "till"}), pd.DataFrame({"customer_id": ids[app], "system": "app"})])
    engine = Engine.of(surveys=pd.concat([surveys, later]), orders=orders, links=links.assign(record_id="x"))
    return engine, pd.DataFrame({"customer_id": ids}), float(happy.mean())


def read(*, only_app: bool = True, drawn: bool = True) -> tuple[Found, float]:
    engine, traits, truth = tables(only_app=only_app, drawn=drawn)
    found = read_satisfaction(engine, traits, SETTINGS, as_of=AS_OF, setting="repeat", seed=1)
    assert found is not None
    return found, truth


def test_those_drawn_are_the_estimate_and_the_gap_to_respondents_is_stated() -> None:
    found, truth = read()
    facts = {f.id.removeprefix("differentiate.satisfaction."): f for f in satisfaction_facts(found, currency="VND", minor=1)}
    assert facts["share"].lo <= truth <= facts["share"].hi
    assert facts["gap"].lo > 0
    assert facts["respondents"].value > facts["share"].hi
    assert not any("{" in f.sentence() for f in facts.values())


def test_a_survey_of_one_system_only_is_found_and_one_of_all_is_not() -> None:
    one, _ = read()
    everybody, _ = read(only_app=False)
    assert one.reach is not None
    assert one.reach.name == "app"
    assert one.reach.not_asked > 400
    assert everybody.reach is not None
    assert everybody.reach.not_asked == 0


def test_every_customer_is_counted_and_unknown_is_a_class() -> None:
    found, _ = read()
    assert found.combinations["customers"].sum() == len(found.customers) == 1200
    assert combination_table(found, most=3)["customers"].sum() == 1200
    assert found.classes.groupby("axis")["customers"].sum().tolist() == [1200] * 3


def test_without_customers_drawn_at_random_respondents_are_weighted_and_the_caveat_is_said() -> None:
    found, _ = read(drawn=False)
    says = {f.id: f.sentence() for f in satisfaction_facts(found, currency="VND", minor=1)}
    assert "no weighting mends" in says["differentiate.satisfaction.share"]
    assert "differentiate.satisfaction.answer_odds" in says
    assert reading_frame(found)["reading"].tolist() == ["respondents", "all"]


def test_answers_on_the_workbooks_date_or_later_change_nothing() -> None:
    found, _ = read()
    assert found.answers.attitude["answered_on"].max() < pd.Timestamp(AS_OF)


def test_a_case_without_surveys_says_what_to_collect() -> None:
    assert read_satisfaction(Engine.of(), None, SETTINGS, as_of=AS_OF, setting="repeat", seed=1) is None
    assert all(f.refused for f in satisfaction_facts(None, currency="VND", minor=1))


def buyers(days: list[int], first: list[int], last: list[int]) -> pd.DataFrame:
    """Customers by purchase days, and days ago of their first and last purchase."""
    ago = pd.Timestamp(AS_OF)
    return pd.DataFrame({"customer_id": [str(i) for i in range(len(days))], "days": days, "first_on": [ago - pd.Timedelta(days=d) for d in first],
                         "last_on": [ago - pd.Timedelta(days=d) for d in last], "recency_days": last})  # fmt: skip


@pytest.mark.parametrize(
    ("days", "first", "last", "is_"),
    [(10, 100, 5, "loyal"), (10, 200, 100, "temporary"), (1, 300, 300, "temporary"), (1, 5, 5, "unknown"), (2, 12, 2, "unknown")],
)
def test_behaviour_is_told_by_several_days_in_rhythm(days: int, first: int, last: int, is_: str) -> None:
    usual = ([10] * 5, [100] * 5, [1] * 5)  # others come every eleven days
    people = buyers([days, *usual[0]], [first, *usual[1]], [last, *usual[2]])
    assert behaviour(people, setting="repeat").iloc[0] == is_


def test_behaviour_of_rare_buyers_is_unknown() -> None:
    assert set(behaviour(buyers([3], [900], [10]), setting="rare")) == {"unknown"}


def test_the_models_chance_comes_before_the_rhythm() -> None:
    people = buyers([10, 10], [100, 200], [5, 100])
    assert behaviour(people, setting="repeat", active=pd.Series({"0": 0.1, "1": 0.9})).tolist() == ["temporary", "loyal"]


def test_marks_of_customers_who_had_left_are_counted() -> None:
    days = [date(2025, 1, 1) + timedelta(days=7 * k) for k in range(5)]
    orders = pd.DataFrame({"order_id": [str(k) for k in range(10)], "customer_id": ["gone"] * 5 + ["here"] * 5, "ordered_on": days + [d + timedelta(days=270) for d in days], "amount": 100})  # fmt: skip
    surveys = pd.DataFrame({"customer_id": ["gone", "here"], "answered_on": date(2025, 11, 1), "question": "csat", "answer": "1"})
    from idic_lib.differentiate.satisfaction.asked import after_leaving

    engine = Engine.of(orders=orders, surveys=surveys)
    assert after_leaving(engine.relation("surveys"), SETTINGS.satisfaction, as_of=AS_OF) == 1
