"""Accuracy: whether what stands in a field is right. Three readings, each with its n and interval, never one number of all."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

import numpy as np
import pandas as pd

from idic_lib.engine import Relation
from idic_lib.errors import InputError
from idic_lib.facts import Fact, refused
from idic_lib.identify.quality import FIELDS
from idic_lib.identify.shares import clustered, with_share
from idic_lib.inference.intervals import Z95, Estimate
from idic_lib.text import N_

FEWEST = 30
"""From so many cells or persons on a reading is stated; below, its interval is wider than 35 points."""
MARGIN = 0.03
_YES, _NO = frozenset({"yes", "y", "true", "1", "có", "đúng"}), frozenset({"no", "n", "false", "0", "không", "sai"})


def validity(by_field: pd.DataFrame) -> pd.DataFrame:
    """Of the filled cells, those that pass their form: `field, filled, usable, share, lo, hi` (Wilson). What fails cannot be right."""
    return with_share(by_field[["field", "filled", "usable"]], "usable", "filled")


def agreement(made: Relation) -> pd.DataFrame:
    """Of persons with records in two systems, the share of pairs that agree: `field, persons, pairs, agree, share, lo, hi`.

    Wilson's interval, clustered by person. Records were found to be of one person partly because such fields agree:
    the share is an upper bound for fields that records are linked by.
    """
    counts = made.engine.query("quality_agreement")
    rows = [_agreed(str(f), part) for f, part in counts.groupby("field")]
    table = pd.DataFrame(rows, columns=["field", "persons", "pairs", "agree", "share", "lo", "hi"])
    return table.sort_values("field", key=lambda f: f.map(FIELDS.index), ignore_index=True)


def _agreed(field: str, part: pd.DataFrame) -> tuple[str, int, int, int, float, float, float]:
    share = clustered(part["agree"], part["pairs"], part["persons"])
    return field, int(part["persons"].sum()), share.n, int(part["agree"] @ part["persons"]), share.value, share.lo, share.hi


def checked(sample: pd.DataFrame) -> pd.DataFrame:
    """Of cells that somebody checked by hand, those that are right: `field, cells, right, share, lo, hi` (Wilson).

    Args:
        sample: one row a cell: `record_id, field, right` (yes or no). A cell without an answer is left out; another word is an error.

    """
    absent = [c for c in ("record_id", "field", "right") if c not in sample]
    if absent:
        raise InputError(f"The checked sample has no column {absent[0]!r}; it needs record_id, field and right (yes or no).")
    said = sample["right"].astype("str").str.strip().str.lower()
    answered = sample["right"].notna() & said.ne("")
    odd = answered & ~said.isin(_YES | _NO)
    if odd.any():
        raise InputError(
            f"The checked sample, row {int(odd.to_numpy().argmax()) + 1}: {said[odd].iloc[0]!r} in column right is neither yes nor no. Correct it."
        )
    one = sample[answered].assign(right=said[answered].isin(_YES).astype(int)).drop_duplicates(["record_id", "field"], keep="last")
    counts = one.groupby("field", as_index=False).agg(cells=("right", "size"), right=("right", "sum"))
    return with_share(counts, "right", "cells")


def cells_needed(share: float = 0.5, margin: float = MARGIN) -> int:
    """Return how many cells must be checked for an interval of +-`margin` around a share (normal approximation, Cochran 1977, ch. 4)."""
    return ceil(Z95**2 * share * (1 - share) / margin**2)


def sample_to_check(made: Relation, fields: Iterable[str], *, each: int, seed: int) -> pd.DataFrame:
    """Draw cells for somebody to check, `each` of every field at random: `record_id, field, right` with `right` empty."""
    held = made.engine.run("select record_id, field from record_cells where usable order by field, record_no")
    rng = np.random.default_rng(seed)
    parts = [held[held["field"] == f].take(rng.permutation(int((held["field"] == f).sum()))[:each]) for f in fields]
    return pd.concat([held.iloc[:0], *parts], ignore_index=True).assign(right="")


_VALID = N_(
    "{last}: {value} of the filled cells pass their form ({lo} to {hi}). What fails cannot be right; what passes can still be wrong."
)
_AGREE = N_(
    "{last}: where one person's records in two systems both hold it, {value} of the pairs agree ({lo} to {hi}). That is not accuracy: both may be wrong, and records are linked partly because they agree."
)
_RIGHT = N_("{last}: of {n} cells checked by hand, {value} are right ({lo} to {hi}).")
_FEW = N_("{last}: fewer than 30 persons hold it in two systems, so nothing can be compared. Records of a second system would answer it.")
_CHECK = N_(
    "Nobody checked cells by hand, so how many are right is not known. Ask {n} customers picked at random what is right: where nine in ten are, that gives it within 3 points."
)


def accuracy_facts(valid: pd.DataFrame, agree: pd.DataFrame, right: pd.DataFrame | None) -> list[Fact]:
    """State the three readings of each field apart: `identify.quality.validity`, `.agreement` and `.accuracy.<field>`.

    Accuracy is what a check by hand found; where there is none it is refused, with how many cells to check.
    """
    judged = valid[valid["field"] != "created_on"]
    both, hand = agree.set_index("field"), (right if right is not None else agree.iloc[:0]).set_index("field")
    return [fact for r in judged.itertuples() for fact in (_valid(r), _both(str(r.field), both), _right(str(r.field), hand))]


def _valid(r: object) -> Fact:
    value, lo, hi, n, field = (getattr(r, c) for c in ("share", "lo", "hi", "filled", "field"))
    share = Estimate(float(value), float(lo), float(hi), int(n))
    return _fact(f"validity.{field}", share, N_("filled cells that pass their form, of all filled cells; Wilson"), _VALID)


def _both(field: str, agree: pd.DataFrame) -> Fact:
    if field not in agree.index or agree.loc[field, "persons"] < FEWEST:
        return refused(f"identify.quality.agreement.{field}", unit="share", reason=_FEW)
    row = agree.loc[field]
    share = Estimate(row["share"], row["lo"], row["hi"], int(row["pairs"]))
    return _fact(
        f"agreement.{field}", share, N_("pairs of systems that hold the same value for one person; Wilson, clustered by person"), _AGREE
    )


def _right(field: str, hand: pd.DataFrame) -> Fact:
    if field in hand.index and hand.loc[field, "cells"] >= FEWEST:
        row = hand.loc[field]
        share = Estimate(row["share"], row["lo"], row["hi"], int(row["cells"]))
        return _fact(f"accuracy.{field}", share, N_("cells found right by hand, of those checked; Wilson"), _RIGHT)
    return Fact(
        id=f"identify.quality.accuracy.{field}", value=None, unit="share", n=cells_needed(0.9), method=N_("not computed"), says=_CHECK
    )


def _fact(name: str, share: Estimate, method: str, says: str) -> Fact:
    return Fact(
        id=f"identify.quality.{name}", value=share.value, lo=share.lo, hi=share.hi, unit="share", n=share.n, grade="C", table="contacts",
        method=method, says=says,
    )  # fmt: skip
