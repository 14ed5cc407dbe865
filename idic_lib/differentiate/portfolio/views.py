"""One further view of the portfolio, as the case chooses: the customer pyramid, loyalty against profit, or strategically significant customers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from idic_lib.differentiate.portfolio.base import Base
from idic_lib.differentiate.portfolio.rules import among_top
from idic_lib.inference.bootstrap import Array

View = Literal["pyramid", "loyalty", "significance"]
VIEWS: dict[View, tuple[str, ...]] = {
    "pyramid": ("platinum", "gold", "iron", "lead"),
    "loyalty": ("true_friends", "butterflies", "barnacles", "strangers"),
    "significance": ("high_value", "cost_magnet", "door_opener", "other"),
}
_TOP, _FIFTH = 0.04, 0.2


def portfolio_view(view: View, base: Base, *, senders: Collection[str] = ()) -> pd.DataFrame:
    """Return customer_id, view (one of VIEWS[view]) and view_chance: the share of draws in which the customer belongs there.

    `senders` are customers who sent others (door openers of the third view).
    """
    places: dict[View, Callable[[Array, Base, Array], Array]] = {
        "pyramid": _pyramid,
        "loyalty": _loyalty,
        "significance": partial(_significance, senders=senders),
    }
    of = places[view]
    now = of(base.column("expected"), base, base.column("active"))
    came = zip(base.drawn, (base.sales > 0).astype(np.float64), strict=True)
    chance = np.mean([of(value, base, bought) == now for value, bought in came], axis=0)
    named = pd.Series(np.asarray(VIEWS[view], dtype=object)[now], index=base.table.index, dtype="str")
    return base.table[["customer_id"]].assign(view=named, view_chance=chance)


def _pyramid(value: Array, _base: Base, _active: Array) -> Array:
    """Zeithaml, Rust and Lemon (2001): a fifth of the top fifth is platinum, the rest of it gold; lead costs money; iron is between.

    Without costs nobody is known to be lead.
    """
    return np.select([value < 0, among_top(value, _TOP), among_top(value, _FIFTH)], [3, 0, 1], default=2)


def _loyalty(value: Array, base: Base, active: Array) -> Array:
    """Reinartz and Kumar (2002): more likely than not to come again, against having left over more than the average customer so far."""
    del value
    high, stays = base.column("so_far") > base.column("so_far").mean(), active >= 0.5
    return np.select([high & stays, high, stays], [0, 1, 2], default=3)


def _significance(value: Array, base: Base, _active: Array, senders: Collection[str]) -> Array:
    """Buttle (2009): high future value; high volume without it, which carries fixed costs; senders of others. Two types only people know.

    Those whom other customers follow (benchmarks) and those who make the firm better (inspirations) stand in no order.
    """
    sends = base.table["customer_id"].isin(list(senders)).to_numpy()
    high, large = among_top(value, _FIFTH), among_top(base.column("sales"), _FIFTH)
    return np.select([high, large, sends], [0, 1, 2], default=3)
