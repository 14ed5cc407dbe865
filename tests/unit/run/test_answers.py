from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from idic_lib.errors import InputError
from idic_lib.run import answers as room
from idic_lib.run.answers import HANDED_OVER, gather, hand_over, unmerge
from idic_lib.run.whole import run_case
from idic_lib.sources.answers import ANSWERS, read_answers, stored_answers
from tests.unit.run.conftest import Kernels, Silent

LINKS = {"a": "a", "b": "a", "c": "a", "d": "d", "e": "e"}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A case's folder with one finished run of five records, three of them one person."""
    run = tmp_path / "2024-01-01"
    (run / "tables").mkdir(parents=True)
    (run / "private").mkdir()
    (run / "run.json").write_text("{}", encoding="utf-8")
    (tmp_path / "latest").write_text(f"{run.name}\n", encoding="utf-8")
    pd.DataFrame({"record_id": LINKS.keys(), "customer_id": LINKS.values()}).to_parquet(run / "tables/links.parquet")
    return tmp_path


def _review(base: Path, *rows: str, head: str = "record_id_l,record_id_r,same,name_l", encoding: str = "utf-8") -> Path:
    path = base / "2024-01-01/private/review.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding=encoding)
    return path


def _said(base: Path) -> dict[tuple[str, str], bool]:
    frame = read_answers(base / ANSWERS)
    return {(r.record_id_l, r.record_id_r): bool(r.same) for r in frame.itertuples()}


def test_without_a_run_or_an_answer_there_is_nothing_to_hand_over(tmp_path: Path, base: Path) -> None:
    assert gather(tmp_path / "none") == {}
    _review(base, "a,b,,Lan")
    assert gather(base) == {}
    assert read_answers(None).empty
    assert read_answers(base / ANSWERS).columns.tolist() == ["record_id_l", "record_id_r", "same"]


def test_answered_rows_are_kept_and_the_rest_may_stay_open(base: Path) -> None:
    _review(base, "d,e,yes,Lan", "b,a, NO ,Hoa", "c,d,,")
    assert set(gather(base)) == {HANDED_OVER}
    assert _said(base) == {("d", "e"): True, ("a", "b"): False}
    assert {a.said_by for a in stored_answers(base / ANSWERS)} == {"review"}


def test_the_store_holds_ids_and_no_names(base: Path) -> None:
    _review(base, "d,e,yes,Nguyễn Thị Lan")
    gather(base)
    assert (base / ANSWERS).read_text(encoding="utf-8") == "record_id_l,record_id_r,same,said_by\nd,e,yes,review\n"


def test_gathering_twice_changes_nothing(base: Path) -> None:
    _review(base, "d,e,yes,", "a,b,không,")
    assert gather(base) == gather(base)
    assert len(stored_answers(base / ANSWERS)) == 2


def test_a_changed_mind_is_gathered_and_holds(base: Path) -> None:
    for word, same in (("yes", True), ("no", False), ("yes", True)):
        _review(base, f"d,e,{word},")
        gather(base)
        assert _said(base) == {("d", "e"): same}


def test_an_unmerge_is_not_undone_by_the_review_file_it_contradicts(base: Path) -> None:
    _review(base, "a,b,yes,")
    gather(base)
    unmerge(base, ["b", "a"])
    gather(base)
    assert _said(base) == {("a", "b"): False}


@pytest.mark.parametrize(
    ("head", "rows", "encoding"),
    [
        ("record_id_l;record_id_r;same;name_l", ["d;e;có;Đào"], "utf-8-sig"),
        ("record_id_l\trecord_id_r\tsame\tname_l", ["d\te\tyes\tĐào"], "utf-16"),
        ("record_id_l,record_id_r,same,name_l", ["d,e,y,Dào"], "cp1252"),
    ],
)
def test_the_file_is_read_as_a_spreadsheet_leaves_it(base: Path, head: str, rows: list[str], encoding: str) -> None:
    _review(base, *rows, head=head, encoding=encoding)
    gather(base)
    assert _said(base) == {("d", "e"): True}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("d,e,maybe,", "row 3: same is 'maybe', neither yes nor no"),
        ("d,x,yes,", "row 3: no record has the number 'x'"),
    ],
)
def test_a_wrong_word_is_a_sentence_with_file_row_and_remedy_and_nothing_is_stored(base: Path, row: str, told: str) -> None:
    _review(base, "d,e,yes,", row)
    with pytest.raises(InputError, match=r"review\.csv, row 3") as raised:
        gather(base)
    assert told in str(raised.value)
    assert not (base / ANSWERS).exists()


def test_a_review_file_without_its_columns_is_a_sentence(base: Path) -> None:
    _review(base, "d,yes", head="record_id_l,same")
    with pytest.raises(InputError, match="'record_id_r' is missing"):
        gather(base)


@pytest.mark.parametrize("line", ["a,b,perhaps,review", "a,b,yes,somebody", "a,,yes,review"])
def test_a_store_that_somebody_spoilt_is_a_sentence(base: Path, line: str) -> None:
    (base / ANSWERS).write_text(f"record_id_l,record_id_r,same,said_by\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"answers\.csv, row 2"):
        read_answers(base / ANSWERS)


@pytest.mark.parametrize("named", ["a", "c"])
def test_a_person_is_taken_apart_record_by_record(base: Path, named: str) -> None:
    assert [a.pair for a in unmerge(base, person=named)] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert _said(base) == {("a", "b"): False, ("a", "c"): False, ("b", "c"): False}


def test_all_apart_wipes_what_was_said_and_later_answers_hold(base: Path) -> None:
    _review(base, "d,e,yes,")
    gather(base)
    unmerge(base, everybody=True)
    assert _said(base) == {("*", "*"): False}
    _review(base, "d,e,yes,", "a,b,yes,")
    gather(base)
    assert _said(base) == {("*", "*"): False, ("a", "b"): True}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"person": "x"}, "no record with the number 'x'"),
        ({"person": "d"}, "one record"),
        ({"records": ["a", "x"]}, "no record with the number 'x'"),
        ({"records": ["a", "a"]}, "Name two records"),
        ({"records": ["a"]}, "Name two records"),
    ],
)
def test_what_cannot_be_taken_apart_is_a_sentence(base: Path, asked: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        unmerge(base, **asked)  # type: ignore[arg-type]  # the cases above


def test_nothing_can_be_taken_apart_before_a_run_or_where_nobody_is_named(tmp_path: Path, base: Path) -> None:
    with pytest.raises(InputError, match="no finished run"):
        unmerge(tmp_path / "none", everybody=True)
    (base / "2024-01-01/tables/links.parquet").unlink()
    with pytest.raises(InputError, match="no table of persons"):
        unmerge(base, person="a")


def test_the_run_gets_a_copy(base: Path, tmp_path: Path) -> None:
    unmerge(base, person="a")
    hand_over(base, tmp_path / "run")
    assert (tmp_path / "run" / HANDED_OVER).read_bytes() == (base / ANSWERS).read_bytes()


def test_an_answer_is_an_input_of_the_run_and_makes_everything_run_again_on_the_loaded_exports(
    kernels: Kernels, acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run_case(acme, out=tmp_path / "out", progress=Silent())
    pd.DataFrame({"record_id": ["1", "2"], "customer_id": ["1", "1"], "rule": "scored"}).to_parquet(first.path / "tables/links.parquet")
    assert not run_case(acme, out=tmp_path / "out", progress=Silent()).ran
    unmerge(first.path.parent, ["1", "2"])
    monkeypatch.setattr("idic_lib.run.prepare.load_case", None)  # the exports are taken over: nothing is loaded
    kernels.ran.clear()
    second = run_case(acme, out=tmp_path / "out", progress=Silent())
    assert second.ran
    assert second.path != first.path
    assert "identify" in kernels.ran
    assert read_answers(second.path / HANDED_OVER)["same"].tolist() == [False]
    assert HANDED_OVER in json.loads((second.path / "run.json").read_text(encoding="utf-8"))["inputs"]
    assert not run_case(acme, out=tmp_path / "out", progress=Silent()).ran


def test_the_answers_are_no_export() -> None:
    assert room.of_exports({"orders.csv": "1", HANDED_OVER: "2"}) == {"orders.csv": "1"}
