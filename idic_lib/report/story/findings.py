"""The findings, in the order of their weight; the first five that the ledger supports are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from idic_lib.facts import Verdict
from idic_lib.report.sentences import Book, Say
from idic_lib.report.story.funnel import AFTERWARDS, AHEAD, RISER
from idic_lib.report.story.parts import Finding, again, counts_once, plain
from idic_lib.report.story.worth import BELOW_ZERO, SATISFIED, WRONG_CRITERION
from idic_lib.text import N_

_EFFECT, _PLACEBO, _AFTER, _MONEY = (f"interact.campaign.@focus.{part}" for part in ("effect", "placebo", "after_check", "money"))
_STAY = "differentiate.top20.stay"


def _verdict(*verdicts: Verdict) -> Callable[[Book], bool]:
    return lambda book: book.verdict(_EFFECT) in verdicts


def _priced(book: Book) -> bool:
    return book.verdict(_EFFECT) in {Verdict.SHOWN, Verdict.SUGGESTED}


CONCENTRATED = Finding(
    "differentiate.top20.share",
    plain("{differentiate.top20.share}"),
    plain("{differentiate.top20.share:range}"),
    (
        Say(
            N_("A fifth of the customers brings more than half of sales."),
            lambda b: again(b) and b.clear("differentiate.top20.share", 0.5),
            ("differentiate.top20.share",),
        ),
        Say(N_("A fifth of the customers brings {differentiate.top20.share} of sales."), again),
    ),
    (
        Say(N_("The top tenth alone brings {differentiate.top10.share}.")),
        Say(N_("The smaller half of the base brings {differentiate.bottom50.share}.")),
    ),
    plain(N_("Give budget by value tier, not evenly.")),
    (
        Say(N_("{differentiate.top20.sales} of {identify.buyers.sales} in the period")),
        Say(N_("{differentiate.top20.sales} in the period")),
        plain(N_("None stated: a share is not a gain")),
    ),
)

UNSTEADY = Finding(
    _STAY,
    plain("{differentiate.top20.stay}"),
    (plain(N_("{differentiate.top20.stay:range} stayed")), plain(N_("stayed"))),
    (
        Say(N_("One in ten of the best is not among the best in the later half."), lambda b: b.between(_STAY, 0.88, 0.92), (_STAY,)),
        Say(N_("One in five of the best is not among the best in the later half."), lambda b: b.between(_STAY, 0.78, 0.82), (_STAY,)),
        Say(N_("One in four of the best is not among the best in the later half."), lambda b: b.between(_STAY, 0.72, 0.78), (_STAY,)),
        Say(N_("One in three of the best is not among the best in the later half."), lambda b: b.between(_STAY, 0.63, 0.70), (_STAY,)),
        Say(N_("Half of the best are not among the best in the later half."), lambda b: b.between(_STAY, 0.46, 0.54), (_STAY,)),
        Say(N_("{differentiate.top20.stay:rest} of the best are not among the best in the later half.")),
    ),
    (
        Say(N_("{differentiate.top20.left} customers left the top fifth."), lambda b: b.unit("differentiate.top20.left") == "customers"),
        (
            Say(N_("They spent {differentiate.top20.left.sales:size} less."), lambda b: b.value("differentiate.top20.left.sales") < 0),
            Say(N_("Those who left spent {differentiate.top20.left:size} less."), lambda b: len(b.unit("differentiate.top20.left")) == 3),
        ),
    ),
    (
        plain(
            N_("Renew tiers each quarter, from six months of purchases, not four weeks."),
            lambda b: b.clear("differentiate.tier.six_months.gain"),
        ),
        plain(N_("Renew tiers each quarter; treat a tier as a forecast.")),
    ),
    (
        Say(
            N_(
                "{differentiate.tier.six_months.gain_sales} ({differentiate.tier.six_months.gain_sales:range}) more of the later half’s sales in the tier"
            ),
            lambda b: b.clear("differentiate.tier.six_months.gain_sales"),
        ),
        Say(
            N_("{differentiate.tier.six_months.gain} ({differentiate.tier.six_months.gain:range}) more of later sales in the tier"),
            lambda b: b.clear("differentiate.tier.six_months.gain"),
        ),
        plain(N_("None stated: moving between tiers is not a gain")),
    ),
)

CONTACTS = Finding(
    "interact.contacts.top20",
    plain("{interact.contacts.top20}"),
    plain(N_("{interact.contacts.top20:range} campaigns each")),
    (
        Say(
            N_("Campaigns go where the sales already are."),
            lambda b: b.clear("interact.contacts.top20", b.value("interact.contacts.fourth")),
            ("interact.contacts.top20",),
        ),
        Say(N_("The top fifth was sent {interact.contacts.top20} campaigns a customer.")),
    ),
    (
        Say(N_("The top fifth was sent {interact.contacts.top20} campaigns a customer, the fourth fifth {interact.contacts.fourth}.")),
        Say(N_("Of the later top two fifths, {interact.uncontacted.top40} customers were sent none."), counts_once),
    ),
    plain(N_("Keep part of each mailing for rising customers.")),
    (Say(N_("{interact.uncontacted.top40_sales} of sales with no contact"), counts_once), plain(N_("None stated: contact is not effect"))),
)

REMINDERS = Finding(
    "customize.own_history.hits10",
    plain("{customize.own_history.hits10}"),
    (
        plain(N_("of 10; {customize.own_history.hits10:range}; best sellers {customize.popularity.hits10}")),
        plain(N_("of 10; {customize.own_history.hits10:range}")),
    ),
    (
        Say(
            N_("A customer’s own history is the best recommender."),
            lambda b: b.clear("customize.own_history.hits10", b.value("customize.popularity.hits10")),
            ("customize.own_history.hits10", "customize.popularity.hits10"),
        ),
        Say(N_("Own history finds {customize.own_history.hits10} of ten products, best sellers {customize.popularity.hits10}.")),
    ),
    (
        (
            Say(
                N_("For products that are new to a customer, nothing we tried beat the plain best-seller list."),
                lambda b: not b.clear("customize.new.difference"),
                ("customize.new.difference",),
            ),
            Say(N_("For products that are new to a customer, {customize.new.difference} more were found than by the best-seller list.")),
            Say(
                N_("The best-seller list finds {customize.new.popularity.recall10} of what is new to a customer."),
                lambda b: "customize.new.difference" not in b.facts,
            ),
        ),
    ),
    (
        plain(
            N_("Remind from own history; suggest what similar customers buy, and test it."), lambda b: b.clear("customize.new.difference")
        ),
        plain(N_("Remind from own history; buy no recommender yet.")),
    ),
    plain(N_("None stated: a hit is not an added sale")),
)

_SHOWN = (
    Say(
        N_("Campaign {interact.focus} lowered sales."),
        lambda b: b.verdict(_EFFECT) is Verdict.SHOWN and b.value(_EFFECT) < 0,
        (_EFFECT,),
    ),
    Say(N_("Campaign {interact.focus} added sales."), _verdict(Verdict.SHOWN), (_EFFECT,)),
)

CAMPAIGN = Finding(
    _EFFECT,
    plain("{interact.campaign.@focus.effect}"),
    plain("{interact.campaign.@focus.effect:range}"),
    (
        Say(
            N_("Campaign {interact.focus} may have lowered sales; it has not been shown."),
            lambda b: b.verdict(_EFFECT) is Verdict.SUGGESTED and b.value(_EFFECT) < 0,
            (_EFFECT,),
        ),
        Say(N_("Campaign {interact.focus} may have added sales; it has not been shown."), _verdict(Verdict.SUGGESTED), (_EFFECT,)),
        Say(N_("Of campaign {interact.focus} no effect is seen."), _verdict(Verdict.NO_EFFECT_SEEN), (_EFFECT,)),
        Say(N_("What campaign {interact.focus} did is not identifiable."), _verdict(Verdict.NOT_IDENTIFIABLE), (_EFFECT,)),
    ),
    (
        (
            Say(
                N_("A gap of {interact.campaign.@focus.placebo} was there before anything was sent."),
                lambda b: b.verdict(_EFFECT) is not Verdict.SHOWN and b.value(_PLACEBO) > 0,
            ),
            Say(
                N_(
                    "Who was held out was drawn at random, so a gap before it ({interact.campaign.@focus.placebo}, {interact.campaign.@focus.placebo:range}) is chance."
                ),
                lambda b: b.verdict(_EFFECT) is Verdict.SHOWN and b.holds_zero(_PLACEBO),
            ),
            Say(
                N_(
                    "The same estimate before anything was sent gives {interact.campaign.@focus.placebo} ({interact.campaign.@focus.placebo:range})."
                )
            ),
        ),
        Say(
            N_("Without that, {interact.campaign.@focus.after_check} ({interact.campaign.@focus.after_check:range}) remains."),
            lambda b: b.verdict(_EFFECT) is not Verdict.SHOWN,
        ),
    ),
    (
        plain(N_("Keep it, and keep a random hold-out in every campaign."), _verdict(Verdict.SHOWN)),
        plain(N_("Hold out a random fifth in the next three campaigns.")),
    ),
    (
        Say(
            N_(
                "{interact.campaign.@focus.money_after_check} ({interact.campaign.@focus.money_after_check:range}) of sales a campaign, "
                "less the earlier gap, if it holds for all reached"
            ),
            lambda b: b.verdict(_EFFECT) is Verdict.SUGGESTED,
        ),
        Say(
            N_(
                "{interact.campaign.@focus.money} ({interact.campaign.@focus.money:range}) of sales a campaign, if it holds for all reached"
            ),
            _priced,
        ),
        plain(N_("None stated: no effect has passed its gate"), lambda b: not _priced(b)),
        plain(N_("None stated: the effect was not turned into money")),
    ),
)

FORESEEN = Finding(
    "differentiate.value.total",
    plain("{differentiate.value.total}"),
    (plain(N_("{differentiate.value.total:range} foreseen")), plain(N_("foreseen"))),
    (Say(N_("The known customers are expected to buy for {differentiate.value.total} over the horizon.")),),
    (Say("{differentiate.method.choice:says}"),),
    plain(N_("Plan with the total; rank customers, do not promise single values.")),
    plain(N_("None stated: a forecast is not a gain")),
)

KNOWN = Finding(
    "identify.linkage.sales",
    plain("{identify.linkage.sales}"),
    plain(N_("{identify.linkage.sales:range} of sales")),
    Say(
        N_("Those of whom something is known bring {identify.linkage.sales} of sales."), lambda b: b.value("identify.linkage.sales") < 0.99
    ),
    (Say(N_("They are {identify.demographics.coverage} of the customers.")),),
    plain(N_("Ask those of whom nothing is known, at the next purchase.")),
    plain(N_("None stated: knowing is not selling")),
)

RETAINED = Finding(
    "identify.lens.gone",
    plain("{identify.lens.gone}"),
    plain(N_("{identify.lens.gone:range} of the customers")),
    Say(N_("{identify.lens.gone} of one half-year’s customers ordered nothing in the next.")),
    (Say(N_("{identify.lens.down} bought less, {identify.lens.up} bought more, each by more than a tenth.")),),
    plain(N_("Ask some of those who stayed away why.")),
    plain(N_("None stated: nothing was tried on them")),
)

ACTIVE = Finding(
    "identify.active",
    plain("{identify.active}"),
    (plain("{identify.active:range}"), plain(N_("counted, so no interval"))),
    (
        Say(N_("{identify.active} of the customers ordered in the last weeks."), lambda b: b.unit("identify.active") == "share"),
        Say(N_("{identify.active} customers ordered in the last weeks.")),
    ),
    (
        Say(N_("{identify.kept.customers} customer numbers stand on {identify.kept.orders} orders worth {identify.kept.sales}.")),
        plain(N_("Whether a silent customer has left is not known."), lambda b: b.refuses("differentiate.dropout")),
    ),
    plain(N_("Write to those who fell silent before looking for new ones.")),
    plain(N_("None stated: nothing was tried on them")),
)

SHOWN_CAMPAIGN = replace(CAMPAIGN, heading=_SHOWN)

FINDINGS = (
    RISER, AHEAD, SATISFIED, BELOW_ZERO, SHOWN_CAMPAIGN, WRONG_CRITERION, AFTERWARDS, CONCENTRATED, UNSTEADY, CONTACTS, REMINDERS,
    CAMPAIGN, FORESEEN, RETAINED, ACTIVE, KNOWN,
)  # fmt: skip
