"""How customers buy, as the case declares it and as the orders look: the setting chooses what may be asked of a value model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from idic_lib.differentiate.contract.rhythm import FEWEST, Rhythm, rhythm
from idic_lib.differentiate.history import Refusal, period
from idic_lib.differentiate.state import estimated
from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference import bootstrap
from idic_lib.inference.intervals import wilson
from idic_lib.text import N_

Setting: TypeAlias = Literal["repeat", "contract", "rare"]
RARE: Setting = "rare"
CONTRACT: Setting = "contract"
LEAST_DAYS = 364
"""In less than a year of orders most customers of any firm have bought once."""
_RARE, _REPEAT = 0.8, 0.5

NOT_FITTED = N_(
    "Buyers here buy once: a model of repeat purchases would read every buyer as lost, so none was fitted. Value comes from the funnel: the chance of a contract, its time and its margin."
)
UNDER_CONTRACT = N_(
    "Customers pay at fixed times: a model of repeat purchases would learn from the calendar and not from them, so none was fitted. Value comes from retention: who still pays, for how long, and how much."
)
PAY_REGULARLY = N_(
    "{n} customers pay at fixed times: a model of repeat purchases would learn from the calendar and not from them, so none was fitted. Value comes from retention."
)
ONE_CONTRACT = N_(
    "{n} buyers hold one contract only: a model of repeat purchases would read every one of them as lost, so none was fitted. Value comes from the funnel."
)
SAYS: dict[tuple[str, str], str] = {
    ("rare", "rare"): N_("The case says that customers buy rarely, and their orders look so."),
    ("rare", "repeat"): N_("The case says that customers buy rarely, but most of them have ordered again: ask whether “repeat” is the right setting."),
    ("repeat", "rare"): N_("The case says that customers buy again and again, but nearly all have ordered once: read every repeat-purchase forecast here with doubt, and ask whether “rare” is the right setting."),
    ("rare", "contract"): N_("The case says that customers buy rarely, but most of those with three orders pay at fixed times: ask whether “contract” is the right setting."),
    ("repeat", "repeat"): N_("The case says that customers buy again and again, and their orders look so."),
    ("repeat", "contract"): N_("The case says that customers buy again and again, but most of those with three orders pay at fixed times: read every repeat-purchase forecast here with doubt, and ask whether “contract” is the right setting."),
    ("contract", "contract"): N_("The case says that customers pay under a contract, and their payments look so."),
    ("contract", "repeat"): N_("The case says that customers pay under a contract, but they buy again and again at no fixed times: ask whether “repeat” is the right setting."),
    ("contract", "rare"): N_("The case says that customers pay under a contract, but nearly all have paid once: ask whether “rare” is the right setting, or collect every payment."),
}  # fmt: skip
FEW_THREE = N_("Fewer than 30 customers have ordered on three days, so whether orders come at fixed times cannot be told.")
UNDECIDED = N_("The orders alone do not tell how customers buy; what the case says is taken.")


@dataclass(frozen=True)
class Buying:
    """How the orders look: buyers, those with one purchase day, the days between a first and a second one, and days observed."""

    buyers: int
    once: int
    gaps: np.ndarray[tuple[int], np.dtype[np.float64]]
    days: int
    rhythm: Rhythm = field(default_factory=lambda: Rhythm(0, {}))
    """How regular the payments of those with three or more are."""

    @property
    def looks(self) -> str:
        """'rare', 'repeat', 'contract', or nothing where the orders do not tell."""
        if self.days < LEAST_DAYS or not self.buyers:
            return ""
        if self.rhythm.name:
            return "contract"
        once = wilson(self.once, self.buyers)
        if once.lo > _RARE and not (len(self.gaps) and len(self.gaps) > 0.2 * self.buyers):
            return "rare"
        return "repeat" if once.hi < _REPEAT else ""


def buyers(orders: Relation, *, as_of: date) -> pd.DataFrame:
    """Return customer_id, first_on, second_on (the next later day with an order, missing for most), purchases (days) and amount (minor)."""
    return orders.engine.query("buyers", as_of=as_of)


def buying(orders: Relation, *, as_of: date) -> Buying:
    """Read from the orders how customers buy."""
    table = buyers(orders, as_of=as_of)
    gaps = (table["second_on"] - table["first_on"]).dt.days.dropna().to_numpy(np.float64)
    return Buying(len(table), int((table["purchases"] == 1).sum()), gaps, period(orders, as_of=as_of).days, rhythm(orders, as_of=as_of))


def setting_facts(found: Buying, *, setting: Setting, seed: int) -> list[Fact]:
    """State the setting against the orders: who bought once, the days to a second purchase, the days observed; and what is not fitted."""
    stated = [_declared(found, setting), _once(found), _gap(found, seed), _regular(found), _observed(found)]
    unfit = {RARE: (found.once, ONE_CONTRACT), CONTRACT: (found.rhythm.customers, PAY_REGULARLY)}
    if setting not in unfit:
        return stated
    n, says = unfit[setting]
    return [*stated, Fact(id="differentiate.repeat_model", value=None, n=n, unit="purchases", method=N_("not computed"), says=says)]


def not_fitted(setting: Setting) -> Refusal | None:
    """Return why no model of repeat purchases is fitted in this setting, or None where one is."""
    reasons = {RARE: NOT_FITTED, CONTRACT: UNDER_CONTRACT}
    return Refusal(reasons[setting]) if setting in reasons else None


def bought_once(setting: Setting) -> Refusal | None:
    """Return why nothing that looks at the same customers twice is computed where they buy once, or None elsewhere."""
    return not_fitted(setting) if setting == RARE else None


def _declared(found: Buying, setting: Setting) -> Fact:
    says = SAYS.get((setting, found.looks), UNDECIDED)
    return counted("differentiate.setting.declared", setting, unit="rows", method=N_("name of the purchase setting in the case"), says=says)


def _once(found: Buying) -> Fact:
    id_ = "differentiate.setting.once"
    of = wilson(found.once, found.buyers)
    says = N_("{value} of {n} buyers have bought on one day only.")
    return estimated(
        id_, of, unit="share", method=N_("customers with one purchase day, of all with an order; Wilson's interval"), says=says
    )


def _regular(found: Buying) -> Fact:
    id_ = "differentiate.setting.regular"
    if found.rhythm.judged < FEWEST:
        return refused(id_, unit="share", reason=FEW_THREE)
    of = wilson(found.rhythm.customers, found.rhythm.judged)
    method = N_(
        "customers whose days between orders are about a month, a quarter or a year and nearly equal, of those with three or more; Wilson's interval"
    )
    return estimated(
        id_, of, unit="share", method=method, says=N_("Of {n} customers with three orders or more, {value} order at fixed times.")
    )


def _gap(found: Buying, seed: int) -> Fact:
    id_ = "differentiate.setting.gap"
    if len(found.gaps) < 2:
        return refused(id_, unit="days", reason=N_("Fewer than two customers have bought a second time, so there is no gap to state."))
    of = bootstrap.estimate(lambda w: _median(w, found.gaps), len(found.gaps), seed=seed, draws=200 if len(found.gaps) > 2000 else 2000)
    says = N_("Those who bought again did so {value} days after their first purchase (median).")
    return estimated(
        id_,
        of,
        unit="days",
        method=N_("median days from first to second purchase day, those with one; bootstrap over customers"),
        says=says,
    )


def _median(weights: bootstrap.Array, values: bootstrap.Array) -> bootstrap.Array:
    order = np.argsort(values, kind="stable")
    half = np.cumsum(weights[:, order], axis=1) >= weights.sum(axis=1, keepdims=True) / 2
    middle: bootstrap.Array = values[order][np.argmax(half, axis=1)]
    return middle


def _observed(found: Buying) -> Fact:
    return counted("differentiate.setting.observed", found.days, unit="days", method=N_("count of days from the first order to the workbook's date"), says=N_("Orders were observed for {value} days."))  # fmt: skip
