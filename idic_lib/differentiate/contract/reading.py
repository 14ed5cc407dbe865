"""The whole reading of a case under contract, as a notebook asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from idic_lib.case.differentiate import Differentiate
from idic_lib.differentiate.contract.facts import NO_RHYTHM, contract_facts, kept_facts, no_rhythm_facts
from idic_lib.differentiate.contract.judge import Judged, judge_retention
from idic_lib.differentiate.contract.rhythm import rhythm
from idic_lib.differentiate.contract.survival import kaplan_meier
from idic_lib.differentiate.contract.value import ContractValue, contract_value
from idic_lib.differentiate.history import Refusal
from idic_lib.engine import Relation
from idic_lib.facts import Fact


@dataclass(frozen=True)
class Kept:
    """How often customers pay (nothing where no rhythm was found), the retention as judged, what it makes customers worth, and the curve."""

    rhythm: str
    judged: Judged | Refusal
    value: ContractValue | Refusal
    curve: pd.DataFrame | None


def read_retention(orders: Relation, settings: Differentiate, *, as_of: date, minor: int, seed: int) -> Kept:
    """Find the rhythm of the payments, judge retention on it, and value the payments to come."""
    beat = rhythm(orders, as_of=as_of).name
    if not beat:
        return Kept("", Refusal(NO_RHYTHM), Refusal(NO_RHYTHM), None)
    judged = judge_retention(orders, as_of=as_of, rhythm=beat, horizon_weeks=settings.horizon_weeks, seed=seed)
    value = contract_value(judged, horizon_weeks=settings.horizon_weeks, minor=minor, seed=seed, draws=settings.draws)
    return Kept(beat, judged, value, None if isinstance(judged, Refusal) else kaplan_meier(judged.found))


def retention_facts(found: Kept, *, currency: str) -> list[Fact]:
    """State retention, its back-test and the payments to come; or that the payments have no rhythm."""
    if not found.rhythm:
        return no_rhythm_facts(currency)
    kept = [] if found.curve is None else kept_facts(found.curve, rhythm=found.rhythm)
    return [*contract_facts(found.judged, found.value, currency=currency), *kept]
