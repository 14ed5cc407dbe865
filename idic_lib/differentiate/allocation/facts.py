"""What is said of a service budget: what each way of giving it reaches, how that came out in the past, and when it would pay."""

from __future__ import annotations

from idic_lib.differentiate.allocation.past import BEST, Covered
from idic_lib.differentiate.allocation.plan import RULES, Plan, Rule
from idic_lib.differentiate.allocation.response import break_even, insensitive, kept, net, spread, spread_loss
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

AT = "differentiate.allocation"
NO_COST = N_(
    "What the service costs was not said, so nothing can be said of when it pays. Set differentiate.service_budget and differentiate.service_cost in case.toml."
)
UNTESTED = N_(
    "What service changes was not tested. Those who bring most may stay anyway, and then it is money for nothing: leave a part of the chosen without it by lot, and compare."
)
NOTHING = N_("Those who would get a place are expected to bring nothing, so no response could pay for it.")
_PARAMETERS = N_("expected value of those with a place; parameters, chance and past misfit drawn jointly")
_REACH: dict[tuple[str, Rule], str] = {
    ("sales", "by_value"): N_("Given by expected value, the places bring sales of {value} ({lo} to {hi}) into reach of the service."),
    ("sales", "equal"): N_("Given to all alike or by lot, they bring {value} ({lo} to {hi}) of sales into reach."),
    ("sales", "by_sales"): N_("Given by sales so far, they bring {value} ({lo} to {hi}) of sales into reach."),
    ("contribution", "by_value"): N_("Given by expected value, the places bring a contribution of {value} ({lo} to {hi}) into reach of the service."),
    ("contribution", "equal"): N_("Given to all alike or by lot, they bring {value} ({lo} to {hi}) of contribution into reach."),
    ("contribution", "by_sales"): N_("Given by sales so far, they bring {value} ({lo} to {hi}) of contribution into reach."),
}  # fmt: skip


def allocation_facts(plan: Plan | Refusal, *, currency: str) -> list[Fact]:
    """State the places, the value that each rule brings into reach, what equal treatment leaves out of it, and the what-ifs (grade D)."""
    if isinstance(plan, Refusal):
        units = {"places": "customers", "value.by_value": currency, "lost": currency, "break_even": "share"}
        return [refused(f"{AT}.{k}", unit=u, reason=plan.reason) for k, u in units.items()]
    return [_places(plan), *_reached(plan, currency), *_assumed(plan, currency), _untested()]


def _places(plan: Plan) -> Fact:
    stated = plan.places.cost is not None
    method = (
        N_("count of customers whom the budget is enough for") if stated else N_("count of customers in a tenth, as no budget is stated")
    )
    says = N_("The budget is enough for {value} of {n} customers.") if stated else N_("No budget for service is stated; {value} of {n} customers, a tenth, are taken to show what a choice is worth.")  # fmt: skip
    return counted(f"{AT}.places", plan.places.count, unit="customers", n=plan.places.customers, method=method, says=says)


def _reached(plan: Plan, currency: str) -> list[Fact]:
    worth = [estimated(f"{AT}.value.{r}", plan.in_reach(r), unit=currency, method=_PARAMETERS, says=_REACH[plan.by, r]) for r in RULES]
    lost = estimated(f"{AT}.lost", plan.lost, unit=currency, method=N_("expected value in reach by value less in reach by lot; drawn jointly"),
                     says=N_("Equal treatment would leave {value} ({lo} to {hi}) out of reach that a choice by value brings into it."))  # fmt: skip
    share = estimated(f"{AT}.share", plan.share("by_value"), unit="share", method=_PARAMETERS, says=N_("Places given by value reach {value} of all that is expected ({lo} to {hi})."))  # fmt: skip
    return [*worth, lost, share]


def _assumed(plan: Plan, currency: str) -> list[Fact]:
    """State what rests on a response that nobody measured."""
    assumed = N_("value in reach times the assumed response of 5%; not measured")
    curved = N_("value in reach times 5% of the square root of the service given, spread by value; not measured")
    made = [
        estimated(f"{AT}.what_if.kept", kept(plan, "by_value"), unit=currency, method=assumed, says=N_("If service kept 5% of what it reaches, places given by value would keep {value} ({lo} to {hi}).")),
        estimated(f"{AT}.what_if.spread", spread(plan, "by_value"), unit=currency, method=curved, says=N_("If each further part of service kept less than the one before, spread by value it would keep {value} ({lo} to {hi}).")),
        estimated(f"{AT}.what_if.spread_lost", spread_loss(plan), unit=currency, method=curved, says=N_("Spread evenly it would keep {value} less ({lo} to {hi}): who is worth more still gets more.")),
        estimated(f"{AT}.insensitive", insensitive(plan), unit="share", method=N_("expected value in reach by lot over that in reach by value; drawn jointly"), says=N_("Should those chosen by value react less than {value} as strongly as the average customer ({lo} to {hi}), equal treatment is the better choice.")),
    ]  # fmt: skip
    return [f.model_copy(update={"grade": "D"}) for f in [*made, *_paying(plan, currency)]]


def _paying(plan: Plan, currency: str) -> list[Fact]:
    pays, left = break_even(plan), net(plan, "by_value")
    if pays is None or left is None:
        reason = NO_COST if plan.places.cost is None else NOTHING
        return [refused(f"{AT}.break_even", unit="share", reason=reason), refused(f"{AT}.what_if.net", unit=currency, reason=reason)]
    return [
        estimated(f"{AT}.break_even", pays, unit="share", method=N_("cost of the places over the expected value in reach by value; drawn jointly"), says=N_("The places given by value pay if service keeps more than {value} of what it reaches ({lo} to {hi}).")),
        estimated(f"{AT}.what_if.net", left, unit=currency, method=N_("value in reach times the assumed response of 5%, less the budget; not measured"), says=N_("At a response of 5% they would leave {value} ({lo} to {hi}) after their cost.")),
    ]  # fmt: skip


def _untested() -> Fact:
    return refused(f"{AT}.effect", unit="share", reason=UNTESTED)


def tested_facts(found: Covered | Refusal) -> list[Fact]:
    """State which share of the hold-out's value fell to those with a place, by each rule, what hindsight would add, and by how much value beats the lot."""
    units = {"by_value": "share", "by_sales": "share", "by_lot": "share", BEST: "share", "gain": "points", "regret": "points"}
    if isinstance(found, Refusal):
        return [refused(f"{AT}.past.{k}", unit=u, reason=found.reason) for k, u in units.items()]
    method = N_(
        "share of the hold-out's sales made by those with a place, given on the last day of the calibration; bootstrap over customers"
    )
    covered: dict[str, tuple[Estimate, str]] = {
        "by_value": (found.covered["by_value"], N_("Places given by expected value at the end of the calibration then covered {value} of sales ({lo} to {hi}).")),
        "by_sales": (found.covered["by_sales"], N_("Given by sales so far, they covered {value} ({lo} to {hi}).")),
        BEST: (found.covered[BEST], N_("Hindsight could have covered {value} ({lo} to {hi}).")),
        "gain": (found.gain, N_("By value covered {value} more than by lot ({lo} to {hi}).")),
        "regret": (found.regret, N_("By value covered {value} less than hindsight could have ({lo} to {hi}).")),
    }  # fmt: skip
    made = [estimated(f"{AT}.past.{k}", e, unit=units[k], method=method, says=says) for k, (e, says) in covered.items()]
    lot = estimated(f"{AT}.past.by_lot", found.lot, unit="share", method=N_("share of customers with a place; the ends hold 95% of all lots"),
                    says=N_("Drawn by lot, they covered {value} on average; most lots lay between {lo} and {hi}."))  # fmt: skip
    return [*made[:2], lot, *made[2:]]
