"""The gate after notebook 1: data that is too broken to build on stops the run, unless the case says to go on."""

from __future__ import annotations

from pathlib import Path

from idic_lib.case import Case
from idic_lib.errors import InputError
from idic_lib.workspace import StageRecord


def pass_gate(case: Case, folder: Path, stage: str) -> None:
    """Raise InputError, with the reasons, where notebook 1 blocks and a later notebook would build on it."""
    if stage in {"brief", "identify"} or case.identify.go_on:
        return
    facts = {f.id: f for f in StageRecord(folder, "identify").facts}
    verdict = facts.get("identify.gate")
    if verdict is None or verdict.value != "block":
        return
    reasons = " ".join(f.sentence() for i, f in facts.items() if i.startswith("identify.gate.") and f.value == "block")
    raise InputError(
        f"case {case.name}: notebook 1 blocks what follows. {reasons} Mend the exports, or set go_on = true under [identify] in case.toml to go on all the same."
    )
