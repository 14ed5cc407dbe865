"""Pitfall 1, shallow data: which signals about customers are missing, name nobody or cover too few, and what they would be worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import pandas as pd

from idic_lib.engine import Engine, Relation
from idic_lib.facts import Fact, counted, refused
from idic_lib.identify.shares import normal, with_share
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_, _

NAMED = 0.5
"""Where fewer than half of its rows name a customer, a signal tells more of nobody than of anybody."""
FEWEST = 97
"""Customers a signal must cover, or half of all where there are fewer: of 97 a share is known within 10 points (Cochran 1977, ch. 4)."""
DAYS = 91
YEAR_DAYS = 365
"""Of fewer days of orders, the season cannot be told from growth, nor a pause from a farewell."""
DEEP, MISSING, NOBODY, FEW, SHORT = (
    N_("deep enough"),
    N_("missing"),
    N_("mostly names nobody"),
    N_("covers too few customers"),
    N_("covers less than a year"),
)


@dataclass(frozen=True)
class Signal:
    """One kind of thing to know of customers: where it would stand, and what to collect where it does not."""

    key: str
    name: str
    tables: Sequence[tuple[str, str, str]]
    """Table, its day, and which of its rows count (SQL, empty for all)."""
    collect: str
    rare: bool = True
    """Whether it can be asked where customers buy once."""


_NUMBER = "try_cast({answer} as double) is {not_}null"
SIGNALS: tuple[Signal, ...] = (
    Signal("history", N_("what customers bought"), (("orders", "ordered_on", ""),),
           N_("What each customer bought is not known: orders with the number of the customer would show it."), rare=False),
    Signal("lines", N_("what was in the basket"), (("order_lines", "ordered_on", ""),),
           N_("What was in the baskets is not known: the lines of orders would show what somebody needs, and what to offer next."), rare=False),
    Signal("usage", N_("what they look at or use"), (("events", "happened_on", ""),),
           N_("What customers look at or use is not known: visits and usage with the number of who was logged in would show interest before it is bought or lost.")),
    Signal("engagement", N_("what they react to"), (("touches", "sent_on", ""), ("redemptions", "redeemed_on", "")),
           N_("What customers react to is not known: messages sent, with customer, day and answer, would show which contact adds anything.")),
    Signal("satisfaction", N_("how satisfied they are"), (("surveys", "answered_on", _NUMBER.format(answer="answer", not_="not ")),),
           N_("How satisfied customers are is not known: a question on a scale, asked of customers drawn at random, would show it.")),
    Signal("needs", N_("what they say they need"), (("tickets", "opened_on", ""), ("surveys", "answered_on", _NUMBER.format(answer="answer", not_=""))),
           N_("What customers say they need is not known: requests, complaints and open answers, with the number of the customer, would show it.")),
)  # fmt: skip
"""Of the three that article 003 names (history, browsing, engagement), history is split in orders and their lines; satisfaction and needs follow from what the later stages ask."""
_REACH = N_("How to reach customers is not known: phone or e-mail, given for a stated purpose, would make any contact possible.")
COLLECT = {s.key: s.collect for s in SIGNALS} | {"identifiers": _REACH}
"""What to collect where a signal is missing."""


def signals(engine: Engine, *, as_of: date, setting: str = "repeat") -> pd.DataFrame:
    """Measure every signal: `key, signal, rows, named, customers, days, base, share, lo, hi, state`.

    rows: rows dated before `as_of`, those without a customer too; named: rows that name one; customers: persons covered; days: from the
    first row on; base: all persons on record, or all with an order. `share` is named of rows (Wilson); `state` is DEEP, MISSING, NOBODY,
    FEW or SHORT. Where customers buy once (`setting` rare), orders are no signal.
    """
    base = _base(engine)
    asked = [s for s in SIGNALS if s.rare or setting != "rare"]
    table = with_share(
        pd.DataFrame([{"key": s.key, "signal": _(s.name), "base": base, **_measure(engine, s, as_of)} for s in asked]), "named", "rows"
    )
    return table.assign(state=[_state(r) for r in table.itertuples()])


def _base(engine: Engine) -> int:
    table = "links" if engine.has("links") else "orders"
    return int(engine.run(f'select count(distinct customer_id) as n from "{table}"')["n"].iloc[0]) if engine.has(table) else 0  # noqa: S608 - two names


def _measure(engine: Engine, signal: Signal, as_of: date) -> dict[str, int]:
    parts = [_rows_text(engine, *t) for t in signal.tables if engine.has(t[0])]
    if not parts:
        return {"rows": 0, "named": 0, "customers": 0, "days": 0}
    person, link = ("s.customer_id", "")
    if engine.has("links"):
        person, link = "coalesce(l.customer_id, s.customer_id)", "left join links as l on l.record_id = s.customer_id"
    found = engine.run(
        f"select count(*) as n, count(s.customer_id) as named, count(distinct {person}) as customers, coalesce(date_diff('day', min(s.seen_on), cast($as_of as date)), 0) as days from ({' union all '.join(parts)}) as s {link} "  # noqa: S608 - names of the contract
        "where s.seen_on < cast($as_of as date) or s.seen_on is null",
        {"as_of": as_of},
    ).iloc[0]
    return {
        "rows": int(found["n"]),
        "named": int(found["named"]),
        "customers": int(found["customers"]),
        "days": int(found["days"]),
    }


def _rows_text(engine: Engine, table: str, day: str, which: str) -> str:
    """Select a table's rows, of an export also those that were set aside because they name nobody; a row whose day is empty did not happen."""
    raw = engine.has(f"{table}_raw") and "_reason" in engine.columns(f"{table}_raw")
    name, kept = (f"{table}_raw", "(_reason is null or _reason = 'no customer_id')") if raw else (table, "true")
    seen, happened = (day, f"{day} is not null") if day in engine.columns(name) else ("cast(null as date)", "true")
    return f"select nullif(customer_id, '') as customer_id, {seen} as seen_on from \"{name}\" where {kept} and {happened} and {which or 'true'}"  # noqa: S608 - names of the contract


def _state(row: object) -> str:
    rows, share, customers, base, days = (getattr(row, c) for c in ("rows", "share", "customers", "base", "days"))
    if not rows:
        return MISSING
    if share < NAMED:
        return NOBODY
    if customers < min(FEWEST, base / 2):
        return FEW
    return SHORT if getattr(row, "key", "") == "history" and days < YEAR_DAYS else DEEP


def identifiers_signal(made: Relation | None, base: int) -> pd.DataFrame:
    """The same for identifiers: of all persons, those of whom some record has a usable phone or e-mail; None where no export names a person."""
    query = "select count(distinct customer_id) as customers, count(distinct customer_id) filter (where usable and field in ('phone', 'email')) as named from record_cells"
    found = {"customers": 0, "named": 0} if made is None else made.engine.run(query).iloc[0].to_dict()
    row = {"key": "identifiers", "signal": _(N_("how to reach them")), "base": base, "rows": int(found["customers"])}
    table = with_share(pd.DataFrame([row | {"named": int(found["named"]), "customers": int(found["named"]), "days": 0}]), "named", "rows")
    return table.assign(state=[_state(r) for r in table.itertuples()])


def worth(engine: Engine, key: str, *, as_of: date) -> Estimate | None:
    """How much likelier those with the signal were to buy in the last quarter than others who had ordered as often in the quarter before.

    In shares, over classes of 0, 1, 2 and 3 or more orders (Mantel and Haenszel's risk difference; variance of Sato 1989, eq. 1).
    What orders tell already is thereby left out. None where the signal names nobody or fewer than 97 either have or lack it.
    """
    signal = next(s for s in SIGNALS if s.key == key)
    parts = [_rows_text(engine, *t) for t in signal.tables if engine.has(t[0])]
    if not parts or not engine.has("orders") or not engine.has("links"):
        return None
    engine.name("signal_days", f"select customer_id, seen_on from ({' union all '.join(parts)}) where customer_id is not null")  # noqa: S608 - names of the contract
    found = engine.query("signal_worth", cut=as_of - timedelta(days=DAYS), until=as_of, days=DAYS)
    sizes = found.groupby("seen")["customers"].sum()
    return _pooled(found) if len(sizes) == 2 and sizes.min() >= FEWEST else None


def _pooled(found: pd.DataFrame) -> Estimate:
    wide = found.pivot_table(index="orders", columns="seen", values=["customers", "bought"], fill_value=0).astype(float)
    n1, n0, b1, b0 = (wide[c][s] for c in ("customers", "bought") for s in (True, False))
    both = (n1 > 0) & (n0 > 0)
    n1, n0, b1, b0 = (v[both].to_numpy() for v in (n1, n0, b1, b0))
    weight = n1 * n0 / (n1 + n0)
    p1, p0 = b1 / n1, b0 / n0
    spread = weight**2 * (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0)
    return normal(float(weight @ (p1 - p0) / weight.sum()), sqrt(float(spread.sum())) / float(weight.sum()), int((n1 + n0).sum()))


_FIRES = N_("Signals about customers that are missing or shallow: {value} of {n}. The table of signals says which, and what to collect.")
_DEEP_ENOUGH = N_("None of the {n} signals about customers is missing or shallow.")
_REACHED = N_("{value} of the persons on record can be reached by a phone or an e-mail that looks right ({lo} to {hi}).")
_SHARE = N_("Of what is recorded of {detail}, {value} names the customer ({lo} to {hi}).")
_WORTH = N_(
    "Of customers who ordered as often in the quarter before, those with a sign of {detail} and those without differ by {value} in who bought in the next ({lo} to {hi})."
)
_NO_WORTH = N_(
    "What knowing more of {detail} would be worth cannot be measured yet: it needs 97 customers with the sign and 97 without, in one quarter."
)


def shallow_facts(table: pd.DataFrame, worths: dict[str, Estimate | None]) -> list[Fact]:
    """State the pitfall, the number of signals missing or shallow (above 0 it fires), each signal's share of named rows, and its worth.

    `table` is that of `signals`, with `identifiers_signal` below it where wanted; `worths` as far as measured.
    """
    shallow = int(table["state"].ne(DEEP).sum())
    fires = counted(
        "identify.pitfall.shallow_data", shallow, unit="number", n=len(table), says=_FIRES if shallow else _DEEP_ENOUGH,
        method=N_("count of signals without rows, with under half of them named, or covering fewer than 97 customers"),
    )  # fmt: skip
    return [fires, *(_signal_fact(r) for r in table.itertuples()), *(_worth_fact(k, e) for k, e in worths.items())]


def _signal_fact(row: object) -> Fact:
    key, rows, value, lo, hi = (getattr(row, c) for c in ("key", "rows", "share", "lo", "hi"))
    if not rows:
        return refused(f"identify.signal.{key}", unit="share", reason=COLLECT[key])
    method = (
        N_("persons with a phone or an e-mail that can be used, of all persons on record; Wilson")
        if key == "identifiers"
        else N_("rows that name a customer, of all rows; Wilson")
    )
    return Fact(id=f"identify.signal.{key}", value=float(value), lo=float(lo), hi=float(hi), unit="share", n=int(rows), grade="C", says=_REACHED if key == "identifiers" else _SHARE, method=method)  # fmt: skip


def _worth_fact(key: str, found: Estimate | None) -> Fact:
    if found is None:
        return refused(f"identify.signal_worth.{key}", unit="points", reason=_NO_WORTH)
    return Fact(id=f"identify.signal_worth.{key}", value=found.value, lo=found.lo, hi=found.hi, unit="points", n=found.n, grade="C", says=_WORTH,
                method=N_("difference of shares that bought, pooled over classes of orders before (Mantel and Haenszel); normal interval"))  # fmt: skip
