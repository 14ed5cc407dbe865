"""Service tiers, their movement, their errors, lifecycle states and the two rankings as facts."""

from __future__ import annotations

import pandas as pd

from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.portfolio.base import Base
from idic_lib.differentiate.portfolio.lifecycle import STATES
from idic_lib.differentiate.portfolio.ranking import disagreement, foresight_gain
from idic_lib.differentiate.portfolio.review import FEWEST, Review, held, mistiered
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, called, counted, refused
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_
from idic_lib.text.letters import slug

FEW = N_("Fewer than 30 customers were in this tier: too few for a mean. Widen the rule, or collect a longer order history.")
NOBODY = N_("Nobody was in this tier. Widen its rule in the case.")
NO_COSTS = N_("What serving customers costs is not known. Collect the cost of deliveries, returns, requests and coupons.")
_STATES = {
    "new": N_("{value} customers are new."),
    "active": N_("{value} customers buy in their own rhythm."),
    "won_back": N_("{value} customers have come back from a silence of more than two of their rhythms."),
    "slipping": N_("{value} customers have been silent for longer than their rhythm."),
    "lapsed": N_("{value} customers have been silent for more than two of their rhythms."),
}


def service_facts(table: pd.DataFrame, realised: pd.DataFrame | Refusal, moves: pd.DataFrame | Refusal, *, currency: str) -> list[Fact]:
    """State per tier its customers, its cost of service, what it brought when formed before, and how many stayed."""
    return [
        fact
        for row in table.to_dict("records")
        for fact in called(str(row["tier"]), *_now(row, currency), _realised(row, realised, currency), _stayed(row, moves))
    ]


def _now(row: dict[str, float | str], currency: str) -> list[Fact]:
    at = f"differentiate.service_tier.{slug(str(row['tier']))}"
    size = counted(f"{at}.customers", int(row["customers"]), unit="customers", method=N_("count of customers for whom the tier's rule is the first that holds"), says=N_("Service tier {detail} has {value} customers."))  # fmt: skip
    if "cost" not in row or pd.isna(row["cost"]):
        return [size, refused(f"{at}.cost", unit=currency, reason=NO_COSTS if row["customers"] else NOBODY)]
    cost = Estimate(float(row["cost"]), float(row["lo"]), float(row["hi"]), int(row["customers"]))
    method = N_("mean cost of serving a customer of the tier so far, goods and acquisition left out; bootstrap over customers")
    return [
        size,
        estimated(
            f"{at}.cost",
            cost,
            unit=currency,
            method=method,
            says=N_("Serving a customer of tier {detail} has cost {value} so far, on average."),
        ),
    ]


def _realised(row: dict[str, float | str], realised: pd.DataFrame | Refusal, currency: str) -> Fact:
    id_ = f"differentiate.service_tier.{slug(str(row['tier']))}.realised"
    if isinstance(realised, Refusal):
        return refused(id_, unit=currency, reason=realised.reason)
    own = realised[realised["tier"] == row["tier"]]
    if own.empty or own["customers"].iloc[0] < FEWEST:
        return refused(id_, unit=currency, reason=NOBODY if own.empty else FEW)
    found = own.iloc[0]
    method = N_("mean brought per customer after the day on which the tier was formed; bootstrap over customers")
    says = N_("A customer whom the rules had put in tier {detail} then brought {value}, on average.")
    return estimated(
        id_, Estimate(found["realised"], found["lo"], found["hi"], int(found["customers"])), unit=currency, method=method, says=says
    )


def _stayed(row: dict[str, float | str], moves: pd.DataFrame | Refusal) -> Fact:
    id_ = f"differentiate.service_tier.{slug(str(row['tier']))}.stayed"
    if isinstance(moves, Refusal):
        return refused(id_, unit="share", reason=moves.reason)
    own = moves[(moves["before"] == row["tier"]) & (moves["now"] == row["tier"])]
    if own.empty:
        return refused(id_, unit="share", reason=NOBODY)
    found = own.iloc[0]
    share = Estimate(found["share"], found["lo"], found["hi"], int(found["of"]))
    method = N_("customers of the tier at the earlier day who are in it today, by the same rules; Wilson's interval")
    return estimated(
        id_, share, unit="share", method=method, says=N_("Of tier {detail} at the earlier day, {value} are still in it today.")
    )


_REVIEW_UNITS = {"service_tier.held": "share", "service_tier.out_of_order": "number", "mistiered.customers": "customers"}


def review_facts(of: Review | Refusal, realised: pd.DataFrame | Refusal, *, currency: str, seed: int) -> list[Fact]:
    """State how far tiers formed before held: who stayed by own doing, whether they came in order, who was in the wrong one and at what cost."""
    if isinstance(of, Refusal) or isinstance(realised, Refusal):
        reason = of.reason if isinstance(of, Refusal) else str(getattr(realised, "reason", ""))
        units = _REVIEW_UNITS | {"mistiered.cost": currency}
        return [refused(f"differentiate.{id_}", unit=unit, reason=reason) for id_, unit in units.items()]
    wrong, cost = mistiered(of, seed=seed)
    late = int((~realised["in_order"].dropna().astype(bool)).sum())
    return [
        estimated("differentiate.service_tier.held", held(of, seed=seed), unit="share", method=N_("customers whose tier at the earlier day is the one that the same rules give for what they then did; bootstrap over customers"), says=N_("What customers then did kept {value} of them in the tier they had been put into.")),
        counted("differentiate.service_tier.out_of_order", late, unit="number", method=N_("count of tiers of at least 30 customers that brought more per customer than one expected to be above them"), says=N_("Tiers that brought more per customer than one expected to be above them: {value}.")),
        counted("differentiate.mistiered.customers", wrong, n=cost.n, unit="customers", method=N_("count of customers of the best tiers at the earlier day who would not have been among as many best by what came"), says=N_("Of the {n} customers of the best tiers at the earlier day, {value} did not belong there by what they then brought.")),
        estimated("differentiate.mistiered.cost", cost, unit=currency, method=N_("brought by as many best customers as the best tiers held, less what the tiers' customers brought; bootstrap over customers"), says=N_("Those who belonged in the best tiers and were not there brought {value} more than those who were, {lo} to {hi}.")),
    ]  # fmt: skip


def ranking_facts(base: Base, earlier: Base | Refusal, later: pd.DataFrame, *, seed: int) -> list[Fact]:
    """State how far the rankings by past and by expected value disagree, and which of them, made at an earlier day, foresaw more."""
    stated = [estimated("differentiate.ranking.disagree", disagreement(base, seed=seed), unit="share", method=N_("top fifth by what was brought so far that is not in the top fifth by what is expected; bootstrap over customers"), says=N_("Of the best fifth so far, {value} are not among the best fifth expected."))]  # fmt: skip
    if isinstance(earlier, Refusal):
        return [*stated, refused("differentiate.ranking.gain", unit="points", reason=earlier.reason)]
    gain = foresight_gain(earlier, later, seed=seed)
    method = N_("what came later caught by the top fifth by expectation less that by the top fifth so far; paired bootstrap over customers")
    return [*stated, estimated("differentiate.ranking.gain", gain, unit="points", method=method, says=N_("The best fifth by expectation caught {value} more of what then came than the best fifth so far, {lo} to {hi}."))]  # fmt: skip


def state_facts(states: pd.DataFrame | Refusal, *, prospects: int | None = None, then: pd.DataFrame | None = None) -> list[Fact]:
    """State how many customers are in each state of the lifecycle, open leads as prospects, and the share of each state of an earlier day that bought after it.

    `states` is `lifecycle` of today, `then` `state_table` of the earlier day with what came later.
    """
    ids = [f"differentiate.state.{name}.customers" for name in STATES]
    if isinstance(states, Refusal):
        stated = [refused(id_, unit="customers", reason=states.reason) for id_ in ids]
    else:
        sizes = states["state"].value_counts()
        method = N_("count of customers in the state, by each customer's own rhythm of purchases")
        stated = [
            counted(id_, int(sizes.get(name, 0)), n=len(states), unit="customers", method=method, says=_STATES[name])
            for id_, name in zip(ids, STATES, strict=True)
        ]
    if prospects is not None:
        stated.append(counted("differentiate.state.prospect.customers", prospects, unit="customers", method=N_("count of leads that are open"), says=N_("{value} leads are open: prospects.")))  # fmt: skip
    return stated + ([] if then is None else [_bought(row) for row in then.to_dict("records")])


def _bought(row: dict[str, float | str]) -> Fact:
    id_ = f"differentiate.state.{row['state']}.bought"
    if int(row["customers"]) < FEWEST:
        return refused(
            id_,
            unit="share",
            reason=N_("Fewer than 30 customers were in this state at the earlier day: too few for a rate. Collect a longer order history."),
        )
    share = Estimate(float(row["bought"]), float(row["lo"]), float(row["hi"]), int(row["customers"]))
    method = N_("customers in the state at an earlier day who bought between then and today; Wilson's interval")
    return estimated(
        id_,
        share,
        unit="share",
        method=method,
        says=N_("Of the customers who were {detail} at the earlier day, {value} have bought since."),
    )
