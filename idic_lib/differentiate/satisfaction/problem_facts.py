"""What was found about problems, as facts."""

from __future__ import annotations

from idic_lib.differentiate.satisfaction.problems import Pareto, Ranking
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, called, counted, refused
from idic_lib.inference.intervals import wilson
from idic_lib.text import N_
from idic_lib.text.heads import spoken
from idic_lib.text.letters import slug

SURE = 2 / 3
"""Below this chance no problem is named first: one that is named is twice as likely to be first as all others together."""
NO_WORDS = N_("No problem can be named: collect what at least 30 dissatisfied customers say is wrong, in their own words, and name the words of each problem under differentiate.problems.")  # fmt: skip
UNSURE = {
    "count": N_(
        "Which problem most customers have is not sure: the first two are too close. About {n} more customers' words would tell them apart."
    ),
    "value": N_(
        "Which problem most sales hang on is not sure: the first two are too close. About {n} more customers' words would tell them apart."
    ),
}
ALIKE = {
    "count": N_("Which problem most customers have is not sure: the first two are so close that even every dissatisfied customer's words would hardly tell."),
    "value": N_("Which problem most sales hang on is not sure: the first two are so close that even every dissatisfied customer's words would hardly tell."),
}  # fmt: skip
_PRE = "differentiate.problem."


def problem_facts(found: Pareto | None, *, currency: str, minor: int) -> list[Fact]:
    """State the first problem by customers and by sales, each problem's shares, and what the reading of the words rests on.

    Facts: differentiate.problem.{by_count [customers], by_value [currency]} (names), .sure_by_count, .sure_by_value [share: chance that the first is
    first], .<slug>.share [share of the dissatisfied], .<slug>.value [currency], .texts, .uncoded, .several, .deciding [rows].
    """
    if found is None:
        return [refused(_PRE + id_, unit=unit, reason=NO_WORDS) for id_, unit in (("by_count", "customers"), ("by_value", currency))]
    return [
        *_first("count", found.by_count, found, "customers"), *_first("value", found.by_value, found, currency),
        *_shares(found), *_values(found, currency, minor), *_reading(found),
    ]  # fmt: skip


def _first(by: str, ranking: Ranking, found: Pareto, unit: str) -> list[Fact]:
    says = {"count": N_("The problem that most dissatisfied customers have is “{detail}”."), "value": N_("The problem that most sales of dissatisfied customers hang on is “{detail}”.")}  # fmt: skip
    method = {"count": N_("name of the problem with most dissatisfied customers, by their words within classes that buy alike"), "value": N_("name of the problem whose customers have bought most, by their words within classes that buy alike")}  # fmt: skip
    sure = estimated(f"{_PRE}sure_by_{by}", wilson(round(ranking.chance * 1000), 1000), unit="share", method=N_("share of 1,000 bootstrap draws over customers in which the same problem is first; Wilson's interval"), says=N_("The chance that this problem is truly first is {value}.")).model_copy(update={"n": found.speakers})  # fmt: skip
    if ranking.chance >= SURE:
        first = counted(f"{_PRE}by_{by}", ranking.first, unit=unit, method=method[by], says=says[by], n=found.speakers)
        return [*called(spoken(ranking.first), first), sure]
    settled = ranking.more <= found.dissatisfied - found.speakers
    reason = (UNSURE if settled else ALIKE)[by]
    return [refused(f"{_PRE}by_{by}", unit=unit, reason=reason).model_copy(update={"n": ranking.more if settled else None}), sure]


def _shares(found: Pareto) -> list[Fact]:
    method = N_("one vote a customer within classes that buy alike, weighed by the dissatisfied in them, less tickets about anything; bootstrap over customers")  # fmt: skip
    says = N_("{value} of the dissatisfied customers have the problem “{detail}” ({lo} to {hi}).")
    return [estimated(f"{_PRE}{slug(n)}.share", e, unit="share", method=method, says=says) for n, e in found.by_count.shares.items()]


def _values(found: Pareto, currency: str, minor: int) -> list[Fact]:
    method = N_("the same, each customer weighed by sales so far; bootstrap over customers, sales of the dissatisfied as estimated")
    says = N_("Dissatisfied customers with the problem “{detail}” have bought for {value} so far ({lo} to {hi}).")
    return [
        estimated(f"{_PRE}{slug(n)}.value", e.scaled(found.sales / minor), unit=currency, method=method, says=says)
        for n, e in found.by_value.shares.items()
    ]


def _reading(found: Pareto) -> list[Fact]:
    return [
        counted(_PRE + "texts", found.texts, unit="rows", method=N_("count of complaints and answers in customers' own words"), says=N_("{value} texts say what is wrong.")),
        counted(_PRE + "uncoded", found.uncoded, unit="rows", method=N_("count of texts in which no word of any problem stands"), says=N_("{value} texts name none of the problems listed.")),
        counted(_PRE + "several", found.several, unit="rows", method=N_("count of texts that name more than one problem"), says=N_("{value} texts name several problems and count for a part of each.")),
        counted(_PRE + "deciding", len(found.deciding), unit="rows", method=N_("count of words without which another problem would be first"), says=N_("Read again with each word left out in turn, another problem comes first for {value} words.")),
    ]  # fmt: skip
