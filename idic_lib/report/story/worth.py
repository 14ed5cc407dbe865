"""What is said of contribution, satisfaction and criteria: findings that need more than orders."""

from idic_lib.report.sentences import Say
from idic_lib.report.story.parts import Finding, plain
from idic_lib.text import N_

_SHARE, _GAP, _RESPONDENTS = (f"differentiate.satisfaction.{part}" for part in ("share", "gap", "respondents"))
_BELOW, _PITFALL = "differentiate.below_zero.share", "differentiate.pitfall.wrong_criteria"

SATISFIED = Finding(
    _SHARE,
    plain("{differentiate.satisfaction.share}"),
    plain(N_("{differentiate.satisfaction.share:range} of all customers are satisfied")),
    (
        Say(
            N_("Those who answered are satisfied; all customers are not."),
            lambda b: b.value(_RESPONDENTS) > 0.5 and b.below(_SHARE, 0.5),
            (_SHARE, _RESPONDENTS),
        ),
        Say(N_("Those who answered look more satisfied than customers are."), lambda b: b.clear(_GAP), (_SHARE, _GAP)),
        Say(N_("Most customers are not satisfied."), lambda b: b.below(_SHARE, 0.5), (_SHARE,)),
        Say(N_("Most customers are satisfied."), lambda b: b.clear(_SHARE, 0.5), (_SHARE,)),
        Say(N_("Whether most customers are satisfied is open."), cites=(_SHARE,)),
    ),
    (
        Say(N_("Of those who answered of their own accord {differentiate.satisfaction.respondents} are satisfied.")),
        Say("{differentiate.problem.by_count:says}"),
        Say("{differentiate.problem.by_value:says}"),
    ),
    (
        plain(N_("Mend the most common problems first."), lambda b: b.below(_SHARE, 0.5)),
        plain(N_("Keep those who are satisfied, and reward them."), lambda b: b.clear(_SHARE, 0.5)),
        plain(N_("Ask more customers, drawn at random, before anything is decided.")),
    ),
    (
        Say(N_("{differentiate.satisfaction.value_at_risk} of sales so far hangs on those who are not; no effect is claimed")),
        plain(N_("None stated: satisfaction is not an added sale")),
    ),
)

BELOW_ZERO = Finding(
    _BELOW,
    plain("{differentiate.below_zero.share}"),
    plain(N_("{differentiate.below_zero.share:range} of the customers")),
    Say(N_("{differentiate.below_zero.share} of the customers cost more than they bring.")),
    (
        Say(N_("Among the tenth that pays most it is {differentiate.below_zero.top10_share}.")),
        Say(
            N_(
                "Had they had no discounts, {differentiate.below_zero.cause.discount} of {differentiate.below_zero.customers} would be above."
            )
        ),
        Say(N_("Of those below zero in the first half who came again, {differentiate.below_zero.lasting} stayed below.")),
    ),
    plain(N_("Rank customers by what they leave over, not by what they pay.")),
    (
        Say(N_("They cost {differentiate.below_zero.money:size} more than they brought; what a measure recovers is not tested")),
        plain(N_("None stated: no measure was tested")),
    ),
)

WRONG_CRITERION = Finding(
    _PITFALL,
    plain("{differentiate.criteria.in_use.gain}"),
    plain(N_("{differentiate.criteria.in_use.gain:range} told beforehand")),
    Say(N_("The groups in use tell next to nothing of what customers bring."), lambda b: b.value(_PITFALL) > 0, (_PITFALL,)),
    (Say(N_("What they bought so far tells {differentiate.criteria.value.gain} of it ({differentiate.criteria.value.gain:range}).")),),
    plain(N_("Split by value for effort, by need for content.")),
    (
        Say(
            N_(
                "{differentiate.criteria.wrong_group} more of later sales in the fifth that the better criterion puts first; no effect is claimed"
            )
        ),
        plain(N_("None stated: no other split was tried")),
    ),
)
