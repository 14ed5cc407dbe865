"""Stop, go on, or prove it: what the effect of a campaign advises, and what being wrong would cost."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

from idic_lib.errors import InputError
from idic_lib.facts import Decision, Fact, Option, Verdict, refused
from idic_lib.inference.intervals import Z95, Estimate
from idic_lib.interact.effects import difference
from idic_lib.interact.verdicts import Effect
from idic_lib.text import N_
from idic_lib.text.letters import slug

STOP, SEND_ALL, HOLD_OUT = N_("Stop them"), N_("Send to everybody selected"), N_("Send to all but a random share, as a test")
QUESTION = N_("Should campaigns of this kind go on?")
CHANGES = N_("The result of a random hold-out, or a margin below cost divided by added sales.")
NOTHING_DRAWN = N_("No money may be stated before an effect is shown or suggested; a random hold-out would settle it.")
_PRICE = N_("Holding a random share back gives up at most {value} ({lo} to {hi}) of sales per campaign, if the larger estimate is right.")
_NO_PRICE = N_("The price of a hold-out is not stated: no effect was shown or suggested.")


@dataclass(frozen=True)
class HoldOutPlan:
    """A test in the next `campaigns` of a kind: `share` of those selected are left out at random. Amounts are read in `currency`."""

    share: float
    campaigns: int
    currency: str
    minor: int

    def __post_init__(self) -> None:
        if not 0 < self.share < 1 or self.campaigns < 1:
            raise InputError(f"a hold-out needs 0 < share < 1 and at least one campaign; found {self.share} and {self.campaigns}")


def decide_holdout(effect: Effect, check: Effect | None, plan: HoldOutPlan) -> Decision:
    """Return the decision about the next campaigns of a kind: stop, send to all, or send to all but a random share as a test.

    Options are priced per campaign by the effect less its check (randomised: by the effect), if it holds for all reached. `p_wrong`
    is the share of normal draws of that difference in which stopping would have been better than going on, or the other way
    round, and `money_at_stake` the mean loss in those draws over all campaigns of the plan; both in closed form. That sending to
    all would have sold more is no error of a test but its price, which `holdout_facts` states. Without *shown* or *suggested* there
    is no money and nothing is drawn.
    """
    name = f"interact.decision.{slug(effect.campaign)}"
    net = _net_money(effect, check, plan)
    if net is None:
        options = tuple(Option(name=n, value=None, unit=plan.currency) for n in (STOP, SEND_ALL, HOLD_OUT))
        return Decision(
            id=name,
            question=QUESTION,
            options=options,
            choice=HOLD_OUT,
            p_wrong=None,
            money_at_stake=None,
            what_would_change_it=NOTHING_DRAWN,
        )
    choice = _choice(effect)
    p_wrong, loss = _regret(net, going_on=choice != STOP)
    sent = {STOP: 0.0, SEND_ALL: 1.0, HOLD_OUT: 1 - plan.share}
    stake = loss * plan.campaigns * (sent[choice] or 1.0)  # who stops loses on everybody
    options = tuple(_option(name, net.scaled(share), plan.currency) for name, share in sent.items())
    return Decision(
        id=name, question=QUESTION, options=options, choice=choice, p_wrong=p_wrong, money_at_stake=stake, what_would_change_it=CHANGES
    )


def holdout_facts(effect: Effect, plan: HoldOutPlan) -> list[Fact]:
    """State interact.holdout.price (currency): the sales per campaign that the test gives up, by the estimate before its check."""
    if effect.money is None or effect.money_lo is None or effect.money_hi is None:
        return [refused("interact.holdout.price", unit=plan.currency, reason=_NO_PRICE)]
    value, lo, hi = (plan.share * v / plan.minor for v in (effect.money, effect.money_lo, effect.money_hi))
    method = N_("share held out times the effect in sales; robust 95 % interval")
    return [
        Fact(
            id="interact.holdout.price",
            value=value,
            lo=lo,
            hi=hi,
            unit=plan.currency,
            n=effect.reached,
            grade="B",
            method=method,
            says=_PRICE,
        )
    ]


def _option(name: str, money: Estimate, currency: str) -> Option:
    """Price an option; adding 0.0 keeps 'minus nothing' out of the report."""
    return Option(name=name, value=money.value + 0.0, lo=money.lo + 0.0, hi=money.hi + 0.0, unit=currency)


def _choice(effect: Effect) -> str:
    """Stop what harms, prove what is suggested, go on with what is shown."""
    if effect.value is not None and effect.value < 0:
        return STOP
    return SEND_ALL if effect.verdict is Verdict.SHOWN else HOLD_OUT


def _net_money(effect: Effect, check: Effect | None, plan: HoldOutPlan) -> Estimate | None:
    """Return the money per campaign that the decision rests on, in major units."""
    if effect.money is None or effect.value is None or effect.lo is None or effect.hi is None or effect.sales is None:
        return None
    own = Estimate(effect.value, effect.lo, effect.hi, effect.reached)
    net = own if effect.randomised else difference(effect, check)
    return net.scaled(effect.sales / plan.minor) if net else None


def _regret(net: Estimate, *, going_on: bool) -> tuple[float, float]:
    """Return the chance that the sign is the other one, and the mean size of the loss where it is (truncated normal)."""
    mean, sd = (net.value if going_on else -net.value), (net.hi - net.lo) / (2 * Z95)
    normal = NormalDist()
    p = normal.cdf(-mean / sd)
    return p, (sd * normal.pdf(mean / sd) / p - mean if p > 0 else 0.0)
