"""The title and the stand-first: the answer in two sentences."""

from __future__ import annotations

from idic_lib.facts import Verdict
from idic_lib.report.sentences import Book
from idic_lib.report.story.parts import plain, rare
from idic_lib.text import N_

_EFFECT = "interact.campaign.@focus.effect"


def _campaigns(book: Book) -> bool:
    return any(i.startswith("interact.campaign") for i in book.facts)


TITLE = (
    plain(
        N_(
            "By contracts so far, leads from “{differentiate.riser}” look poor. Once young leads count as open, {differentiate.contract_chance.@riser} of them sign."
        )
    ),
    plain(N_("The {differentiate.leads.open} open leads are expected to bring {differentiate.funnel.contracts} contracts.")),
    plain(
        N_("A fifth of customers brings {differentiate.top20.share} of sales. Campaign {interact.focus} added to it."),
        lambda b: b.verdict(_EFFECT) is Verdict.SHOWN and b.value(_EFFECT) > 0,
    ),
    plain(N_("A fifth of customers brings {differentiate.top20.share} of sales. That campaigns add to it is not yet shown."), _campaigns),
    plain(
        N_(
            "A fifth of customers brings {differentiate.top20.share} of sales. Who belongs to it changes: {differentiate.top20.stay} stay from one half to the next."
        )
    ),
    plain(N_("A fifth of customers brings {differentiate.top20.share} of sales.")),
    plain(N_("{identify.buyers} customers placed {identify.kept.orders} orders: what they show, and what they cannot.")),
    plain(N_("What the purchases show, and what they cannot")),
)

STAND = (
    (
        plain(
            N_(
                "Hardly anybody buys here twice, so what {differentiate.setting.once:n} buyers show is not who comes back. "
                "{differentiate.leads} leads show which sources bring contracts, and what the open ones may bring."
            ),
            rare,
        ),
        plain(
            N_(
                "The purchases of {identify.buyers} customers show well which of them deserve more attention. "
                "Campaign {interact.focus} was held back from some at random, so what it added can be stated."
            ),
            lambda b: b.verdict(_EFFECT) is Verdict.SHOWN,
        ),
        plain(
            N_(
                "The purchases of {identify.buyers} customers show well which of them deserve more attention. "
                "Some campaigns were held back from customers drawn at random; none of these shows an effect."
            ),
            lambda b: _campaigns(b) and b.randomised(),
        ),
        plain(
            N_(
                "The purchases of {identify.buyers} customers show well which of them deserve more attention. "
                "Whether campaigns pay they show only in part, because nobody was left out at random."
            ),
            _campaigns,
        ),
        plain(
            N_(
                "The purchases of {identify.buyers} customers show well which of them deserve more attention. "
                "What contacts and offers add cannot be said: none were supplied."
            ),
        ),
        plain(N_("This report says what the purchases alone can support, and names what else would have to be supplied.")),
    ),
)
