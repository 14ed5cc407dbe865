"""What was found about satisfaction, as facts."""

from __future__ import annotations

from idic_lib.differentiate.satisfaction.axes import UNKNOWN
from idic_lib.differentiate.satisfaction.found import Found
from idic_lib.differentiate.satisfaction.majority import ASK
from idic_lib.differentiate.satisfaction.share import Share
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference.bootstrap import interval
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

NO_SURVEY = N_("Nobody was asked whether they are satisfied, or nearly nobody answered: put one question with marks from 1 to 5 to 400 customers drawn at random, and name it under differentiate.satisfaction.attitude.")  # fmt: skip
NO_REACH = N_("Whom the survey could not reach cannot be told: keep by which system or channel each customer was asked, or at least 50 answers.")  # fmt: skip
NO_ADVOCACY = N_("No question of recommendation is named: put one with marks from 0 to 10 to customers drawn at random.")
_PRE = "differentiate.satisfaction."


def satisfaction_facts(found: Found | None, *, currency: str, minor: int) -> list[Fact]:
    """State who answered, who is satisfied, who was not asked, the six classes and what hangs on the dissatisfied.

    Facts: differentiate.satisfaction.{respondents, weighted, share, dissatisfied} [share], .gap [points], .answers, .drawn, .not_asked, .needed,
    .left_before, .unknown, .unplaced [customers], .unread [rows], .answer_odds [number], .value_at_risk [currency], .classes.<class> [share].
    """
    if found is None:
        return [refused(_PRE + "share", unit="share", reason=NO_SURVEY), refused(_PRE + "not_asked", unit="customers", reason=NO_REACH)]
    return [
        *_answered(found),
        *_readings(found),
        *_reached(found),
        *_asking(found),
        *_classes(found),
        _at_risk(found.share, currency, minor),
    ]


def _answered(found: Found) -> list[Fact]:
    marks = found.answers.attitude
    drawn, own = (int(marks.loc[marks["drawn"] == d, "customer_id"].nunique()) for d in (True, False))
    unknown = int((found.customers["attitude"] == UNKNOWN).sum())
    return [
        counted(_PRE + "answers", own, unit="customers", method=N_("count of customers with a mark who were not drawn"), says=N_("{value} customers who were asked gave a mark of their own accord."), table="surveys"),
        counted(_PRE + "drawn", drawn, unit="customers", method=N_("count of customers with a mark who were drawn at random"), says=N_("{value} customers drawn at random gave a mark."), table="surveys"),
        counted(_PRE + "unplaced", found.unplaced, unit="customers", method=N_("count of customers whose mark belongs to no row of the population"), says=N_("{value} customers gave a mark that is laid to nobody: they are not among the customers asked about, or had several handovers."), table="surveys"),
        counted(_PRE + "unread", found.answers.unread, unit="rows", method=N_("count of answers to questions of marks that are no number"), says=N_("{value} answers are no mark."), table="surveys"),
        counted(_PRE + "unknown", unknown, unit="customers", method=N_("count of customers without a mark"), says=N_("Of {value} customers nobody knows whether they are satisfied."), table="satisfaction"),
    ]  # fmt: skip


def _readings(found: Found) -> list[Fact]:
    best = N_("known marks, and for all others the share of customers alike among those drawn at random who had not answered before; finite-population interval (Hansen and Hurwitz 1946)")  # fmt: skip
    cells = N_("known marks, and for all others the share of respondents alike in what is known of everybody; finite-population interval (Little and Vartivarian 2005)")  # fmt: skip
    of = found.share
    stated = [
        estimated(_PRE + "respondents", found.respondents, unit="share", method=N_("marks of those who answered of their own accord; Wilson's interval"), says=N_("Of the {n} customers who answered, {value} are satisfied ({lo} to {hi}).")),
        estimated(_PRE + "share", of.estimate, unit="share", method=best if of.drawn else cells, says=_SAYS_DRAWN if of.drawn else _SAYS_WEIGHTED),
        estimated(_PRE + "dissatisfied", _rest(of.estimate), unit="share", method=best if of.drawn else cells, says=N_("{value} of all customers are not satisfied ({lo} to {hi}).")),
        estimated(_PRE + "gap", _gap(found), unit="points", method=N_("difference of the shares among respondents and all customers; interval from both"), says=N_("Those who answered look {value} more satisfied than all customers are ({lo} to {hi}).")),
    ]  # fmt: skip
    if found.weighted is None or not of.drawn:
        return stated
    says = N_("Weighting respondents by what is known of everybody gives {value} ({lo} to {hi}): it cannot mend that the satisfied answer more readily.")  # fmt: skip
    return [*stated, estimated(_PRE + "weighted", found.weighted.estimate, unit="share", method=cells, says=says)]


_SAYS_DRAWN = N_("Of all customers {value} are satisfied ({lo} to {hi}), by those drawn at random who nearly all answered.")
_SAYS_WEIGHTED = N_("Of all customers {value} are satisfied ({lo} to {hi}), once respondents are weighted by what is known of everybody; no weighting mends answers that hang on satisfaction itself.")  # fmt: skip


def _rest(of: Estimate) -> Estimate:
    return Estimate(1 - of.value, 1 - of.hi, 1 - of.lo, of.n)


def _gap(found: Found) -> Estimate:
    """Return respondents less everybody; the two are taken to be independent, which widens the interval a little."""
    one, all_ = found.respondents, found.share.estimate
    value = one.value - all_.value
    below = ((one.value - one.lo) ** 2 + (all_.hi - all_.value) ** 2) ** 0.5
    above = ((one.hi - one.value) ** 2 + (all_.value - all_.lo) ** 2) ** 0.5
    return Estimate(value, value - below, value + above, one.n)


def _reached(found: Found) -> list[Fact]:
    left = counted(_PRE + "left_before", found.left_before, unit="customers", method=N_("count of customers silent for more than three of their usual gaps when they gave a mark"), says=N_("{value} customers gave their mark when they had already stopped buying: such a mark foretells nothing."), table="surveys")  # fmt: skip
    of = found.reach
    if of is None:
        return [left, refused(_PRE + "not_asked", unit="customers", reason=NO_REACH)]
    says = {
        None: N_("No group of customers is missing among those who answered: {value} not asked."),
        "group": N_("The survey went to one group only: {value} customers outside it were never asked."),
        "channel": N_(
            "The survey went through one channel only, and those it reached differ from the others: {value} customers have no answer."
        ),
    }[of.by]
    method = N_("count of customers outside the only group or channel that answered")
    return [left, counted(_PRE + "not_asked", of.not_asked, unit="customers", method=method, says=says, table="surveys")]


def _asking(found: Found) -> list[Fact]:
    of, rule = found.share.estimate, found.rule
    stated = []
    if rule.choice == ASK:
        method = N_("answers at random that tell the majority with chance 0.8 if the share is as estimated; ends from its interval")
        stated.append(estimated(_PRE + "needed", rule.needed, unit="customers", method=method, says=N_("Neither side has a sure majority: {value} more customers drawn at random ({lo} to {hi}) would tell.")))  # fmt: skip
    if not found.share.drawn:
        odds = Estimate(_odds(of.value), _odds(of.lo), _odds(of.hi), of.n)
        method = N_("odds of the weighted share: how many times as readily the satisfied must answer for half of all to be satisfied")
        stated.append(estimated(_PRE + "answer_odds", odds, unit="number", method=method, says=N_("If, among customers alike, the satisfied answered {value} times as readily as the others, half of all customers would be satisfied.")))  # fmt: skip
    return stated


def _odds(share: float) -> float:
    return max(share, 1e-3) / max(1 - share, 1e-3)


def _classes(found: Found) -> list[Fact]:
    rows = found.classes[found.classes["share"].notna()]
    known = found.share.asked
    method = {"behaviour": N_("customers by purchase days and rhythm, of those who bought long enough ago to tell; Wilson's interval")}
    other = N_("as the satisfied share of all customers")
    says = {
        "attitude": N_("{value} of all customers are {last} ({lo} to {hi})."), "advocacy": N_("{value} of all customers are {last}, by whether they would recommend ({lo} to {hi})."),
        "behaviour": N_("{value} of the customers whose behaviour tells are {last} ({lo} to {hi})."),
    }  # fmt: skip
    facts = [
        estimated(f"{_PRE}classes.{r['class']}", Estimate(r["share"], r["lo"], r["hi"], known if a != "behaviour" else int(rows.loc[rows["axis"] == a, "customers"].sum())), unit="share", method=method.get(a, other), says=says[a])
        for r in rows.to_dict("records") for a in (r["axis"],)
    ]  # fmt: skip
    return facts if (rows["axis"] == "advocacy").any() else [*facts, refused(_PRE + "classes.happy", unit="share", reason=NO_ADVOCACY)]


def _at_risk(of: Share, currency: str, minor: int) -> Fact:
    lo, hi = interval(of.dissatisfied)
    value = float(of.dissatisfied.mean())
    method = N_(
        "sales of the dissatisfied over sales, among those who answered and are alike, laid on the sales of everybody alike; draws of the ratios"
    )
    says = N_("Customers who are not satisfied have bought for {value} so far ({lo} to {hi}); this hangs on them, and is no effect of fixing anything.")  # fmt: skip
    return estimated(_PRE + "value_at_risk", Estimate(value, min(lo, value), max(hi, value), of.asked).scaled(1 / minor), unit=currency, method=method, says=says)  # fmt: skip
