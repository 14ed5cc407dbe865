"""What one stage stated and wrote, kept in a run's `stages/<stage>.json`, and a run's whole ledger."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from idic_lib.facts import Decision, Fact

STAGES = ("brief", "identify", "differentiate", "interact", "customize", "measure", "models", "report")
"""The notebooks in their order."""


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".half")
    half.write_text(text, encoding="utf-8", newline="\n")
    half.replace(path)


def as_json(value: object) -> str:
    """Write JSON as this project does: two blanks, letters as they are."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


class StageRecord:
    """What one stage stated and wrote, kept in `stages/<stage>.json`."""

    def __init__(self, folder: Path, stage: str) -> None:
        """Read the record of a stage; an absent one is empty."""
        self.path = folder / "stages" / f"{stage}.json"
        raw = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}
        self.signature: str = raw.get("signature", "")
        self.facts = [Fact.model_validate_json(json.dumps(f)) for f in raw.get("facts", [])]
        self.decisions = [Decision.model_validate_json(json.dumps(d)) for d in raw.get("decisions", [])]
        self.files: list[str] = raw.get("files", [])
        self.absent: list[str] = raw.get("absent", [])

    @classmethod
    def blank(cls, folder: Path, stage: str) -> StageRecord:
        """Begin a record anew: nothing stated, no signature, so that a stage that stops midway does not count as complete."""
        record = cls(folder, stage)
        record.signature, record.facts, record.decisions, record.files, record.absent = "", [], [], [], []
        return record

    def save(self) -> None:
        """Write the record."""
        write_text(self.path, as_json({
            "signature": self.signature,
            "facts": [f.model_dump(mode="json") for f in self.facts],
            "decisions": [d.model_dump(mode="json") for d in self.decisions],
            "files": self.files,
            "absent": self.absent,
        }))  # fmt: skip


def run_ledger(folder: Path) -> tuple[list[Fact], list[Decision], Sequence[str]]:
    """Gather what all stages of a run stated, in their order, and the sections they could not answer."""
    records = [StageRecord(folder, s) for s in STAGES]
    return [f for r in records for f in r.facts], [d for r in records for d in r.decisions], [a for r in records for a in r.absent]
