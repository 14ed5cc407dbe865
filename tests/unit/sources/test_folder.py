"""A folder of exports of one kind is one source: read in order, held to one header, traced to file and row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from idic_lib.errors import InputError
from idic_lib.sources import fingerprints
from tests.unit.sources.desk import ORDERS, Desk, case, source
from tests.unit.sources.test_encoding import windows_1258

HEAD = "customer,date,amount\n"
MONTHS = {"orders_01.csv": HEAD + "a,2023-01-02,1\n,2023-01-03,2\n", "orders_02.csv": HEAD + "a,2023-02-02,4\nb,2023-02-03,8\n"}


def folder(at: Path, files: dict[str, str] = MONTHS) -> Path:
    (at / "raw").mkdir(exist_ok=True)
    for name, text in files.items():
        (at / "raw" / name).write_text(text, encoding="utf-8")
    return at


def loaded(at: Path, *more_sources: object, **more: object) -> Desk:
    sources = [source(**{"file": "raw/orders_*.csv", **more}), *more_sources]
    return Desk(case(at, *sources), at / "tables")  # type: ignore[arg-type]


def test_the_files_are_one_source_and_every_row_is_traced_to_its_file(tmp_path: Path) -> None:
    found = loaded(folder(tmp_path))
    assert [(x.source, x.rows, x.kept, x.notes) for x in found.loaded] == [("raw/orders_*.csv", 4, 3, {"files": 2})]
    rows = found.engine.run("select _source, _file, _row, amount from orders_raw").to_numpy().tolist()
    assert rows == [
        [0, "raw/orders_01.csv", 2, 100],
        [0, "raw/orders_01.csv", 3, 200],
        [0, "raw/orders_02.csv", 2, 400],
        [0, "raw/orders_02.csv", 3, 800],
    ]


def test_orders_without_numbers_are_told_apart_by_file_and_row(tmp_path: Path) -> None:
    assert loaded(folder(tmp_path)).kept(columns="order_id") == [
        ("raw/orders_01.csv:2",),
        ("raw/orders_02.csv:2",),
        ("raw/orders_02.csv:3",),
    ]


def test_the_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    files = MONTHS | {"orders_02.csv": "amount,customer,date\n4,a,2023-02-02\n8,b,2023-02-03\n"}
    assert loaded(folder(tmp_path, files)).kept() == loaded(folder(tmp_path)).kept()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("customer,date,amount,shop\na,2023-02-02,4,1\n", r"raw/orders_02\.csv: it has a column 'shop', unlike raw/orders_01\.csv\. Files of one"),
        ("customer,date,total\na,2023-02-02,4\n", r"raw/orders_02\.csv: there is no column 'amount' for orders\.amount"),
        (HEAD + "a,2023-02-02,4\nb,2023-02-03,x\n", r"raw/orders_02\.csv, row 3: amount \(column 'amount'\) 'x' is not an amount"),
        ("", r"raw/orders_02\.csv: the file is empty"),
        (HEAD + "a,2023-02-02\n", r"raw/orders_02\.csv"),
    ],
    ids=["one more column", "one column less", "a cell", "nothing", "a short row"],
)  # fmt: skip
def test_what_is_wrong_in_one_file_is_said_of_that_file(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=rf"^{sentence}"):
        loaded(folder(tmp_path, MONTHS | {"orders_02.csv": text}))


def test_a_file_that_lacks_an_unmapped_column_is_named(tmp_path: Path) -> None:
    files = {"orders_01.csv": "customer,date,amount,shop\na,2023-02-02,4,1\n", "orders_02.csv": MONTHS["orders_02.csv"]}
    with pytest.raises(InputError, match=r"^raw/orders_02\.csv: it has no column 'shop', unlike raw/orders_01\.csv"):
        loaded(folder(tmp_path, files))


def test_each_file_may_be_of_its_own_encoding_and_begin_on_its_own_line(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "raw" / "orders_02.csv").write_bytes(windows_1258("Báo cáo tháng hai\n" + HEAD + "Nguyễn Thị,2023-02-02,4\n"))
    found = loaded(tmp_path, encoding="auto", skip="auto")
    assert [r[0] for r in found.kept()] == ["Nguyễn Thị", "a"]
    assert found.loaded[0].notes == {"encoding": "windows-1258", "files": 2}


def test_another_file_or_another_content_is_another_fingerprint(tmp_path: Path) -> None:
    engaged = case(folder(tmp_path), source(file="raw/orders_*.csv"))
    first = fingerprints(engaged)
    assert first == fingerprints(engaged) == {"raw/orders_*.csv": loaded(tmp_path).loaded[0].sha256}
    folder(tmp_path, {"orders_02.csv": MONTHS["orders_02.csv"] + "c,2023-02-09,1\n"})
    second = fingerprints(engaged)
    folder(tmp_path, {"orders_03.csv": HEAD})
    assert len({first["raw/orders_*.csv"], second["raw/orders_*.csv"], fingerprints(engaged)["raw/orders_*.csv"]}) == 3


def test_what_programs_leave_beside_exports_is_not_read(tmp_path: Path) -> None:
    files = MONTHS | {"~$orders_01.csv": "lock", ".orders_02.csv": "hidden"}
    assert loaded(folder(tmp_path, files), file="raw/*.csv").loaded[0].rows == 4


def test_a_pattern_that_names_nothing_and_a_folder_are_sentences(tmp_path: Path) -> None:
    folder(tmp_path)
    with pytest.raises(InputError, match=r"source 'raw/sales_\*\.csv' for table orders is not in"):
        Desk(case(tmp_path, source(file="raw/sales_*.csv")), tmp_path / "tables")
    with pytest.raises(InputError, match=r'It is a folder: name its files, as in "raw/\*\.csv"'):
        Desk(case(tmp_path, source(file="raw/")), tmp_path / "tables")


def test_one_file_in_two_sources_of_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^raw/orders_01\.csv: two sources read this file for table orders; its rows would count twice"):
        loaded(folder(tmp_path), source(file="raw/orders_01.csv"))


def test_a_name_with_brackets_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "orders [1].csv").write_text(MONTHS["orders_02.csv"], encoding="utf-8")
    assert Desk(case(tmp_path, source(file="orders [1].csv")), tmp_path / "tables").loaded[0].rows == 2


def test_a_folder_of_parquet_files_is_read_the_same_way(tmp_path: Path) -> None:
    for month in (1, 2):
        frame = pd.DataFrame({"customer": ["a"], "date": pd.to_datetime([f"2023-0{month}-02"]), "amount": [1.5 * month]})
        frame.to_parquet(tmp_path / f"o{month}.parquet", index=False)
    found = Desk(case(tmp_path, source(file="o*.parquet", format="parquet", columns=ORDERS)), tmp_path / "tables")
    assert found.kept() == [("a", "2023-01-02", 150), ("a", "2023-02-02", 300)]
