import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from idic_lib.worlds.export import Exports, is_empty_folder

FRAME = pd.DataFrame({"tên": ["Lê; Hoa", None], "tiền": ["1.250.000", "9"]})


def test_pieces_of_one_csv_are_appended_under_one_header(tmp_path: Path) -> None:
    with Exports(tmp_path) as exports:
        exports.csv("khach.csv", FRAME, delimiter=";", bom=True)
        exports.csv("khach.csv", FRAME, delimiter=";", bom=True)
    assert (tmp_path / "raw/khach.csv").read_bytes().decode("utf-8-sig").splitlines() == [
        "tên;tiền",
        '"Lê; Hoa";1.250.000',
        ";9",
        '"Lê; Hoa";1.250.000',
        ";9",
    ]


def test_a_piece_with_other_columns_is_refused(tmp_path: Path) -> None:
    with Exports(tmp_path) as exports:
        exports.csv("khach.csv", FRAME)
        with pytest.raises(ValueError, match=r"khach\.csv: piece has columns \['x'\], the first had \['tên', 'tiền'\]"):
            exports.csv("khach.csv", pd.DataFrame({"x": ["1"]}))


def test_excel_keeps_letters_dates_and_the_lines_above_the_header(tmp_path: Path) -> None:
    frame = pd.DataFrame({"mã": ["A1", "A2"], "ngày": pd.to_datetime(["2025-07-01", None]), "giá": [12_000, 15_500]})
    with Exports(tmp_path) as exports:
        exports.excel("sp.xlsx", {"Sản phẩm": frame}, above=("Danh mục sản phẩm",))
    rows = CalamineWorkbook.from_path(str(tmp_path / "raw/sp.xlsx")).get_sheet_by_name("Sản phẩm").to_python()
    assert rows[0][0] == "Danh mục sản phẩm"
    assert rows[1] == ["mã", "ngày", "giá"]
    assert [str(rows[2][1]), rows[2][2], rows[3][1]] == ["2025-07-01", 12_000, ""]


def test_excel_files_of_the_same_frame_have_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with Exports(tmp_path / name) as exports:
            exports.excel("sp.xlsx", {"S": FRAME})
    assert (tmp_path / "a/raw/sp.xlsx").read_bytes() == (tmp_path / "b/raw/sp.xlsx").read_bytes()


def test_truths_are_plain_numbers_and_tables_may_come_in_pieces(tmp_path: Path) -> None:
    with Exports(tmp_path) as exports:
        exports.truth("T1", persons=np.int64(12_000), share=np.float64(0.25))
        exports.truth("T1", records=16_000)
        for person in (1, 2):
            exports.truth_table("persons", pd.DataFrame({"person_id": [person]}))
    assert json.loads((tmp_path / "truth/truth.json").read_text(encoding="utf-8")) == {
        "T1": {"persons": 12_000, "share": 0.25, "records": 16_000}
    }
    assert pd.read_parquet(tmp_path / "truth/persons.parquet").person_id.tolist() == [1, 2]


def test_a_folder_counts_as_empty_only_without_any_file(tmp_path: Path) -> None:
    assert is_empty_folder(tmp_path / "none")
    assert is_empty_folder(tmp_path)
    (tmp_path / ".hidden").touch()
    assert not is_empty_folder(tmp_path)
