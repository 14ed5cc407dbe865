"""How this room states an estimate as a fact."""

from __future__ import annotations

from dataclasses import dataclass

from idic_lib.facts import Fact
from idic_lib.inference.intervals import Estimate


@dataclass(frozen=True)
class Money:
    """The case's currency and its minor units in one major unit: 100 cents, 1 dong."""

    currency: str
    minor: int

    def major(self, amount: float) -> float:
        """Return an amount given in minor units in major ones."""
        return amount / self.minor


def estimated(id: str, of: Estimate, *, unit: str, method: str, says: str) -> Fact:  # noqa: A002 - the ledger's own key
    """State an estimate with its interval; what customers did of their own accord is observed, grade C."""
    return Fact(id=id, value=of.value, lo=of.lo, hi=of.hi, n=of.n, unit=unit, method=method, says=says, grade="C")
