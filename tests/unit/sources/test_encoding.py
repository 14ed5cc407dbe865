"""Letters of every usual encoding arrive as they were written, and a wrong word about the encoding is a sentence."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from idic_lib.errors import InputError
from idic_lib.sources.encoding import as_utf8, found_encoding
from tests.unit.sources.desk import desk, source

PEOPLE = ["Nguyễn Thị Minh Khai", "Trần Văn Đức", "Lê Thu Hương", "Huỳnh Ngọc Ánh", "Đặng Hữu Phước", "Bùi Xuân Trường"]
ORDERS = "customer,date,amount\n" + "".join(f"{who},2023-01-02,1\n" for who in PEOPLE)


def windows_1258(text: str) -> bytes:
    """Write Vietnamese as Windows does: ê, ô, ơ are letters of their own, the tone follows."""
    return "".join(_parted(letter) for letter in text).encode("cp1258")


def _parted(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    tone = "".join(c for c in apart if c in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(c for c in apart if c not in tone)) + tone


WRITTEN: dict[str, bytes] = {
    "utf-8": ORDERS.encode(),
    "utf-8 with mark": ORDERS.encode("utf-8-sig"),
    "utf-16": ORDERS.encode("utf-16"),
    "utf-16-le": ORDERS.encode("utf-16-le"),
    "utf-16-be": ORDERS.encode("utf-16-be"),
    "windows-1258": windows_1258(ORDERS),
}


@pytest.mark.parametrize("said", ["as written", "auto"])
@pytest.mark.parametrize("name", WRITTEN)
def test_vietnamese_names_are_read_whatever_the_encoding_and_whether_it_is_named_or_found(tmp_path: Path, name: str, said: str) -> None:
    found = desk(tmp_path, WRITTEN[name], encoding="auto" if said == "auto" else name.split(maxsplit=1)[0])
    assert [r[0] for r in found.kept()] == sorted(PEOPLE)  # composed (NFC), so equal to what a keyboard types


@pytest.mark.parametrize(
    ("name", "told"), [("utf-8", {}), ("utf-16", {"encoding": "utf-16-le"}), ("windows-1258", {"encoding": "windows-1258"})]
)
def test_what_was_read_otherwise_than_as_utf8_is_noted(tmp_path: Path, name: str, told: dict[str, str]) -> None:
    assert desk(tmp_path, WRITTEN[name], encoding="auto").loaded[0].as_json()["notes"] == told


@pytest.mark.parametrize(
    "words",
    [["André Lefèvre", "Hélène Garçon", "Besançon"], ["Nicolò Però", "città di Forlì", "perché così"], ["Jürgen Groß", "Köln"], ["5 €"]],
    ids=["French", "Italian, whose ò and ì windows-1258 takes for tones", "German", "the euro"],
)
def test_western_names_in_windows_1252_are_not_taken_for_vietnamese(tmp_path: Path, words: list[str]) -> None:
    found = desk(tmp_path, ("customer,date,amount\n" + "".join(f"{w},2023-01-02,1\n" for w in words)).encode("cp1252"), encoding="auto")
    assert [r[0] for r in found.kept()] == sorted(words)


@pytest.mark.parametrize(
    "words", ["João Conceição", "può", "NguyÔn V¨n Th¾ng"], ids=["Portuguese or Vietnamese", "one word", "an old font"]
)
def test_letters_that_have_two_readings_or_none_are_never_guessed(tmp_path: Path, words: str) -> None:
    (tmp_path / "orders.csv").write_bytes(f"customer,date,amount\n{words},2023-01-02,1\n".encode("cp1252"))
    assert found_encoding(tmp_path / "orders.csv") is None
    with pytest.raises(InputError, match=r"orders\.csv: how its letters are written cannot be told\. Save it as CSV UTF-8, or name"):
        desk(tmp_path, (tmp_path / "orders.csv").read_bytes(), encoding="auto")


FRENCH = "customer,date,amount\nAndré Lefèvre,2023-01-02,1\nZoë Noël,2023-01-02,1\n"
WRONG: dict[str, tuple[bytes, str, str]] = {
    "UTF-8 said to be windows-1252 (it would become Nguyá»…n)": (WRITTEN["utf-8"], "windows-1252", "it is written in utf-8, not in windows-1252"),
    "UTF-8 said to be windows-1258": (WRITTEN["utf-8"], "windows-1258", "it is written in utf-8, not in windows-1258"),
    "UTF-8 said to be UTF-16": (WRITTEN["utf-8"], "utf-16", "it is written in utf-8, not in utf-16"),
    "UTF-16 said to be UTF-8": (WRITTEN["utf-16"], "utf-8", "it is written in utf-16-le, not in utf-8"),
    "UTF-16 without a mark said to be UTF-8": (WRITTEN["utf-16-be"], "utf-8", "it is written in utf-16-be, not in utf-8"),
    "one UTF-16 said to be the other": (WRITTEN["utf-16-be"], "utf-16-le", "it is written in utf-16-be, not in utf-16-le"),
    "windows-1258 said to be UTF-8": (WRITTEN["windows-1258"], "utf-8", 'line 2: .*not utf-8.* Write encoding = "auto" in case.toml'),
    "windows-1258 said to be windows-1252": (WRITTEN["windows-1258"], "windows-1252", "it is written in windows-1258, not in windows-1252"),
    "windows-1258 said to be latin-1": (WRITTEN["windows-1258"], "latin-1", "it is written in windows-1258, not in latin-1"),
    "Italian said to be windows-1258": ("customer,date,amount\nNicolò Però,2023-01-02,1\n".encode("cp1252"), "windows-1258", "it is written in windows-1252, not in windows-1258"),
    "a euro said to be latin-1": ("customer,date,amount\n5 €,2023-01-02,1\n".encode("cp1252"), "latin-1", "it is written in windows-1252, not in latin-1"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_encoding_is_a_sentence_and_never_wrong_letters(tmp_path: Path, name: str) -> None:
    text, said, sentence = WRONG[name]
    with pytest.raises(InputError, match=rf"^orders\.csv.*{sentence}"):
        desk(tmp_path, text, encoding=said)


def test_a_byte_that_is_no_letter_far_below_is_named_with_its_line(tmp_path: Path) -> None:
    many = "customer,date,amount\nbé,2023-01-02,1\n" + "é,2023-01-02,1\n" * 60_000  # beyond the sample by which the encoding is judged
    with pytest.raises(InputError, match=r"orders\.csv, line 60,003: .* in windows-1252"):
        desk(tmp_path, many.encode("cp1252") + b"\x81,2023-01-02,1\n", encoding="windows-1252")


def test_a_file_in_utf8_is_read_in_place_and_any_other_once_copied(tmp_path: Path) -> None:
    """A big export in UTF-8 stays on the reader's fast path."""
    path, space = tmp_path / "orders.csv", tmp_path / "space"
    space.mkdir()
    for said in ("utf-8", "auto"):
        path.write_bytes(WRITTEN["utf-8"])
        assert as_utf8(source(encoding=said), path, space) == (path, "utf-8")
    path.write_bytes(WRITTEN["utf-16"])
    copy, encoding = as_utf8(source(encoding="utf-16"), path, space)
    assert (copy.parent, encoding, copy.read_bytes()) == (space, "utf-16-le", ORDERS.encode())


def test_the_copy_is_gone_when_the_case_is_loaded(tmp_path: Path) -> None:
    desk(tmp_path, WRITTEN["windows-1258"], encoding="windows-1258")
    assert [p.name for p in (tmp_path / "tables").iterdir()] == ["orders.parquet"]


def test_columns_apart_by_blanks_may_be_of_any_encoding_too(tmp_path: Path) -> None:
    columns = {"customer_id": 1, "ordered_on": 2, "amount": 3}
    found = desk(tmp_path, "Đức 20230102 1.5\n".encode("utf-16"), format="whitespace", header=False, encoding="auto", date_format="%Y%m%d", columns=columns)  # fmt: skip
    assert found.kept() == [("Đức", "2023-01-02", 150)]
