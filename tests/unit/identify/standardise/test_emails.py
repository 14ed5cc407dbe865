from __future__ import annotations

from collections.abc import Callable
from typing import Any

from idic_lib.identify.standardise.emails import OFTEN, RATIO

Column = Callable[..., Any]


CELLS: dict[str | None, tuple[str | None, list[str]]] = {
    "lan.nguyen@gmail.com": ("lan.nguyen@gmail.com", []),
    " LAN@Gmail.com ": ("lan@gmail.com", ["upper"]),
    "lan @gmail.com": ("lan@gmail.com", []),
    "mailto:lan@gmail.com": ("lan@gmail.com", []),
    "Lan <lan@gmail.com>": ("lan@gmail.com", ["upper"]),
    "lan@gmail.com.": ("lan@gmail.com", []),
    "lan@gmail.com; hoa@yahoo.com": ("lan@gmail.com", []),
    "lan@gmai.com": ("lan@gmail.com", ["domain_typo"]),
    "lan@gmial.com": ("lan@gmail.com", ["domain_typo"]),
    "lan@yaho.com": ("lan@yahoo.com", ["domain_typo"]),
    "lan@gmail,com": ("lan@gmail.com", ["domain_typo"]),
    "lan@mail.com": ("lan@mail.com", []),
    "lan@ymail.com": ("lan@ymail.com", []),
    "khong@co": (None, ["placeholder"]),
    "khongco@gmail.com": (None, ["placeholder"]),
    "noemail@noemail": (None, ["placeholder"]),
    "test@test.com": (None, ["placeholder"]),
    "aaa@gmail.com": (None, ["placeholder"]),
    "n/a": (None, ["placeholder"]),
    "không có": (None, ["placeholder"]),
    "lan@": (None, ["invalid"]),
    "@gmail.com": (None, ["invalid"]),
    "lan": (None, ["invalid"]),
    "lan..a@gmail.com": (None, ["invalid"]),
    "lan@hoa@gmail.com": (None, ["invalid"]),
    "lan@gmail": ("lan@gmail.com", ["domain_typo"]),
    "0951234567": (None, ["invalid"]),
    None: (None, []),
}


def test_a_cell_becomes_its_address_or_is_flagged(column: Column) -> None:
    made = column("email", list(CELLS))
    assert dict(zip(CELLS, zip(made.email, made.flags, strict=True), strict=True)) == {
        cell: (email, [f"email:{f}" for f in flags]) for cell, (email, flags) in CELLS.items()
    }
    assert made.email_name == [email.partition("@")[0] if email else None for email in made.email]
    assert made.email_raw == list(CELLS)


SLIPS = ("hopthuu.vn", "hopth.vn", "hobthu.vn", "hpothu.vn", "hopthu.com.vn")


def test_rare_domains_one_letter_from_a_frequent_one_are_put_right(column: Column) -> None:
    made = column("email", [*(f"khach{n}@hopthu.vn" for n in range(RATIO)), *(f"lan@{s}" for s in SLIPS)])
    assert made.email[RATIO:] == ["lan@hopthu.vn"] * len(SLIPS)
    assert made.flags == [[]] * RATIO + [["email:domain_typo"]] * len(SLIPS)


def test_a_domain_that_is_not_so_rare_is_another_domain(column: Column) -> None:
    made = column("email", [*(f"khach{n}@hopthu.vn" for n in range(RATIO * 2 - 1)), "lan@hopthuu.vn", "hoa@hopthuu.vn"])
    assert made.email[-2:] == ["lan@hopthuu.vn", "hoa@hopthuu.vn"]


def test_of_few_addresses_nothing_is_learnt(column: Column) -> None:
    made = column("email", [*(f"khach{n}@hopthu.vn" for n in range(OFTEN - 1)), "lan@hopthuu.vn"])
    assert made.email[-1] == "lan@hopthuu.vn"


def test_two_edits_or_a_genuine_provider_are_no_slip(column: Column) -> None:
    made = column("email", [*(f"khach{n}@gmail.com" for n in range(200)), "lan@ymail.com", "lan@gmxxl.com"])
    assert made.email[-2:] == ["lan@ymail.com", "lan@gmxxl.com"]
