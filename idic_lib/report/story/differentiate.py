"""Chapter 2."""

from idic_lib.report.sentences import Say
from idic_lib.report.story.parts import Chapter, again, plain, rare
from idic_lib.text import N_

DIFFERENTIATE = Chapter(
    "differentiate",
    N_("2 Differentiate"),
    (
        plain(N_("Young leads hide what “{differentiate.riser}” is worth"), rare),
        plain(N_("What the open leads are worth, and where contracts come from"), rare),
        plain(
            N_("Sales are concentrated, and not all of them leave something"),
            lambda b: b.value("differentiate.top20.share") > 0.4 and b.value("differentiate.below_zero.share") > 0.05,
        ),
        plain(
            N_("Value is concentrated, and it moves"),
            lambda b: b.value("differentiate.top20.share") > 0.4 and b.value("differentiate.top20.stay") < 0.9,
        ),
        plain(N_("Value is concentrated"), lambda b: b.value("differentiate.top20.share") > 0.4),
        plain(N_("What customers are worth, and how well it can be foreseen")),
    ),
    (
        (
            plain(N_("A lead of last week has not failed to sign; it has not had the time."), lambda b: "differentiate.leads" in b.facts),
            Say(
                N_(
                    "Leads from “{differentiate.riser}” gain most once that is counted: {differentiate.contract_rate.@riser} have signed so far, {differentiate.contract_chance.@riser} ({differentiate.contract_chance.@riser:range}) do within {differentiate.contract_horizon} weeks."
                )
            ),
            Say(
                N_(
                    "By cost per contract they move from place {differentiate.source_rank_naive.@riser} to place {differentiate.source_rank.@riser} of the sources compared."
                )
            ),
        ),
        (
            Say(
                N_(
                    "{differentiate.leads.open} of {differentiate.leads} leads are open; they are expected to bring {differentiate.funnel.contracts} contracts ({differentiate.funnel.contracts:range}) over the horizon."
                )
            ),
            Say("{differentiate.funnel.backtest.closer:says}"),
            Say(
                N_("Of the buyers, {differentiate.second_unit} ({differentiate.second_unit:range}) sign a second contract within 52 weeks.")
            ),
        ),
        (
            Say(N_("The top tenth of customers brings {differentiate.top10.share} of sales, the top fifth {differentiate.top20.share}.")),
            plain(N_("That is less than the proverbial 80 from 20."), lambda b: again(b) and b.value("differentiate.top20.share") < 0.75),
            plain(
                N_("That is close to the proverbial 80 from 20."),
                lambda b: again(b) and 0.75 <= b.value("differentiate.top20.share") <= 0.85,
            ),
        ),
        (
            Say(
                N_(
                    "After their costs, customers left {differentiate.contribution.total} ({differentiate.contribution.total:range}); {differentiate.below_zero.share} of them cost more than they bring."
                )
            ),
            Say(N_("Of the top tenth by sales, {differentiate.overlap.top10} are in the top tenth by what they leave over.")),
            Say("{differentiate.below_zero.lasting:says}"),
        ),
        (
            plain(N_("A tier is a forecast, and extremes drift back."), again),
            Say(
                N_(
                    "Of the customers in the top fifth in one half, {differentiate.top20.stay} ({differentiate.top20.stay:range}) were there in the next."
                )
            ),
            plain(
                N_("Whoever mails the best and compares before with after will see a loss; whoever mails the lapsed will see a gain."),
                lambda b: b.value("differentiate.top20.stay") < 0.9,
            ),
        ),
        (
            Say("{differentiate.method.choice:says}"),
            Say(
                N_(
                    "The known customers are expected to buy for {differentiate.value.total} ({differentiate.value.total:range}) over the horizon."
                )
            ),
            Say(
                N_(
                    "A tier set from six months of purchases catches {differentiate.tier.six_months.gain} ({differentiate.tier.six_months.gain:range}) more of later sales than one set from four weeks."
                ),
                lambda b: b.clear("differentiate.tier.six_months.gain"),
            ),
        ),
        (
            Say("{differentiate.needs.number:says}"),
            Say(N_("Customers are expected to bring {differentiate.share_of_customer} of what the best of comparable customers do.")),
            Say("{differentiate.potential.reached:says}"),
        ),
        (
            Say("{differentiate.pitfall.wrong_criteria:says}"),
            Say("{differentiate.lookalike.capture:says}"),
        ),
        (
            Say("{differentiate.satisfaction.share:says}"),
            Say("{differentiate.satisfaction.gap:says}"),
            Say("{differentiate.problem.by_count:says}"),
            Say("{differentiate.problem.by_value:says}"),
        ),
        (
            Say("{differentiate.allocation.past.by_value:says}"),
            Say("{differentiate.allocation.past.by_lot:says}"),
            Say("{differentiate.allocation.break_even:says}"),
        ),
    ),
    (
        "differentiate.sources",
        "differentiate.closing",
        "differentiate.lorenz",
        "differentiate.whale",
        "differentiate.tiers",
        "differentiate.backtest",
        "differentiate.needs_profile",
        "",
        "differentiate.satisfaction",
    ),
    (
        plain(N_("Open circle: contracts so far. Dot: once young leads count as open. The wider apart, the younger the leads."), rare),
        plain(N_("The further the line bends from the straight one, the more unequal the customers.")),
        plain(
            N_("The whale: above the line of 100% lies what customers below zero use up."), lambda b: "differentiate.whale.peak" in b.facts
        ),
        plain(N_("A model is worth its trouble only where its interval lies clear of the best naive rule."), again),
    ),
    (
        plain(N_("One pair of periods. A season that falls into the second raises all levels; ranks are less affected."), again),
        plain(
            N_("One person may be two leads under two sources. If interest rates or prices change, last year’s chances do not hold."), rare
        ),
    ),
)
