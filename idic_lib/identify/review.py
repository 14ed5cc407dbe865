"""The pairs of records that a person should look at, side by side, and what people said of such pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.engine import Relation
from idic_lib.text import N_, _

FIELDS = {
    "name": N_("name"),
    "phone": N_("phone"),
    "email": N_("e-mail"),
    "birth": N_("day of birth"),
    "address": N_("address"),
    "province": N_("province"),
}
"""What is shown of both records, and how a reader calls it."""
_IDS = ["record_id_l", "record_id_r"]
_EVERY = "*"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


def review_file(
    pairs: pd.DataFrame, records: Relation, *, threshold: float, most: int | None = None, answers: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Lay the pairs to be looked at side by side, both records as typed, with a column for the answer.

    Args:
        pairs: scored pairs (record_id_l, record_id_r, probability), in the order in which they are to be looked at.
        records: the standardised records.
        threshold: probability from which two records count as one person.
        most: list at most so many, those nearest to the threshold in log-odds; without it, the pairs as they come.
        answers: pairs that were answered before (record_id_l, record_id_r, same); they are left out.

    Returns:
        `record_id_l, record_id_r, same` (empty, for yes or no), `probability, linked` (yes or no, as it stands), `doubt`, then each field
        of both, `<field>_l, <field>_r`. It names persons. A text that a spreadsheet would run as a formula is kept from it by an apostrophe.

    """
    left_open = _open(pairs, answers)
    asked = left_open.reset_index(drop=True) if most is None else _doubtful(left_open, threshold, most)
    ids = pd.DataFrame({"record_id": pd.unique(asked[_IDS].to_numpy().ravel())}).astype("str")
    records.engine.connection.register("review_ids", ids)
    known = records.engine.query("review_records").set_index("record_id")
    left, right = (known.reindex(asked[c]).reset_index(drop=True) for c in _IDS)
    told = [_doubt(one, other) for (_l, one), (_r, other) in zip(left.iterrows(), right.iterrows(), strict=True)]
    shown = {f"{f}{side}": own[f].map(_harmless) for f in ("system", *FIELDS) for side, own in (("_l", left), ("_r", right))}
    linked = np.where(asked["probability"] >= threshold, "yes", "no")
    return asked[_IDS].assign(same="", probability=asked["probability"].round(4), linked=linked, doubt=told, **shown)


def _open(pairs: pd.DataFrame, answers: pd.DataFrame | None) -> pd.DataFrame:
    """Leave out the pairs that were answered, whichever way round they stand."""
    if answers is None or answers.empty or pairs.empty:
        return pairs
    said = set(map(frozenset, answers[_IDS].to_numpy()))
    return pairs[[frozenset(pair) not in said for pair in pairs[_IDS].to_numpy()]]


def _doubtful(pairs: pd.DataFrame, threshold: float, most: int) -> pd.DataFrame:
    odds = [np.log(p / (1 - p)) for p in (pairs["probability"].clip(1e-9, 1 - 1e-9).to_numpy(float), np.float64(threshold))]
    nearest = pairs.assign(far=np.abs(odds[0] - odds[1])).sort_values(["far", *_IDS], kind="stable")
    return nearest.head(most).reset_index(drop=True)[[*_IDS, "probability"]]


def _doubt(one: pd.Series, other: pd.Series) -> str:
    """Say which fields agree, differ, or are not known of both."""
    found: dict[str, list[str]] = {_("same"): [], _("differs"): [], _("not known of both"): []}
    for field, word in FIELDS.items():
        a, b = one[f"{field}_same"], other[f"{field}_same"]
        found[_("not known of both") if pd.isna(a) or pd.isna(b) else _("same") if a == b else _("differs")].append(_(word))
    return "; ".join(f"{how}: {', '.join(fields)}" for how, fields in found.items() if fields)


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def keep_apart(links: pd.DataFrame, answers: pd.DataFrame | None) -> pd.DataFrame:
    """Give every record a customer of its own where somebody said so of all of them; what was said afterwards joins pairs again.

    Args:
        links: one row per record (record_id, customer_id, system, probability, rule).
        answers: what was said of pairs; the pair (`*`, `*`) stands for all records.

    """
    if answers is None or not (answers["record_id_l"] == _EVERY).any():
        return links
    alone = links.assign(customer_id=links["record_id"], probability=1.0, rule="answered")
    joined = answers[answers["same"] & answers[_IDS].isin(links["record_id"].tolist()).all(axis=1)]
    customer = dict(zip(alone["record_id"], alone["record_id"], strict=True))
    for one, other in joined[_IDS].to_numpy():
        low, high = sorted((customer[one], customer[other]))
        customer |= {r: low for r, c in customer.items() if c == high}
    return alone.assign(customer_id=alone["record_id"].map(customer))
