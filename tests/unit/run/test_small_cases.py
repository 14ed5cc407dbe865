"""Clients with little to show: whatever is missing, the notebooks run to their end and say what cannot be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from idic_lib.case import read_case
from idic_lib.errors import InputError
from idic_lib.facts import Fact
from idic_lib.run.inprocess import STATING, run_in_process
from idic_lib.workspace import StageRecord

Rows = Sequence[Sequence[object]]
FIRST = ("brief", "identify")
FULL = ("customer_id", "full_name", "phone")
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Phạm Thị Dung", "Hoàng Văn Em", "Vũ Thị Giang",
         "Đặng Văn Hùng", "Bùi Thị Lan", "Đỗ Văn Minh", "Ngô Thị Nga", "Dương Văn Phú", "Lý Thị Quỳnh")  # fmt: skip
HEAD = """
[case]
name = "tiny"
company = "Tiny"
currency = "VND"
as_of = 2026-07-01
setting = "{setting}"
period = [2025-01-01, 2026-06-30]
[identify]
region = "VN"
"""


@dataclass(frozen=True)
class Table:
    """One export of a client: its columns go by their contract names."""

    name: str
    columns: Sequence[str]
    rows: Rows

    def source(self) -> str:
        columns = "\n".join(f'{c} = "{c}"' for c in self.columns)
        return f'[[sources]]\ntable = "{self.name}"\nfile = "{self.name}.csv"\ndate_format = "%Y-%m-%d"\n[sources.columns]\n{columns}\n'

    def text(self) -> str:
        return "\n".join(",".join(map(str, row)) for row in (self.columns, *self.rows)) + "\n"


def orders(n: int = 60, customers: int = 12) -> Table:
    """Orders of the customers in turn, one every eight days from 5 January 2025."""
    rows = [(f"o{i}", f"c{i % customers}", date(2025, 1, 5) + timedelta(days=8 * i), (10 + 37 * i % 490) * 1000) for i in range(n)]
    return Table("orders", ("order_id", "customer_id", "ordered_on", "amount"), rows)


def lines() -> Table:
    return Table(
        "order_lines",
        ("order_id", "customer_id", "product_id", "ordered_on", "quantity", "amount"),
        [(o, c, p, day, 1, amount) for o, c, day, amount in orders().rows for p in ("p1", "p2")],
    )


def contacts(rows: Rows, columns: Sequence[str] = FULL) -> Table:
    return Table("contacts", columns, rows)


def people(letter: str = "c", each: int = 1) -> Table:
    """Twelve records; `each` is how many of them one person has."""
    return contacts([(f"{letter}{i}", NAMES[i // each], f"091{i // each + 2}345{60 + i // each}7") for i in range(12)])


def run(folder: Path, *tables: Table, setting: str = "repeat", stages: Sequence[str] = FIRST, more: str = "") -> dict[str, Fact]:
    """Run a case of these exports and return what its notebooks stated; warnings are errors, as in every test."""
    folder.mkdir(exist_ok=True)
    (folder / "case.toml").write_text(HEAD.format(setting=setting) + more + "".join(t.source() for t in tables), encoding="utf-8")
    for table in tables:
        (folder / f"{table.name}.csv").write_text(table.text(), encoding="utf-8")
    done = run_in_process(read_case(folder), folder / "run", stages=stages)
    return {f.id: f for s in stages for f in StageRecord(done, s).facts}


def test_contacts_of_numbers_and_phones_name_nobody_and_have_no_field_of_their_own(tmp_path: Path) -> None:
    phones = contacts([(f"c{i}", f"0912345{i:03d}") for i in range(12)], ("customer_id", "phone"))
    facts = run(tmp_path, orders(), phones)
    assert facts["identify.persons"].refused
    assert facts["identify.demographics.coverage"].value == 1
    assert [i for i in facts if i.startswith("identify.completeness.")] == []


def test_contacts_whose_cells_are_all_empty_are_not_called_complete(tmp_path: Path) -> None:
    facts = run(tmp_path, orders(), contacts([(f"c{i}", "", "") for i in range(12)]))
    assert facts["identify.quality.completeness"].refused
    assert facts["identify.signal.identifiers"].value == 0


def test_one_customer_is_enough_to_run_and_too_few_to_compare_methods(tmp_path: Path) -> None:
    facts = run(tmp_path, orders(60, 1), contacts([("c0", NAMES[0], "0912345678")]), stages=STATING)
    assert facts["identify.persons"].refused
    assert facts["identify.buyers"].value == 1
    assert "could not be tested" in facts["identify.number_conflicts"].sentence()


def test_five_orders_of_one_customer_are_no_ground_to_choose_a_method(tmp_path: Path) -> None:
    facts = run(tmp_path, orders(5, 1), contacts([("c0", NAMES[0], "0912345678")]), stages=STATING)
    assert facts["differentiate.method.choice"].refused


def test_contacts_of_strangers_block_what_would_be_built_on_them(tmp_path: Path) -> None:
    facts = run(tmp_path, orders(), people("x"))
    assert (facts["identify.linkage.orders"].value, facts["identify.gate"].value) == (0, "block")
    with pytest.raises(InputError, match="notebook 1 blocks what follows"):
        run(tmp_path / "further", orders(), people("x"), stages=STATING)


def test_contacts_of_wards_tell_no_person_from_another(tmp_path: Path) -> None:
    facts = run(tmp_path, orders(), contacts([(f"c{i}", "P. Bến Nghé") for i in range(12)], ("customer_id", "ward")))
    assert "fewer than two of name, phone" in facts["identify.persons"].sentence()


def test_lines_without_orders_lead_to_their_persons_each_order_once(tmp_path: Path) -> None:
    facts = run(tmp_path, lines(), people(each=2), stages=STATING)
    assert (facts["identify.kept.orders"].value, facts["identify.linkage.orders"].n) == (60, 60)
    assert facts["identify.linkage.orders"].value == 1
    assert (facts["identify.customers"].value, facts["identify.buyers"].value) == (12, 6)


@pytest.mark.parametrize("more", ["", '[differentiate]\nwon_stage = "won"\n'])
def test_leads_without_orders_state_nothing_of_orders_and_say_what_is_missing(tmp_path: Path, more: str) -> None:
    leads = Table("leads", ("lead_id", "created_on", "source"), [(f"c{i}", f"2025-0{1 + i % 9}-03", "web") for i in range(12)])
    stages = Table("lead_stages", ("lead_id", "stage", "entered_on"), [(f"c{i}", "won" if i < 3 else "new", f"2025-0{1 + i % 9}-04") for i in range(12)])  # fmt: skip
    facts = run(tmp_path, leads, stages, people(), setting="rare", stages=STATING, more=more)
    assert facts["identify.persons"].value == 12
    assert facts["identify.call_test"].refused
    assert [i for i in facts if i.startswith(("identify.kept.", "identify.linkage.", "measure.quarter"))] == []
    absent = {a for s in STATING for a in StageRecord(tmp_path / "run", s).absent}
    assert {"identify.orders", "differentiate.orders", "customize.orders", "measure.orders"} <= absent
