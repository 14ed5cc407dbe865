"""The criteria that compete: each is some columns known of a customer before the cut."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from idic_lib.case.differentiate import Differentiate
from idic_lib.differentiate.criteria.ahead import Ahead
from idic_lib.engine import Relation
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.history import standardised
from idic_lib.text import N_, _
from idic_lib.text.heads import spoken
from idic_lib.text.letters import slug

IN_USE, VALUE, BEHAVIOUR, NEED, SHUFFLED = "in_use", "value", "behaviour", "need", "shuffled"
KINDS = 12
"""So many kinds of product are told apart, those with most sales; the rest is one."""
LEAST = 10
"""Groups of fewer customers are one group: of so few nothing can be learnt."""
UNKNOWN = "unknown"
NAMES: dict[str, str] = {
    "geography": N_("Where they live"),
    "demography": N_("Age, gender, household"),
    "firm": N_("Size of the firm"),
    IN_USE: N_("The client's own groups"),
    VALUE: N_("What they bought so far"),
    BEHAVIOUR: N_("What is in the basket"),
    NEED: N_("Need"),
    SHUFFLED: N_("Dealt out at random"),
}


def label(key: str) -> str:
    """Return what a reader calls a criterion, in the language of the run; a kind of the case's own as it is written there."""
    return _(NAMES[key]) if key in NAMES else spoken(key).capitalize()


@dataclass(frozen=True)
class Criterion:
    """`key` is its part of a fact's id; `columns` has one row per customer of `Ahead`: text is a grouping, numbers are measures."""

    key: str
    columns: pd.DataFrame

    def matrix(self) -> Array:
        """Return measures, and groupings as one column a group, standardised (customers x columns)."""
        parts = [c.to_numpy(np.float64)[:, None] if pd.api.types.is_numeric_dtype(c) else _groups(c) for _, c in self.columns.items()]
        columns: Array = standardised(np.hstack(parts))
        return columns


def _groups(column: pd.Series) -> Array:
    known = column.astype(object).where(column.notna(), UNKNOWN)
    few = known.map(known.value_counts()) < LEAST
    columns: Array = pd.get_dummies(known.where(~few, "")).to_numpy(np.float64)
    return columns


def all_criteria(
    ahead: Ahead,
    traits: pd.DataFrame,
    *,
    settings: Differentiate,
    order_lines: Relation | None,
    needs: pd.DataFrame | None = None,
) -> list[Criterion]:
    """Return all criteria that the case can be asked about: its traits, the grouping in use, sales so far, baskets and needs as of the cut."""
    mix = None if order_lines is None else from_behaviour(ahead, order_lines, kind=settings.needs_from)
    own = from_traits(ahead, traits, kinds=settings.criteria, in_use=settings.criterion_in_use)
    return [*own, from_value(ahead), *([mix] if mix else []), *([from_needs(ahead, needs)] if needs is not None else [])]


def from_traits(ahead: Ahead, traits: pd.DataFrame, *, kinds: Mapping[str, Iterable[str]], in_use: str | None) -> list[Criterion]:
    """Return one criterion per kind of trait that the case names, as far as it is on record, and the client's own grouping."""
    own = ahead.table[["customer_id"]].merge(traits, on="customer_id", how="left").astype("str")
    named = {slug(kind): [c for c in columns if c in own] for kind, columns in kinds.items()}
    named |= {IN_USE: [in_use]} if in_use and in_use in own else {}
    return [Criterion(key, own[columns]) for key, columns in named.items() if columns]


def from_value(ahead: Ahead) -> Criterion:
    """Return sales so far: recency, frequency, money and age, on the log scale (a power law of each)."""
    known = ahead.table[["orders", "amount", "recency_days", "age_days"]].astype(np.float64).clip(lower=0)
    return Criterion(VALUE, np.log1p(known).assign(silent=known["recency_days"] / known["age_days"].clip(lower=1)))


def from_behaviour(ahead: Ahead, order_lines: Relation, *, kind: str) -> Criterion | None:
    """Return the mix of kinds of product (`kind` names the column of products) as shares of spend, which say nothing of its size."""
    bought = order_lines.engine.query("criteria_kinds", kind=kind, until=ahead.cut)
    if bought.empty:
        return None
    largest = bought.groupby("kind")["amount"].sum().nlargest(KINDS).index
    paid = bought.assign(kind=bought["kind"].where(bought["kind"].isin(largest), "")).groupby(["customer_id", "kind"])["amount"].sum()
    wide = paid.unstack(fill_value=0).reindex(ahead.customers, fill_value=0).astype(np.float64)  # noqa: PD010 - a wide table of sums
    return Criterion(BEHAVIOUR, wide.div(wide.sum(axis=1).clip(lower=1), axis=0).reset_index(drop=True))


def from_needs(ahead: Ahead, needs: pd.DataFrame) -> Criterion:
    """Return need segments (`customer_id, need`), found in purchases before the cut: of each customer the likeliest, for "unknown" would say who bought little."""
    own = ahead.table[["customer_id"]].merge(needs[["customer_id", "need"]], on="customer_id", how="left")
    return Criterion(NEED, own[["need"]].astype("str"))


def shuffled(criterion: Criterion, *, seed: int) -> Criterion:
    """Return the same columns dealt out to other customers: what a criterion without any meaning looks like."""
    dealt = criterion.columns.sample(frac=1, random_state=seed).reset_index(drop=True)
    return Criterion(SHUFFLED, dealt)
