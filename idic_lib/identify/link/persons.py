"""Two engines with one output: evidence weighed by splink, and rules for files too small or too bare to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from idic_lib.engine import Engine
from idic_lib.identify.link import quality
from idic_lib.identify.link.blocks import name_pairs
from idic_lib.identify.link.cluster import clusters
from idic_lib.identify.link.compare import weights
from idic_lib.identify.link.fields import Field
from idic_lib.identify.link.train import RANDOM, Learned, learn

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """What both engines are given: rows (record_no, record_id), pairs decided for certain (l, r, weight) and by a rule (l, r, rule)."""

    engine: Engine
    rows: pd.DataFrame
    decided: pd.DataFrame
    ruled: pd.DataFrame
    threshold: float | None
    seed: int


@dataclass(frozen=True)
class Made:
    """What both engines make: pairs (l, r, weight, bits per field), the group of each row, and how good that is."""

    pairs: pd.DataFrame
    label: Ints
    threshold: float
    curve: pd.DataFrame
    persons: quality.Estimate
    guards: pd.DataFrame
    witness: str | None
    method: str


def by_scores(asked: Asked, used: Sequence[Field], keys: Sequence[Sequence[str]]) -> Made:
    """Learn, weigh, calibrate, choose the threshold, group."""
    engine, size = asked.engine, len(asked.rows)
    learned = learn(engine, used, keys, size)
    everything, found, prior = _weighed(engine, used, learned, size * (size - 1) / 2)
    judged = quality.calibration(everything, used, keys, learned)
    total = quality.all_pairs(engine, found, used, learned, prior, np.random.default_rng(asked.seed))
    drawn = quality.curve(found, size, judged, total)
    at = asked.threshold or quality.chosen(drawn)

    def weigh(left: Ints, right: Ints) -> pd.DataFrame:
        name_pairs(engine, "link_inside", left, right)
        return _posterior(weights(engine, "link_inside", used, learned.shares, None), prior).drop(columns="match_key")

    bits = _bits(at)
    pairs = _with_decided(found, asked.decided)
    label, guards = clusters(pairs, asked.rows["record_no"].to_numpy(), bits, weigh)
    persons = quality.persons(label, quality.counted(found.loc[found["weight"] >= bits, "weight"]), judged, total)
    return Made(pairs, label, at, drawn, persons, guards, judged.witness, _SCORES)


_SCORES: Final = "splink 5, shares learned within blocks, groups by average linkage"
_LEAST: Final = -9.0
"""Posterior bits below which a pair is of no use to anything."""


def _bits(at: float) -> float:
    return float(np.log2(at / (1 - at)))


def _weighed(engine: Engine, used: Sequence[Field], learned: Learned, possible: float) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Return the pairs learned from with none left out, all pairs that weigh enough to be of use, and the prior in bits."""
    floor = _LEAST - _odds(learned.matches, possible)
    engine.connection.execute(f"create or replace view link_sampled as select * from link_training where match_key <> {RANDOM}")
    everything = weights(engine, "link_sampled", used, learned.shares, None)
    found = weights(engine, "link_pairs", used, learned.shares, floor) if learned.sampled < 1 else everything[everything["weight"] >= floor]
    prior = _prior(found["weight"].to_numpy(), learned.matches, possible)
    return _posterior(everything, prior), _posterior(found, prior).drop(columns="match_key").reset_index(drop=True), prior


def _posterior(evidence: pd.DataFrame, prior: float) -> pd.DataFrame:
    return evidence.assign(weight=(evidence["weight"] + prior).round(6))


def _odds(matches: float, possible: float) -> float:
    return float(np.log2(matches / (possible - matches)))


def _prior(evidence: npt.NDArray[np.float64], matches: float, possible: float) -> float:
    """Return the prior log odds in bits at which as many pairs are of one person as their probabilities add up to."""
    for _ in range(50):
        matches = float(np.clip(quality.probability(evidence + _odds(matches, possible)).sum(), 0.5, possible / 2))
    return round(_odds(matches, possible), 6)


def _with_decided(pairs: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    """Put what is certain in the place of what was found."""
    if decided.empty:
        return pairs
    found = decided.merge(pairs.drop(columns="weight"), on=["l", "r"], how="left")
    kept = pairs.merge(decided[["l", "r"]], on=["l", "r"], how="left", indicator=True)["_merge"].eq("left_only").to_numpy()
    unknown = dict.fromkeys((c for c in pairs.columns if c not in ("l", "r", "weight")), 0)
    return pd.concat([pairs[kept], found.fillna(unknown)[pairs.columns]], ignore_index=True).sort_values(["l", "r"], ignore_index=True)


def by_rules(asked: Asked) -> Made:
    """Join what a rule joins. How good that is cannot be known.

    There are at least as many persons as groups of records with anything in common, at most as many as records.
    """
    pairs = _with_decided(asked.ruled[["l", "r"]].assign(weight=_RULED), asked.decided)
    size = len(asked.rows)
    label, guards = clusters(pairs, asked.rows["record_no"].to_numpy(), 0.0, _unknown)
    loosest = asked.engine.run("select join_key_l as l, join_key_r as r from link_pairs order by l, r").assign(weight=1.0)
    found = float(len(np.unique(label)))
    persons = (found, min(float(quality.components(loosest, size, 0.0)), found), float(size))
    return Made(pairs, label, asked.threshold or 0.5, quality.NO_CURVE, persons, guards, None, _RULES)


_RULED: Final = 6.6
"""Bits that a rule counts: 99 %."""
_RULES: Final = "rules: the same or a like name with the same phone, e-mail, birth date or address"


def _unknown(left: Ints, right: Ints) -> pd.DataFrame:
    return pd.DataFrame({"l": left, "r": right, "weight": 0.0})
