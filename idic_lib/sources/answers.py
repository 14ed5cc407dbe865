"""What people said of pairs of records: the same customer or not; ids only, one line an answer, the last word on a pair holds."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from idic_lib.errors import InputError

ANSWERS = "answers.csv"
"""Name of the store, beside a case's runs and in the `private` folder of each run that read it."""
HEAD = ("record_id_l", "record_id_r", "same", "said_by")
EVERY = "*"
"""In place of both ids: all records, each apart from all others."""
_WORDS = {"yes": True, "no": False}
_REMEDY = "Write yes or no in column 'same', or delete the line."

SaidBy = Literal["review", "unmerge"]
_SAYERS: dict[str, SaidBy] = {"review": "review", "unmerge": "unmerge"}


@dataclass(frozen=True)
class Answer:
    """Whether two records are one customer, and where that was said; the ids stand in alphabetical order."""

    left: str
    right: str
    same: bool
    said_by: SaidBy

    @classmethod
    def of(cls, one: str, other: str, *, same: bool, said_by: SaidBy) -> Answer:
        """Put the two ids into their order."""
        left, right = sorted((one, other))
        return cls(left, right, same, said_by)

    @property
    def pair(self) -> tuple[str, str]:
        """The two records, or `*` twice."""
        return self.left, self.right


def stored_answers(path: Path | None) -> list[Answer]:
    """Read a store line by line; one that is not there holds nothing. Raises InputError for a line that is no answer."""
    if path is None or not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [_answer(path, place, row) for place, row in enumerate(rows, 2)]


def _answer(path: Path, place: int, row: dict[str, str]) -> Answer:
    same, said_by = _WORDS.get(row.get("same") or ""), _SAYERS.get(row.get("said_by") or "")
    if same is None:
        raise InputError(f"{path}, row {place}: same is {row.get('same')!r}, neither yes nor no. {_REMEDY}")
    if said_by is None:
        raise InputError(f"{path}, row {place}: said_by is {row.get('said_by')!r}, neither review nor unmerge. Write one of them.")
    if not row.get("record_id_l") or not row.get("record_id_r"):
        raise InputError(f"{path}, row {place}: a pair needs two record numbers. Fill both, or delete the line.")
    return Answer.of(row["record_id_l"], row["record_id_r"], same=same, said_by=said_by)


def append_answers(path: Path, answers: Iterable[Answer]) -> None:
    """Add lines to a store, whole or not at all."""
    lines = [*stored_answers(path), *answers]
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".half")
    with half.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows((a.left, a.right, "yes" if a.same else "no", a.said_by) for a in lines)
    half.replace(path)


def read_answers(path: Path | None) -> pd.DataFrame:
    """Return what holds: `record_id_l, record_id_r, same`, one row per pair; without a store, no row.

    After "all records apart" only what was said later holds, and the row (`*`, `*`, False) stands first.
    """
    said = stored_answers(path)
    apart = max((place for place, a in enumerate(said) if a.left == EVERY), default=-1)
    last = {a.pair: a.same for a in said[max(apart, 0) :]}
    rows = [(*pair, same) for pair, same in sorted(last.items(), key=lambda item: (item[0][0] != EVERY, item[0]))]
    return pd.DataFrame(rows, columns=list(HEAD[:3])).astype({"record_id_l": "str", "record_id_r": "str", "same": bool})
