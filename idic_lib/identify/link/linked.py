"""The whole way from standardised records to persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.identify.link import told
from idic_lib.identify.link.blocks import let_go, pair_up, prepare, shared_values
from idic_lib.identify.link.fields import fields
from idic_lib.identify.link.persons import Asked, by_rules, by_scores
from idic_lib.identify.link.rules import ruled_pairs

FEWEST: Final = 400
"""Records below which rules decide: on dairy registries of 150 and 300 records they are as good or better, from 600 learning is (3 seeds each)."""


@dataclass(frozen=True)
class Linked:
    """Who is who.

    links: record_id, customer_id, system, probability, rule; one row per record number. pairs: record_id_l, record_id_r, probability,
    weight (bits), a column of bits per field, rule, linked, changes (records that its answer joins or parts). threshold: probability from
    which two records are one person. curve: threshold, persons (groups before guards), precision and recall of linked pairs, each with
    _lo and _hi; no rows where rules decided. shared: field, value_hidden, records, names. persons: value and 95 % limits. guards: guard,
    clusters, records, what was broken apart and by what. witness: the field that testified to precision and recall; None: they rest on
    the model alone, or are unknown. method: in words.
    """

    links: pd.DataFrame
    pairs: pd.DataFrame
    threshold: float
    curve: pd.DataFrame
    shared: pd.DataFrame
    persons: tuple[float, float, float]
    guards: pd.DataFrame
    witness: str | None
    method: str


def link_records(
    records: Relation,
    *,
    compare: Sequence[str] = (),
    threshold: float | None = None,
    answers: pd.DataFrame | None = None,
    seed: int = 0,
) -> Linked:
    """Say which of the standardised records are of one person; the same for any order of rows, any number of threads.

    Args:
        records: the relation of `standardise`.
        compare: the client's own traits (`other_<trait>`) that help to tell persons apart.
        threshold: probability from which two records are one person; without it the one with the best estimated F1 of enough precision.
        answers: record_id_l, record_id_r, same (bool): what somebody decided. It is kept, whatever the evidence.
        seed: of the draws behind the estimated recall; the links do not depend on it.

    """
    shared = shared_values(records)
    rows = prepare(records, shared, compare)
    keys = pair_up(records.engine, len(rows), compare)
    asked = Asked(records.engine, rows, told.decided(rows, answers), ruled_pairs(records.engine), threshold, seed)
    used = tuple(f for f in fields(compare) if f.tells(records.engine))
    enough = len(rows) >= FEWEST and not {f.name for f in used} <= {"name", "gender", "system"}
    made = by_scores(asked, used, keys) if enough else by_rules(asked)
    links = told.links(records, asked, made)
    pairs = told.pairs(asked, made, links)
    let_go(records.engine, "link_")
    return Linked(links, pairs, made.threshold, made.curve, told.hidden(shared), made.persons, made.guards, made.witness, made.method)
