from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.identify.standardise import standard_phones
from idic_lib.identify.standardise.rules import prefixes

Column = Callable[..., Any]

PAIRS = [
    "0120",
    "070",
    "0121",
    "079",
    "0122",
    "077",
    "0126",
    "076",
    "0128",
    "078",
    "0123",
    "083",
    "0124",
    "084",
    "0125",
    "085",
    "0127",
    "081",
    "0129",
    "082",
    "0162",
    "032",
    "0163",
    "033",
    "0164",
    "034",
    "0165",
    "035",
    "0166",
    "036",
    "0167",
    "037",
    "0168",
    "038",
    "0169",
    "039",
    "0186",
    "056",
    "0188",
    "058",
    "0199",
    "059",
]
"""The change of 2018 as the ministry announced it on 29 May 2018, typed a second time."""


def test_each_of_the_21_old_prefixes_becomes_its_new_one(column: Column) -> None:
    pairs = list(zip(PAIRS[::2], PAIRS[1::2], strict=True))
    made = column("phone", [f"{before}4857613" for before, _ in pairs])
    assert len(pairs) == 21
    assert made.phone == [f"{since}4857613" for _, since in pairs]
    assert made.flags == [["phone:old_form"]] * 21


def test_the_operators_have_the_prefixes_that_they_had() -> None:
    assert dict(prefixes()["operator"].value_counts()) == {"Viettel": 8, "MobiFone": 5, "VinaPhone": 5, "Vietnamobile": 2, "Gmobile": 1}


CELLS: dict[str | None, tuple[str | None, list[str]]] = {
    "0951234567": ("0951234567", []),
    "+84951234567": ("0951234567", ["country_code"]),
    "84951234567": ("0951234567", ["country_code"]),
    "0084951234567": ("0951234567", ["country_code"]),
    "(+84)951234567": ("0951234567", ["country_code"]),
    "+84 (0) 951 234 567": ("0951234567", ["country_code"]),
    "841234567": ("0841234567", ["no_zero"]),
    "951234567": ("0951234567", ["no_zero"]),
    "951234567.0": ("0951234567", ["no_zero"]),
    "0951.234.567": ("0951234567", []),
    "095-123-4567": ("0951234567", []),
    "095 123\u00a04567": ("0951234567", []),
    "0951,234,567": ("0951234567", []),
    "０９５１２３４５６７": ("0951234567", []),
    "095O123456": ("0950123456", []),
    "'0951234567": ("0951234567", []),
    "ĐT: 0951234567": ("0951234567", []),
    "0951 234 567 (Lan)": ("0951234567", []),
    "+84 1991234567": ("0591234567", ["country_code", "old_form"]),
    "0123 456 7890": ("0834567890", ["old_form"]),
    "01871234567": (None, ["invalid"]),
    "(028) 3812 3456": ("02838123456", []),
    "+1 650 253 0000": ("+16502530000", ["country_code"]),
    "1900 6035": (None, ["invalid"]),
    "09512345": (None, ["invalid"]),
    "9.01E+8": (None, ["scientific"]),
    "9,51E+08": (None, ["scientific"]),
    "0900000000": (None, ["placeholder"]),
    "0000000000": (None, ["placeholder"]),
    "0123456789": (None, ["placeholder"]),
    "0999999999": (None, ["placeholder"]),
    "0": (None, ["placeholder"]),
    "không có": (None, ["placeholder"]),
    "n/a": (None, ["placeholder"]),
    "  ": (None, []),
    None: (None, []),
}


def test_a_cell_becomes_its_number_or_is_flagged(column: Column) -> None:
    made = column("phone", list(CELLS))
    assert dict(zip(CELLS, zip(made.phone, made.flags, strict=True), strict=True)) == {
        cell: (phone, [f"phone:{f}" for f in flags]) for cell, (phone, flags) in CELLS.items()
    }
    assert set(made.phone_2) == {None}
    assert made.phone_raw == list(CELLS)


TWO = (
    "0951234567 / 0591234567", "0951234567, 0591234567", "0951234567 - 0591234567", "0951234567;0591234567", "0951234567-0591234567",
    "0951234567 0591234567", "0951234567 hoặc 0591234567", "951234567/01991234567",
)  # fmt: skip


def test_two_numbers_in_a_cell_are_both_kept(column: Column) -> None:
    made = column("phone", TWO)
    assert dict(zip(TWO, zip(made.phone, made.phone_2, strict=True), strict=True)) == dict.fromkeys(TWO, ("0951234567", "0591234567"))
    assert all("phone:two_numbers" in f for f in made.flags)


def test_a_second_number_that_cannot_be_read_is_still_flagged(column: Column) -> None:
    made = column("phone", ["0951234567 / 68"])
    assert (made.phone, made.phone_2, made.flags) == (["0951234567"], [None], [["phone:two_numbers"]])


def test_a_number_shared_by_many_names_is_no_placeholder(column: Column) -> None:
    """Whose it is, is for linking to say: a family's phone and a shop's are numbers that ring."""
    made = column("phone", ["0951234567"] * 60)
    assert set(made.phone) == {"0951234567"}
    assert made.flags == [[]] * 60


def test_without_a_region_a_number_stands_as_typed(column: Column) -> None:
    made = column("phone", ["650-253-0000", "+1 650 253 0000", "12"], region=None)
    assert made.phone == ["6502530000", "+16502530000", None]
    assert made.flags[2] == ["phone:invalid"]


def test_another_country_is_read_by_its_own_rules(column: Column) -> None:
    assert column("phone", ["(650) 253-0000"], region="US").phone == ["+16502530000"]


def test_numbers_of_another_table_are_read_the_same_way() -> None:
    engine = Engine.of(tills=pd.DataFrame({"dien_thoai": ["0199 123 4567", "0199 123 4567", "n/a", None]}, dtype="str"))
    read = standard_phones(engine.relation("tills"), "dien_thoai", region="VN", into="till_phones")
    rows = read.engine.run("select typed, phone from till_phones order by 1")
    assert list(rows["phone"].astype(object).where(rows["phone"].notna(), None)) == ["0591234567", None]
