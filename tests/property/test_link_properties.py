"""Properties of linking: the same persons in any order of rows and on any number of threads; new numbers only rename."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.identify.link import link_records
from tests.unit.identify.link.registry import dairy, desk, linked

SLOW = settings(max_examples=6, deadline=None)  # each example standardises and links
CELLS = {
    "full_name": ["Nguyễn Thị Lan", "Lan Nguyễn Thị", "NGUYEN THI LANN", "Trần Văn Hùng", "Chị Lan", "Test 1"],
    "phone": ["0951234567", "+84951234567", "0957654321", "0951234568"],
    "email": ["lan@vnbox.example", "LAN@vnbox.example", "hung@vnbox.example"],
    "birth_date": ["03/04/1985", "04/03/1985", "11/12/1960"],
}
ROWS = st.lists(st.tuples(*(st.sampled_from([None, *c]) for c in CELLS.values())), min_size=1, max_size=14)


def cells(rows: list[tuple[str | None, ...]], prefix: str = "K") -> list[dict[str, str]]:
    return [{"customer_id": f"{prefix}{k:02d}"} | {c: v for c, v in zip(CELLS, row, strict=True) if v} for k, row in enumerate(rows)]


@SLOW
@given(rows=ROWS, data=st.data())
def test_the_order_of_rows_changes_nobody(rows: list[tuple[str | None, ...]], data: st.DataObject) -> None:
    written = cells(rows)
    turned = data.draw(st.permutations(written))
    pd.testing.assert_frame_equal(linked(written).links, linked(turned).links)


@SLOW
@given(rows=ROWS)
def test_new_numbers_only_rename_the_persons(rows: list[tuple[str | None, ...]]) -> None:
    one, other = linked(cells(rows)).links, linked(cells(rows, prefix="Z")).links
    assert one["customer_id"].str[1:].tolist() == other["customer_id"].str[1:].tolist()


@SLOW
@given(rows=ROWS)
def test_nobody_is_lost_and_nobody_is_two(rows: list[tuple[str | None, ...]]) -> None:
    links = linked(cells(rows)).links
    assert links["record_id"].tolist() == [c["customer_id"] for c in cells(rows)]
    assert set(links["customer_id"]) <= set(links["record_id"])


@pytest.mark.parametrize(("threads", "seed"), [(1, 1), (2, 2)])
def test_threads_and_the_order_of_rows_change_no_person_of_a_learned_registry(threads: int, seed: int) -> None:
    records = dairy(700, 3)[0]
    before = link_records(desk(records, threads=2).relation("records"))
    after = link_records(desk(records.sample(frac=1, random_state=seed), threads=threads).relation("records"))
    pd.testing.assert_frame_equal(before.links, after.links)
    pd.testing.assert_frame_equal(before.pairs, after.pairs)
    assert before.persons == after.persons
