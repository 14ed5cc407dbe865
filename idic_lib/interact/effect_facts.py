"""Effects as facts of the ledger: four per campaign that has an estimate, two for the others."""

from __future__ import annotations

from idic_lib.facts import Fact, Grade, Verdict, refused
from idic_lib.inference.intervals import Estimate
from idic_lib.interact.effects import Reading, difference
from idic_lib.interact.verdicts import Effect
from idic_lib.text import N_
from idic_lib.text.letters import slug

SAYS = {
    Verdict.SHOWN: N_("Campaign {detail} added {value} ({lo} to {hi}) to the sales of the {n} customers it reached."),
    Verdict.SUGGESTED: N_(
        "Campaign {detail} may have added {value} ({lo} to {hi}) to the sales of the {n} customers it reached; it was not randomised."
    ),
    Verdict.NO_EFFECT_SEEN: N_("No effect of campaign {detail} was seen: {value}, and anything from {lo} to {hi} is not excluded."),
}
LOST = {
    Verdict.SHOWN: N_("Campaign {detail} lowered the sales of the {n} customers it reached: {value} ({lo} to {hi})."),
    Verdict.SUGGESTED: N_(
        "Campaign {detail} may have lowered the sales of the {n} customers it reached: {value} ({lo} to {hi}); it was not randomised."
    ),
}
REFUSALS: dict[str, str] = {
    N_("not sent"): N_("Campaign {detail}: not identifiable. No customer on file was sent it; supply the list of those who were."),
    N_("follow-up"): N_("Campaign {detail}: not identifiable. It had not ended at the date of the data; measure it when it has."),
    N_("history"): N_("Campaign {detail}: not identifiable. Fewer than 16 weeks of purchases lie before it; export earlier purchases."),
    N_("group size"): N_(
        "Campaign {detail}: not identifiable. Fewer than 30 customers can be compared; pool it with campaigns of its kind."
    ),
    N_("overlap"): N_(
        "Campaign {detail}: not identifiable. Those not sent it are too unlike those sent it; hold some out at random next time."
    ),
    N_("no check"): N_(
        "Campaign {detail}: not identifiable. No earlier weeks are left to check the comparison on; export earlier purchases."
    ),
    N_("check not zero"): N_(
        "Campaign {detail}: not identifiable. The same difference is there before anything was sent, or the list was drawn up from the purchases of those weeks; hold some out at random."
    ),
}
_NET_MONEY = N_(
    "Less the gap that was there before, campaign {detail} may have brought {value} of sales, {lo} to {hi}, if it holds for all reached."
)
_NO_MONEY = N_("No money is stated for campaign {detail}: no effect was shown or suggested. A random hold-out would show one.")
_NO_CHECK = N_("No earlier weeks are left to check campaign {detail} on; export purchases of 24 weeks before its start.")
_CHECK = N_("The same estimate for campaign {detail} on weeks before anything was sent: {value} ({lo} to {hi}); it should be zero.")
_DIFFERENCE = N_("effect less the estimate eight weeks earlier, taken as independent; 95 % interval")
_NET = N_("Campaign {detail} less what was already there in the check: {value} ({lo} to {hi}).")
_MONEY = N_("In sales, campaign {detail} comes to {value} ({lo} to {hi}), if its effect holds for all {n} customers reached.")
_CONTROLLED = N_("overlap-weighted regression on four past windows, share of the reached's sales; robust 95 % interval")
_RANDOMISED = N_("regression on random assignment and four past windows, share of the reached's sales; robust 95 % interval")


def effect_facts(readings: list[Reading], *, currency: str, minor: int) -> list[Fact]:
    """State interact.campaign.<id>.effect (change) and .money (currency, major units) for every campaign, and .placebo and
    .after_check (change) for those with an effect to state. What is not identifiable is refused, with the reason and the verdict.
    """  # noqa: D205 - the four ids are the summary
    return [fact for r in readings for fact in _facts(r, currency, minor)]


def _facts(reading: Reading, currency: str, minor: int) -> list[Fact]:
    effect, stem = reading.effect, f"interact.campaign.{slug(reading.effect.campaign)}"
    money = _money(f"{stem}.money", effect, currency, minor)
    if effect.reason:
        return [_refusal(f"{stem}.effect", effect), money]
    checks = [
        _change(f"{stem}.placebo", reading.check, _CHECK, _CONTROLLED),
        _change(f"{stem}.after_check", difference(effect, reading.check), _NET, _DIFFERENCE),
    ]
    return [_stated(f"{stem}.effect", effect), *checks, money, *_net_money(f"{stem}.money_after_check", reading, currency, minor)]


def _net_money(name: str, reading: Reading, currency: str, minor: int) -> list[Fact]:
    """State the money that is left when the earlier gap is taken off; nothing where no money or no check is stated."""
    effect, net = reading.effect, difference(reading.effect, reading.check)
    if effect.money is None or effect.sales is None or net is None:
        return []
    value, lo, hi = (v * effect.sales / minor for v in (net.value, net.lo, net.hi))
    return [Fact(id=name, value=value, lo=lo, hi=hi, unit=currency, n=effect.reached, grade=_grade(effect), verdict=effect.verdict,
                 method=N_("effect less the earlier gap, times the sales of all reached; the two taken as independent"), says=_NET_MONEY, table="effects")]  # fmt: skip


def _grade(effect: Effect) -> Grade:
    return "A" if effect.randomised else "B"


def _stated(name: str, effect: Effect) -> Fact:
    return Fact(id=name, value=effect.value, lo=effect.lo, hi=effect.hi, unit="change", n=effect.reached, grade=_grade(effect),
                method=_RANDOMISED if effect.randomised else _CONTROLLED, verdict=effect.verdict,
                says=_sentence(effect), table="effects")  # fmt: skip


def _sentence(effect: Effect) -> str:
    verdict = effect.verdict or Verdict.NO_EFFECT_SEEN
    return LOST[verdict] if effect.excludes_zero and (effect.value or 0) < 0 else SAYS[verdict]


def _refusal(name: str, effect: Effect) -> Fact:
    return Fact(id=name, value=None, unit="change", n=effect.sent, method=N_("not computed"), verdict=Verdict.NOT_IDENTIFIABLE,
                says=REFUSALS[str(effect.reason)], table="effects")  # fmt: skip


def _change(name: str, found: Effect | Estimate | None, says: str, method: str) -> Fact:
    if found is None:
        return refused(name, unit="change", reason=_NO_CHECK)
    n = found.reached if isinstance(found, Effect) else found.n
    return Fact(
        id=name, value=found.value, lo=found.lo, hi=found.hi, unit="change", n=n, grade="B", method=method, says=says, table="effects"
    )


def _money(name: str, effect: Effect, currency: str, minor: int) -> Fact:
    if effect.money is None or effect.money_lo is None or effect.money_hi is None:
        return refused(name, unit=currency, reason=_NO_MONEY)
    value, lo, hi = (v / minor for v in (effect.money, effect.money_lo, effect.money_hi))
    return Fact(id=name, value=value, lo=lo, hi=hi, unit=currency, n=effect.reached, grade=_grade(effect), verdict=effect.verdict,
                method=N_("effect times the sales of all reached; robust 95 % interval"), says=_MONEY, table="effects")  # fmt: skip
