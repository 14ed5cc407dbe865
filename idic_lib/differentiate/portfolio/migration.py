"""Where the customers of one day stand at a later one: tiers, groups or lifecycle states, with how many each share rests on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from idic_lib.inference.intervals import wilson

NOT_YET = "not yet a customer"


def migration(before: pd.DataFrame, now: pd.DataFrame, *, column: str = "tier") -> pd.DataFrame:
    """Return one row per pair of places that somebody moved between: before, now, customers, of (all who were there before), share, lo, hi.

    `before` and `now` have customer_id and `column`; whoever was not known before stands under 'not yet a customer'. Wilson's intervals.
    """
    later = now[["customer_id", column]].rename(columns={column: "now"})
    joined = later.merge(
        before[["customer_id", column]].rename(columns={column: "before"}), on="customer_id", how="left", validate="one_to_one"
    )
    counts = joined.fillna({"before": NOT_YET}).groupby(["before", "now"]).size().rename("customers").reset_index()
    of = counts.groupby("before")["customers"].transform("sum")
    ends = [wilson(int(k), int(n)) for k, n in zip(counts["customers"], of, strict=True)]
    return counts.assign(of=of, share=[e.value for e in ends], lo=[e.lo for e in ends], hi=[e.hi for e in ends])


def migration_matrix(moves: pd.DataFrame, *, order: Sequence[str]) -> pd.DataFrame:
    """Return shares, rows before and columns now in the given order; rows add to 1. Whoever came since stands in the last row."""
    wide = moves.pivot_table(index="before", columns="now", values="share", fill_value=0.0, aggfunc="sum")
    rows = [name for name in (*order, NOT_YET) if name in wide.index]
    return wide.reindex(index=rows, columns=[name for name in order if name in wide.columns], fill_value=0.0)
