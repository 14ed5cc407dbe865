"""Results laid out as the charts of this stage read them; nothing is computed here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from idic_lib.customize.backtest import Split, last_cut
from idic_lib.text import N_, _
from idic_lib.text.numbers import day, decimal

_METHODS = {
    "own_history": N_("Own history"),
    "popularity": N_("Best sellers"),
    "due": N_("Due by own rhythm"),
    "neighbours": N_("Neighbours of what they buy"),
}
_GATES = {
    "permission": N_("May be written to"),
    "offer": N_("Something to offer"),
    "cool_down": N_("Did not buy just now"),
    "budget": N_("Within the budget"),
}


def recommenders_picture(methods: pd.DataFrame) -> pd.DataFrame:
    """Lay out recall at ten per method, best first: `method, yardstick, all, all_lo, all_hi, new, new_lo, new_hi`."""
    recall = methods[methods["measure"] == "recall"].pivot_table(index="method", columns="target", values=["value", "lo", "hi"])
    names = [m for m in _METHODS if m in recall.index]
    frame = pd.DataFrame({"method": [_(_METHODS[m]) for m in names], "yardstick": [m == "popularity" for m in names]})
    for target in ("all", "new"):
        for column, suffix in (("value", ""), ("lo", "_lo"), ("hi", "_hi")):
            frame[f"{target}{suffix}"] = recall.reindex(names)[(column, target)].to_numpy()
    return frame.sort_values(["all", "new"], ascending=False, na_position="last", ignore_index=True)


def funnel_picture(funnel: pd.DataFrame) -> pd.DataFrame:
    """Lay out what is left after each gate: `gate, customers`."""
    first = pd.DataFrame({"gate": [_("Customers in a tier")], "customers": [int(funnel["customers"].iloc[0])]})
    rest = pd.DataFrame(
        {
            "gate": [_(_GATES.get(str(g), str(g).replace("_", " ").capitalize())) for g in funnel["gate"]],
            "customers": funnel["customers"] - funnel["lost"],
        }
    )
    return pd.concat([first, rest], ignore_index=True)


def methods_words(methods: pd.DataFrame, target: str) -> pd.DataFrame:
    """Write recall, precision and NDCG of one target for a reader, one row a method."""
    part = methods[methods["target"] == target]
    wide = part.pivot_table(index="method", columns="measure", values="value").reindex([m for m in _METHODS if m in set(part["method"])])
    keep = [c for c in ("recall", "precision", "ndcg") if c in wide]
    return wide[keep].reset_index().assign(method=lambda f: [_(_METHODS[str(m)]) for m in f["method"]])


def recommenders_words(scores: pd.DataFrame, split: Split) -> dict[str, str]:
    """Say how long was waited and what the picture rests on: `weeks, source`."""
    customers = scores.loc[scores["target"] == "all", "customer_id"].nunique()
    return {
        "weeks": _("{n} days").format(n=decimal(split.test_days)),
        "source": _("{n} customers with a purchase from {first} on; 95% intervals over customers. Methods untuned.").format(
            n=decimal(customers), first=day(split.cut)
        ),
    }


def lists_table(offers: pd.DataFrame) -> pd.DataFrame:
    """Count the lists: `list, customers, items_per_customer`."""
    counts = offers.groupby("list").agg(customers=("customer_id", "nunique"), items=("item", "size"))
    return counts.assign(items_per_customer=counts["items"] / counts["customers"]).drop(columns="items").reset_index()


def arms_table(actions: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Count the action list by tier, in the order of `names`: `tier, send, holdout`."""
    counts = pd.crosstab(actions["tier"], actions["arm"]).reindex(index=list(names), columns=["send", "holdout"], fill_value=0)
    return counts.reset_index().rename_axis(columns=None)


def split_of(cut: date | None, period_end: date, *, days: tuple[int, int], excluded: tuple[str, ...]) -> Split:
    """Return the case's cut, else the one that leaves its last test days for judging; `days` are test days and half-life."""
    test_days, half_life_days = days
    return Split(
        cut=cut or last_cut(period_end, test_days=test_days), test_days=test_days, half_life_days=half_life_days, excluded=excluded
    )
