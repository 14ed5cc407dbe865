"""What is said where customers buy once: sources, open leads, second units and referrals."""

from idic_lib.report.sentences import Say
from idic_lib.report.story.parts import Finding, plain
from idic_lib.text import N_

_CHANCE, _RATE = "differentiate.contract_chance.@riser", "differentiate.contract_rate.@riser"
UNTESTED = N_("None stated: more spending was not tested")

RISER = Finding(
    _CHANCE,
    plain("{differentiate.contract_chance.@riser}"),
    plain(N_("{differentiate.contract_chance.@riser:range} of the leads sign")),
    Say(N_("Leads from “{differentiate.riser}” look worse than they are."), cites=(_CHANCE, _RATE)),
    (
        Say(
            N_(
                "So far {differentiate.contract_rate.@riser} have signed; once young leads count as open, {differentiate.contract_chance.@riser} do within {differentiate.contract_horizon} weeks."
            )
        ),
        Say(
            N_(
                "A contract looks as if it cost {differentiate.cost_per_contract_naive.@riser}; it costs {differentiate.cost_per_contract.@riser}."
            )
        ),
    ),
    plain(N_("Judge a source by leads that are old enough to have signed.")),
    plain(UNTESTED),
)

AHEAD = Finding(
    "differentiate.funnel.contracts",
    plain("{differentiate.funnel.contracts}"),
    plain(N_("{differentiate.funnel.contracts:range} contracts foreseen")),
    Say(N_("The {differentiate.leads.open} open leads are expected to bring {differentiate.funnel.contracts} contracts.")),
    (
        Say(
            N_(
                "One horizon ago the same forecast said {differentiate.funnel.backtest.forecast}, the window before {differentiate.funnel.backtest.naive}; {differentiate.funnel.backtest.actual} came."
            )
        ),
        (
            Say(
                N_(
                    "At the margin that the case assumes they are worth {differentiate.funnel.contribution} ({differentiate.funnel.contribution:range})."
                )
            ),
            Say(N_("Their contracts are worth {differentiate.funnel.sales} ({differentiate.funnel.sales:range}) in sales.")),
        ),
    ),
    plain(N_("Call open leads in the order of their tier.")),
    plain(N_("None stated: a forecast is not a gain")),
)

AFTERWARDS = Finding(
    "differentiate.second_unit",
    plain("{differentiate.second_unit}"),
    plain(N_("{differentiate.second_unit:range} of the buyers")),
    Say(N_("{differentiate.second_unit} of the buyers sign a second contract within 52 weeks.")),
    (Say("{differentiate.referral:says}"),),
    plain(N_("Expect little from second contracts; ask buyers whom they would send.")),
    plain(N_("None stated: nothing was tried on them")),
)
