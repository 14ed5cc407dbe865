"""Contacts made comparable: the clean value beside the raw one, and everything that was found on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from idic_lib.engine import Engine, Relation, sql_text
from idic_lib.identify.standardise.births import standard_births
from idic_lib.identify.standardise.emails import standard_emails
from idic_lib.identify.standardise.names import standard_names
from idic_lib.identify.standardise.phones import standard_phones
from idic_lib.identify.standardise.places import merged_by, standard_places
from idic_lib.identify.standardise.typed import as_typed


@dataclass(frozen=True)
class Standardised:
    """Tables of the engine.

    records: `records`, one row per row of contacts. flags: `record_flags` (record_no, field, flag), one row per finding.
    ids: `record_ids` (typed, record_id), the numbers whose spelling was put right; other tables may hold them as typed.
    """

    records: Relation
    flags: Relation
    ids: Relation


def standardise(
    contacts: Relation, *, region: str | None, name_order: str, date_formats: Mapping[int, str], compare: Sequence[str] = (), as_of: date
) -> Standardised:
    """Make the tables `records` and `record_flags` of the contacts as they were typed; nothing is dropped, NULL is unknown.

    Args:
        contacts: any of the columns of contacts, with `_source` and `_row`.
        region: country whose rules for names, phones and provinces hold, or None.
        name_order: "family first" or "given first".
        date_formats: the format of births by `_source`.
        compare: the client's own traits, kept as `other_<trait>`.
        as_of: the day the workbook stands at.

    """
    engine = contacts.engine
    typed = as_typed(contacts, compare)
    standard_names(engine, region=region, name_order=name_order)
    standard_phones(typed, region=region, into="standardise_phones")
    standard_emails(engine)
    standard_births(engine, date_formats, as_of)
    standard_places(engine, region=region, as_of=as_of)
    traits = "".join(f', t."other_{trait}"' for trait in compare)
    records = engine.keep(
        "records", sql_text("standardise_records").replace("\nfrom standardise_typed as t", f"{traits}\nfrom standardise_typed as t")
    )
    flags = engine.keep("record_flags", sql_text("standardise_flags"), {"merged": merged_by(region, as_of)})
    ids = engine.keep("record_ids", "select typed, record_id from standardise_ids where typed <> record_id order by typed")
    _let_go(engine)
    return Standardised(records, flags, ids)


def _let_go(engine: Engine) -> None:
    """Drop what was kept on the way: of a million records it holds as much memory as the result."""
    kept = engine.run("select table_name from duckdb_tables() where table_name like 'standardise\\_%' escape '\\' order by table_name")
    for name in kept["table_name"]:
        engine.connection.execute(f'drop table "{name}"')
