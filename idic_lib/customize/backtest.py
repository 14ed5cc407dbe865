"""Which list would have been right: lists made on the day of the cut, judged by the weeks that followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from idic_lib.customize.history import RECENT_DAYS, best_sellers, item_history, items_bought
from idic_lib.customize.lists import LENGTH, Rhythm, discover_list, due_list, repeat_list
from idic_lib.customize.neighbours import neighbour_list
from idic_lib.engine import Relation
from idic_lib.errors import IdicError


@dataclass(frozen=True, kw_only=True)
class Split:
    """Lists are made from purchases before `cut` and judged on [cut, cut + test_days)."""

    cut: date
    test_days: int = 28
    half_life_days: int = 90
    excluded: tuple[str, ...] = ()

    @property
    def until(self) -> date:
        """The first day that no longer counts."""
        return self.cut + timedelta(days=self.test_days)


def last_cut(period_end: date, *, test_days: int = 28) -> date:
    """Return the cut that leaves the last `test_days` days of the data, its last day included, for judging."""
    return period_end + timedelta(days=1 - test_days)


def backtest(order_lines: Relation, split: Split, *, as_of: date, rhythm: Rhythm | None = None) -> pd.DataFrame:
    """Score every method for every customer with a purchase in the test weeks; see `score_methods` for the columns.

    Raises IdicError when the test weeks reach `as_of`: what is not known yet cannot judge.
    """
    if split.until > as_of:
        raise IdicError(
            f"customize.cut {split.cut} and test_days {split.test_days} reach {split.until}, after as_of {as_of}. Set an earlier cut or fewer days."
        )
    history = item_history(order_lines, until=split.cut, half_life_days=split.half_life_days, excluded=split.excluded)
    bought = items_bought(order_lines, since=split.cut, until=split.until, excluded=split.excluded)
    return score_methods(history, known_to(history, bought), cut=split.cut, rhythm=rhythm)


def known_to(history: pd.DataFrame, bought: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs customer_id, item of `bought` of customers and items that `history` knows: no list could name the others."""
    known = bought["item"].isin(set(history["item"])) & bought["customer_id"].isin(set(history["customer_id"]))
    return bought[known].reset_index(drop=True)


def score_methods(history: pd.DataFrame, bought: pd.DataFrame, *, cut: date, rhythm: Rhythm | None = None) -> pd.DataFrame:
    """Score the lists: one row per customer, method and target; columns of `accuracy` and method, target.

    Target `all` is everything bought in the test weeks, `new` only what the customer never bought before the cut,
    `due` everything again, but every method proposes just as many items as are due for that customer.
    """
    popular = best_sellers(history, until=cut, days=RECENT_DAYS)
    discover, own = discover_list(history, popular), repeat_list(history, popular)
    due = due_list(history, popular, until=cut, rhythm=rhythm)
    sellers = _same_for_all(popular, own["customer_id"].unique())
    lists = {"own_history": filled(own, discover), "popularity": sellers, "due": due}
    everything = [accuracy(made, bought).assign(method=name, target="all") for name, made in lists.items()]
    new = never_bought(bought, history)
    news = {"popularity": discover, "neighbours": neighbour_list(history, popular)}
    everything += [accuracy(made, new).assign(method=name, target="new") for name, made in news.items()]
    everything += [accuracy(as_long_as(made, due), _of(bought, due)).assign(method=name, target="due") for name, made in lists.items()]
    return pd.concat(everything, ignore_index=True)


def accuracy(lists: pd.DataFrame, bought: pd.DataFrame, *, length: int = LENGTH) -> pd.DataFrame:
    """Return one row per customer in `bought`: bought, proposed, hits, recall, precision, ndcg, right.

    recall = hits / bought; precision = hits / `length`, short lists not excused; right = hits / proposed, missing where nothing was;
    ndcg = sum of 1 / log2(rank + 1) over the hits, over its best value with min(`length`, bought) hits (Järvelin and Kekäläinen, TOIS 20, 2002).
    """
    found = lists.loc[lists["rank"] <= length, ["customer_id", "item", "rank"]].merge(
        bought.assign(hit=1.0), how="left", on=["customer_id", "item"]
    )
    found["gain"] = found["hit"].fillna(0.0) / np.log2(found["rank"] + 1)
    sums = found.groupby("customer_id").agg(proposed=("rank", "size"), hits=("hit", "sum"), gain=("gain", "sum"))
    table = bought.groupby("customer_id").size().rename("bought").to_frame().join(sums).fillna(0.0)
    best = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, length + 2)))])
    table["recall"], table["precision"] = table["hits"] / table["bought"], table["hits"] / length
    table["ndcg"] = table["gain"] / best[np.minimum(length, table["bought"].to_numpy())]
    table["right"] = table["hits"] / table["proposed"].where(table["proposed"] > 0)
    return table.drop(columns="gain").reset_index()


def filled(own: pd.DataFrame, more: pd.DataFrame, *, length: int = LENGTH) -> pd.DataFrame:
    """Fill a short list of own items with best sellers that the customer never bought."""
    size = own.groupby("customer_id").size()
    rest = more.assign(rank=more["rank"] + more["customer_id"].map(size).fillna(0).astype("int64"))
    both = pd.concat([own, rest], ignore_index=True)
    return both[both["rank"] <= length]


def as_long_as(lists: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Shorten every customer's list to the length that it has in `other`."""
    return lists[lists["rank"] <= lists["customer_id"].map(other.groupby("customer_id").size()).fillna(0)]


def never_bought(bought: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of `bought` that `history` does not hold."""
    pairs = bought.merge(history[["customer_id", "item"]].astype("str"), how="left", on=["customer_id", "item"], indicator=True)
    return pairs.loc[pairs["_merge"] == "left_only", ["customer_id", "item"]].reset_index(drop=True)


def _of(bought: pd.DataFrame, lists: pd.DataFrame) -> pd.DataFrame:
    return bought[bought["customer_id"].isin(set(lists["customer_id"]))]


def _same_for_all(popular: pd.DataFrame, customers: Sequence[str], *, length: int = LENGTH) -> pd.DataFrame:
    top = popular.head(length).assign(rank=np.arange(1, min(length, len(popular)) + 1))
    return pd.DataFrame({"customer_id": customers}).merge(top[["item", "rank"]], how="cross")
