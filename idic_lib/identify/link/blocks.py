"""The table that is compared, values that many people share set aside, and the pairs of records worth comparing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from idic_lib.engine import Engine, Relation
from idic_lib.identify.link.fields import block_keys

MOST_NAMES = 4
"""A value that more given names hold than a household has people (typing errors among them) is a shop's or nobody's."""
PAIRS_PER_RECORD = 3
"""Per key: the largest blocks are left out until so many pairs per record remain, so that work grows with the file, not with its square."""
FEWER_FROM = 1_500_000
"""Pairs per key beyond which half as many per record do: at a million records as good, in half the time."""

_UNREADABLE = """coalesce(strftime(birth, '%Y%m%d'), case when try_strptime(birth_text, '%Y%m%d') is null then birth_text end)"""
_DIGITS = r"""regexp_replace(regexp_replace(birth_raw, '^(\d{2})\D(\d{2})\D(\d{4})$', '\3\2\1'), '^(\d{4})\D(\d{2})\D(\d{2})$', '\1\2\3')"""
"""A date that no calendar has, 17.45.1850, is still a date with a letter wrong: compared as text. Placeholders are real dates."""


def shared_values(records: Relation) -> pd.DataFrame:
    """Return telephone numbers and e-mails that more than four given names hold: field, value, records, names."""
    text = " union all ".join(
        f"""select '{field}' as field, {field} as value, count(*) as records, count(distinct coalesce(given, name_key)) as names
        from "{records.name}" where {field} is not null group by {field} having names > {MOST_NAMES}"""
        for field in ("phone", "email")
    )
    return records.engine.run(f"{text} order by field, records desc, value")


def prepare(records: Relation, shared: pd.DataFrame, compare: Sequence[str]) -> pd.DataFrame:
    """Make the table `link_input` of everybody who can be a customer, without shared values, and return its record_no and record_id."""
    engine = records.engine
    engine.connection.register("_shared", shared[["field", "value"]].astype("str"))
    own = {f: f"case when {v} in (select value from _shared where field = '{k}') then null else {f} end as {f}"
           for f, v, k in (("phone", "phone", "phone"), ("phone_2", "phone_2", "phone"), ("email", "email", "email"), ("email_name", "email", "email"))}  # fmt: skip
    engine.connection.execute(f"""create or replace table link_input as
        with typed as (select *, {_DIGITS} as digits, case when digits similar to '\\d{{8}}' then digits end as birth_text from "{records.name}")
        select record_no, record_id, system, name_key, name_sorted, family, middle, given, given || ' ' || family as given_family,
          {", ".join(own.values())}, {_UNREADABLE} as birth, gender, address_key, ward_key, province_key
          {"".join(f', "other_{t}"' for t in compare)}
        from typed where coalesce(name_kind, 'none') <> 'trial' order by record_no""")
    engine.connection.unregister("_shared")
    return engine.run("select record_no, record_id from link_input order by record_no")


def pair_up(engine: Engine, size: int, compare: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Make the table `link_pairs` (match_key, join_key_l, join_key_r) and return its keys; bit k of match_key: the pair has key k in common."""
    keys = block_keys(compare)
    most = min(PAIRS_PER_RECORD * size, max(FEWER_FROM, PAIRS_PER_RECORD * size // 2))
    parts = [part for k, key in enumerate(keys) if (part := _block(engine, k, key, most))]
    parts += [_second_number(a, b) for a, b in (("phone", "phone_2"), ("phone_2", "phone"), ("phone_2", "phone_2"))]
    engine.connection.execute(f"""create or replace table link_pairs as
        select bit_or(key)::bigint as match_key, join_key_l, join_key_r from ({" union all ".join(parts)}) group by join_key_l, join_key_r""")
    return keys


def _second_number(a: str, b: str) -> str:
    return f"""select 1::bigint as key, least(l.record_no, r.record_no) as join_key_l, greatest(l.record_no, r.record_no) as join_key_r
        from link_input l join link_input r on l.{a} = r.{b} and l.record_no <> r.record_no"""


def _block(engine: Engine, k: int, key: Sequence[str], most_pairs: int) -> str | None:
    columns, known = ", ".join(f'"{c}"' for c in key), " and ".join(f'"{c}" is not null' for c in key)
    sizes = engine.run(f"""select size, count(*) * size * (size - 1) // 2 as pairs from
        (select count(*) as size from link_input where {known} group by {columns}) where size > 1 group by size order by size""")
    allowed = sizes.loc[sizes["pairs"].astype(float).cumsum() <= most_pairs, "size"]
    if allowed.empty:
        return None
    engine.connection.execute(f"""create or replace temp table link_block_{k} as select record_no, hash({columns}) as h from link_input
        where {known} qualify count(*) over (partition by {columns}) between 2 and {int(allowed.max())}""")
    return f"""select {1 << k}::bigint as key, l.record_no as join_key_l, r.record_no as join_key_r
        from link_block_{k} l join link_block_{k} r on l.h = r.h and l.record_no < r.record_no"""


def name_pairs(engine: Engine, table: str, left: Iterable[int], right: Iterable[int]) -> None:
    """Make a table of the given pairs, to be compared whether or not they have a key in common."""
    pairs = pd.DataFrame({"match_key": 0, "join_key_l": np.asarray(left, dtype=np.int64), "join_key_r": np.asarray(right, dtype=np.int64)})
    engine.connection.register("_pairs", pairs)
    engine.connection.execute(f'create or replace table "{table}" as select * from _pairs')
    engine.connection.unregister("_pairs")


def let_go(engine: Engine, begins: str) -> None:
    """Drop the tables and views whose name begins so: what was made on the way."""
    made = engine.run("""select table_name as name, table_type = 'VIEW' as is_view from information_schema.tables
        where starts_with(table_name, $begins) order by is_view desc, name""", {"begins": begins})  # fmt: skip
    for name, is_view in zip(made["name"], made["is_view"], strict=True):
        engine.connection.execute(f'drop {"view" if is_view else "table"} "{name}"')
