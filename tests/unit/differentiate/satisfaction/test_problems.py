"""Problems by customers and by sales."""

import numpy as np
import pandas as pd

from idic_lib.differentiate.satisfaction.problem_facts import problem_facts
from idic_lib.differentiate.satisfaction.problems import Pareto, problem_pareto

PROBLEMS = {"late": ("chậm",), "spoiled": ("chua",), "price": ("giá",)}
WORDS = {"late": "Giao chậm quá", "spoiled": "Sữa bị chua", "price": "Giá cao"}
SELDOM, OFTEN = (0.6, 0.2, 0.2), (0.2, 0.6, 0.2)


def world(n: int, *, seed: int, stray: float = 0.0) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, float]]:
    """Nobody is satisfied; seldom buyers have late deliveries, the few who buy often spoiled milk; who buys often files more tickets."""
    rng = np.random.default_rng(seed)
    often = rng.random(n) < 0.25
    days = np.where(often, 20, 2)
    own = np.array([rng.choice(3, p=OFTEN if o else SELDOM) for o in often])
    filed = rng.random(n) < np.where(often, 0.6, 0.1)
    about = np.where(rng.random(n) < stray, rng.integers(0, 3, n), own)
    names = np.array(list(PROBLEMS))
    ids = np.arange(n).astype(str)
    people = pd.DataFrame({"customer_id": ids, "days": days, "sales": days * 100, "chance": 0.0, "learn": False})
    tickets = pd.DataFrame({"customer_id": ids[filed], "text": [WORDS[k] for k in names[about[filed]]], "own": False})
    said = rng.random(n) < 0.1
    words = pd.DataFrame({"customer_id": ids[said], "text": [WORDS[k] for k in names[own[said]]], "own": True})
    return people, pd.concat([tickets, words], ignore_index=True), {k: float((names[own] == k).mean()) for k in PROBLEMS}


def ranked(people: pd.DataFrame, words: pd.DataFrame) -> Pareto:
    found = problem_pareto(people, words, PROBLEMS, seed=0)
    assert found is not None
    return found


def test_frequent_complainers_do_not_decide_what_most_customers_have() -> None:
    people, words, truth = world(4000, seed=1)
    assert words["text"].value_counts().idxmax() == WORDS["spoiled"], "by texts, spoiled milk comes first"
    found = ranked(people, words)
    assert (found.by_count.first, found.by_value.first) == ("late", "spoiled")
    assert all(found.by_count.shares[k].lo <= truth[k] <= found.by_count.shares[k].hi for k in PROBLEMS)


def test_tickets_about_anything_do_not_level_the_shares() -> None:
    """Four in ten tickets stray: the share read from own words beside tickets takes them out again, within five points of 3,000 customers."""
    people, words, truth = world(6000, seed=2, stray=0.4)
    found = ranked(people, words)
    assert max(abs(found.by_count.shares[k].value - truth[k]) for k in PROBLEMS) < 0.05


def test_a_first_place_that_is_not_sure_is_refused_with_what_would_settle_it() -> None:
    rng = np.random.default_rng(0)
    ids = np.arange(3000).astype(str)
    people = pd.DataFrame({"customer_id": ids, "days": 3, "sales": 100, "chance": 0.0, "learn": False})
    words = pd.DataFrame({"customer_id": ids[:120], "text": rng.choice(list(WORDS.values()), 120), "own": True})
    facts = {f.id: f for f in problem_facts(ranked(people, words), currency="VND", minor=1)}
    assert facts["differentiate.problem.by_count"].refused
    assert "{" not in facts["differentiate.problem.by_count"].sentence()


def test_what_no_word_knows_is_counted() -> None:
    people, words, _ = world(2000, seed=3)
    more = pd.concat(
        [words, pd.DataFrame({"customer_id": ["1", "2"], "text": ["Xin chào", "Giá cao, giao chậm"], "own": True})], ignore_index=True
    )
    found = ranked(people, more)
    assert (found.texts, found.uncoded, found.several) == (len(words) + 2, 1, 1)


def test_one_word_that_everything_rests_on_is_found() -> None:
    people, words, _ = world(2000, seed=4)
    assert "chậm" in ranked(people, words).deciding


def test_few_words_rank_nothing() -> None:
    people, words, _ = world(2000, seed=5)
    assert problem_pareto(people, words.head(20), PROBLEMS, seed=0) is None
    assert all(f.refused for f in problem_facts(None, currency="VND", minor=1))
