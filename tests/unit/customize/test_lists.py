from datetime import date

import numpy as np
import pandas as pd

from idic_lib import tables
from idic_lib.customize import Rhythm, best_sellers, discover_list, due_list, neighbour_list, offers, repeat_list
from idic_lib.customize.lists import CHUNK

UNTIL = date(2017, 4, 11)


def history(rows: list[tuple[str, str, float, int, str, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "item", "weight", "purchases", "last_on", "gap_days"])
    return frame.assign(last_on=pd.to_datetime(frame["last_on"]).dt.as_unit("us"))


POPULAR = pd.DataFrame({"item": ["milk", "bread", "tea"], "buyers": [9, 5, 2]})


def test_repeat_ranks_by_weight_then_by_buyers_then_by_name() -> None:
    rows = [("a", i, w, 3, "2017-04-01", 7.0) for i, w in (("zinc", 2.0), ("tea", 2.0), ("milk", 2.0), ("apple", 2.0), ("jam", 3.0))]
    assert repeat_list(history(rows), POPULAR)["item"].tolist() == ["jam", "milk", "tea", "apple", "zinc"]


def test_due_means_three_purchases_a_pace_inside_the_range_and_not_just_now() -> None:
    rows = [
        ("a", "due", 1.0, 3, "2017-03-28", 14.0),  # pace 1
        ("a", "two purchases", 1.0, 2, "2017-03-28", 14.0),
        ("a", "too early", 1.0, 5, "2017-04-06", 14.0),  # pace 0.36
        ("a", "given up", 1.0, 5, "2017-01-01", 14.0),
        ("a", "just now", 1.0, 9, "2017-04-08", 3.0),  # pace 1, three days ago
    ]
    listed = due_list(history(rows), POPULAR, until=UNTIL, rhythm=Rhythm(purchases=3, pace_from=0.5, pace_to=2.0, fresh_days=3))
    assert listed["item"].tolist() == ["due"]


def test_discover_holds_only_what_the_customer_never_bought() -> None:
    rows = [("a", "milk", 1.0, 1, "2017-01-01", np.nan), ("b", "jam", 1.0, 1, "2017-01-01", np.nan)]
    listed = discover_list(history(rows), POPULAR, length=2)
    assert listed.groupby("customer_id")["item"].agg(list).to_dict() == {"a": ["bread", "tea"], "b": ["milk", "bread"]}
    assert listed["score"].tolist() == [5.0, 2.0, 9.0, 5.0]


def test_discover_does_not_change_where_customers_pass_the_size_of_a_chunk() -> None:
    rows = [(f"{c:05d}", "milk" if c % 2 else "bread", 1.0, 1, "2017-01-01", np.nan) for c in range(CHUNK + 3)]
    first = discover_list(history(rows), POPULAR, length=1).set_index("customer_id")["item"]
    assert len(first) == CHUNK + 3
    assert (first == np.where(first.index.astype(int) % 2 == 1, "bread", "milk")).all()


def test_nobody_gets_a_discovery_when_nothing_was_bought_lately() -> None:
    rows = [("a", "milk", 1.0, 1, "2016-01-01", np.nan)]
    table = offers(history(rows), until=UNTIL)
    assert set(table["list"]) == {"repeat"}


def test_the_three_lists_keep_the_contract_of_offers_and_rank_from_one() -> None:
    rows = [(c, i, w, 4, d, 14.0) for c in "abcdef" for i, w, d in (("milk", 2.0, "2017-04-10"), ("tea", 1.0, "2017-03-28"))]
    rows += [("a", "bread", 1.0, 1, "2017-04-10", np.nan)]
    table = offers(history(rows), until=UNTIL)
    tables.check("offers", table)
    assert table.groupby(["customer_id", "list"])["rank"].agg(lambda r: list(r) == list(range(1, len(r) + 1))).all()
    assert not table.duplicated(["customer_id", "list", "item"]).any()


def test_neighbours_propose_what_goes_with_what_is_bought_before_what_merely_sells() -> None:
    # Tea goes with jam in every basket of one half of the customers; bread sells as much, to the others.
    rows = [(f"t{c}", i, 1.0, 3, "2017-04-10", 7.0) for c in range(40) for i in ("tea", "jam")]
    rows += [(f"b{c}", i, 1.0, 3, "2017-04-10", 7.0) for c in range(41) for i in ("bread", "ham")]
    rows += [("new", "tea", 1.0, 3, "2017-04-10", 7.0)]
    frame = history(rows)
    listed = neighbour_list(frame, best_sellers(frame, until=UNTIL))
    assert listed.loc[listed["customer_id"] == "new", "item"].iloc[0] == "jam"
    owned = frame.set_index(["customer_id", "item"]).index
    assert not pd.MultiIndex.from_frame(listed[["customer_id", "item"]]).isin(owned).any()
