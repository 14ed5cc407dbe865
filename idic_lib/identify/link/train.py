"""How often records of one person agree, and records of two: expectation maximisation over counted patterns of agreement.

The estimator is that of Fellegi and Sunter (1969, JASA 64:1183) with the latent classes of Winkler (1988), run as in splink once per kind of
block, leaving out the fields that the block holds equal. It runs on counts, sorted: the same on any number of threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from idic_lib.engine import Engine
from idic_lib.identify.link.compare import levels
from idic_lib.identify.link.fields import Field

Floats = npt.NDArray[np.float64]
Tables = list[Floats]
"""Per field the share of pairs at each level."""

RANDOM_RECORDS = 400
"""All pairs of so many records (79,800) stand for pairs of two persons."""
SAMPLE = 150_000
"""Pairs with a key in common, from which is learned."""
USUAL_COUNTS = 20.0
"""Pairs that the usual shares stand for."""
RANDOM = -1
"""The match_key of random pairs."""


@dataclass(frozen=True)
class Learned:
    """Shares of levels among pairs of one person (m) and of two (u), and how many pairs of all are of one person."""

    m: dict[str, list[float]]
    u: dict[str, list[float]]
    matches: float
    """Expected number of pairs of records of one person."""
    known: pd.DataFrame
    """Which fields random pairs both state: a column per field, and n."""
    sampled: float
    """Share of the pairs with a key in common that was learned from."""

    @property
    def shares(self) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
        """Return m and u."""
        return self.m, self.u


def learn(engine: Engine, fields: Sequence[Field], keys: Sequence[Sequence[str]], size: int) -> Learned:
    """Learn from the pairs in `link_pairs` of `size` records, and set the frequency tables by which rare values weigh more."""
    share = _sample(engine)
    patterns = levels(engine, "link_training", fields)
    random = patterns[patterns["match_key"] == RANDOM]
    blocked = patterns[patterns["match_key"] != RANDOM].reset_index(drop=True)
    start = [np.asarray(f.usual) for f in fields]
    u = [_random_share(engine, f, random, blocked, keys) for f in fields]
    m = _by_key(blocked, fields, keys, start, u)
    matches = _matches(blocked, fields, m, u, size) / share
    rate = matches / max(size * (size - 1) / 2, 1)
    u = [_without_matches(a, b, rate) for a, b in zip(u, m, strict=True)]
    for field, a, b in zip(fields, u, m, strict=True):
        _frequencies(engine, field, a, np.cumsum(b) * 2 * matches / size)
    names = [f.name for f in fields]
    known = (random[names] >= 0).assign(n=random["n"]).groupby(names, sort=True)["n"].sum().reset_index()
    return Learned(_named(names, m), _named(names, u), matches, known, share)


def _named(names: Sequence[str], tables: Tables) -> dict[str, list[float]]:
    return {n: [round(float(v), 9) for v in t] for n, t in zip(names, tables, strict=True)}


def _sample(engine: Engine) -> float:
    """Make `link_training` of random pairs and of pairs with a key in common; return the share of the latter that is in it."""
    pairs = int(engine.run("select count(*) as n from link_pairs")["n"].iloc[0])
    share = min(1.0, SAMPLE / max(pairs, 1))
    engine.connection.execute(f"""create or replace table link_training as
        with drawn as (select record_no from link_input order by hash(record_id), record_id, record_no limit {RANDOM_RECORDS})
        select {RANDOM}::bigint as match_key, l.record_no as join_key_l, r.record_no as join_key_r
        from drawn l join drawn r on l.record_no < r.record_no
        union all select match_key, join_key_l, join_key_r from link_pairs
        where hash(join_key_l, join_key_r) % 1000000 < {share * 1_000_000}""")
    return share


def _random_share(engine: Engine, field: Field, random: pd.DataFrame, blocked: pd.DataFrame, keys: Sequence[Sequence[str]]) -> Floats:
    """Return how often two random records agree at each level: exactly from the values' frequencies at the first, else counted.

    What random pairs are too few to show (a telephone number one digit off) is counted among pairs that share no more than a name.
    """
    size = len(field.levels) + 1
    seen = _counted(random, field, size)
    named = _counted(blocked[blocked["match_key"].isin(_names_only(keys))], field, size) if field.name != "name" else np.zeros(size)
    alike = seen + named if field.name in ("phone", "email") else seen
    share: Floats = np.maximum(alike, 0.3) / max(alike.sum(), 1.0)
    if first := field.levels[0].frequency:
        share[0] = _exact(engine, first)
    share[-1] = max(1 - share[:-1].sum(), 1e-6)
    share /= share.sum()
    return share


def _names_only(keys: Sequence[Sequence[str]]) -> list[int]:
    return [1 << k for k, key in enumerate(keys) if set(key) <= {"given_family", "name_sorted"}]


def _counted(patterns: pd.DataFrame, field: Field, size: int) -> Floats:
    known = patterns[patterns[field.name] >= 0]
    return np.bincount(known[field.name], known["n"], size).astype(np.float64)


def _exact(engine: Engine, column: str) -> float:
    found = engine.run(f"""select sum(n * (n - 1.0)) as pairs, sum(n) as n from
        (select count(*) as n from link_input where "{column}" is not null group by "{column}")""").fillna(0.0).iloc[0]  # fmt: skip
    return float(max(found["pairs"], 0.5) / max(found["n"] * (found["n"] - 1), 1.0))


def _by_key(blocked: pd.DataFrame, fields: Sequence[Field], keys: Sequence[Sequence[str]], start: Tables, u: Tables) -> Tables:
    """Run expectation maximisation within each key and average what is learned, by the number of pairs of one person."""
    total = [USUAL_COUNTS * s for s in start]
    for k, key in enumerate(keys):
        within = blocked[(blocked["match_key"].to_numpy() >> k) & 1 == 1]
        free = [j for j, f in enumerate(fields) if not set(key) & set(f.columns)]
        if within.empty or not free:
            continue
        m, rate = _maximised(
            within[[fields[j].name for j in free]].to_numpy(), within["n"].to_numpy(), [start[j] for j in free], [u[j] for j in free]
        )
        if rate >= _CLEAR:
            for j, shares in zip(free, m, strict=True):
                total[j] = total[j] + rate * within["n"].sum() * shares
    return [t / t.sum() for t in total]


_CLEAR = 0.3
"""A key most of whose pairs are of two persons teaches little of one person's records, and may teach wrong."""


def _maximised(seen: npt.NDArray[np.int64], n: npt.NDArray[np.int64], m: Tables, u: Tables) -> tuple[Tables, float]:
    """Return the levels' shares among pairs of one person, and the share of such pairs; u is the block's own."""
    first, other, rate = m, u, 0.5
    for _ in range(40):
        p = _posterior(seen, m, u, rate)
        rate = float(np.clip((n * p).sum() / n.sum(), 1e-6, 1 - 1e-6))
        m = [_share(seen[:, j], n * p, first[j]) for j in range(len(m))]
        u = [_share(seen[:, j], n * (1 - p), other[j]) for j in range(len(u))]
    return m, rate


def _posterior(seen: npt.NDArray[np.int64], m: Tables, u: Tables, rate: float) -> Floats:
    odds = np.full(len(seen), np.log(rate / (1 - rate)))
    for j, (a, b) in enumerate(zip(m, u, strict=True)):
        known = seen[:, j] >= 0
        odds[known] += np.log(np.maximum(a, 1e-9) / np.maximum(b, 1e-9))[seen[known, j]]
    result: Floats = 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
    return result


def _share(level: npt.NDArray[np.int64], n: Floats, usual: Floats) -> Floats:
    known = level >= 0
    counts: Floats = np.bincount(level[known], n[known], len(usual)) + USUAL_COUNTS * usual
    counts /= counts.sum()
    return counts


def _matches(blocked: pd.DataFrame, fields: Sequence[Field], m: Tables, u: Tables, size: int) -> float:
    """Return how many of the pairs are of one person: the fixed point of the prior (as many matches as the posteriors add up to)."""
    seen, n, pairs = blocked[[f.name for f in fields]].to_numpy(), blocked["n"].to_numpy(), max(size * (size - 1) / 2, 1)
    rate = min(size / pairs, 0.5)
    for _ in range(100):
        rate = float(np.clip((n * _posterior(seen, m, u, rate)).sum() / pairs, 1e-12, 0.5))
    return rate * pairs


def _without_matches(u: Floats, m: Floats, rate: float) -> Floats:
    """Take the pairs of one person out of the random pairs."""
    left = np.maximum(u - rate * m, 0.02 * u)
    left[-1] = 1 - left[:-1].sum()
    return np.maximum(left, 1e-9)


def _frequencies(engine: Engine, field: Field, u: Floats, own: Floats) -> None:
    """Set for each value the chance that another person has it: records that hold it, without the pair's own and the person's others."""
    for level, chance, others in zip(field.levels, u[:-1], own[:-1], strict=True):
        if (c := level.frequency) is None:
            continue
        engine.connection.execute(f"""create or replace table "link_frequency_{c}" as
            with held as (select "{c}", count(*) as n from link_input where "{c}" is not null group by "{c}"), all_held as (select sum(n) as n from held)
            select "{c}", greatest(held.n - 1 - {max(others, 1.0):.9f}, {chance:.12f} * all_held.n, 0.02) / all_held.n as "tf_{c}"
            from held, all_held order by "{c}" """)
