"""Contacts of any shape as one table of texts, as typed; numbers of one record joined; letters read in the wrong encoding mended."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from idic_lib.engine import Engine, Relation, sql_text

TEXTS = ("system", "full_name", "phone", "email", "birth_date", "gender", "address", "ward", "district", "province")
"""Columns of contacts that are texts."""
MENDABLE = ("full_name", "address", "ward", "district", "province")
_MARKS = r"á[»º]|[ÃÂÄ][\x{0080}-\x{00BF}‘’“”‚„†‡ˆ‰Š‹ŒŽ•–—˜™š›œžŸƒ…]|[ÆÅ][°¡¯\x{00A0}-\x{00BF}]|â€|ï»¿"
"""Letters that UTF-8 leaves when it is read as windows-1252: no name has them in this order."""


def as_typed(contacts: Relation, compare: Sequence[str]) -> Relation:
    """Keep `standardise_typed`: every column of the contract and of `compare` (other_<trait>), as typed, NULL where a source has none.

    Beside it: `standardise_numbers` (place, record_no, record_id, blanks, cased), which numbers its rows (rowid = place) by their own
    number and values, whatever the order of rows; `standardise_mended` (field, typed, mended), texts that were read in the wrong encoding.
    """
    engine, have = contacts.engine, set(contacts.columns)
    texts = {f: f for f in TEXTS} | {f"other_{t}": t for t in compare}
    columns = {
        name: f"nullif(cast({_quoted(theirs)} as varchar), '')" if theirs in have else "cast(null as varchar)"
        for name, theirs in texts.items()
    }
    columns |= {
        "created_on": "cast(created_on as date)" if "created_on" in have else "cast(null as date)",
        "source": "cast(_source as integer)" if "_source" in have else "0",
        "row": "cast(_row as bigint)" if "_row" in have else "cast(null as bigint)",
    }
    listed = ", ".join(f"{sql} as {_quoted(name)}" for name, sql in columns.items())
    typed = engine.keep("standardise_typed", f'select customer_id, {listed} from "{contacts.name}"')  # noqa: S608 - columns of the contract and of the case, quoted
    engine.keep("standardise_ids", sql_text("standardise_ids"))
    values = ", ".join(f"cast({_quoted(name)} as varchar)" for name in columns if name not in {"source", "row"})
    engine.keep("standardise_rows", _NUMBERED.format(values=values))
    _mend(engine)
    return typed


_NUMBERED = """
    select
        place, record_id, blanks, cased,
        row_number() over (order by record_id, beside, source, row) as record_no
    from (
        select t.rowid as place, i.record_id, i.blanks, i.cased, t.source, t.row, case when i.several then concat_ws('\x1f', {values}) end as beside
        from standardise_typed as t inner join standardise_ids as i on t.customer_id = i.typed
    )"""


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _mend(engine: Engine) -> None:
    marked = " union ".join(
        f"select '{f}' as field, {f} as typed from standardise_typed where regexp_matches({f}, '{_MARKS}')"  # noqa: S608 - columns of the contract
        for f in MENDABLE
    )
    broken = engine.run(f"{marked} order by 1, 2").astype("str")
    mended = broken.assign(mended=[_mended(t) for t in broken["typed"]]).astype("str")
    rules_table(engine, "standardise_mended", mended[mended["mended"] != mended["typed"]])


def _mended(text: str) -> str:
    import ftfy

    return ftfy.fix_encoding(text)


def rules_table(engine: Engine, name: str, frame: pd.DataFrame) -> None:
    """Keep one of the rule tables in the engine."""
    engine.connection.register("standardise_frame", frame)
    engine.keep(name, "select * from standardise_frame")
    engine.connection.unregister("standardise_frame")
