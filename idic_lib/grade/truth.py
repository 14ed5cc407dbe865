"""A world's truth as it was planted: numbers in truth.json, tables beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from idic_lib.case import Case
from idic_lib.errors import InputError
from idic_lib.facts import Fact

Answer = float | int | str | None
"""What a truth may be; None where a world has none, such as the clicks of a group that nobody wrote to."""


@dataclass(frozen=True)
class Truth:
    """The truth folder of one generated case."""

    folder: Path
    numbers: Mapping[str, Any]

    @property
    def world(self) -> str:
        """Which world this is."""
        return str(self._at("world.name"))

    @property
    def faults(self) -> bool:
        """Whether faults were planted; false in the clean twin."""
        return bool(self._at("world.faults"))

    @property
    def persons(self) -> int:
        """How many persons live in this world."""
        return int(self.number("world.customers"))

    def answer(self, path: str) -> Answer:
        """Return the number or word at a path such as `T6.satisfied`; an unknown path is an error that names it."""
        found = self._at(path)
        if found is not None and not isinstance(found, (int, float, str)):
            raise InputError(f"{self.folder}: the truth '{path}' is no number but {_kind(found)}.")
        return found

    def number(self, path: str) -> float:
        """Return the number at a path."""
        found = self.answer(path)
        if found is None or isinstance(found, str):
            raise InputError(f"{self.folder}: the truth '{path}' is no number but {found!r}.")
        return float(found)

    def entries(self, path: str) -> tuple[str, ...]:
        """Return the names of what stands at a path: campaigns, quarters, lines."""
        found = self._at(path)
        if not isinstance(found, dict):
            raise InputError(f"{self.folder}: the truth '{path}' has no entries; it is {_kind(found)}.")
        return tuple(found)

    def table(self, name: str) -> pd.DataFrame:
        """Read one of the truth's tables."""
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            known = ", ".join(sorted(p.stem for p in self.folder.glob("*.parquet")))
            raise InputError(f"{self.folder}: there is no table of truth '{name}'. There are: {known}.")
        return pd.read_parquet(path)

    def _at(self, path: str) -> object:
        place: Any = self.numbers
        passed: list[str] = []
        for step in path.split("."):
            if not isinstance(place, dict) or step not in place:
                has = ", ".join(place) if isinstance(place, dict) else "no parts"
                raise InputError(f"{self.folder}: there is no truth '{path}': {'.'.join(passed) or 'truth.json'} has {has}.")
            place = place[step]
            passed.append(step)
        return place


@dataclass(frozen=True)
class Asking:
    """What a truth is counted for: the world's truth, the case as it was run, and the facts that say on what a stage settled (a horizon)."""

    truth: Truth
    case: Case
    facts: Mapping[str, Fact]

    def stated(self, fact: str, otherwise: int) -> int:
        """Return what a fact of the run says, or `otherwise` where it says nothing."""
        found = self.facts.get(fact)
        return otherwise if found is None or not isinstance(found.value, (int, float)) else int(found.value)


def has_truth(case: Path) -> bool:
    """Whether a case's folder holds a truth."""
    return (case / "truth" / "truth.json").is_file()


def read_truth(case: Path) -> Truth:
    """Read the truth beside a case's exports; a case without one is an error that says why."""
    if not has_truth(case):
        raise InputError(
            f"{case}: real data has no truth that facts could be held against; idic grade works on generated cases. 'idic world' writes one."
        )
    return Truth(case / "truth", json.loads((case / "truth" / "truth.json").read_text(encoding="utf-8")))


def _kind(found: object) -> str:
    return "a group of numbers" if isinstance(found, dict) else "a list" if isinstance(found, list) else f"{found!r}"
