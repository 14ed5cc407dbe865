"""splink 5 on DuckDB: compares pairs level by level and adds up the weights."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.identify.link.blocks import let_go
from idic_lib.identify.link.fields import Field

Shares = Mapping[str, Sequence[float]]
"""For each field the share of pairs at each level, from most alike to "else"."""


def levels(engine: Engine, pairs: str, fields: Sequence[Field]) -> pd.DataFrame:
    """Count how the pairs of a table agree: match_key, a column per field (0 = most alike ... "else", -1 = unknown) and n."""
    usual = {f.name: f.usual for f in fields}
    spec = _settings([replace(f, unless="false") for f in fields], usual, usual) | {"retain_matching_columns": True}
    counted = ", ".join(f"case when gamma_{f.name} < 0 then -1 else {len(f.levels)} - gamma_{f.name} end as {f.name}" for f in fields)
    with _predicted(engine, pairs, spec) as made:
        return engine.run(f"select match_key, {counted}, count(*) as n from {made} group by all order by all")


def weights(engine: Engine, pairs: str, fields: Sequence[Field], shares: tuple[Shares, Shares], above: float | None) -> pd.DataFrame:
    """Weigh the pairs of a table, sorted: l, r, match_key, weight and per field bits = log2 of how much likelier the agreement is for one person than for two.

    shares: m and u. above: pairs with less evidence in bits are left out (None: none is).
    """
    spec = _settings(fields, *shares) | {"retain_intermediate_calculation_columns": True}
    bits = ", ".join(f"({_bits(f)})::float as {f.name}" for f in fields)
    frequencies = tuple(dict.fromkeys(v.frequency for f in fields for v in f.levels if v.frequency))
    with _predicted(engine, pairs, spec, frequencies=frequencies, above=above) as made:
        return engine.run(
            f"select record_no_l as l, record_no_r as r, match_key::bigint as match_key, round(match_weight, 6) as weight, {bits} from {made} order by l, r"
        )


def _bits(field: Field) -> str:
    tf = any(level.frequency for level in field.levels)
    return f"mw_{field.name}" + (f" + mw_tf_adj_{field.name}" if tf else "")


def _settings(fields: Sequence[Field], m: Shares, u: Shares) -> dict[str, Any]:
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record_no",
        "probability_two_random_records_match": 0.5,
        "comparisons": [_comparison(f, m[f.name], u[f.name]) for f in fields],
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": False,
    }


def _comparison(field: Field, m: Sequence[float], u: Sequence[float]) -> dict[str, Any]:
    unknown = {"sql_condition": f"not ({field.known}) or coalesce({field.unless}, false)", "is_null_level": True}
    found = [
        {"sql_condition": level.sql, "m_probability": m[k], "u_probability": u[k]}
        | ({"tf_adjustment_column": level.frequency, "disable_tf_exact_match_detection": True} if level.frequency else {})
        for k, level in enumerate(field.levels)
    ]
    rest = {"sql_condition": "ELSE", "m_probability": m[-1], "u_probability": u[-1]}
    return {"output_column_name": field.name, "comparison_levels": [unknown, *found, rest]}


@contextmanager
def _predicted(
    engine: Engine, pairs: str, spec: dict[str, Any], *, frequencies: Sequence[str] = (), above: float | None = None
) -> Iterator[str]:
    """Name the table in which splink compared the pairs; gone afterwards, with all that splink made."""
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    logger = logging.getLogger("splink")
    before = logger.level
    cursor = engine.connection.cursor()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        api = DuckDBAPI(cursor)
        linker = Linker(api.register("link_input"), spec)
        logger.setLevel(logging.ERROR)  # only now: a Linker sets it to tell every step
        for column in frequencies:
            linker.table_management.register_term_frequency_lookup(api.register(f"link_frequency_{column}"), column)
        linker.table_management.register_blocked_pairs_for_predict(api.register(pairs))
        made = linker.inference.predict(threshold_match_weight=above, warning_mode="never")
    yield made.physical_name
    cursor.close()
    let_go(engine, "__splink__")
    logger.setLevel(before)
