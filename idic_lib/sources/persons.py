"""Tables by person: the customer numbers of a case's tables replaced by the persons whom they belong to, the firm's own left out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from idic_lib.engine import Engine

LINKS = "links"

_LINKED = """
    select {columns} from "{table}_numbers" as t
    left join links as l on l.record_id = t.customer_id
    where l.rule is distinct from 'own'"""
_PERSONS = "t.* replace (coalesce(l.customer_id, t.customer_id) as customer_id), t.customer_id as record_id"


def by_person(engine: Engine, links: Path, tables: Iterable[str], *, numbers: bool = False) -> None:
    """Count by person: in each of `tables` that names customers, `customer_id` becomes the person's, and `record_id` keeps the number.

    Rows of the firm's own cards and trial accounts are left out; with `numbers` that is all that changes. `<table>_numbers` stays as it was
    supplied. A number that no link knows counts as a person. Does nothing without links.
    """
    if not links.exists():
        return
    engine.view(LINKS, links)
    for table in dict.fromkeys(tables):
        if engine.has(table) and not engine.has(f"{table}_numbers") and "customer_id" in engine.columns(table):
            engine.rename(table, f"{table}_numbers")
            engine.name(table, _LINKED.format(table=table, columns="t.*" if numbers else _PERSONS))
