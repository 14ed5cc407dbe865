"""Chapter 2."""

from idic_lib.report.sentences import Say
from idic_lib.report.story.parts import Chapter, plain
from idic_lib.text import N_

DIFFERENTIATE = Chapter(
    "differentiate",
    N_("2 Differentiate"),
    (
        plain(
            N_("Value is concentrated, and it moves"),
            lambda b: b.value("differentiate.top20.share") > 0.4 and b.value("differentiate.top20.stay") < 0.9,
        ),
        plain(N_("Value is concentrated"), lambda b: b.value("differentiate.top20.share") > 0.4),
        plain(N_("What customers are worth, and how well it can be foreseen")),
    ),
    (
        (
            Say(N_("The top tenth of customers brings {differentiate.top10.share} of sales, the top fifth {differentiate.top20.share}.")),
            plain(N_("That is less than the proverbial 80 from 20."), lambda b: b.value("differentiate.top20.share") < 0.75),
            plain(N_("That is close to the proverbial 80 from 20."), lambda b: 0.75 <= b.value("differentiate.top20.share") <= 0.85),
        ),
        (
            plain(N_("A tier is a forecast, and extremes drift back.")),
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
    ),
    ("differentiate.lorenz", "differentiate.tiers", "differentiate.backtest"),
    (
        plain(N_("The further the line bends from the straight one, the more unequal the customers.")),
        plain(N_("A model is worth its trouble only where its interval lies clear of the best naive rule.")),
    ),
    (plain(N_("One pair of periods. A season that falls into the second raises all levels; ranks are less affected.")),),
)
