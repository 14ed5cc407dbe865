"""How good the links are, as far as that can be known without labels.

One field is left out of the evidence and testifies instead (the witness, mostly the birth date). Where the rest of the evidence says little,
pairs of two persons show in how often the witness contradicts: of a share p of pairs of one person it contradicts in p m + (1 - p) u, with
m and u the rates learned elsewhere. That calibrates the probability of a pair at each weight; precision, recall and persons follow from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from idic_lib.engine import Engine
from idic_lib.identify.link.fields import Field
from idic_lib.identify.link.train import Learned

Floats = npt.NDArray[np.float64]
Estimate = tuple[float, float, float]
"""Value and 95 % limits."""

GRID: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99)
ENOUGH_PRECISION: Final = 0.98
"""Estimated, of linked pairs: closing the groups may cost a little, the estimate may be off a little, and 97 % are to be left."""
COUNTED_FROM: Final = -4.0
"""Bits from which found pairs count, each with its calibrated probability, towards the number of all pairs of one person."""
_FINDABLE: Final = 0.2
"""Pairs that state so little that fewer than this share reach even those bits are added in their share among random pairs."""
_MODEL: Final = 0.3
"""Relative error (one sd) allowed to the numbers of missed and of false links, for fields are not quite independent of one another."""
_TOTAL: Final = 0.015
"""Relative error (one sd) allowed to the number of all pairs of one person: 1.2 % on seeds 1 to 5 of the dairy world, rounded up."""
_DRAWS: Final = 2000
_EDGES: Final[Floats] = np.concatenate([[-np.inf], np.arange(-14.0, 21.0), [np.inf]])
_MIDDLE: Final[Floats] = np.concatenate([[-15.0], np.arange(-13.5, 20.0), [21.0]])


@dataclass(frozen=True)
class Calibration:
    """What a weight in bits says of a pair: a row of `chance` per candidate curve and a column per bit, and how credible each curve is."""

    witness: str | None
    chance: Floats
    credible: Floats

    def estimate(self, values: Floats) -> Estimate:
        """Return mean and 95 % limits of something computed for each curve."""
        order = np.argsort(values, kind="stable")
        low, high = values[order][np.searchsorted(np.cumsum(self.credible[order]), (0.025, 0.975)).clip(max=len(values) - 1)]
        return float(self.credible @ values), float(low), float(high)


def probability(bits: Floats) -> Floats:
    """Return the probability of log odds in bits."""
    result: Floats = 1 / (1 + np.exp2(-np.clip(bits, -500, 500)))
    return result


def counted(weight: npt.ArrayLike, n: npt.ArrayLike | None = None) -> Floats:
    """Count pairs by bit of weight, or add up `n`."""
    result: Floats = np.bincount(np.digitize(np.asarray(weight, dtype=float), _EDGES) - 1, n, len(_MIDDLE)).astype(float)
    return result


def calibration(pairs: pd.DataFrame, fields: Sequence[Field], keys: Sequence[Sequence[str]], learned: Learned) -> Calibration:
    """Fit p(w) = (1 - e) / (1 + 2^-(a + b w)) to what the witness says; without a witness the model stands for itself, within wide limits.

    pairs: weight, bits per field, match_key, of all pairs with a key in common or a sample of them, none left out for little weight.
    A pair may only be heard if it has a key that does not hold the witness equal.
    """
    a, b, e = (
        g.ravel()
        for g in np.meshgrid(np.linspace(-3, 4, 29), np.linspace(0.3, 1.5, 25), [0, 0.001, 0.002, 0.004, 0.008, 0.016, 0.03], indexing="ij")
    )
    chance: Floats = (1 - e[:, None]) / (1 + np.exp2(-(a[:, None] + b[:, None] * _MIDDLE)))
    belief = -0.5 * (a / 1.0) ** 2 - 0.5 * ((b - 1) / 0.3) ** 2
    if field := _witness(pairs, fields, learned):
        belief = belief + _heard(pairs, field, keys, learned, chance)
    credible: Floats = np.exp(belief - belief.max())
    return Calibration(field.name if field else None, chance, credible / credible.sum())


def _heard(pairs: pd.DataFrame, field: Field, keys: Sequence[Sequence[str]], learned: Learned, chance: Floats) -> Floats:
    """Return the log likelihood of what the witness says under each curve."""
    m, u = learned.m[field.name][-1], learned.u[field.name][-1]
    free = sum(1 << k for k, key in enumerate(keys) if not set(key) & set(field.columns))
    bits = pairs[field.name].to_numpy(dtype=float)
    heard = (bits != 0) & ((pairs["match_key"].to_numpy() & free) != 0)
    without, against = pairs["weight"].to_numpy(dtype=float)[heard] - bits[heard], bits[heard] <= np.log2(m / u) + 0.01
    n, no = counted(without), counted(without[against])
    rate = np.clip(chance * m + (1 - chance) * u, 1e-9, 1 - 1e-9)
    result: Floats = np.log(rate) @ no + np.log(1 - rate) @ (n - no)
    return result


def _witness(pairs: pd.DataFrame, fields: Sequence[Field], learned: Learned) -> Field | None:
    """Choose the field that contradicts least among records of one person, of those stated often; households share all but these."""
    linked = pairs[(pairs["weight"] >= 0) & (pairs["weight"] < _EDGES[-2] * 1000)]
    able = []
    for field in fields:
        m, u, stated = learned.m[field.name][-1], learned.u[field.name][-1], int((linked[field.name] != 0).sum())
        if field.name not in ("name", "address", "gender", "system") and m <= 0.2 and u >= 0.8 and stated >= max(30, len(linked) // 20):
            able.append((m, field.name, field))
    return min(able, key=lambda x: x[:2])[2] if able else None


def all_pairs(
    engine: Engine, pairs: pd.DataFrame, fields: Sequence[Field], learned: Learned, prior: float, rng: np.random.Generator
) -> Floats:
    """Return by bit of weight for how many pairs of records of one person those stand that are of one person (Horvitz and Thompson 1952).

    A found pair stands for 1 / d pairs that state the same fields, d being the chance that their evidence (drawn from the learned shares
    and the values' frequencies) reaches `COUNTED_FROM`.
    """
    drawn = {f.name: _drawn(engine, f, learned, rng) for f in fields}
    names = [f.name for f in fields]
    found = pairs[pairs["weight"] >= COUNTED_FROM]
    stated = found[names].ne(0)
    patterns = stated.drop_duplicates().sort_values(names)
    chance = _chances(patterns, drawn, prior - COUNTED_FROM)
    each = stated.merge(patterns.assign(d=chance), on=names, how="left")["d"].to_numpy()
    bare = learned.known.loc[_chances(learned.known[names], drawn, prior - COUNTED_FROM) < _FINDABLE, "n"].sum() / max(
        learned.known["n"].sum(), 1
    )
    findable = each >= _FINDABLE
    total: Floats = counted(found["weight"].to_numpy()[findable], 1 / each[findable]) / (1 - min(float(bare), 0.5))
    return total


def _drawn(engine: Engine, field: Field, learned: Learned, rng: np.random.Generator) -> Floats:
    """Draw the evidence in bits that pairs of one person give in a field that both state."""
    m, u = np.asarray(learned.m[field.name]), np.asarray(learned.u[field.name])
    level = rng.choice(len(m), _DRAWS, p=m / m.sum())
    bits: Floats = np.log2(m / u)[level]
    for k, column in enumerate(v.frequency for v in field.levels):
        if column is not None and len(held := _held(engine, column)):
            bits = np.where(level == k, np.log2(m[k]) - np.log2(rng.choice(held, _DRAWS)), bits)
    return bits


def _held(engine: Engine, column: str) -> Floats:
    drawn = engine.run(f"""select f."tf_{column}" as tf from (select "{column}" from link_input where "{column}" is not null
        order by hash(record_id), record_no limit {_DRAWS}) i join "link_frequency_{column}" f using ("{column}") order by tf""")
    held: Floats = drawn["tf"].to_numpy(dtype=float)
    return held


def _chances(stated: pd.DataFrame, drawn: dict[str, Floats], prior: float) -> Floats:
    evidence = np.column_stack([drawn[n] for n in stated.columns])
    return np.array([(prior + evidence @ row >= 0).mean() for row in stated.to_numpy(dtype=float)])


def curve(pairs: pd.DataFrame, size: int, judged: Calibration, total: Floats) -> pd.DataFrame:
    """Return at each threshold of `GRID` the components, and precision and recall of the linked pairs with intervals."""
    rows = []
    for at in GRID:
        bits = float(np.log2(at / (1 - at)))
        linked = counted(pairs.loc[pairs["weight"] >= bits, "weight"])
        rows.append((at, components(pairs, size, bits), *precision(linked, judged), *_recall(linked, judged, total)))
    return pd.DataFrame(
        rows, columns=["threshold", "persons", "precision", "precision_lo", "precision_hi", "recall", "recall_lo", "recall_hi"]
    )


NO_CURVE: Final = pd.DataFrame(
    columns=["threshold", "persons", "precision", "precision_lo", "precision_hi", "recall", "recall_lo", "recall_hi"], dtype=float
)


def components(pairs: pd.DataFrame, size: int, at: float) -> int:
    """Return into how many groups pairs of at least so many bits join so many rows."""
    kept = pairs[pairs["weight"] >= at]
    codes = pd.factorize(np.concatenate([kept["l"], kept["r"]]))[0].reshape(2, -1)
    most = int(codes.max(initial=-1)) + 1
    return (
        size
        - most
        + int(connected_components(coo_array((np.ones(codes.shape[1]), (codes[0], codes[1])), shape=(most, most)), directed=False)[0])
    )


def precision(linked: Floats, judged: Calibration) -> Estimate:
    """Return the share of linked pairs (counted by bit) that are of one person."""
    return _allowing(judged.estimate(judged.chance @ linked / max(linked.sum(), 1.0)))


def _recall(linked: Floats, judged: Calibration, total: Floats) -> Estimate:
    found, possible = judged.chance @ linked, np.maximum(judged.chance @ total, 1.0)
    return _allowing(judged.estimate(np.minimum(found / np.maximum(possible, found), 1.0)))


def _allowing(found: Estimate) -> Estimate:
    """Widen the interval of a share by the error allowed to the model, relative to what is wrong or missing."""
    value, low, high = found
    model = 1.96 * _MODEL * (1 - value)
    return value, float(max(value - np.hypot(value - low, model), 0.0)), float(min(value + np.hypot(high - value, model), 1.0))


def chosen(drawn: pd.DataFrame) -> float:
    """Return the strictest threshold whose estimated F1 is the best, or as good, among those of enough estimated precision.

    Where none is precise enough, the most precise.
    """
    enough = drawn[drawn["precision"] >= ENOUGH_PRECISION]
    enough = enough if len(enough) else drawn[drawn["precision"] == drawn["precision"].max()].tail(1)
    f1 = 2 * enough["precision"] * enough["recall"] / (enough["precision"] + enough["recall"])
    return float(enough.loc[f1 >= f1.max() - 0.001, "threshold"].max())


def persons(label: npt.NDArray[np.int64], linked: Floats, judged: Calibration, total: Floats) -> Estimate:
    """Return how many persons the records are of: the groups, less those that should be one, and more for false links.

    A missed pair hides one merge, or where a person has k > 2 records 1 / (k - 1) of one. Where the groups hold more pairs than there should
    be, that number is refuted: the groups are not corrected, and the limits widen by as much. The limits add up what the witness leaves open,
    chance, and the errors allowed to the model.
    """
    size = np.unique(label, return_counts=True)[1].astype(float)
    within = max(float((size * (size - 1) / 2).sum()), 1.0)
    each = float((size[size > 1] / 2).sum()) / within
    right = judged.chance @ linked / max(linked.sum(), 1.0)
    possible = judged.chance @ total
    missed, wrong = np.maximum(possible - within * right, 0.0) * each, within * (1 - right) * each
    refuted = judged.credible @ possible < judged.credible @ (within * right)
    value, low, high = judged.estimate(len(size) - missed + (0.0 if refuted else wrong))
    errors, all_of_them, found = (float(judged.credible @ v) for v in (missed + wrong, possible, within * right))
    unsure = max(_TOTAL * all_of_them, found - all_of_them) * each
    spread = 1.96 * float(np.sqrt(unsure**2 + (_MODEL * errors) ** 2 + errors))
    return value, float(value - np.hypot(value - low, spread)), float(min(value + np.hypot(high - value, spread), label.size))
