"""What each source of new customers brings in their first weeks, and what a new customer of it costs.

A new customer is a person whose earliest record falls into the time that the data covers; the person's source is that of this record.
Only who arrived long enough ago counts: who came last week had no time to buy, and a source that grew lately would look poor (the naive
share shows by how much). Duplicates that were not found look new: linked too little, sources look larger and poorer. People choose their
source: a difference between sources is no effect of the source.

Leads of a long sale have a funnel of their own: `idic_lib/differentiate/funnel*.py` (chance of a contract by age of the lead after
Kaplan and Meier, who never signs, sources ranked by cost per contract), read in notebook 2. It is not repeated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from idic_lib.engine import Engine, Relation
from idic_lib.facts import Fact, called, counted, refused
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate, wilson
from idic_lib.text import N_, _
from idic_lib.text.letters import slug
from idic_lib.text.numbers import decimal

Measure = Literal["bought", "again"]
WEEKS = 13
NEARLY_ALL = 0.95
"""Where at least so many of every source bought, the share that bought tells no source from another."""
FEWEST = 30
"""Rates from fewer customers are shown in grey and not ranked."""
MOST = 12
"""More sources than this are not compared one by one: the smallest are united."""
NO_SOURCE, OTHERS = N_("source not recorded"), N_("other sources")
PURCHASED = frozenset({"purchased_list", "purchased_lists", "bought_list", "list_broker", "purchased_data", "danh_sach_mua", "mua_danh_sach", "data_mua", "mua_data"})  # fmt: skip
"""Names under which bought lists of addresses go, as slugs; a case may name others."""


@dataclass(frozen=True)
class Outcome:
    """Who did something within the weeks compared: of those there for so long, and naively of all, however young."""

    naive: Estimate
    mature: Estimate | None
    """None where nobody was there for so long."""


@dataclass(frozen=True)
class Source:
    """One source; money in major units. Estimates are None where nobody of it was there for the weeks compared."""

    key: str
    name: str
    customers: int
    followed: int
    """Those who arrived at least the weeks compared ago."""
    bought: Outcome
    again: Outcome
    """Bought on at least two days."""
    sales: Estimate | None
    """Sales within the weeks per new customer, those who bought nothing included."""
    top_tenth: Estimate | None
    """Share of these sales that the best tenth brings; None without sales."""
    cost: float | None = None
    """What the source cost over the time that the data covers."""
    purchased: bool = False

    @property
    def cost_each(self) -> Estimate | None:
        """Cost per new customer who buys within the weeks; None without a cost or a buyer."""
        return self._over(self.bought.mature)

    @property
    def break_even(self) -> Estimate | None:
        """Share of sales that must stay after their costs, for the sales of the weeks to pay for the source; above 1 they cannot."""
        return self._over(self.sales)

    def _over(self, of: Estimate | None) -> Estimate | None:
        """Divide the cost per new person; None where it may be divided by nothing."""
        if self.cost is None or of is None or of.lo <= 0:
            return None
        each = self.cost / self.customers
        return Estimate(each / of.value, each / of.hi, each / of.lo, self.followed)


def new_persons(orders: Relation, records: Relation, *, since: date, as_of: date, weeks: int = WEEKS) -> pd.DataFrame:
    """Return one row per person who arrived in [since, as_of): `customer_id, source, name, arrived_on, followed, bought, again, amount`.

    Reads `links`, and the source from `contacts.source`, else from the records' system. `source` is a slug, `name` its most frequent
    spelling; `followed`: arrived at least `weeks` before as_of; `bought`, `again` (on a later day) and `amount` (minor units) are of the first `weeks`. Persons with
    a record that is nobody's (`name_kind` trial) are left out. `since` is the first day of the orders: earlier arrivals cannot be followed.
    """
    _name_sources(records.engine)
    table = orders.engine.query("acquisition_arrivals", since=since, as_of=as_of, days=7 * weeks)
    followed = table["arrived_on"] <= pd.Timestamp(as_of - timedelta(weeks=weeks))
    bought = (table["days_bought"] > 0) & (table["amount"] > 0)
    again = bought & (table["days_bought"] > 1)
    return _named(table.assign(followed=followed, bought=bought, again=again).drop(columns="days_bought"))


def _name_sources(engine: Engine) -> None:
    """Name the source of each record: the column `source` of contacts, else the system that holds the record."""
    columns = engine.columns("contacts") if engine.has("contacts") else ()
    number = "record_id" if "record_id" in columns else "customer_id"
    text = f"select {number} as record_id, min(trim(source)) as source from contacts group by {number}"  # noqa: S608 - the contract's own names
    bare = "select record_id, min(trim(system)) as source from records group by record_id"
    engine.name("acquisition_sources", text if "source" in columns else bare)


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """Give each source a slug for fact ids and its most frequent spelling for people; beyond `MOST` the smallest are united."""
    word = table["source"].astype("str").replace("", None)
    key = word.map({w: slug(w) for w in word.dropna().unique()}).fillna(slug(NO_SOURCE)).astype("str")
    sizes = key.value_counts().rename_axis("key").reset_index(name="n").sort_values(["n", "key"], ascending=[False, True])["key"]
    key = key.where(key.isin(sizes if len(sizes) <= MOST else sizes.head(MOST - 1)), slug(OTHERS))
    spelt = pd.DataFrame({"key": key, "word": word}).value_counts().rename("n").reset_index()
    best = spelt.sort_values(["key", "n", "word"], ascending=[True, False, True]).drop_duplicates("key").set_index("key")["word"]
    names = {**best.to_dict(), slug(NO_SOURCE): _(NO_SOURCE), slug(OTHERS): _(OTHERS)}
    return table.assign(source=key, name=key.map(names).astype("str"))


def source_costs(costs: Relation | None, *, per: str | None, minor: int) -> dict[str, float]:
    """Return what each source cost in major units, by slug: the rows of `costs` whose `per` is that word; none without either."""
    if costs is None or per is None:
        return {}
    table = costs.engine.query("costs_by_item", per=per.strip().lower())
    spent = table.assign(slug=[slug(i) for i in table["item"]]).groupby("slug")["amount"].sum() / minor
    return {str(k): float(v) for k, v in spent.items()}


def sources(
    persons: pd.DataFrame, *, minor: int, seed: int, costs: Mapping[str, float] | None = None, purchased: Iterable[str] = (), draws: int = bootstrap.DRAWS
) -> list[Source]:  # fmt: skip
    """Compare the sources of `new_persons`, the largest first; `purchased` names bought lists beside those known by their name."""
    lists = PURCHASED | {slug(p) for p in purchased}
    parts = {str(key): part for key, part in persons.groupby("source", sort=True)}
    order = sorted(parts, key=lambda k: (-len(parts[k]), k))
    return [
        _source(k, parts[k], money=(minor, (costs or {}).get(k)), draw=(draws, seed), purchased=any(k.startswith(p) for p in lists))
        for k in order
    ]


def _source(key: str, part: pd.DataFrame, *, money: tuple[int, float | None], draw: tuple[int, int], purchased: bool) -> Source:
    old, (minor, cost) = part[part["followed"]], money
    bought, again = (_outcome(part[c], old[c]) for c in ("bought", "again"))
    sales, tenth = _sales(old["amount"].to_numpy(np.float64) / minor, draws=draw[0], seed=draw[1])
    return Source(key, str(part["name"].iloc[0]), len(part), len(old), bought, again, sales, tenth, cost, purchased)


def _outcome(everybody: pd.Series, old: pd.Series) -> Outcome:
    mature = wilson(int(old.sum()), len(old)) if len(old) else None
    return Outcome(wilson(int(everybody.sum()), len(everybody)), mature)


def _sales(amount: Array, *, draws: int, seed: int) -> tuple[Estimate | None, Estimate | None]:
    """Give the mean and the best tenth's share, drawn together over customers; what was taken back on balance counts as nothing there."""
    if not len(amount):
        return None, None
    falling = np.sort(amount)[::-1]
    (mean, tenth), _drawn = bootstrap.estimates(lambda w: _mean_and_tenth(w, falling), len(amount), seed=seed, draws=draws)
    return mean, tenth if (amount > 0).any() else None


def _mean_and_tenth(weights: Array, falling: Array) -> Array:
    """Compute both for each draw; a person who straddles the tenth's end counts in part."""
    n, spent = len(falling), np.maximum(falling, 0.0)
    taken = np.clip(0.1 * n - (np.cumsum(weights, axis=1) - weights), 0.0, weights)
    total = weights @ spent
    return np.column_stack([weights @ falling / n, np.divide(taken @ spent, total, out=np.full_like(total, np.nan), where=total > 0)])


def arrivals_by_quarter(persons: pd.DataFrame) -> pd.DataFrame:
    """Count new customers by calendar quarter of arrival: `quarter`, then one column per source, the largest first."""
    quarter = persons["arrived_on"].dt.year.astype("str") + " Q" + persons["arrived_on"].dt.quarter.astype("str")
    table = persons.assign(quarter=quarter).pivot_table(
        index="quarter", columns="name", values="customer_id", aggfunc="count", fill_value=0
    )
    order = table.sum().sort_values(ascending=False, kind="stable").index
    return table[order].astype("int64").rename_axis(columns=None).reset_index()


_WORDS = ["source", "customers", "followed", "bought", "again", "lo", "hi", "naive", "per_customer", "sales_lo", "sales_hi", "top_tenth", "cost_each", "break_even"]  # fmt: skip


def sources_words(found: Sequence[Source], *, minor: int) -> pd.DataFrame:
    """Lay out the sources for a table: `source, customers, followed, bought, again, lo, hi, naive, per_customer, sales_lo, sales_hi, top_tenth`.

    Amounts in minor units; `cost_each` (per new customer who buys) and `break_even` (share) where any cost is known.
    """
    rows = [
        {"source": s.name, "customers": s.customers, "followed": s.followed, "bought": s.bought.mature and s.bought.mature.value}
        | _three(s.again.mature, "again", "lo", "hi") | {"naive": s.again.naive.value} | _three(s.sales and s.sales.scaled(minor), "per_customer", "sales_lo", "sales_hi")
        | {"top_tenth": s.top_tenth and s.top_tenth.value, "cost_each": s.cost_each and s.cost_each.value * minor, "break_even": s.break_even and s.break_even.value}
        for s in found
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(rows[0]) if rows else _WORDS)
    return table if any(s.cost is not None for s in found) else table.drop(columns=["cost_each", "break_even"])


def _three(of: Estimate | None, *names: str) -> dict[str, float | None]:
    return dict(zip(names, (of.value, of.lo, of.hi) if of else (None, None, None), strict=True))


def measure(found: Sequence[Source]) -> Measure:
    """Choose what tells the sources apart: who bought, or, where nearly everybody did because records are made at the till, who bought again."""
    shares = [s.bought.mature.value for s in found if s.bought.mature]
    return "again" if shares and min(shares) >= NEARLY_ALL else "bought"


def sources_picture(found: Sequence[Source]) -> pd.DataFrame:
    """Lay out the sources that could be followed, by `measure`, the likeliest first and those with few customers last.

    `source, customers, naive, share, lo, hi, sales, sales_lo, sales_hi` (major units), `few` (followed fewer than 30), `purchased`.
    """
    rows = [
        {"source": s.name, "customers": s.followed, "naive": of.naive.value, "few": s.followed < FEWEST, "purchased": s.purchased}
        | _three(of.mature, "share", "lo", "hi") | _three(s.sales, "sales", "sales_lo", "sales_hi")
        for s in found if (of := getattr(s, measure(found))).mature is not None
    ]  # fmt: skip
    return (
        pd.DataFrame(rows).sort_values(["few", "share"], ascending=[True, False], kind="stable", ignore_index=True)
        if rows
        else pd.DataFrame()
    )


def sources_say(found: Sequence[Source], *, weeks: int = WEEKS) -> str:
    """Say below the picture on whom it rests."""
    return _("{n} new customers who arrived at least {weeks} weeks ago, of {all}; 95% intervals.").format(
        n=decimal(sum(s.followed for s in found)), weeks=decimal(weeks), all=decimal(sum(s.customers for s in found))
    )


_NO_TIME = N_("Nobody from {detail} was there for the weeks compared. Come back when its customers are older, or supply earlier orders.")
_NO_SALES = N_("Those from {detail} who were there for the weeks compared bought nothing in them, so there is no best tenth.")
_NO_BUYER = N_("Too few from {detail} have bought for a cost per buying customer. Come back when its customers are older.")
_NO_COSTS = N_("What each source of new customers costs was not supplied. Collect what was spent on each source over the time of the orders (advertising, events, commissions, lists), and name its `per` as identify.sources_cost in case.toml.")  # fmt: skip
_NO_COST = N_("What the source {detail} costs was not supplied. Add it to the costs per source.")
_NOBODY = N_(
    "No person arrived in the time that the orders cover. Supply the day on which each record was made (created_on), and its source."
)


def source_facts(found: Sequence[Source], *, currency: str) -> list[Fact]:
    """State for each source how many came, who bought in the first weeks, how much, how unevenly, and what they cost."""
    if not found:
        return [refused("identify.source.customers", unit="customers", reason=_NOBODY)]
    priced = any(s.cost is not None for s in found)
    facts = [f for s in found for f in called(s.name, *_of(s, currency), *(_costs(s, currency) if priced else ()))]
    cost = [] if priced else [refused("identify.source.cost", unit=currency, reason=_NO_COSTS)]
    return [*facts, *cost, _lists(found)]


_SHARE = N_("persons from the source who did so in the weeks compared, of those who arrived at least so long ago; Wilson interval")
_NAIVE = N_("persons from the source who bought again in the weeks compared, of all, however young; Wilson interval")
_MEAN = N_("mean sales of the weeks compared per person who arrived at least so long ago; bootstrap over persons")
_TENTH = N_("sales of the weeks compared that the best tenth of the persons brings; bootstrap over persons")
_EACH = N_("cost of the source over its new persons times the share that bought; interval of that share")
_BREAK_EVEN = N_("cost of the source per new person over their mean sales of the weeks compared; interval of the sales")


def _of(s: Source, currency: str) -> list[Fact]:
    at = f"identify.source.{s.key}"
    return [
        counted(f"{at}.customers", s.customers, unit="customers", table="links", method=N_("count of persons whose earliest record is of the source"), says=N_("{value} new customers came from {detail}.")),
        _fact(f"{at}.bought", s.bought.mature, "share", _SHARE, (N_("Of those from {detail}, {value} bought in their first weeks ({lo} to {hi})."), _NO_TIME)),
        _fact(f"{at}.again", s.again.mature, "share", _SHARE, (N_("Of those from {detail}, {value} bought again in their first weeks, on another day ({lo} to {hi})."), _NO_TIME)),
        _fact(f"{at}.naive", s.again.naive, "share", _NAIVE, (N_("Were those counted too who came too recently, {value} from {detail} would have bought again."), _NO_TIME)),
        _fact(f"{at}.sales", s.sales, currency, _MEAN, (N_("A new customer from {detail} brings {value} ({lo} to {hi}) in the first weeks, those who buy nothing included."), _NO_TIME)),
        _fact(f"{at}.top_tenth", s.top_tenth, "share", _TENTH, (N_("The best tenth from {detail} bring {value} of what all of them bring ({lo} to {hi})."), _NO_SALES if s.sales else _NO_TIME)),
    ]  # fmt: skip


def _costs(s: Source, currency: str) -> list[Fact]:
    at, reason = f"identify.source.{s.key}", _NO_COST if s.cost is None else _NO_BUYER
    return [
        _fact(f"{at}.cost", s.cost_each, currency, _EACH, (N_("A new customer from {detail} who buys costs {value} ({lo} to {hi})."), reason)),
        _fact(f"{at}.break_even", s.break_even, "share", _BREAK_EVEN, (N_("For the first weeks' sales to pay for {detail}, {value} of them ({lo} to {hi}) must stay after their costs."), reason)),
    ]  # fmt: skip


def _fact(id_: str, of: Estimate | None, unit: str, method: str, words: tuple[str, str]) -> Fact:
    """State an estimate with the first of `words`, or refuse it with the second."""
    if of is None:
        return refused(id_, unit=unit, reason=words[1])
    return Fact(id=id_, value=of.value, lo=of.lo, hi=of.hi, unit=unit, n=of.n, grade="C", table="links", method=method, says=words[0])


def _lists(found: Sequence[Source]) -> Fact:
    bought = sum(s.customers for s in found if s.purchased)
    return counted(
        "identify.source_purchased", bought, unit="customers", table="links", method=N_("count of new persons from bought lists"),
        says=N_("{value} new customers came from bought lists: without a consent of their own nobody may write to them, and no more should be bought."),
    )  # fmt: skip
