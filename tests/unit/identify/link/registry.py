"""Records for the tests of linking: a few by hand, or a generated registry with its truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from idic_lib.case import read_case
from idic_lib.engine import Engine
from idic_lib.identify.link import Linked, link_records
from idic_lib.identify.standardise import standardise
from idic_lib.sources import load_case, open_private, open_tables
from idic_lib.worlds import write_world

COLUMNS = ("customer_id", "system", "full_name", "phone", "email", "birth_date", "gender", "address", "ward", "province")


def standardised(rows: Sequence[Mapping[str, str]]) -> Engine:
    """Standardise records of which only the named cells are known."""
    frame = pd.DataFrame([{**dict.fromkeys(COLUMNS), **r} for r in rows], columns=list(COLUMNS)).astype("str")
    frame = frame.where(pd.DataFrame([[c in r for c in COLUMNS] for r in rows], columns=list(COLUMNS)), None)
    engine = Engine.of(contacts_private=frame.assign(_source=0, _row=range(2, len(rows) + 2)))
    contacts = engine.relation("contacts_private")
    standardise(contacts, region="VN", name_order="family first", date_formats={0: "%d/%m/%Y"}, as_of=date(2026, 7, 1))
    return engine


def linked(rows: Sequence[Mapping[str, str]], answers: pd.DataFrame | None = None) -> Linked:
    return link_records(standardised(rows).relation("records"), answers=answers)


def together(made: Linked, *record_ids: str) -> bool:
    return len(set(made.links.set_index("record_id").loc[list(record_ids), "customer_id"])) == 1


@cache
def dairy(customers: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the standardised records of a generated dairy registry, and who each truly is (record_id, person_id, household_id)."""
    with TemporaryDirectory() as folder:
        world = write_world("dairy", Path(folder) / "world", customers=customers, seed=seed)
        case = read_case(world)
        (Path(folder) / "run").mkdir()
        load_case(case, Path(folder) / "run")
        engine = open_tables(Engine(), Path(folder) / "run", case)
        open_private(engine, Path(folder) / "run" / "private", "contacts")
        contacts, formats = engine.relation("contacts_private"), dict.fromkeys(range(len(case.sources)), "%d/%m/%Y")
        standardise(contacts, region="VN", name_order="family first", date_formats=formats, as_of=case.as_of)
        owners = pd.read_parquet(world / "truth" / "records.parquet").merge(
            pd.read_parquet(world / "truth" / "persons.parquet")[["person_id", "household_id"]]
        )
        return engine.run("select * from records order by record_no"), owners


def desk(records: pd.DataFrame, *, threads: int | None = None) -> Engine:
    engine = Engine(threads=threads)
    engine.connection.register("_records", records)
    engine.keep("records", "select * replace (cast(birth as date) as birth) from _records")
    return engine


def score(links: pd.DataFrame, owners: pd.DataFrame) -> tuple[float, float]:
    """Return precision and recall of the pairs that clusters imply."""
    both = links.merge(owners, on="record_id", how="left")
    both["person_id"] = both["person_id"].fillna(pd.Series(-1.0 - np.arange(len(both)), index=both.index))
    agreed = _pairs(both.groupby(["customer_id", "person_id"]).size())
    return agreed / _pairs(both["customer_id"].value_counts()), agreed / _pairs(both["person_id"].value_counts())


def _pairs(sizes: pd.Series) -> float:
    return float((sizes * (sizes - 1) / 2).sum())
