"""Fields that give the outcome away: filled in once it is known, or the outcome under another name. No model may see them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.differentiate.criteria.parting import Flags, parted
from idic_lib.differentiate.history import Refusal
from idic_lib.engine import Relation
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import wilson
from idic_lib.text import N_

Codes = NDArray[np.int64]

PERFECT = 0.98
"""Above this chance of putting a customer of either outcome in the right order, a field is no forecast: it is the outcome."""
SURE = 0.95
FILLED = 20
BINS = 20
FEWEST = 30
_ALL_ALIKE = N_(
    "Fewer than 30 customers had one of the two outcomes: whether a field gives it away cannot be judged. Judge a longer period."
)
FINE, SAYS_IT, AFTER, LATER = (
    N_("may be used"),
    N_("says the same as the outcome"),
    N_("filled in only where the outcome is known"),
    N_("dated after the outcome began"),
)


def given_away(fields: pd.DataFrame, outcome: Flags, *, since: date | None = None, seed: int) -> pd.DataFrame | Refusal:
    """Judge each field (a column; one row per customer) against an outcome that should not be known from it.

    Columns: field, verdict, parts, lo, hi (area under the ROC curve of the field alone, held out), filled_if, filled_if_not (share of
    customers with a value, by outcome), kept. A date field is judged by its days: from `since` on, when the outcome began, is too late.
    Refused where fewer than 30 customers have either outcome.
    """
    if min(outcome.sum(), (~outcome).sum()) < FEWEST:
        return Refusal(_ALL_ALIKE)
    rows = [_judged(fields[name], outcome, since, seed) for name in fields]
    columns = ["field", "verdict", "parts", "lo", "hi", "filled_if", "filled_if_not"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(kept=table["verdict"] == FINE).sort_values(["kept", "parts"], ascending=[True, False], ignore_index=True)


def _judged(field: pd.Series, outcome: Flags, since: date | None, seed: int) -> tuple[object, ...]:
    score = _held_out_rate(_levels(field), outcome, seed=seed)
    parts = bootstrap.estimate(lambda w: parted(w, score, outcome), len(score), seed=seed, draws=300)
    filled = field.notna().to_numpy()
    shares = [float(filled[own].mean()) if own.any() else 0.0 for own in (outcome, ~outcome)]
    verdict = LATER if _too_late(field, since) else AFTER if _filled_after(filled, outcome) else SAYS_IT if parts.lo >= PERFECT else FINE
    return field.name, verdict, parts.value, parts.lo, parts.hi, *shares


def _levels(field: pd.Series) -> Codes:
    """Return which level each customer is in: text as it is, numbers and days in at most 20 bins of equal size, nothing as one more."""
    if pd.api.types.is_numeric_dtype(field) or pd.api.types.is_datetime64_any_dtype(field):
        ranks = field.rank(method="average", pct=True)
        few = field.nunique() <= BINS
        field = field if few else np.ceil(ranks * BINS)
    codes: Codes = pd.factorize(field)[0].astype(np.int64)
    return codes


def _held_out_rate(levels: Codes, outcome: Flags, *, seed: int) -> Array:
    """Return how often the outcome came true for others of the same level (5 folds), drawn to the mean of all by one customer's worth."""
    fold = np.random.default_rng(seed).permutation(len(levels)) % 5
    codes, mean, rate = levels + 1, outcome.mean(), np.empty(len(levels))
    for k in range(5):
        seen = fold != k
        size = np.bincount(codes[seen], minlength=codes.max() + 1)
        true = np.bincount(codes[seen], weights=outcome[seen], minlength=codes.max() + 1)
        rate[~seen] = ((true + mean) / (size + 1))[codes[~seen]]
    return rate


def _filled_after(filled: Flags, outcome: Flags) -> bool:
    """Whether a value stands (nearly) only where the outcome came true, or only where it did not, beyond what its share would give."""
    sides = [(filled & own, own) for own in (outcome, ~outcome)]
    return any(
        filled.sum() >= FILLED and wilson(int(both.sum()), int(filled.sum())).lo > max(SURE, (1 + own.mean()) / 2) for both, own in sides
    )


def _too_late(field: pd.Series, since: date | None) -> bool:
    if since is None or not pd.api.types.is_datetime64_any_dtype(field):
        return False
    return bool((field >= pd.Timestamp(since)).any())


def answered_fields(traits: pd.DataFrame, surveys: Relation | None, *, until: date) -> pd.DataFrame:
    """Return the traits and the last answer to each question of the surveys before `until`, numbers as numbers: what somebody might feed a model."""
    if surveys is None:
        return traits
    answers = surveys.engine.query("criteria_answers", until=until)
    wide = answers.pivot_table(index="customer_id", columns="question", values="answer", aggfunc="first")
    numbers = {name: pd.to_numeric(wide[name], errors="coerce") for name in wide}
    kept = {name: number if number.notna().sum() == wide[name].notna().sum() else wide[name] for name, number in numbers.items()}
    return traits.merge(pd.DataFrame(kept, index=wide.index).reset_index(), on="customer_id", how="left")
