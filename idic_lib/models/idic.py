"""The model itself: Peppers and Rogers' four stages, held against the facts of a run."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from idic_lib.facts import Fact, counted
from idic_lib.text import N_, _

_ASKS: dict[str, tuple[str, str]] = {
    "identify": (N_("Identify"), N_("Who is each customer, and are they recognised at every contact?")),
    "differentiate": (N_("Differentiate"), N_("What is each customer worth, and what do they need?")),
    "interact": (N_("Interact"), N_("Is each contact cheap, welcome, and does it teach or change anything?")),
    "customize": (N_("Customize"), N_("What is done differently for this customer because of what was learned?")),
    "measure": (N_("Measure"), N_("Did it work, against what would have happened anyway?")),
}
_STAGES = {"brief": N_("Brief")} | {stage: name for stage, (name, _asks) in _ASKS.items()}
"""The questions after Peppers, Rogers and Dorf, Harvard Business Review, January 1999; measuring is this workbook's addition."""


def stage_table(facts: Iterable[Fact]) -> pd.DataFrame:
    """Lay out, per stage, its question, the facts stated, those refused, and the effects by grade.

    Returns `stage, asks, stated, refused, controlled`: counts of facts, and of facts graded A or B.
    """
    stated = list(facts)
    rows = [_row(stage, [f for f in stated if f.id.startswith(f"{stage}.")]) for stage in _ASKS]
    return pd.DataFrame(rows)


def _row(stage: str, own: list[Fact]) -> dict[str, object]:
    name, asks = _ASKS[stage]
    return {
        "stage": _(name),
        "asks": _(asks),
        "stated": sum(not f.refused for f in own),
        "refused": sum(f.refused for f in own),
        "controlled": sum(not f.refused and f.grade in {"A", "B"} for f in own),
    }


def coverage_facts(facts: Iterable[Fact]) -> list[Fact]:
    """State how many facts the run holds and how many questions it refused, as `models.facts` and `models.refused`."""
    stated = list(facts)
    return [
        counted("models.facts", sum(not f.refused for f in stated), unit="rows", method=N_("count of facts stated before this notebook"), says=N_("The run states {value} facts.")),
        counted("models.refused", sum(f.refused for f in stated), unit="rows", method=N_("count of facts refused before this notebook"), says=N_("It refuses {value} answers, each with its reason.")),
    ]  # fmt: skip


def refusals_table(facts: Iterable[Fact]) -> pd.DataFrame:
    """List the reasons for refused answers, each once, with how often it was given: `stage, reason, answers`.

    A reason given of several campaigns or tiers names them all.
    """
    found: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.refused:
            found.setdefault((fact.id.split(".")[0], fact.says), []).append(fact)
    rows = [(_STAGES[stage], _reason(same), len(same)) for (stage, _says), same in found.items()]
    return pd.DataFrame([(_(s), r, n) for s, r, n in rows], columns=["stage", "reason", "answers"])


def _reason(same: list[Fact]) -> str:
    """Say one reason for all the things it was given of."""
    named = ", ".join(dict.fromkeys(f.name or f.detail.replace("_", " ") for f in same))
    return same[0].model_copy(update={"says": _(same[0].says).replace("{detail}", named)}).sentence()
