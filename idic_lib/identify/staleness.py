"""How old what is known is, and what that costs: fields that no longer agree, and lists that no longer find who buys."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt

import numpy as np
import pandas as pd

from idic_lib.engine import Engine, Relation
from idic_lib.facts import Fact, refused
from idic_lib.identify.shares import error, normal, with_share
from idic_lib.inference.intervals import wilson
from idic_lib.text import N_

WINDOW_DAYS = 91
"""A quarter: the purchase window of a list, and the step by which lists are made older."""
_AGES = (0, 1, 2, 3, 4)
FEWEST = 100
"""From so many pairs or customers on a slope or a list is read; of fewer the interval is wider than 20 points."""
_SEEN = {"orders": "ordered_on", "tickets": "opened_on", "events": "happened_on", "surveys": "answered_on", "redemptions": "redeemed_on", "leads": "created_on"}  # fmt: skip


def activity(engine: Engine) -> Relation:
    """Name `record_activity` (record_id, seen_on): every day on which somebody with that number was seen in any table."""
    tables = {t: day for t, day in _SEEN.items() if engine.has(t) and "customer_id" in engine.columns(t)}
    texts = [f'select customer_id as record_id, {day} as seen_on from "{t}"' for t, day in tables.items()]  # noqa: S608 - the contract's own names
    nothing = "select cast(null as varchar) as record_id, cast(null as date) as seen_on where false"
    engine.name("record_activity", " union all ".join([nothing, *texts]))
    return engine.relation("record_activity")


def ages(records: Relation, *, as_of: date, stale_days: int) -> pd.DataFrame:
    """Of each system's records: `system, records, dated, written_long_ago, stale, share, lo, hi`.

    A record is stale where it was written, and last seen in any other table, at least `stale_days` before `as_of`. The share is of
    the dated ones (Wilson). Needs `activity`.
    """
    found = records.engine.query("record_ages", as_of=as_of, stale_days=stale_days)
    return with_share(found, "stale", "dated")


def disagreement_by_age(made: Relation) -> pd.DataFrame:
    """Per field: `field, pairs, differs, years, slope, lo, hi`, the slope in shares per year between the days of writing.

    Where a field decays (people move, change numbers), records written far apart disagree more often. Fields with fewer than 100
    pairs, or pairs all written at once, are left out. Needs `quality.cells`.
    """
    found = made.engine.query("staleness_disagreement")
    found = found[(found["pairs"] >= FEWEST) & (found["sxx"] > 0)].reset_index(drop=True)
    slope, sd = found["sxy"] / found["sxx"], np.sqrt(found["meat"]) / found["sxx"]
    bounds = [normal(v, s, 0) for v, s in zip(slope, sd, strict=True)]
    kept = found[["field", "pairs", "differs", "years"]]
    return kept.assign(slope=slope, lo=[b.lo for b in bounds], hi=[b.hi for b in bounds])


def lists_by_age(orders: Relation, *, as_of: date) -> pd.DataFrame:
    """What a list of recent buyers is worth as it ages: `age_days, customers, bought, share, lo, hi`.

    Each list holds who bought in one quarter; the share of it that bought in the last quarter before `as_of` is what it finds.
    Age 0 ends where the last quarter begins. A list made before the orders begin is left out.
    """
    flags, whole = _flags(orders, as_of), _whole_windows(orders, as_of)
    rows = [_list(flags, age) for age in _AGES if age < whole]
    return with_share(pd.DataFrame(rows, columns=["age_days", "customers", "bought"]), "bought", "customers")


def _flags(orders: Relation, as_of: date) -> pd.DataFrame:
    return orders.engine.query("staleness_lists", as_of=as_of, days=WINDOW_DAYS)


def _whole_windows(orders: Relation, as_of: date) -> int:
    """How many whole windows the orders cover before the last one."""
    first = orders.engine.run('select min(ordered_on) as first from "orders"')["first"].iloc[0]
    return 0 if pd.isna(first) else int((pd.Timestamp(as_of) - first) / timedelta(days=WINDOW_DAYS)) - 1


def _list(flags: pd.DataFrame, age: int) -> tuple[int, int, int]:
    on = flags[flags[f"w{age + 1}"] == 1]
    return age * WINDOW_DAYS, int(on["customers"].sum()), int(on.loc[on["target"] == 1, "customers"].sum())


_UNDATED = N_("No record says when it was written, and none is seen in another table. A column with the day of writing would answer it.")
_STALE = N_("{value} of the records are stale ({lo} to {hi}): written long ago and not seen since.")
_SLOPE = N_("{last}: with every year between the days on which two systems wrote it, {value} more of them disagree ({lo} to {hi}).")
_NO_CHANGE = N_(
    "{last}: no change with age can be shown. With every year between the days on which two systems wrote it, {value} more of them disagree ({lo} to {hi})."
)
_NO_SLOPE = N_(
    "Fewer than 100 persons have dated records in two systems, so decay cannot be seen. The day on which each field was last confirmed would show it."
)
_ALIKE = N_("{last}: no pair of systems disagrees, or all do, so there is nothing that age could explain.")
_OLDER = N_("A list of recent buyers that is a year old finds {value} fewer who buy than a fresh one ({lo} to {hi}).")
_SHORT = N_(
    "What an old list costs needs 18 months of orders and 100 customers on a fresh and on a year-old list. Older orders would answer it."
)
_ONCE = N_("Buyers here buy once: a list of recent buyers finds nobody who buys again, however fresh.")


def staleness_facts(by_system: pd.DataFrame, slopes: pd.DataFrame) -> list[Fact]:
    """State how many records are stale, and what each year between two systems' days of writing does to each field."""
    if slopes.empty:
        return [_stale(by_system), refused("identify.stale.disagreement", unit="points", reason=_NO_SLOPE)]
    return [_stale(by_system), *(_slope(r) for r in slopes.itertuples())]


def _stale(by_system: pd.DataFrame) -> Fact:
    stale, dated = int(by_system["stale"].sum()), int(by_system["dated"].sum())
    if not dated:
        return refused("identify.stale.share", unit="share", reason=_UNDATED)
    share = wilson(stale, dated)
    return Fact(
        id="identify.stale.share", value=share.value, lo=share.lo, hi=share.hi, unit="share", n=share.n, grade="C", table="contacts",
        method=N_("records neither written nor seen within the days that the case calls fresh, of those dated; Wilson"), says=_STALE,
    )  # fmt: skip


def _slope(row: object) -> Fact:
    field, slope, lo, hi, pairs = (getattr(row, c) for c in ("field", "slope", "lo", "hi", "pairs"))
    if lo == hi:
        return refused(f"identify.stale.disagreement.{field}", unit="points", reason=_ALIKE)
    return Fact(
        id=f"identify.stale.disagreement.{field}", value=float(slope), lo=float(lo), hi=float(hi), unit="points", n=int(pairs), grade="C",
        table="contacts", says=_NO_CHANGE if lo <= 0 <= hi else _SLOPE,
        method=N_("slope of disagreement on years between the days of writing, one pair of systems per person; robust interval"),
    )  # fmt: skip


def list_fact(orders: Relation, *, as_of: date, setting: str = "repeat") -> Fact:
    """State how many fewer buyers a list of recent buyers finds when it is a year old (age 364 days against 0), clustered by customer."""
    if setting == "rare":
        return refused("identify.stale.forecast", unit="points", reason=_ONCE)
    flags = _flags(orders, as_of)
    sizes = [int(flags.loc[flags[w] == 1, "customers"].sum()) for w in ("w1", "w5")]
    if _whole_windows(orders, as_of) < len(_AGES) or min(sizes) < FEWEST:
        return refused("identify.stale.forecast", unit="points", reason=_SHORT)
    lost = normal(*_lost(flags), sum(sizes))
    return Fact(
        id="identify.stale.forecast", value=lost.value, lo=lost.lo, hi=lost.hi, unit="points", n=lost.n, grade="C", table="orders", says=_OLDER,
        method=N_("buyers in the last quarter, of those of the quarter before less those of a year earlier; interval clustered by customer"),
    )  # fmt: skip


def _lost(flags: pd.DataFrame) -> tuple[float, float]:
    """Fresh less year-old share of buyers, and its standard error: a customer may be on both lists."""
    fresh, old, bought, customers = (flags[c].to_numpy(float) for c in ("w1", "w5", "target", "customers"))
    shares = [error(bought * on, on, customers)[0] for on in (fresh, old)]
    own = fresh * (bought - shares[0]) / (customers @ fresh) - old * (bought - shares[1]) / (customers @ old)
    return shares[0] - shares[1], sqrt(float(customers @ own**2))
