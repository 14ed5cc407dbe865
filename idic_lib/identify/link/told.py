"""What is known for certain on the way in, and what is told on the way out, in the clients' record numbers."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from idic_lib.engine import Relation
from idic_lib.identify.link.cluster import CERTAIN
from idic_lib.identify.link.persons import Asked, Made
from idic_lib.identify.link.quality import probability

_LIKELY: Final = -5.0
"""Bits (3 %) from which a pair is told."""
_REASONS: Final = dict(enumerate(("answered", "same number", "rules", "scored")))


def decided(rows: pd.DataFrame, answers: pd.DataFrame | None) -> pd.DataFrame:
    """Return pairs that are certain, l < r and weight: rows of one record number belong together, and what somebody answered.

    Where answers contradict each other, "not the same" stands.
    """
    first = rows.groupby("record_id")["record_no"].transform("min")
    again = first != rows["record_no"]
    same = pd.DataFrame({"l": first[again], "r": rows.loc[again, "record_no"], "weight": CERTAIN})
    if answers is None or answers.empty:
        return same.reset_index(drop=True)
    number = rows.groupby("record_id")["record_no"].min()
    known = answers[answers["record_id_l"].isin(number.index) & answers["record_id_r"].isin(number.index)]
    ends = np.sort(np.column_stack([number.loc[known[f"record_id_{s}"]] for s in ("l", "r")]).reshape(-1, 2), axis=1)
    said = pd.DataFrame({"l": ends[:, 0], "r": ends[:, 1], "weight": np.where(known["same"].astype(bool), CERTAIN, -1000 * CERTAIN)})
    both = pd.concat([same, said[said["l"] != said["r"]]], ignore_index=True)
    return both.sort_values(["l", "r", "weight"]).drop_duplicates(["l", "r"], ignore_index=True)


def links(records: Relation, asked: Asked, made: Made) -> pd.DataFrame:
    """Return one row per record number: its person is the smallest number of the group. Whoever can be no customer stands alone."""
    everybody = records.engine.run(f'select record_id, min(system) as system from "{records.name}" group by record_id order by record_id')
    number = everybody["record_id"]
    own = asked.rows.assign(label=made.label).groupby("record_id", sort=True)["label"].first()
    label = number.map(own).fillna(pd.Series(-1.0 - np.arange(len(number)), index=number.index)).astype("int64")
    alone = label.map(label.value_counts()) == 1
    inside, outside, reason = _why(asked, made)
    sure = number.map(inside).astype(float).fillna(1.0).where(~alone, 1 - number.map(outside).astype(float).fillna(0.0))
    rule = number.map(reason).astype("str").fillna("scored").where(~alone, "alone")
    told = everybody.assign(customer_id=number.groupby(label).transform("min"), probability=sure.round(6), rule=rule)
    return told[["record_id", "customer_id", "system", "probability", "rule"]].astype(
        dict.fromkeys(("record_id", "customer_id", "system", "rule"), "str")
    )


def _why(asked: Asked, made: Made) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return for each record number its likeliest link inside its group and outside, and the plainest reason of those inside."""
    label = pd.Series(made.label, index=asked.rows["record_no"].to_numpy())
    pairs = made.pairs[["l", "r", "weight"]].merge(asked.ruled, on=["l", "r"], how="left")
    l_id, r_id = _named(asked, pairs)
    inside = label.loc[pairs["l"]].to_numpy() == label.loc[pairs["r"]].to_numpy()
    certain = (pairs["weight"] >= CERTAIN).to_numpy()
    reason = np.select([certain & (l_id != r_id), certain, pairs["rule"].notna().to_numpy()], [0, 1, 2], 3)
    p = probability(pairs["weight"].to_numpy())
    ends = pd.concat([pd.DataFrame({"id": ids, "p": p, "reason": reason, "inside": inside}) for ids in (l_id, r_id)])
    kept = ends[ends["inside"]].groupby("id")
    return kept["p"].max(), ends[~ends["inside"]].groupby("id")["p"].max(), kept["reason"].min().map(_REASONS)


def _named(asked: Asked, pairs: pd.DataFrame) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    name = asked.rows.set_index("record_no")["record_id"]
    return name.loc[pairs["l"]].to_numpy(dtype=object), name.loc[pairs["r"]].to_numpy(dtype=object)


def pairs(asked: Asked, made: Made, persons: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of two record numbers that are at all likely, or were asked about: the columns of `Linked.pairs`."""
    likely = made.pairs[(made.pairs["weight"] >= _LIKELY) | (made.pairs["weight"] <= -CERTAIN)].merge(
        asked.ruled, on=["l", "r"], how="left"
    )
    left, right = _named(asked, likely)
    swap = left > right
    frame = pd.DataFrame({"record_id_l": np.where(swap, right, left), "record_id_r": np.where(swap, left, right)}).astype("str")
    a, b = (frame[c].map(persons.set_index("record_id")["customer_id"]) for c in ("record_id_l", "record_id_r"))
    size = persons["customer_id"].value_counts()
    frame["probability"] = probability(likely["weight"].to_numpy()).round(6)
    frame = frame.join(likely.drop(columns=["l", "r", "rule"]))
    frame["rule"] = likely["rule"].fillna("scored").astype("str").where(likely["weight"].abs() < CERTAIN, "answered")
    frame["linked"] = (a == b).to_numpy()
    frame["changes"] = a.map(size) + b.map(size).where(~frame["linked"], 0)
    frame = frame[left != right].sort_values(["record_id_l", "record_id_r", "probability"], ascending=[True, True, False])
    return frame.drop_duplicates(["record_id_l", "record_id_r"], ignore_index=True)


def hidden(shared: pd.DataFrame) -> pd.DataFrame:
    """Mask shared values: enough to recognise one's own shop's number, not to call it."""
    value = shared["value"].astype("str")
    phone, email = value.str[:3] + "…" + value.str[-2:], value.str[:2] + "…@" + value.str.split("@").str[-1]
    return shared[["field"]].assign(
        value_hidden=phone.where(shared["field"] == "phone", email), records=shared["records"], names=shared["names"]
    )
