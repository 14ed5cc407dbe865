"""The answer key of a world: which fact is held against which truth, which decision is right, which detector must fire."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from idic_lib.errors import InputError

Id = Annotated[str, Field(pattern=r"^(brief|identify|differentiate|interact|customize|measure|models)(\.[a-z0-9_*]+)+$")]
"""An id of the ledger: `stage.thing[.detail]`; `*` stands for every entry of the truth at the place of its own `*`."""
REFUSED = "refused"
"""The truth of what must not be answered."""
_LIST = Field(strict=False)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class FactRow(_Part):
    """One fact and its truth.

    `truth` is a path in truth.json (`T6.satisfied`), a function of `truths.py` with its arguments (`won_within(event)`), or
    `refused` where a refusal is the right answer. An exact count may miss by `tolerance`. `estimated` marks a name or a count
    that stands on an estimate (the cheapest source): wrong, it is counted, and is a fault only where it is never right in five
    worlds or more. `later` marks what no stage states yet. `may_refuse` marks what may rightly be refused although it has a truth:
    always, or, as a number, in worlds of fewer persons; anything else that is refused is a fault.
    """

    id: Id
    truth: str
    about: str
    tolerance: Annotated[float, Field(ge=0)] = 0.0
    estimated: bool = False
    later: bool = False
    may_refuse: bool | Annotated[int, Field(gt=0)] = False

    @model_validator(mode="after")
    def _stars_in_pairs(self) -> Self:
        if self.id.count("*") != self.truth.count("*") or self.id.count("*") > 1:
            raise ValueError(f"{self.id}: a * in the id needs one in the truth, and only one")
        return self

    def may_be_refused(self, persons: int) -> bool:
        """Whether a refusal is no fault in a world of so many persons."""
        return self.later or (self.may_refuse if isinstance(self.may_refuse, bool) else persons < self.may_refuse)


class DecisionRow(_Part):
    """One decision and the choice that the truth makes right; `right` is the choice in words, or a function of `truths.py` that finds it."""

    id: Id
    right: str
    about: str
    estimated: bool = False
    later: bool = False


class Fires(_Part):
    """When a detector counts as fired: exactly one of these. A fact with an interval is above or below only with all of it."""

    above: float | None = None
    below: float | None = None
    refused: bool | None = None
    verdict: str | None = None
    choice: str | None = None

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError("a detector fires on exactly one of above, below, refused, verdict, choice")
        return self


class DetectorRow(_Part):
    """A fault or bad practice that the workbook is to notice: fires in the world, silent in its clean twin.

    `rare` marks a fault that a small world may lack or hold too little of: silent there is no failure, silent in all of five worlds or more is.

    `fact` is the id of the fact, or decision, that shows it. `planted` is false for one that must stay silent even
    in the faulty world.
    """

    id: str
    name: str
    fact: Id
    fires: Fires
    planted: bool = True
    rare: bool = False
    later: bool = False


class AnswerKey(_Part):
    """Everything one world's run is held against; `agreed` is the share of stated intervals that must hold their truth."""

    agreed: Annotated[float, Field(gt=0, le=1)]
    fact: Annotated[tuple[FactRow, ...], _LIST]
    decision: Annotated[tuple[DecisionRow, ...], _LIST] = ()
    detector: Annotated[tuple[DetectorRow, ...], _LIST] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = Counter([*(f.id for f in self.fact), *(d.id for d in self.decision), *(d.id for d in self.detector)])
        twice = [i for i, n in ids.items() if n > 1]
        if twice:
            raise ValueError(f"{twice[0]} stands twice in the key")
        return self


def read_key(world: str, folder: Path | None = None) -> AnswerKey:
    """Read a world's answer key; every error names the file and the row."""
    file = (folder or Path(__file__).parent) / f"{world}.toml"
    if not file.exists():
        raise InputError(f"There is no answer key for a world '{world}': {file} does not exist.")
    try:
        return AnswerKey.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise InputError(f"{file}: {_sentence(error)} Correct the key.") from None


def _sentence(error: tomllib.TOMLDecodeError | ValidationError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(p) for p in first['loc']) or 'the key'}: {first['msg'].removeprefix('Value error, ')}."
    return f"not readable TOML: {error}."
