"""Answers on pairs of records: gathered from the review file of the latest run, said by `idic unmerge`, handed to the next run."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

import pandas as pd

from idic_lib.errors import InputError
from idic_lib.run import folders
from idic_lib.sources.answers import ANSWERS, EVERY, Answer, SaidBy, append_answers, stored_answers
from idic_lib.sources.locate import sha256

REVIEW = "private/review.csv"
"""Where a run puts the pairs that a person should look at, and where the answers are written."""
_WORDS = {"yes": True, "y": True, "có": True, "co": True, "no": False, "n": False, "không": False, "khong": False}
_LINKS = "tables/links.parquet"
HANDED_OVER = f"private/{ANSWERS}"
"""Where a run finds the answers; among its inputs, the name of their fingerprint."""


def gather(base: Path) -> dict[str, str]:
    """Add what was answered in the latest run's review file to the case's store; return the store's fingerprint, for a run's inputs.

    Rows not answered, and answers gathered before, are passed over. Raises InputError with file and row for a word that is
    neither yes nor no, and for a record that the run does not know.
    """
    latest, store = folders.latest(base), base / ANSWERS
    files = [] if latest is None else sorted({*latest.glob(REVIEW), *latest.glob(f"*/{REVIEW}")})
    said = {a.pair: a.same for a in stored_answers(store) if a.said_by == "review"}
    new = {a.pair: a for file in files for a in _answered(file) if said.get(a.pair) != a.same}
    if new:
        append_answers(store, new.values())
    return {HANDED_OVER: sha256(store)} if store.exists() else {}


def hand_over(base: Path, folder: Path) -> None:
    """Copy the case's store into a run's `private`, where the stage that links records reads it."""
    if (base / ANSWERS).exists():
        (folder / HANDED_OVER).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(base / ANSWERS, folder / HANDED_OVER)


def of_exports(inputs: Mapping[str, str]) -> dict[str, str]:
    """Return a run's inputs without the answers: the fingerprints of its exports."""
    return {name: print_ for name, print_ in inputs.items() if name != HANDED_OVER}


def _answered(file: Path) -> list[Answer]:
    rows = [(place, row) for place, row in _rows(file) if (row.get("same") or "").strip()]
    known = frozenset(_links(file.parent.parent)["record_id"]) if rows else frozenset()
    return [_answer(file, place, row, known) for place, row in rows]


def _rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    """Read a review file as a spreadsheet may have left it: with semicolons or tabs, with a mark of its encoding, in an older one."""
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "cp1258", errors="replace")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    absent = [c for c in ("record_id_l", "record_id_r", "same") if c not in (rows.fieldnames or ())]
    if absent:
        raise InputError(f"{file}: column {absent[0]!r} is missing. Put its name back into the first line, or delete the file.")
    return list(enumerate(rows, 2))


def _answer(file: Path, place: int, row: dict[str, str], known: frozenset[str]) -> Answer:
    word = row["same"].strip().lower()
    if word not in _WORDS:
        raise InputError(f"{file}, row {place}: same is {row['same'].strip()!r}, neither yes nor no. Write one of them, or leave it empty.")
    ids = [(row[c] or "").strip() for c in ("record_id_l", "record_id_r")]
    strange = [i for i in ids if i not in known]
    if strange:
        raise InputError(
            f"{file}, row {place}: no record has the number {strange[0]!r}. A spreadsheet may have changed it; write it as it was, or empty 'same'."
        )
    return Answer.of(*ids, same=_WORDS[word], said_by="review")


def _links(run: Path) -> pd.DataFrame:
    """Read which person each record of a run belongs to."""
    if not (run / _LINKS).exists():
        raise InputError(f"{run} has no table of persons: this case names nobody, or its notebook 1 has not run. Run the case first.")
    return pd.read_parquet(run / _LINKS, columns=["record_id", "customer_id"])


def unmerge(base: Path, records: Iterable[str] = (), *, person: str | None = None, everybody: bool = False) -> list[Answer]:
    """Say that records are not the same customer, from the next run on; return what was said.

    Args:
        base: the folder of a case's runs.
        records: two record ids, to be kept apart.
        person: a customer id, or the id of one of the customer's records: all the customer's records are kept apart.
        everybody: every record is kept apart from every other.

    Raises InputError where the case has no run, or the latest run does not know a record, or there is nothing to take apart.

    """
    run = folders.latest(base)
    if run is None:
        raise InputError(f"{base} holds no finished run: nothing has been merged as yet. Run the case first.")
    pairs = [(EVERY, EVERY)] if everybody else _pairs(_links(run), list(records), person)
    said_by: SaidBy = "unmerge"
    said = [Answer.of(*pair, same=False, said_by=said_by) for pair in pairs]
    append_answers(base / ANSWERS, said)
    return said


def _pairs(links: pd.DataFrame, records: list[str], person: str | None) -> list[tuple[str, str]]:
    person_of = dict(zip(links["record_id"], links["customer_id"], strict=True))
    strange = [i for i in [*records, *([person] if person else [])] if i not in person_of]
    if strange:
        raise InputError(f"The latest run has no record with the number {strange[0]!r}. Its numbers stand in tables/links.parquet.")
    if person is None:
        if len(set(records)) != 2:
            raise InputError("Name two records that are not the same customer, or a customer with --person, or --all.")
        return [(records[0], records[1])]
    own = sorted(i for i, p in person_of.items() if p == person_of[person])
    if len(own) < 2:
        raise InputError(f"Customer {person} has one record: there is nothing to take apart.")
    return list(combinations(own, 2))
