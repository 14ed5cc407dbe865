"""Detectors on written records: silent where nothing was planted, and what was planted is found."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import idic_lib.worlds
from idic_lib.identify.standardise import flag_counts
from idic_lib.text.letters import without_accents
from idic_lib.worlds.people import PeopleSettings, persons
from idic_lib.worlds.pieces import Piece
from idic_lib.worlds.records import RecordFaults, written_records

Column = Callable[..., Any]

SETTINGS = tomllib.loads((Path(idic_lib.worlds.__file__).parent / "dairy" / "settings.toml").read_text(encoding="utf-8"))
FAULTS = RecordFaults(**SETTINGS["records"])
PEOPLE = persons(Piece(0, 0, 2000, 11), PeopleSettings(**SETTINGS["people"]))


def written(faults: RecordFaults | None) -> pd.DataFrame:
    parts = [
        written_records(
            PEOPLE, record_id=[f"{s}{n:05d}" for n in range(len(PEOPLE))], system=s, faults=faults, rng=np.random.default_rng(k)
        ).assign(system=s)
        for k, s in enumerate(("pos", "web"))
    ]
    frame = pd.concat(parts, ignore_index=True).rename(columns={"record_id": "customer_id", "dob": "birth_date"})
    return frame.drop(columns="person_id").assign(_source=0, _row=range(len(frame)))


@pytest.fixture
def truth() -> pd.DataFrame:
    return pd.concat([PEOPLE.assign(record_id=[f"{s}{n:05d}" for n in range(len(PEOPLE))]) for s in ("pos", "web")]).set_index("record_id")


def test_a_clean_registry_is_left_as_it_is(contacts: Column, truth: pd.DataFrame) -> None:
    made = contacts(written(None))
    found = {(r.field, r.flag): r.records for r in flag_counts(made.done.flags).itertuples()}
    # Addresses of persons without a middle name have two dots; of 4,000 names some 2 in 1,000 read as turned round.
    assert set(found) <= {("email", "invalid"), ("name", "swapped")}
    assert found.get(("name", "swapped"), 0) <= 12
    own = truth.loc[made.record_id]
    assert made.phone == list(own["phone"])
    assert made.birth == list(own["born"])
    assert made.province == list(own["province"])


def test_a_messy_registry_is_read_nearly_as_well(contacts: Column, truth: pd.DataFrame) -> None:
    """Bounds follow from the shares planted: names other than the person's own (3 % given only, 2 % nicknames, 6 % typos), phones of others."""
    made = contacts(written(FAULTS))
    records, own = made.records.set_index("record_id"), truth.loc[made.record_id]
    key = lambda names: [without_accents(n).lower() for n in names]  # noqa: E731 - used twice, here
    named = records["name_raw"].notna().to_numpy()
    assert (records["given"].to_numpy() == key(own["given"]))[named].mean() > 0.93
    assert (records["family"].to_numpy() == key(own["surname"]))[named].mean() > 0.92
    placed = records["province_raw"].notna().to_numpy()
    assert (records["province"].to_numpy() == own["province"].to_numpy())[placed].mean() > 1 - FAULTS.address_moved - 0.02
    counts = {(r.field, r.flag): r.records for r in flag_counts(made.done.flags).itertuples()}
    planted = {
        ("name", "title"): FAULTS.title_added / 2, ("name", "upper"): FAULTS.name_upper, ("name", "accents_lost"): FAULTS.accents_lost,
        ("name", "swapped"): FAULTS.name_swapped, ("phone", "country_code"): FAULTS.phone_international, ("phone", "two_numbers"): FAULTS.phone_two,
        ("phone", "placeholder"): FAULTS.phone_placeholder, ("birth", "placeholder"): FAULTS.dob_placeholder,
        ("phone", "scientific"): FAULTS.phone_scientific / 2, ("phone", "no_zero"): FAULTS.phone_no_zero / 2,
    }  # fmt: skip
    for finding, share in planted.items():
        # Others of the planted faults hide a third of each at most; the rest is what 4,000 draws vary by (four standard errors).
        expected = 4000 * share
        assert abs(counts[finding] - expected) < 0.35 * expected + 4 * expected**0.5, finding
