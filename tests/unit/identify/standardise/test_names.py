from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

Column = Callable[..., Any]

NAMES: dict[str, tuple[str, list[str]]] = {
    "Nguyễn Thị Lan": ("Nguyễn Thị Lan", []),
    unicodedata.normalize("NFD", "Nguyễn Thị Đào"): ("Nguyễn Thị Đào", []),
    "nguyễn thị lan": ("Nguyễn Thị Lan", []),
    "NGUYỄN THỊ LAN": ("Nguyễn Thị Lan", ["upper"]),
    "Nguyen Thi Lan": ("Nguyen Thi Lan", ["accents_lost"]),
    "  Nguyễn   Thị Lan ": ("Nguyễn Thị Lan", ["blanks"]),
    "Nguyễn\u00a0Thị Lan": ("Nguyễn Thị Lan", ["blanks"]),
    "Nguyá»…n Thá»‹ Lan": ("Nguyễn Thị Lan", ["mojibake"]),
    "Lan Nguyễn Thị": ("Nguyễn Thị Lan", ["swapped"]),
    "Lan Thị Nguyễn": ("Nguyễn Thị Lan", ["swapped"]),
    "Mai Nguyễn": ("Nguyễn Mai", ["swapped"]),
    "Hoàng Văn Bảo": ("Hoàng Văn Bảo", []),
    "Hoàng Vũ": ("Hoàng Vũ", []),
    "Ngyuễn Thị Mai": ("Ngyuễn Thị Mai", []),
    "Chị Nguyễn Thị Lan": ("Nguyễn Thị Lan", ["title"]),
    "A. Minh Tuấn": ("Minh Tuấn", ["title"]),
    "A.Tuấn": ("Tuấn", ["title"]),
    "Ông Nam": ("Nam", ["title"]),
    "Mr. Nguyễn Văn Nam": ("Nguyễn Văn Nam", ["title"]),
    "Ông Văn Nam": ("Ông Văn Nam", []),
    "Anh Nguyễn Thị": ("Nguyễn Thị Anh", ["swapped"]),
    "Chu Gia Cao": ("Chu Gia Cao", []),
    "Lê Văn Tèo (bạn chị Hoa)": ("Lê Văn Tèo", []),
    "Nguyễn Thị Lan 0912": ("Nguyễn Thị Lan", []),
}


def test_a_name_is_written_in_the_countrys_order(column: Column) -> None:
    made = column("full_name", list(NAMES))
    assert dict(zip(NAMES, zip(made.name, made.flags, strict=True), strict=True)) == {
        cell: (name, [f"name:{f}" for f in flags]) for cell, (name, flags) in NAMES.items()
    }
    assert set(made.name_kind) == {"person"}
    assert made.name_raw == list(NAMES)


def test_ways_of_writing_one_name_have_one_key(column: Column) -> None:
    made = column("full_name", ["Nguyễn Thị Lan", "NGUYEN THI LAN", "Lan Nguyễn Thị", "Lan Thị Nguyễn", "Chị Nguyễn Thị Lan"])
    assert set(made.name_key) == {"nguyen thi lan"}
    assert set(made.name_sorted) == {"lan nguyen thi"}
    assert set(zip(made.family, made.middle, made.given, strict=True)) == {("nguyen", "thi", "lan")}


KINDS: dict[str | None, str] = {
    "Công ty TNHH Hoa Sen": "company",
    "Cty CP Sữa": "company",
    "Cong ty co phan ABC": "company",
    "HTX Bình Minh": "company",
    "Test 3": "trial",
    "TEST": "trial",
    "Thẻ nội bộ cửa hàng": "trial",
    "Khách lẻ": "trial",
    "khach vang lai": "trial",
    "Nguyễn Công Tý": "person",
    "Nguyen Cong Ty": "person",
    "Ngô Nhã Hằng": "person",
    "Nguyễn Văn Phong": "person",
    "Dũng Thu": "person",
    "Lê Văn Thử": "person",
    "Lan": "person",
    "n/a": "none",
    "-": "none",
    "Không tên": "none",
    "khach hang": "none",
    "???": "none",
    None: "none",
    " ": "none",
}


def test_companies_trials_and_nobodies_are_told_from_people(column: Column) -> None:
    made = column("full_name", list(KINDS))
    assert dict(zip(KINDS, made.name_kind, strict=True)) == KINDS
    assert [name is None for name in made.name] == [kind == "none" for kind in KINDS.values()]
    flagged = [f.removeprefix("name:") for flags in made.flags for f in flags if f in {"name:company", "name:trial"}]
    assert flagged == [kind for kind in KINDS.values() if kind in {"company", "trial"}]


def test_a_company_keeps_its_name_and_has_no_family(column: Column) -> None:
    made = column("full_name", ["Công ty TNHH Số 10"])
    assert (made.name, made.name_key, made.family) == (["Công ty TNHH Số 10"], ["cong ty tnhh so 10"], [None])


def test_one_word_is_a_given_name_unless_it_is_only_ever_a_family(column: Column) -> None:
    made = column("full_name", ["Lan", "Nguyễn", "Mai"])
    assert (made.given, made.family) == (["lan", None, "mai"], [None, "nguyen", None])


def test_elsewhere_the_given_name_comes_first(column: Column) -> None:
    made = column("full_name", ["John Smith", "Smith, John", "Dr. Anna de Vries", "A Smith"], region=None, name_order="given first")
    assert made.name == ["John Smith", "John Smith", "Anna de Vries", "A Smith"]
    assert made.family == ["smith", "smith", "vries", "smith"]
