from __future__ import annotations

from pathlib import Path

import pytest

from idic_lib.case import read_case
from idic_lib.errors import InputError
from idic_lib.sources import load_case
from idic_lib.sources.newcase import Wishes, new_case

HEAD, ROW = "customer,date,amount\n", "1,2024-01-01,5.00\n"
BEYOND_THE_FIRST_LOOK = 30_000
"""The reader looks at some 20,000 rows before it decides; rows below must be held to the same rules."""


def loaded(folder: Path, text: bytes) -> int:
    """Make a case from a clean export, exchange the export, load it, and return the rows that were kept."""
    export = folder / "orders.csv"
    export.write_text(HEAD + ROW, encoding="utf-8")
    case = new_case("acme", export, parent=folder, wishes=Wishes())
    (case.file.parent / "raw" / "orders.csv").write_bytes(text)
    (folder / "tables").mkdir()
    return load_case(read_case(case.file.parent), folder / "tables")[0].kept


def test_every_row_is_read_and_none_is_taken_for_a_comment(tmp_path: Path) -> None:
    """The reader's own guess takes rows that begin with # for comments and drops them."""
    assert loaded(tmp_path, (HEAD + "#7,2024-01-01,5.00\n" + ROW + "#9,2024-01-01,5.00\n").encode()) == 3


def test_rows_of_unequal_length_stop_the_run_instead_of_being_skipped(tmp_path: Path) -> None:
    """The reader's own guess skips every row above a longer one."""
    with pytest.raises(InputError, match=r"orders\.csv: the rows do not all have the same number of cells"):
        loaded(tmp_path, (HEAD + ROW * 9 + "1,2024-01-01,5.00,9,9\n").encode())


@pytest.mark.parametrize(
    ("last", "cause"),
    [(b"1,2024-01-01,5.00,9,9\n", "Expected Number of Columns: 3"), ("khách,2024-01-01,5.00\n".encode("cp1252"), "utf-8")],
)
def test_an_unreadable_row_far_below_is_named_with_line_and_cause(tmp_path: Path, last: bytes, cause: str) -> None:
    with pytest.raises(InputError, match=rf"orders\.csv, line 30,002: .*{cause}"):
        loaded(tmp_path, (HEAD + ROW * BEYOND_THE_FIRST_LOOK).encode() + last)
