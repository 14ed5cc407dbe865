"""What must hold of invented people and their records whatever the seed and the shares of faults."""

from __future__ import annotations

import re

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.worlds.people import PeopleSettings, persons
from idic_lib.worlds.pieces import Piece
from idic_lib.worlds.records import RecordFaults, written_records
from idic_lib.worlds.vietnam.phones import NOBODYS, PLACEHOLDERS

few = settings(max_examples=25, deadline=None)
seeds = st.integers(0, 2**32)
sizes = st.integers(1, 300)
firsts = st.integers(0, 9_999_000)
share = st.floats(0, 1)
systems = st.sampled_from(["crm", "web", "app", "broker"])

HOUSEHOLDS = {"1": 0.5, "2": 0.3, "3": 0.2}
_COUNTS = ("staff_phones", "card_emails")


@st.composite
def people_settings(draw: st.DrawFn) -> PeopleSettings:
    first = draw(st.integers(1920, 2000))
    last = draw(st.integers(first, 2008))
    shares = {name: draw(share) for name in ("women", "spouse", "own_email", "had_old_phone")}
    return PeopleSettings(born_from=first, born_to=last, household_sizes=HOUSEHOLDS, **shares)


@st.composite
def faults(draw: st.DrawFn) -> RecordFaults:
    """Draw shares of up to a fifth: four at most exclude one another, five among the formats of phones."""
    some = st.floats(0, 0.2)
    return RecordFaults(**{name: draw(st.integers(1, 9)) if name in _COUNTS else draw(some) for name in RecordFaults.model_fields})


def numbers(cell: str) -> list[str]:
    """Return the numbers in a cell, each as the digits it would have today's or old form by."""
    parts = re.split(r" / |, | - |;", cell) if re.search(r"/|, | - |;", cell) else [cell]
    digits = [re.sub(r"\D", "", part) for part in parts]
    return [re.sub(r"^(00)?84", "0", d) if len(d) > 10 else d if len(d) == 10 and d[0] == "0" else "0" + d for d in digits]


@few
@given(planted=people_settings(), seed=seeds, first=firsts, size=sizes)
def test_a_piece_is_the_same_again_and_its_ids_are_its_own(planted: PeopleSettings, seed: int, first: int, size: int) -> None:
    piece = Piece(3, first, size, seed)
    people = persons(piece, planted)
    pd.testing.assert_frame_equal(people, persons(piece, planted))
    assert people["person_id"].tolist() == list(range(first, first + size))
    assert people["household_id"].between(first, people["person_id"]).all()
    assert people["phone"].is_unique
    assert people["phone"].map(lambda p: bool(NOBODYS.fullmatch(p)) and len(p) == 10).all()
    assert people["born"].dt.year.between(planted.born_from, planted.born_to).all()
    assert not people.drop(columns=["middle", "email", "family_email"]).isna().any().any()


@few
@given(planted=people_settings(), wrong=faults(), seed=seeds, system=systems, size=sizes)
def test_nobody_real_can_be_reached_by_what_is_written(
    planted: PeopleSettings, wrong: RecordFaults, seed: int, system: str, size: int
) -> None:
    piece = Piece(0, 0, size, seed)
    people = persons(piece, planted)
    record = written_records(people, record_id=people["person_id"].astype("str"), system=system, faults=wrong, rng=piece.rng("r"))
    typed = record["phone"].dropna()
    typed = typed[~typed.isin(PLACEHOLDERS) & ~typed.str.contains("E+", regex=False)]
    assert all(NOBODYS.fullmatch(number) for cell in typed for number in numbers(cell))
    assert record["email"].dropna().str.lower().str.strip().str.endswith(".example").all()
    assert record["record_id"].is_unique
    assert record["full_name"].str.strip().ne("").all()


@few
@given(planted=people_settings(), wrong=faults(), seed=seeds, size=sizes)
def test_faults_move_nobody(planted: PeopleSettings, wrong: RecordFaults, seed: int, size: int) -> None:
    piece = Piece(0, 0, size, seed)
    people = persons(piece, planted)
    before = people.copy()
    ids = people["person_id"].astype("str")
    dirty = written_records(people, record_id=ids, system="crm", faults=wrong, rng=piece.rng("r"))
    again = written_records(people, record_id=ids, system="crm", faults=wrong, rng=piece.rng("r"))
    clean = written_records(people, record_id=ids, system="crm", faults=None, rng=piece.rng("r"))
    pd.testing.assert_frame_equal(people, before)
    pd.testing.assert_frame_equal(dirty, again)
    assert list(dirty) == list(clean)
    assert dirty["person_id"].equals(clean["person_id"])
    assert clean["phone"].nunique() == size
