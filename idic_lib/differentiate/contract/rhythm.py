"""Whether customers pay at regular times, as under a contract, and at which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from idic_lib.engine import Relation
from idic_lib.inference.intervals import wilson

YEAR = 365.25
PERIODS: Mapping[str, float] = {"month": YEAR / 12, "quarter": YEAR / 4, "year": YEAR}
"""Days between two payments of a contract."""
FEWEST = 30
"""Fewer customers with three payments tell nothing of a firm."""


@dataclass(frozen=True)
class Rhythm:
    """`judged` customers have three days of payment or more; `regular` of them pay at nearly equal times: month, quarter or year."""

    judged: int
    regular: Mapping[str, int]

    @property
    def name(self) -> str:
        """The rhythm of most of those judged, or nothing: the lower end of Wilson's interval lies above one half."""
        best = max(self.regular, key=lambda k: self.regular[k], default="")
        enough = self.judged >= FEWEST and wilson(self.regular.get(best, 0), self.judged).lo > 0.5
        return best if enough else ""

    @property
    def customers(self) -> int:
        """Customers who pay regularly, in whichever rhythm."""
        return sum(self.regular.values())


def rhythm(orders: Relation, *, as_of: date) -> Rhythm:
    """Read from the days with a payment before `as_of` how regular they are, customer by customer."""
    found = orders.engine.query("contract_rhythm", as_of=as_of).set_index("rhythm")["customers"]
    return Rhythm(int(found.sum()), {str(k): int(v) for k, v in found.items() if k in PERIODS})
