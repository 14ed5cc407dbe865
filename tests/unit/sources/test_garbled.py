"""Letters that went wrong before the export are restored where their marks stand, and counted."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from idic_lib.sources.garbled import restored
from tests.unit.sources.desk import ORDERS, Desk, case, desk, source

HEAD = "customer,date,amount\n"


def garbled(text: str, encoding: str) -> str:
    return text.encode().decode(encoding)


NAMES = ["Nguyễn Thị", "Trần Văn Đức", "Lê Thu Hương", "Vũ", "Võ", "Đỗ", "Hà Nội", "André", "Lý", "Quận 1, Sài Gòn", "1.250.000 đ", "Ánh"]


@pytest.mark.parametrize("encoding", ["sloppy-windows-1252", "latin-1"])
@pytest.mark.parametrize("name", NAMES)
def test_utf8_read_as_something_else_becomes_itself_again(name: str, encoding: str) -> None:
    assert restored(garbled(name, encoding)) == name


def test_one_garbled_word_beside_a_good_one_is_restored_too() -> None:
    assert restored("Ngô Nguyá»…n") == "Ngô Nguyễn"


@pytest.mark.parametrize(
    "text",
    [
        "SÃO PAULO",
        "NÃO",
        "Ärger",
        "Ægir",
        "“CẢNH ĐÃ”",
        "CÀ PHÊ…",
        "«cá»",
        "«Phở Hà»…",
        "Nguyễn «Á»…",
        "PHÊ”",
        "Å",
        "Ø",
        "Nguyá»\ufffdn Thá»‹",
        "25 €",
    ],
)
def test_letters_that_are_meant_so_or_are_lost_stay_as_they_are(text: str) -> None:
    assert restored(text) == text


def test_garbled_cells_are_restored_and_counted_and_so_are_those_that_cannot_be(tmp_path: Path) -> None:
    text = HEAD + "Nguyá»…n,2023-01-02,1\nNguyá»…n,2023-01-03,2\nTrần,2023-01-04,4\nNguyá»\ufffdn,2023-01-05,8\n"
    found = desk(tmp_path, text)
    assert [r[0] for r in found.kept()] == ["Nguyá»\ufffdn", "Nguyễn", "Nguyễn", "Trần"]
    assert found.loaded[0].notes == {"repaired": 2, "garbled": 1}
    assert found.kept(columns="order_id, customer_id")[0] == ("2", "Nguyễn")  # rows keep their numbers


def test_of_a_file_without_such_letters_nothing_is_noted(tmp_path: Path) -> None:
    assert desk(tmp_path, HEAD + "Nguyễn,2023-01-02,1\n").loaded[0].notes == {}


def test_accents_beside_their_letters_are_composed_in_cells_and_in_names_of_columns(tmp_path: Path) -> None:
    """macOS and some web shops write e, circumflex, tilde as three letters; the case's own file has one."""
    text = unicodedata.normalize("NFD", "khách hàng,ngày,tiền\nNguyễn,2023-01-02,1\n")
    columns = {"customer_id": "khách hàng", "ordered_on": "ngày", "amount": "tiền"}
    assert desk(tmp_path, text, columns=columns).kept() == [("Nguyễn", "2023-01-02", 100)]


def test_texts_of_parquet_are_looked_at_too(tmp_path: Path) -> None:
    table = pa.table({"customer": ["Tráº§n"], "date": pa.array(["2023-01-02"]).cast(pa.date32()), "amount": [1.5]})
    parquet.write_table(table, tmp_path / "orders.parquet")
    found = Desk(case(tmp_path, source(file="orders.parquet", format="parquet", columns=ORDERS)), tmp_path / "tables")
    assert (found.kept(), found.loaded[0].notes) == ([("Trần", "2023-01-02", 150)], {"repaired": 1})
