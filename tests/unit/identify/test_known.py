from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.identify import customer_traits
from idic_lib.tables import PERSONAL

AS_OF = date(2026, 7, 1)


def _contacts() -> Engine:
    rows = [
        ("a", "x@one.example", "north", "An"),
        ("a", "y@one.example", "south", "An"),
        ("a", None, "south", "Anh"),
        ("b", None, "west", "Bo"),
        ("b", None, "east", "Bo"),
        ("c", None, None, "Ca"),
        (None, None, "north", "nobody"),
    ]
    return Engine.of(contacts=pd.DataFrame(rows, columns=["customer_id", "email", "region", "full_name"]))


def test_a_trait_is_what_most_records_hold_and_of_equally_many_the_first_in_the_alphabet() -> None:
    table = customer_traits(_contacts().relation("contacts"), None, as_of=AS_OF)
    assert dict(zip(table["customer_id"], table["region"].astype(object).where(table["region"].notna(), None), strict=True)) == {"a": "south", "b": "east", "c": None}  # fmt: skip


def test_nothing_that_names_a_person_is_a_trait() -> None:
    table = customer_traits(_contacts().relation("contacts"), None, as_of=AS_OF)
    assert not PERSONAL.intersection(table.columns)


def test_age_is_a_band_on_the_workbooks_date_and_unknown_stays_unknown() -> None:
    golden = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c"],
            "gender": ["female", None, "male"],
            "province": ["Huế", "Huế", None],
            "birth": pd.to_datetime(["1991-07-02", "1991-06-29", None]),
        }
    )
    engine = Engine.of(contacts=_contacts().connection.table("contacts").df(), golden=golden)
    table = customer_traits(engine.relation("contacts"), engine.relation("golden"), as_of=AS_OF).set_index("customer_id")
    # 34 years and 364 days against 35 years and 2 days: one day either side of a birthday that opens the next band.
    assert table.loc["a", "age"] == "25-34"
    assert table.loc["b", "age"] == "35-44"
    assert pd.isna(table.loc["c", "age"])


def test_the_golden_record_decides_gender_and_province() -> None:
    contacts = pd.DataFrame({"customer_id": ["a", "a"], "gender": ["Nam", "Nam"], "province": ["Hue", "Hue"], "owner": ["1", "2"]})
    golden = pd.DataFrame({"customer_id": ["a"], "gender": ["male"], "province": ["Huế"], "birth": pd.to_datetime([None])})
    engine = Engine.of(contacts=contacts, golden=golden)
    table = customer_traits(engine.relation("contacts"), engine.relation("golden"), as_of=AS_OF)
    assert table.loc[0, ["gender", "province", "owner"]].tolist() == ["male", "Huế", "1"]
