"""How many customers the service beyond the ordinary is enough for."""

from __future__ import annotations

from dataclasses import dataclass

SHARE = 0.1
"""Where no budget is stated: places for a tenth of the customers, of which nobody says that it is right."""


@dataclass(frozen=True)
class Places:
    """`count` of the `customers` can be served; `cost` is of one place in major units, None where the case states none."""

    count: int
    customers: int
    cost: float | None

    @property
    def share(self) -> float:
        """Share of the customers that can be served."""
        return self.count / self.customers if self.customers else 0.0

    @property
    def spent(self) -> float | None:
        """What all places cost, in major units."""
        return None if self.cost is None else self.cost * self.count


def places(customers: int, *, budget: float | None, cost: float | None, share: float = SHARE) -> Places:
    """Divide the budget by the cost of a place, both in major units; without them take a stated `share` of the customers."""
    if budget is None or cost is None:
        return Places(min(customers, max(1, round(share * customers))), customers, None)
    return Places(min(customers, int(budget // cost)), customers, cost)
