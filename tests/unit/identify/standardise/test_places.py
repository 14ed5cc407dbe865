from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from idic_lib.identify.standardise.rules import provinces, rule
from idic_lib.text.letters import without_accents

Column = Callable[..., Any]


def test_63_provinces_became_34() -> None:
    known = provinces()
    assert (known["before"].nunique(), known["since"].nunique()) == (63, 34)
    own = rule("provinces")["provinces"]
    assert sum(befores == [since] for since, befores in own.items()) == 11
    assert all(since in befores for since, befores in own.items())


def test_every_former_province_is_read_as_the_one_it_belongs_to(column: Column) -> None:
    ways = ("{}", "Tỉnh {}", "TP. {}", "TP {}", "Thành phố {}", "tinh {}")
    pairs = [(b, s, way) for way in ways for s, befores in rule("provinces")["provinces"].items() for b in befores]
    plain = [way.format(b.removeprefix("Thành phố ")) for b, _, way in pairs]
    pairs, plain = pairs * 3, [*plain, *map(str.upper, plain), *map(without_accents, plain)]
    made = column("province", plain)
    assert made.province == [since for _, since, _ in pairs]
    assert made.flags == [["province:old"] if before != since else [] for before, since, _ in pairs]


CELLS: dict[str | None, tuple[str | None, list[str]]] = {
    "TP.HCM": ("Thành phố Hồ Chí Minh", []),
    "hcm": ("Thành phố Hồ Chí Minh", []),
    "Sài Gòn": ("Thành phố Hồ Chí Minh", []),
    "Ha Noi": ("Hà Nội", []),
    "TP. HN": ("Hà Nội", []),
    "Dak Lak": ("Đắk Lắk", []),
    "Bà Rịa Vũng Tàu": ("Thành phố Hồ Chí Minh", ["old"]),
    "BR-VT": ("Thành phố Hồ Chí Minh", ["old"]),
    "Hoà Bình": ("Phú Thọ", ["old"]),
    "Thừa Thiên Huế": ("Huế", ["old"]),
    "ĐN": (None, ["unknown"]),
    "Biên Hòa": (None, ["unknown"]),
    "HÃ\u00a0 Ná»™i": ("Hà Nội", ["mojibake"]),
    None: (None, []),
}


def test_a_province_is_known_or_flagged(column: Column) -> None:
    made = column("province", list(CELLS))
    assert dict(zip(CELLS, zip(made.province, made.flags, strict=True), strict=True)) == {
        cell: (province, [f"province:{f}" for f in flags]) for cell, (province, flags) in CELLS.items()
    }
    assert made.province_raw == list(CELLS)


def test_before_the_merger_a_province_keeps_its_name(column: Column) -> None:
    made = column("province", ["Bình Dương"], as_of=date(2025, 6, 30))
    assert (made.province, made.flags) == (["Bình Dương"], [[]])


def test_districts_ceased_with_the_merger(column: Column) -> None:
    assert column("district", ["Quận 1", " ", None]).flags == [["district:ceased"], [], []]
    assert column("district", ["Quận 1"], as_of=date(2025, 6, 30)).flags == [[]]


def test_elsewhere_a_province_stands_as_typed(column: Column) -> None:
    made = column("province", ["Île-de-France"], region=None)
    assert (made.province, made.province_key, made.flags) == (["Île-de-France"], ["ile de france"], [[]])


def test_ways_of_writing_a_ward_have_one_key(column: Column) -> None:
    cells = ["Phường Đại Đồng", "P.Đại Đồng", "p Dai Dong", "Đại Đồng", "P.05", "Phường 5", "p5", "Xã Phú Mỹ"]
    assert column("ward", cells).ward_key == ["dai dong"] * 4 + ["5"] * 3 + ["phu my"]


def test_ways_of_writing_a_street_have_one_key(column: Column) -> None:
    cells = ["301/2 đường Chim Lúa Mới", "301/2 đ. Chim Lúa Mới", "301/2 Đ.Chim Lúa Mới", "301/2 Chim Lua Moi", "Số 301/2 Chim Lúa Mới"]
    assert set(column("address", cells).address_key) == {"301/2 chim lua moi"}
    assert column("address", ["86 Đ.Sóng Ngọc Lam"]).address_key == ["86 song ngoc lam"]
