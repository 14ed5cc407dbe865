"""Names as they get written: without marks, turned round, shortened, with a title, misspelt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.random import Generator

from idic_lib.text.letters import without_accents
from idic_lib.worlds.vietnam.chance import changed, kinds
from idic_lib.worlds.vietnam.faults import RecordFaults
from idic_lib.worlds.vietnam.names import NICKNAMES, TITLES
from idic_lib.worlds.vietnam.typos import with_typo

Texts = npt.NDArray[np.object_]


def written_names(rows: pd.DataFrame, *, faults: RecordFaults, by_clerk: bool, rng: Generator) -> Texts:
    """Return the name of each row as typed."""
    size = len(rows)
    parts = _shortened(rows, faults, rng)
    names = np.array(_joined(*parts, rng.random(size), faults.name_swapped), dtype=object)
    wrong = rng.random(size) < faults.name_typo
    names[wrong] = with_typo(names[wrong], rng)
    if by_clerk:
        names = _titled(names, rows["gender"].to_numpy(dtype=object), faults.title_added, rng)
    names = changed(names, rng.random(size) < faults.accents_lost, without_accents)
    names = changed(names, rng.random(size) < faults.name_upper, str.upper)
    return _blanks(names, faults.name_blanks, rng)


def _shortened(rows: pd.DataFrame, faults: RecordFaults, rng: Generator) -> tuple[Texts, Texts, Texts]:
    surname, middle, given = (rows[c].to_numpy(dtype=object).copy() for c in ("surname", "middle", "given"))
    kind = kinds((faults.middle_dropped, faults.nickname, faults.given_only), len(rows), rng)
    middle[(kind == 0) | (kind == 2)] = ""
    surname[kind == 2] = ""
    given[kind == 1] = np.array(NICKNAMES, dtype=object)[rng.integers(0, len(NICKNAMES), int((kind == 1).sum()))]
    return surname, middle, given


def _joined(surname: Texts, middle: Texts, given: Texts, turn: npt.NDArray[np.float64], swapped: float) -> list[str]:
    """Join the parts; of those turned round, half keep the middle name last, half have the surname last."""
    rows = zip(surname, middle, given, turn, strict=True)
    orders = ((g, m, s) if t < swapped / 2 else (g, s, m) if t < swapped else (s, m, g) for s, m, g, t in rows)
    return [" ".join(filter(None, parts)) for parts in orders]


def _titled(names: Texts, gender: Texts, share: float, rng: Generator) -> Texts:
    titled, which = rng.random(len(names)) < share, rng.random(len(names)) ** 2
    rows = zip(names, gender, titled, which, strict=True)
    return np.array([f"{TITLES[g][int(w * len(TITLES[g]))]} {n}" if t else n for n, g, t, w in rows], dtype=object)


def _blanks(names: Texts, share: float, rng: Generator) -> Texts:
    kind = kinds((share / 3,) * 3, len(names), rng)
    names = changed(names, kind == 0, lambda n: f" {n}")
    names = changed(names, kind == 1, lambda n: f"{n} ")
    return changed(names, kind == 2, lambda n: n.replace(" ", "  ", 1))
