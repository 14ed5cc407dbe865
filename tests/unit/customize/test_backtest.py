from datetime import date

import numpy as np
import pandas as pd
import pytest

from idic_lib.customize import (
    Split,
    accuracy,
    backtest,
    backtest_facts,
    item_history,
    items_bought,
    known_to,
    last_cut,
    methods_table,
    reminder_decision,
)
from idic_lib.customize.backtest import filled, never_bought, score_methods
from idic_lib.engine import Engine
from idic_lib.errors import IdicError


def pairs(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "item"])


def listed(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "item", "rank"])


def test_accuracy_by_hand() -> None:
    lists = listed(("a", "milk", 1), ("a", "tea", 2), ("a", "jam", 3), ("b", "milk", 1))
    table = accuracy(lists, pairs(("a", "jam"), ("a", "milk"), ("b", "tea"), ("c", "tea"))).set_index("customer_id")
    assert table["hits"].tolist() == [2, 0, 0]
    assert table["recall"].tolist() == [1.0, 0.0, 0.0]
    assert table["precision"].tolist() == [0.2, 0.0, 0.0]
    # Hits on ranks 1 and 3 of at best 1 and 2: (1 + 1/2) / (1 + 1/log2 3), Järvelin and Kekäläinen 2002.
    assert table.loc["a", "ndcg"] == pytest.approx(1.5 / (1 + 1 / np.log2(3)))
    assert table.loc["a", "right"] == pytest.approx(2 / 3)
    assert np.isnan(table.loc["c", "right"])


def test_more_bought_than_the_list_is_long_can_still_reach_full_ndcg() -> None:
    items = [f"i{k}" for k in range(30)]
    lists = listed(*[("a", i, k + 1) for k, i in enumerate(items[:10])])
    assert accuracy(lists, pairs(*[("a", i) for i in items]))["ndcg"].item() == pytest.approx(1.0)


def test_a_short_own_list_is_filled_and_a_full_one_is_not() -> None:
    own = listed(*[("a", f"o{k}", k) for k in range(1, 9)], *[("b", f"o{k}", k) for k in range(1, 11)])
    more = listed(*[(c, f"m{k}", k) for c in "ab" for k in range(1, 6)])
    both = filled(own, more)
    assert both.groupby("customer_id")["item"].agg(list)["a"][-2:] == ["m1", "m2"]
    assert both.groupby("customer_id").size().tolist() == [10, 10]
    assert sorted(both.loc[both["customer_id"] == "a", "rank"]) == list(range(1, 11))


def test_what_was_bought_before_is_not_new() -> None:
    assert never_bought(pairs(("a", "x"), ("a", "y")), pairs(("a", "x"), ("b", "y"))).to_numpy().tolist() == [["a", "y"]]


def test_the_last_cut_leaves_the_last_weeks_for_judging() -> None:
    assert last_cut(date(2017, 12, 31), test_days=28) == date(2017, 12, 4)


def lines(seed: int = 1, customers: int = 60, days: int = 200) -> pd.DataFrame:
    """Every customer has favourites of their own among 40 items, so that own history must beat best sellers."""
    rng = np.random.default_rng(seed)
    favourites = [rng.choice(40, 12, replace=False) for _ in range(customers)]
    rows = [
        (
            f"c{c}",
            f"p{rng.choice(favourites[c]) if rng.random() < 0.9 else rng.integers(40)}",
            pd.Timestamp("2017-01-01") + pd.Timedelta(days=d),
        )
        for c in range(customers)
        for d in range(days)
        if rng.random() < 0.4
    ]
    frame = pd.DataFrame(rows, columns=["customer_id", "product_id", "ordered_on"])
    return frame.assign(order_id=[str(i) for i in range(len(frame))], quantity=1.0, amount=100)


def engine(frame: pd.DataFrame) -> Engine:
    ids = sorted(frame["product_id"].unique())
    return Engine.of(order_lines=frame, products=pd.DataFrame({"product_id": ids, "product_type": ids, "department": "FOOD"}))


SPLIT = Split(cut=date(2017, 6, 1), test_days=28)
AS_OF = date(2017, 7, 1)


@pytest.fixture(scope="module")
def scores() -> pd.DataFrame:
    return backtest(engine(lines()).relation("order_lines"), SPLIT, as_of=AS_OF)


def test_own_history_wins_where_customers_have_favourites(scores: pd.DataFrame) -> None:
    mean = scores[scores["target"] == "all"].groupby("method")["recall"].mean()
    assert mean["own_history"] > mean["popularity"]
    decision = reminder_decision(scores, seed=1)
    assert decision is not None
    assert decision.choice == "Own history"
    assert decision.p_wrong is not None
    assert decision.p_wrong < 0.01
    assert decision.money_at_stake is None


def test_facts_carry_intervals_and_stand_beside_the_yardstick(scores: pd.DataFrame) -> None:
    facts = {f.id: f for f in backtest_facts(scores)}
    for name in ("own_history", "popularity", "due"):
        assert {f"customize.{name}.{m}" for m in ("hits10", "recall10", "ndcg10")} <= set(facts)
    assert {"customize.new.popularity.recall10", "customize.new.neighbours.recall10", "customize.new.difference"} <= set(facts)
    assert facts["customize.own_history.hits10"].unit == "of 10"
    assert facts["customize.backtest.customers"].value == 60


def test_the_normal_interval_of_a_mean_is_the_textbook_one(scores: pd.DataFrame) -> None:
    recall = scores.query("target == 'all' and method == 'own_history'")["recall"]
    row = methods_table(scores).query("target == 'all' and method == 'own_history' and measure == 'recall'").iloc[0]
    # 1.96 to three digits is how the textbook writes the quantile; the library uses all of them.
    assert row["hi"] - row["value"] == pytest.approx(1.96 * recall.std(ddof=1) / len(recall) ** 0.5, rel=1e-4)


def test_lists_compared_with_the_due_list_are_just_as_long(scores: pd.DataFrame) -> None:
    wide = scores[scores["target"] == "due"].pivot_table(index="customer_id", columns="method", values="proposed")
    assert (wide["due"] == wide["popularity"]).all()
    assert (wide["due"] == wide["own_history"]).all()


def test_purchases_after_the_test_weeks_change_nothing(scores: pd.DataFrame) -> None:
    frame = lines()
    later = frame.head(500).assign(ordered_on=pd.Timestamp("2017-06-29") + pd.to_timedelta(np.arange(500) % 60, unit="D"))
    again = backtest(engine(pd.concat([frame, later])).relation("order_lines"), SPLIT, as_of=AS_OF)
    pd.testing.assert_frame_equal(again, scores)


def test_purchases_in_the_test_weeks_do_not_reach_the_lists() -> None:
    frame = lines()
    history_end = pd.Timestamp(SPLIT.cut)
    e = engine(frame)
    history = item_history(e.relation("order_lines"), until=SPLIT.cut)
    bought = known_to(history, items_bought(e.relation("order_lines"), since=SPLIT.cut, until=SPLIT.until))
    assert history["last_on"].max() < history_end
    shuffled = score_methods(history, bought.sample(frac=0.5, random_state=1), cut=SPLIT.cut)
    whole = score_methods(history, bought, cut=SPLIT.cut)
    both = whole.merge(shuffled, on=["customer_id", "method", "target"], suffixes=("", "_half"))
    both = both[both["target"] != "new"]
    assert (both["proposed"] == both["proposed_half"]).all()


def test_test_weeks_that_reach_the_present_are_an_error() -> None:
    with pytest.raises(IdicError, match="Set an earlier cut"):
        backtest(engine(lines(customers=5)).relation("order_lines"), SPLIT, as_of=date(2017, 6, 20))


def test_too_few_customers_are_refused_with_what_to_collect() -> None:
    scores = backtest(engine(lines(customers=10)).relation("order_lines"), SPLIT, as_of=AS_OF)
    facts = backtest_facts(scores)
    assert [f.refused for f in facts] == [True]
    assert "Collect" in facts[0].says
    assert reminder_decision(scores, seed=1) is None
