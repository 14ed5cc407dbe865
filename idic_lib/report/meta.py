"""What the report must be told beside the ledger: whose it is, from which files, and how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from idic_lib.text import Language


@dataclass(frozen=True)
class Source:
    """One file that was read: its contract table, name, rows and SHA-256."""

    table: str
    file: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Absent:
    """A table that was not supplied, and the question it would answer; both are messages of the catalogue."""

    table: str
    would_answer: str


@dataclass(frozen=True)
class ReportMeta:
    """Settings of one report.

    `since` and `until` are the first and last day of the data; without `since` only the last is named. `notebooks` maps a stage to its page,
    relative to the report; `sections` maps the beginning of a fact id to the place where it was found. `other_languages`
    maps a language's own name to its report. `origin` says where the data came from and its licence.
    """

    company: str
    until: date
    currency: str
    since: date | None = None
    language: Language = "en"
    run: str = ""
    command: str = ""
    seed: int | None = None
    origin: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    absent: tuple[Absent, ...] = ()
    notebooks: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    other_languages: Mapping[str, str] = field(default_factory=dict)

    def place(self, fact_id: str) -> str:
        """Return where a fact was found: the longest beginning in `sections` that fits, else its stage's page, else nothing."""
        fits = [begin for begin in self.sections if fact_id == begin or fact_id.startswith(begin + ".")]
        if fits:
            return self.sections[max(fits, key=len)]
        return self.notebooks.get(fact_id.split(".", maxsplit=1)[0], "")
