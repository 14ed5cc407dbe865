"""The service budget laid out as its tables and chart read it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.allocation.past import BEST, Covered, curve
from idic_lib.differentiate.allocation.plan import RULES, Plan
from idic_lib.differentiate.allocation.response import RESPONSE, break_even, kept, net
from idic_lib.text import N_, _
from idic_lib.text.numbers import decimal

MONEY = ("in_reach", "lo", "hi", "kept", "net")
"""Columns of `allocation_table` in money, major units."""
_HINDSIGHT = N_("At best, with hindsight")


def allocation_table(plan: Plan, *, response: float = RESPONSE) -> pd.DataFrame:
    """Lay out the three ways: `rule, in_reach, lo, hi, share`, with the what-ifs `kept, net, must_keep` (nothing where no cost is stated)."""
    rows = []
    for rule, name in RULES.items():
        reach, pays, left = plan.in_reach(rule), break_even(plan, rule), net(plan, rule, response=response)
        assumed = {"kept": kept(plan, rule, response=response).value}
        ends = {"net": left.value if left else None, "must_keep": pays.value if pays else None}
        rows.append({"rule": _(name), "in_reach": reach.value, "lo": reach.lo, "hi": reach.hi, "share": plan.share(rule).value, **assumed, **ends})  # fmt: skip
    table = pd.DataFrame(rows)
    return table if plan.places.cost is not None else table.drop(columns=["net", "must_keep"])


def tested_table(found: Covered) -> pd.DataFrame:
    """Lay out the back-test: `rule, share, lo, hi` of the hold-out's value, best first."""
    named = {_(RULES["by_value"]): found.covered["by_value"], _(RULES["by_sales"]): found.covered["by_sales"],
             _(RULES["equal"]): found.lot, _(_HINDSIGHT): found.covered[BEST]}  # fmt: skip
    rows = [{"rule": name, "share": e.value, "lo": e.lo, "hi": e.hi} for name, e in named.items()]
    return pd.DataFrame(rows).sort_values("share", ascending=False, ignore_index=True)


def covered_picture(found: Covered) -> pd.DataFrame:
    """Return, for shares of customers served from 0 to 1, that of the places among them: `served, by_value, by_sales, best`, shares of the hold-out's value covered."""
    served = np.union1d(np.linspace(0, 1, 101), found.places / found.customers)
    came = found.past["came"].to_numpy(np.float64)
    columns = {"by_value": "foreseen", "by_sales": "so_far", BEST: "came"}
    return pd.DataFrame({"served": served, **{k: curve(found.past[c].to_numpy(np.float64), came, served) for k, c in columns.items()}})


def covered_words(found: Covered) -> dict[str, float | str]:
    """Say what the picture measures: `places` (share of customers), `source`."""
    source = _("{n} customers known at the end of the calibration, places for {places}. Intervals stand with the facts.")
    return {
        "places": found.places / found.customers,
        "source": source.format(n=decimal(found.customers), places=decimal(found.places)),
    }
